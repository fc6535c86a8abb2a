"""The Word door against docxtpl itself: the same template and data must give the same document, part by part."""

import re
from pathlib import Path
from typing import Any

import pytest
from support.docx import p, tbl, tc, tr, whole_docx
from support.docxtpl import canonical, render_with_docxtpl
from support.views import form, rows

from perfgen.expression import MISSING, Scope
from perfgen.generate import Packs, check_filing
from perfgen.value import Blank, Number, Text
from perfgen.word import Template, TemplateError, lint, paragraphs, read_parts
from perfgen.word.package import write_parts

EXAMPLE = Path(__file__).parents[1] / "examples" / "岳阳楼区司法局.yaml"
NAMES: dict[str, Any] = {
    "名": Text("甲 & <乙> \"丙\" '丁'"),
    "空": Blank(),
    "数": Number("163.8", format="0.00"),
    "色": Text("FF0000"),
    "三": Number(3, format="0"),
    "是": True,
    "单位": form("单位", 名称=Text("司法局"), 年度=Number(2023, format="0")),
    "表": rows(
        {"名": Text("甲"), "值": Number(1)}, {"名": Text("乙"), "值": Number(2)}, {"名": Text("丙"), "值": Number(3)}
    ),
    "换行": Text("一\n二"),
    "制表": Text("一\t二\t三"),
}


def both(data: bytes, **more: Any) -> tuple[dict[str, str], dict[str, str]]:  # noqa: ANN401
    """Return what docxtpl makes of a template and what we make of it."""
    names = {**NAMES, **more}
    return canonical(render_with_docxtpl(data, names)), canonical(Template("样.docx", data).render(Scope(names)))


def run(text: str, properties: str = "") -> str:
    """Return a run."""
    return "<w:r>" + (properties and f"<w:rPr>{properties}</w:rPr>") + f'<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    """Return a paragraph of runs, with a style."""
    return "<w:p>" + (f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else "") + "".join(runs) + "</w:p>"


