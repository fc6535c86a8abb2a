"""Paragraphs of a draft, and the Jinja blocks around them (docxtpl's ``{%p … %}``)."""

from tools.draft.styles import spacing
from tools.draft.xml import Element, flag, literal, w


def value(path: str) -> str:
    """Return a placeholder."""
    return f"{{{{ {path} }}}}"


def run(text: str) -> Element:
    """Return one run; tabs and line feeds become Word's own, so a tag always stays in one run."""
    element = w("r")
    piece = ""
    for character in f"{text}\0":
        if character not in "\t\n\0":
            piece += character
            continue
        if piece:
            element.append(literal("t", piece))
        piece = ""
        if character != "\0":
            element.append(w("tab" if character == "\t" else "br"))
    return element


def paragraph(  # noqa: PLR0913
    text: str = "",
    style: str = "",
    *,
    line: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    left: int = 0,
    tabs: tuple[int, ...] = (),
    section: Element | None = None,
) -> Element:
    """Return a paragraph; spacing in points (with ``line``), left indent and tabs in twips."""
    properties = w(
        "pPr",
        w("pStyle", val=style) if style else None,
        flag("keepNext", keep),
        w("tabs", *(w("tab", val="left", pos=stop) for stop in tabs)) if tabs else None,
        spacing(line, before, after) if before or after or line else None,
        w("ind", left=left) if left else None,
        section,
    )
    return w("p", properties if len(properties) else None, run(text) if text else None)


def heading(level: int, text: str) -> list[Element]:
    """Return a heading; its number comes from the style."""
    return [paragraph(text, f"Heading{level}")]


def tag(code: str) -> Element:
    """Return a paragraph that holds only a tag and vanishes when filled."""
    return paragraph(f"{{%p {code} %}}", "Tag")


def when(condition: str, then: list[Element], otherwise: list[Element] | None = None) -> list[Element]:
    """Return blocks that are printed only under a condition."""
    other = [tag("else"), *otherwise] if otherwise else []
    return [tag(f"if {condition}"), *then, *other, tag("endif")]


def each(name: str, values: str, body: list[Element]) -> list[Element]:
    """Return blocks that are repeated for each value."""
    return [tag(f"for {name} in {values}"), *body, tag("endfor")]


def prose(field: str) -> list[Element]:
    """Return the paragraphs of a text field as body text."""
    return each("段", f"{field}.正文", [paragraph(value("段"))])


def outline(field: str, level: int, names: tuple[str, ...] = ("点", "细")) -> list[Element]:
    """Return a text field with its nodes: headings of ``level`` and below, a blank heading prints none."""
    blocks = prose(field)
    if names:
        name = names[0]
        title = when(f"{name}.标题", heading(level, value(f"{name}.标题")))
        blocks += each(name, f"{field}.小节", [*title, *outline(name, level + 1, names[1:])])
    return blocks


def page_number() -> list[Element]:
    """Return the runs of ``— 1 —`` with the page field in its long form, which WPS needs."""
    code = w("r", literal("instrText", " PAGE "))
    marks = {kind: w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")}
    return [run("— "), marks["begin"], code, marks["separate"], run("1"), marks["end"], run(" —")]
