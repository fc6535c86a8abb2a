"""Text as YAML: plain where that is safe, else quoted or as a block, so that it always reads back the same."""

import yaml

_FULL_WIDTH_SPACE = "\u3000"
_ENDLESS = 10**9
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def flow_scalar(text: str, *, quoted: bool = False) -> str:
    """Write text on one line so that it can stand anywhere, inside braces too."""
    plain = "" if quoted or "\n" in text else _dump([text], flow=True)[1:-1]
    return _double_quoted(text) if not plain or plain.startswith('"') else plain


def block_scalar(text: str) -> list[str]:
    """Write text after ``key: `` or ``- ``: one line, or a block of lines to be indented below it."""
    if "\n" not in text:
        line = _dump([text], flow=False).removeprefix("- ")
        return [_double_quoted(text) if line.startswith('"') else line]
    lines = text.split("\n")
    if all(_is_ordinary(line) for line in lines):
        return ["|-", *(f"  {line}" if line else "" for line in lines)]
    return [flow_scalar(text)]


def _is_ordinary(line: str) -> bool:
    return line == line.strip() and all(_is_seen(character) for character in line)


def _is_seen(character: str) -> bool:
    return character.isprintable() or character == _FULL_WIDTH_SPACE


def _double_quoted(text: str) -> str:
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    # PyYAML would write an emoji as its number; here only what cannot be seen is.
    return _ESCAPES.get(character) or (character if _is_seen(character) else f"\\U{ord(character):08X}")


def _dump(texts: list[str], *, flow: bool) -> str:
    return yaml.safe_dump(texts, allow_unicode=True, width=_ENDLESS, default_flow_style=flow).rstrip("\n")