DRAWING = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="{id}" name="图"/></wp:inline></w:drawing></w:r>'
)
TEXT_BOX = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
CONTROL = "<w:sdt><w:sdtPr><w:alias w:val='控件'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
IN_A_PARAGRAPH = {
    "a value": p("前{{ 名 }}后"),
    "a blank": p("[{{ 空 }}]"),
    "a number": p("{{ 数 }}万元"),
    "a field of a table": p("{{ 单位.名称 }}{{ 单位['年度'] }}"),
    "arithmetic": p("{{ 单位.年度 - 1 }}，{{ 数 + 1 }}"),
    "a filter": p("{{ 数|格式('0.##') }}，{{ 三|中文数字 }}"),
    "a function": p("{{ 合计(数, 1) }}"),
    "text joined": p("{{ 名 ~ '：' ~ 数 }}"),
    "a condition": p("{% if 是 %}真{% else %}假{% endif %}，{% if 空 %}真{% elif 数 > 1 %}大{% else %}小{% endif %}"),
    "a choice": p("{{ '真' if 空 else '假' }}"),
    "a loop": p("{% for 行 in 表 %}{{ loop.index }}.{{ 行.名 }}{% if not loop.last %}、{% endif %}{% endfor %}"),
    "a loop without rows": p("{% for 行 in 空 %}{{ 行 }}{% else %}无{% endfor %}"),
    "a variable": p("{% set 甲 = 数 + 1 %}{{ 甲 }}{% set 块 %}【{{ 名 }}】{% endset %}{{ 块 }}{{ 块 }}"),
    "a macro": p("{% macro 问(谁, 好='你好') %}{{ 好 }}，{{ 谁 }}！{% endmacro %}{{ 问(名) }}{{ 问('乙', '早') }}"),
    "a macro with a caller": p("{% macro 框() %}【{{ caller() }}】{% endmacro %}{% call 框() %}{{ 名 }}{% endcall %}"),
    "a loop that calls itself": p(
        "{% for 甲 in [1, 2] recursive %}{{ 甲 }}{% if 甲 == 1 %}（{{ loop([3]) }}）{% endif %}{% endfor %}"
    ),
    "a filtered block": p("{% filter 默认('无') %}{{ 名 }}{% endfilter %}"),
    "a variable of a block": p("{% with 甲 = 数 %}{{ 甲 }}{% endwith %}"),
    "words as they stand": p("{% raw %}{{ 名 }}{% endraw %}{{ 名 }}"),
    "a macro in a loop": p("{% macro 项(行) %}{{ 行.名 }}；{% endmacro %}{% for 行 in 表 %}{{ 项(行) }}{% endfor %}"),
    "stripped spaces": p("前 {{- 名 -}} 后"),
    "a comment": p("前{# 说明 {{ 名 }} #}后"),
    "a tag in pieces": p("{", "{ 单", "位.名", "称 }", "}"),
    "a block tag in pieces": p("{", "% if 是 %", "}", "真{% en", "dif %}"),
    "different runs": paragraph(run("{% if 是 %}", "<w:b/>"), run("真", "<w:i/>"), run("{% endif %}后")),
    "escaped braces": p("{_{ 名 }_} {_% if %_}"),
    "comparison signs": p("{% if 数 &gt; 1 and 三 &lt; 4 %}对{% endif %}"),
    "curly quotes": p("{{ 数|格式(“0.00”) }}"),
    "no tag at all": p("100% {甲} &amp; 乙"),
    "leading space": "<w:p><w:r><w:t>前 {{ 名 }} 后 </w:t></w:r></w:p>",
    "a run taken away": paragraph(run("{%r if 是 %}"), run("真", "<w:b/>"), run("{%r endif %}"), run("后")),
    "a run taken away within a run": paragraph(run("前{%r if 是 %}真{%r endif %}后", "<w:b/>")),
    "a run from a macro": paragraph(
        run("{%r macro 粗(字) %}"), run("{{ 字 }}", "<w:b/>"), run("{%r endmacro %}"), run("{{r 粗(名) }}")
    ),
    "a line break": paragraph(run("前{{ 换行 }}后", "<w:b/>"), style="正文"),
    "a tab": paragraph(run("前{{ 制表 }}后", "<w:b/>"), style="正文"),
    "a line break and a tab": paragraph(run("{{ 换行 }}{{ 制表 }}{{ 换行 }}"), run("{{ 制表 }}", "<w:i/>")),
    "a new paragraph": paragraph(run("前{{ '一\\a二\\a三' }}后", "<w:b/>"), run("尾"), style="正文") + p("下"),
    "a new page": paragraph(run("前{{ '一\\f二' }}后", "<w:b/>"), style="正文") + p("下"),
    "all breaks": paragraph(run("{{ '一\\n二\\t三\\a四\\f五' }}", "<w:i/>"), style="正文"),
    "breaks without properties": p("{{ '一\\t二\\a三\\f四' }}"),
    "breaks in the template": "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>一\n二\t{{ 名 }}</w:t></w:r></w:p>",
    "a hyperlink": f'<w:p><w:hyperlink w:anchor="x">{run("{{ 名 }}")}</w:hyperlink></w:p>',
    "a field code": "<w:p><w:r><w:instrText>DATE {{ 名 }}</w:instrText></w:r></w:p>",
    "a text box": paragraph(run("前"), TEXT_BOX.format(p("{{ 名 }}{% if 是 %}真{% endif %}")), run("{{ 数 }}")),
    "a loop in a text box": paragraph(
        TEXT_BOX.format(p("{%p for 行 in 表 %}") + p("{{ 行.名 }}") + p("{%p endfor %}"))
    ),
    "a line break in a text box": paragraph(TEXT_BOX.format(paragraph(run("{{ 换行 }}", "<w:b/>")))),
    "a control of paragraphs": CONTROL.format(p("{{ 名 }}")),
    "a control of runs": paragraph(CONTROL.format(run("{{ 名 }}{{ 换行 }}{{ 制表 }}"))),
    "a loop of controls": p("{%p for 行 in 表 %}") + CONTROL.format(p("{{ 行.名 }}")) + p("{%p endfor %}"),
    "an alternative text": paragraph(run("{{ 名 }}"), DRAWING.format(id=7).replace("图", "{{ 单位.名称 }}")),
    "drawings": paragraph(DRAWING.format(id=7), DRAWING.format(id=7), run("{{ 名 }}")),
    "a loop of drawings": p("{%p for 行 in 表 %}") + paragraph(DRAWING.format(id=1)) + p("{%p endfor %}"),
}
PARAGRAPHS = {
    "a loop": p("{%p for 行 in 表 %}") + p("{{ 行.名 }}") + p("{%p endfor %}"),
    "a condition": p("{%p if 空 %}") + p("真") + p("{%p else %}") + p("假") + p("{%p endif %}") + p("后"),
    "a comment": p("前") + p("{#p 说明 #}") + p("后"),
    "a variable": p("{%p set 甲 = 3 %}") + p("{{ 甲 }}"),
    "a macro": p("{%p macro 段(字) %}") + paragraph(run("{{ 字 }}", "<w:b/>"), style="正文") + p("{%p endmacro %}")
    + p("{{p 段(名) }}") + p("间") + p("{{p 段('乙') }}"),
    "a set block": p("{%p set 块 %}") + p("{{ 名 }}") + p("{%p endset %}") + p("{{p 块 }}") + p("{{p 块 }}"),
    "nested loops": p("{%p for 行 in 表 %}") + p("{%p for 列 in 表 %}") + p("{{ 行.名 }}{{ 列.名 }}") + p("{%p endfor %}") * 2,
    "across paragraphs": p("前{% if 是 %}一") + p("二{% endif %}后"),
    "left out across paragraphs": p("前{% if 空 %}一") + paragraph(run("二{% endif %}后"), style="正文"),
    "joined with the one before": p("前") + p("{%- if 是 %}真") + p("{%- endif %}后"),
    "joined with the one after": p("前{% if 是 -%}") + p("真") + p("{%- endif -%}") + p("后"),
    "joined on both sides": p("我的房子在") + p("{%- if 是 -%}") + p("城里") + p("{%- else -%}") + p("乡下") + p("{%- endif -%}") + p("。"),
}  # fmt: skip
FOR, END = "{%tr for 行 in 表 %}", "{%tr endfor %}"
INNER = f"<w:tc><w:tcPr/>{tbl(1, tr(FOR), tr('{{ 行.名 }}'), tr(END))}</w:tc>"
TABLES = {
    "a loop of rows": tbl(2, tr("名", "值"), tr(tc(FOR, 2)), tr("{{ 行.名 }}", "{{ 行.值 }}"), tr(tc(END, 2))),
    "a condition of rows": tbl(
        1, tr("头"), tr("{%tr if 空 %}"), tr("真"), tr("{%tr else %}"), tr("假"), tr("{%tr endif %}")
    ),
    "a comment row": tbl(1, tr("头"), tr("{#tr 说明 #}"), tr("{{ 名 }}")),
    "a comment cell": tbl(2, tr("{#tc 说明 #}", "{{ 名 }}", "右")),
    "a colour": tbl(
        2, tr("{% cellbg 色 %}{{ 名 }}", "右"), tr(FOR, ""), tr("{% cellbg '00FF00' %}{{ 行.名 }}", "右"), tr(END, "")
    ),
    "merged downwards": tbl(2, tr(FOR, ""), tr("{% vm %}同", "{{ 行.名 }}"), tr(END, "")),
    "merged downwards with words": tbl(2, tr(FOR, ""), tr("前{% vm %}{{ 行.名 }}", "{{ 行.名 }}"), tr(END, "")),
    "lines in a cell": tbl(1, tr("{{ 换行 }}"), tr("{{ 制表 }}")),
    "a table in a cell": tbl(1, tr(INNER)),
    "rows of other widths": tbl(3, tr("甲", "{{ 名 }}"), tr("乙", "丙")),
}
COLUMNS = {
    "a loop of cells": tbl(3, tr("{%tc for 行 in 表 %}", "{{ 行.名 }}", "{%tc endfor %}")),
    "a loop of more cells than columns": tbl(1, tr("{%tc for 行 in 表 %}", "{{ 行.名 }}", "{%tc endfor %}")),
    "a loop of cells in two rows": tbl(4, *[tr("头", "{%tc for 行 in 表 %}", "{{ 行.名 }}", "{%tc endfor %}")] * 2),
    "a loop of cells and rows": tbl(
        3, tr(FOR, "", ""), tr("{%tc for 列 in 表 %}", "{{ 行.名 }}{{ 列.名 }}", "{%tc endfor %}"), tr(END, "", "")
    ),
    "a condition of cells": tbl(4, tr("甲", "{%tc if 空 %}", "乙", "{%tc endif %}"), tr("{{ 名 }}", "", tc("", 2))),
    "no column left": tbl(4, tr("甲", "{%tc if 空 %}", "乙", "{%tc endif %}"), tr("{%tc if 空 %}", "", "{%tc endif %}", "{{ 名 }}")),
    "a span": tbl(3, tr("{% colspan 三 %}{{ 名 }}"), tr("{%tc for 行 in 表 %}", "{{ 行.名 }}", "{%tc endfor %}")),
    "a span by a function": tbl(3, tr("{% colspan 数量(表) %}题"), tr("甲", "乙", "丙")),
    "merged sideways": tbl(2, tr("头", "{%tc for 行 in 表 %}", "{% hm %}题", "{%tc endfor %}"), tr("{{ 名 }}", tc("", 3))),
    "wide cells merged sideways": tbl(
        4, tr("{%tc for 行 in 表 %}", tc("{% hm %}题", 2), "{%tc endfor %}"), tr(tc("{{ 名 }}", 6))
    ),
    "rows that may be missing": tbl(3, tr("{%tr if 空 %}"), tr("甲", "乙", "丙"), tr("{%tr endif %}"), tr("甲", "{{ 名 }}")),
}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=f"{group}: {name}")
        for group, bodies in {"paragraph": IN_A_PARAGRAPH, "paragraphs": PARAGRAPHS, "table": TABLES}.items()
        for name, body in bodies.items()
    ],
)
def test_every_tag_gives_what_docxtpl_gives(body: str) -> None:
    """And no pass over the tree is needed for it."""
    data = whole_docx(body)
    theirs, ours = both(data)
    assert ours == theirs
    assert Template("样.docx", data).slow == ()


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in COLUMNS.items()])
def test_columns_that_the_data_decides(body: str) -> None:
    """The grid becomes what docxtpl makes of it, and the template says that it costs a pass."""
    data = whole_docx(body)
    theirs, ours = both(data)
    assert ours == theirs
    assert len(Template("样.docx", data).slow) > 0


