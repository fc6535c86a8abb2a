"""The YAML skeleton of a pack: every field to be filled in, with a comment that says what it asks for."""

from collections.abc import Iterator, Mapping

from perfgen.blank.entries import Look, explanation, look_of
from perfgen.blank.examples import placeholder_examples
from perfgen.blank.scalars import flow_scalar
from perfgen.blank.style import text_width
from perfgen.filing import PACK_KEY
from perfgen.pack import FormTable, GridTable, ListTable, Pack, PackField, Table, TextField, TextTable

_COMMENT_COLUMN = 28
_HOW = (
    "冒号后面空一格再写内容；没有的留空，空白和 0 不一样。以 # 开头的是说明，可以删。",
    "以 ≥ ≤ 等开头的文字可以直接写；含冒号、# 号，或以引号、括号开头的文字，要用单引号括起来。",
    "文字里可以引用表里的数，写成 {example} 这样的形式，生成时换成相应的数。",
)
_OUTLINE = ("- 标题: ", "  正文:", "    - ", "  小节:", "    - 标题: ", "      正文: ")


def write_skeleton(pack: Pack) -> str:
    """Return the skeleton; it reads back as a filing in which nothing is entered."""
    example, _ = placeholder_examples(pack)
    how = (comment(text.replace("{example}", example)) for text in _HOW if example or "{example}" not in text)
    lines = [comment(f"{pack.title}填报数据"), *how, f"{PACK_KEY}: {flow_scalar(pack.name)}"]
    for name, table in pack.tables.items():
        label = _label(table.label, name)
        lines += ["", *([comment(label)] if label else [])]
        lines += [_beside(f"{name}:", _how(table)), *(f"  {line}" for line in _table(table))]
    return "\n".join(lines) + "\n"


def comment(text: str) -> str:
    """Make a comment of one line."""
    return f"# {' '.join(text.split())}"


def _label(label: str, name: str) -> str:
    """Return the label where it says more than the name."""
    return "" if label == name else label


def _beside(code: str, text: str, name: str = "") -> str:
    """Put a comment beside a line, all at the same column where there is room."""
    words = "；".join(part.rstrip("：:") for part in (name, text) if part)
    return f"{code}{' ' * max(2, _COMMENT_COLUMN - text_width(code))}{comment(words)}" if words else code


def _how(table: Table) -> str:
    match table:
        case GridTable():
            return "一行一项，填在各栏的冒号后面"
        case ListTable() if table.tables:
            return "一项一段，有几项就把整段复制几次；没有就留空"
        case FormTable() | TextTable():
            return ""
        case _:
            return "一行一项，有几项就把这一行复制几次；没有就留空"


def _table(table: Table) -> Iterator[str]:
    match table:
        case FormTable():
            yield from _fields(table.fields)
        case GridTable():
            yield from _grid(table)
        case TextTable():
            for name, field in table.fields.items():
                yield from _text(name, field)
        case ListTable() if table.tables:
            yield from _block_row(table)
        case _:
            yield from _flow_row(table.fields)


def _fields(fields: Mapping[str, PackField]) -> Iterator[str]:
    for name, field in fields.items():
        look = look_of(field)
        code = f"# {name}:" if look is Look.COMPUTED else f"{name}:"
        formula = f"公式 {field.formula}" if field.formula else ""
        yield _beside(
            code, "；".join(filter(None, (explanation(field, look, unit=True), formula))), _label(field.label, name)
        )


def _grid(table: GridTable) -> Iterator[str]:
    yield from _columns(table.columns)
    for row, spec in table.rows.items():
        fields = {name: field for name in table.columns if (field := table.field(row, name))}
        computed = all(look_of(field) is Look.COMPUTED for field in fields.values())
        names = fields if computed else [name for name in fields if look_of(fields[name]) is not Look.COMPUTED]
        words = (
            _label(spec.label, row).rstrip("：:"),
            "必填" if spec.required else "",
            f"自动计算；公式 {spec.formula}" if computed and spec.formula else "自动计算" if computed else "",
            spec.hint,
        )
        code = f"{row}: {{{', '.join(f'{name}: ' for name in names)}}}"
        yield _beside(f"# {code}" if computed else code, "；".join(filter(None, words)))


def _flow_row(fields: Mapping[str, PackField]) -> Iterator[str]:
    """Yield one blank row and, above it, what its columns ask for."""
    open_fields = {name: field for name, field in fields.items() if look_of(field) is not Look.COMPUTED}
    yield from _columns(fields)
    yield f"- {{{', '.join(f'{name}: ' for name in open_fields)}}}"


def _columns(fields: Mapping[str, PackField]) -> Iterator[str]:
    """Yield what columns ask for, each on a line, where there is something to say."""
    for name, field in fields.items():
        asked = explanation(field, look_of(field, required=name == "三级指标"), unit=True)
        if words := "；".join(filter(None, (_label(field.label, name), asked))):
            yield f"# {name}：{' '.join(words.split())}"


def _block_row(table: ListTable) -> Iterator[str]:
    lines = [line for line in _fields(table.fields) if not line.startswith("#")]
    for name, owned in table.tables.items():
        lines += [_beside(f"{name}:", _how(owned), _label(owned.label, name)), *(f"  {line}" for line in _table(owned))]
    yield from (f"{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines))


def _text(name: str, field: TextField) -> Iterator[str]:
    words = ("必填" if field.required else "", field.hint, "可以分标题，写法：" if field.outline else "")
    yield _beside(f"{name}:", "；".join(filter(None, words)), _label(field.label, name))
    if field.outline:
        yield from (f"  # {line}".rstrip() for line in _OUTLINE)