@pytest.mark.parametrize(
    ("parts", "checked"),
    [
        ({"header": p("{{ 名 }}{% if 是 %}真{% endif %}")}, "word/header1.xml"),
        ({"footer": p("{%p for 行 in 表 %}") + p("{{ 行.名 }}{{ 制表 }}") + p("{%p endfor %}")}, "word/footer1.xml"),
        ({"footnotes": f'<w:footnote w:id="2">{p("{{ 名 }}{{ 换行 }}")}</w:footnote>'}, "word/footnotes.xml"),
        ({"title": "{{ 单位.年度 }}年度{{ 单位.名称 }}报告"}, "docProps/core.xml"),
    ],
)
def test_headers_footnotes_and_properties_too(parts: dict[str, str], checked: str) -> None:
    """Every part that docxtpl fills in is filled in alike."""
    theirs, ours = both(whole_docx(p("{{ 名 }}"), **parts))
    assert "{" not in ours[checked]
    assert ours == theirs


def _documents() -> list[Any]:
    outcome = check_filing(EXAMPLE, Packs())
    assert outcome.figures is not None
    figures = outcome.figures
    found = []
    for spec in figures.filing.pack.documents:
        scopes = (
            [figures.scope.within({spec.each: row}) for _, row in figures.rows(spec.each)]
            if spec.each
            else [figures.scope]
        )
        found += [
            pytest.param(figures.filing.pack.template_path(spec), scope, id=f"{spec.template[:3]}-{number}")
            for number, scope in enumerate(scopes)
        ]
    return found


@pytest.mark.parametrize(("path", "scope"), _documents())
def test_the_built_in_templates(path: Path, scope: Scope) -> None:
    """Whole documents of a real unit, cells that grow downwards (合并) left out: docxtpl does not know them."""
    parts = read_parts(path.name, path.read_bytes())
    xml = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub(r"\|\s*合并(\([^()]*\))?", "", xml).encode()
    data = write_parts(parts)
    names = {name: found for name in scope.names() if (found := scope.lookup(name)) is not MISSING}
    theirs, ours = canonical(render_with_docxtpl(data, names)), canonical(Template(path.name, data).render(scope))
    assert len(ours["word/document.xml"]) > 10_000
    assert ours == theirs
    assert Template(path.name, path.read_bytes()).slow == ()


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        (COLUMNS["a loop of cells"], ["第1段用了 {%tc %}：表格的列数生成后才知道", "第3段用了 {%tc %}：表格的列数生成后才知道"]),
        (p("题") + COLUMNS["a span by a function"], ["第2段用了 {% colspan %}：表格的列数生成后才知道"]),
        (tbl(1, tr("{% hm %}题")), ["第1段用了 {% hm %}：表格的列数生成后才知道"]),
        (COLUMNS["rows that may be missing"], ["“甲”所在的表格，各行的列数不一样，有哪些行生成后才知道"]),
        (TABLES["a loop of rows"], []),
        (TABLES["rows of other widths"], []),
    ],
)  # fmt: skip
def test_a_template_says_why_it_is_slow(body: str, reasons: list[str]) -> None:
    """With the paragraph as it is counted in Word."""
    assert list(Template("样.docx", whole_docx(body)).slow) == reasons


def test_ids_of_drawings_are_unique() -> None:
    """Word rejects a document in which a loop has repeated the id of a picture, in a header too."""
    loop = p("{%p for 行 in 表 %}") + paragraph(DRAWING.format(id=1)) + p("{%p endfor %}")
    namespace = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    header = loop.replace("<wp:inline>", f"<wp:inline {namespace}>")
    data = Template("样.docx", whole_docx(loop, header=header)).render(Scope(NAMES))
    assert [fault for fault in lint(data) if "duplicate" in fault] == []
    ids = re.findall(rb'docPr id="(\d+)"', b"".join(read_parts("", data).values()))
    assert len(ids) == len(set(ids)) == 6


def fault(body: str) -> str:
    """Return what is said of a template that cannot be used."""
    with pytest.raises(TemplateError) as caught:
        Template("样.docx", whole_docx(body)).render(Scope(NAMES))
    return str(caught.value)


@pytest.mark.parametrize("tag", ["{{p 名 }}", "{{r 单位.名称 }}", "{{tr 名 }}", "{{tc 名 }}"])
def test_objects_of_a_program_are_refused(tag: str) -> None:
    """Rich text, sub-documents and pictures do not come from a filing: docxtpl would print them as bare text, unseen."""
    assert fault(p("前") + tbl(1, tr(tag))) == (
        f"样.docx 第2段“{tag}”：{tag.split(maxsplit=1)[0]} }}}} 打印的是程序里的富文本、子文档或图片，填报数据只有文字；"
        "请写 {{ }}，字体在 Word 里设好"
    )


def test_a_function_is_no_macro() -> None:
    """Only a macro's paragraphs may stand between paragraphs."""
    assert "只能打印模板自己的宏" in fault(p("{{p 合计(数) }}"))


@pytest.mark.parametrize(
    "body",
    [
        p("{%p if 空 %}") + p("一{% endif %}"),
        p("{%p if 空 %}") + tbl(1, tr("{%p endif %}")),
        f'<w:p>{run("{% if 空 %}")}<w:hyperlink w:anchor="x">{run("{% endif %}")}</w:hyperlink></w:p>',
        tbl(1, tr("{%tr if 空 %}"), tr("一"), tr("{% else %}"), tr("{%tr endif %}")),
    ],
)
def test_blocks_that_would_cut_the_document_are_refused(body: str) -> None:
    """docxtpl repairs what is left, and the rest of the document is gone."""
    assert "不在同一层" in fault(body)


def test_a_break_where_nothing_can_be_cut_is_refused() -> None:
    """A new page inside a hyperlink."""
    page = run("{{ '一\\f二' }}")
    body = f'<w:p><w:hyperlink w:anchor="x">{page}</w:hyperlink></w:p>'
    assert "换段、换页" in fault(body)


@pytest.mark.parametrize("span", ["空", "0", "名"])
def test_a_span_must_be_a_number(span: str) -> None:
    """Zero columns, no columns, words."""
    assert "{% colspan %} 要一个正整数" in fault(tbl(1, tr(f"{{% colspan {span} %}}题")))


def test_where_we_differ_on_purpose() -> None:
    """What a unit writes is never read as a tag, and a title is escaped once."""
    data = whole_docx(p("{{ 甲 }}"), title="{{ 甲 }}")
    theirs, ours = both(data, 甲=Text("{_{ A & B }_}"))
    assert theirs["docProps/core.xml"] == "{_{ A &amp; B }_}"
    assert ours["docProps/core.xml"] == "{_{ A & B }_}"
    assert paragraphs(Template("样.docx", data).render(Scope({"甲": Text("{_{ A & B }_}")}))) == ["{_{ A & B }_}"]
