"""What a Word template may hold, and what becomes of the values."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from support.docx import docx, p, tbl, tc, tr
from support.views import form, rows

from perfgen.expression import Scope
from perfgen.filing.views import ListView
from perfgen.value import Blank, Number, Text
from perfgen.word import Template, TemplateError, lint, paragraphs, read_parts
from perfgen.word.printing import MOST, SHORT, Texts

_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = b'<Relationship Id="a" TargetMode="External" Type="' + _OFFICE + b'/hyperlink" Target="http://x"/>'
PICTURE = b'<Relationship Id="b" Type="' + _OFFICE + b"/image\" Target='http://x' TargetMode='External'/>"
NASTY = [
    "A & B <95%",
    '他说"引号"，又说“引号”',
    "emoji 👩‍👩‍👧 😀 𠮷",
    "]]> <!-- --> &amp; {{ 7*7 }} {% if %}",
    "空 格  两个",
    "长" * 5000,
]


def render(body: str, **names: Any) -> bytes:  # noqa: ANN401
    """Compile and render a template with one body."""
    return Template("样.docx", docx(body)).render(Scope(names))


def words(body: str, **names: Any) -> list[str]:  # noqa: ANN401
    """Return the paragraphs of what is rendered."""
    return paragraphs(render(body, **names))


def fault(body: str, **names: Any) -> str:  # noqa: ANN401
    """Return what is said of a template that cannot be rendered."""
    with pytest.raises(TemplateError) as caught:
        render(body, **names)
    return str(caught.value)


@pytest.mark.parametrize("text", NASTY)
def test_text_prints_as_it_is(text: str) -> None:
    """Whatever a unit writes stands in the document to the letter."""
    data = render(p("甲{{ 单位.名称 }}乙"), 单位=form("单位", 名称=Text(text)))
    assert paragraphs(data) == [f"甲{text}乙"]
    faults = [found for found in lint(data) if "left-over" not in found or "{" not in text]
    assert faults == []


def test_line_breaks_and_tabs_are_words_own() -> None:
    """A line break in a cell is a line break in the document."""
    data = render(p("{{ 文 }}"), 文=Text("一\n二\t三"))
    assert paragraphs(data) == ["一\n二\t三"]
    assert b"<w:br/>" in read_parts("", data)["word/document.xml"]


def test_control_characters_cannot_break_the_file() -> None:
    """What XML cannot hold is left out."""
    assert words(p("{{ 文 }}"), 文=Text("a\x00b\x08c\ufffed")) == ["abcd"]


def test_a_tag_may_be_split_across_runs() -> None:
    """Word splits runs at will."""
    assert words(p("{", "{ 单", "位.名", "称 }", "}"), 单位=form("单位", 名称=Text("甲"))) == ["甲"]


def test_full_width_punctuation_in_tags() -> None:
    """A Chinese keyboard's punctuation works inside a tag, and quotes inside a name are kept."""
    表 = ListView("表", ("值",), {"“三公经费”控制率": form("一行", 值=Number("0.5"))})
    assert words(p("{{ 合计（数，１） ｜ 格式（“0.00”） }}"), 数=Number(2)) == ["3.00"]
    assert words(p("{{ 表['“三公经费”控制率'].值 }}"), 表=表) == ["0.5"]


def test_full_width_braces_are_refused() -> None:
    """Full-width braces would print as they are, unseen."""
    assert fault(p("前面") + p("｛｛ 单位.名称 ｝｝")) == (
        "样.docx 第2段“｛｛ 单位.名称 ｝｝”：花括号和百分号要用半角的 {{ }} 和 {% %}"
    )


def test_an_unknown_field_is_named_with_its_paragraph() -> None:
    """The message says what there is instead."""
    message = fault(p("前面") + p("地址：{{ 单位.地址 }}"), 单位=form("单位", 名称=Text("甲"), 年度=Number(2023)))
    assert message == "样.docx 第2段“地址：{{ 单位.地址 }}”：“单位”下没有“地址”，现有：名称、年度"


def test_an_unknown_table_is_named_with_the_nearest_spelling() -> None:
    """A slip of the hand is recognised."""
    message = fault(p("{{ 单位信.名称 }}"), 单位信息=form("单位信息", 名称=Text("甲")))
    assert message == "样.docx 第1段“{{ 单位信.名称 }}”：没有名为“单位信”的表或栏目，是不是“单位信息”？"


def test_an_unknown_field_in_a_table_cell_is_found_too() -> None:
    """Paragraphs in cells count like all others."""
    body = p("题") + tbl(2, tr("名称", "{{ 单位.无 }}"))
    assert "第3段“{{ 单位.无 }}”" in fault(body, 单位=form("单位", 名称=Text("甲")))


def test_a_tag_across_a_hyperlink_is_refused() -> None:
    """docxtpl would cut the document short there, silently."""
    body = p("好") + "<w:p><w:r><w:t>{{ 单位</w:t></w:r><w:hyperlink><w:r><w:t>.名称 }}</w:t></w:r></w:hyperlink></w:p>"
    assert "标签跨越了超链接" in fault(body, 单位=form("单位", 名称=Text("甲")))


@pytest.mark.parametrize(
    ("tag", "cause"),
    [
        ("{{ 单位.名称", "花括号没有成对"),
        ("单位.名称 }}", "花括号没有成对"),
        ("{{ 单位.名称 | 不存在 }}", "没有名为'不存在'的过滤器"),
        ("{%p if 单位 %}", "没有配对"),
        ("{{ (单位 }}", "括号"),
    ],
)
def test_broken_tags_are_named(tag: str, cause: str) -> None:
    """An unclosed block, a wrong filter, an open bracket: each says so."""
    assert cause in fault(p(tag), 单位=form("单位", 名称=Text("甲")))


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 合计.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ 单位._cells }}",
        "{{ 单位.lookup('名称') }}",
        "{{ 单位.names() }}",
        "{{ lipsum() }}",
        "{{ range(999999999) }}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 9999999 }}",
        "{{ '%0999999999d' % 1 }}",
        "{% import 'os' as os %}",
        "{% include '/etc/passwd' %}",
    ],
)
def test_templates_reach_nothing_but_the_filing(attack: str) -> None:
    """A template from anybody can neither call Python nor eat the machine."""
    assert "样.docx" in fault(p(attack), 单位=form("单位", 名称=Text("甲")))


def test_rows_and_paragraphs_repeat() -> None:
    """``{%tr`` and ``{%p`` loops take their own row or paragraph away."""
    表 = rows({"名": Text("甲")}, {"名": Text("乙")})
    table = tbl(1, tr("头"), tr("{%tr for 行 in 表 %}"), tr("{{ 行.名 }}"), tr("{%tr endfor %}"))
    assert words(table, 表=表) == ["头", "甲", "乙", ""]
    assert words(p("{%p for 行 in 表 %}") + p("{{ loop.index }}.{{ 行.名 }}") + p("{%p endfor %}"), 表=表) == [
        "1.甲",
        "2.乙",
    ]


def merges(data: bytes) -> list[list[str]]:
    """Return the table's cells: ↓ begins a merged cell, ^ continues it."""
    namespace = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    root = etree.fromstring(read_parts("", data)["word/document.xml"])
    lines = []
    for row in root.iterfind(".//w:tr", namespace):
        line = []
        for cell in row.iterfind("w:tc", namespace):
            text = "".join(run.text or "" for run in cell.iterfind(".//w:t", namespace))
            merge = cell.find("w:tcPr/w:vMerge", namespace)
            mark = "" if merge is None else {"restart": "↓", "continue": "^"}[str(merge.values()[0])]
            line.append(f"{mark}{text}")
        lines.append(line)
    return lines


def test_flat_rows_merge_by_their_keys() -> None:
    """The same second level under another first level begins a new cell."""
    表 = rows(
        {"一": Text("产出"), "二": Text("数量"), "名": Text("a")},
        {"一": Text("产出"), "二": Text("数量"), "名": Text("b")},
        {"一": Text("效益"), "二": Text("数量"), "名": Text("c")},
    )
    loop = (
        tr("{%tr for 行 in 表 %}"),
        tr("{{ 行.一|合并 }}", "{{ 行.二|合并(行.一) }}", "{{ 行.名 }}"),
        tr("{%tr endfor %}"),
    )
    data = render(tbl(3, *loop), 表=表)
    assert merges(data) == [["↓产出", "↓数量", "a"], ["^", "^", "b"], ["↓效益", "↓数量", "c"]]
    assert lint(data) == []


def test_nested_loops_merge() -> None:
    """Three levels of loops merge like flat rows, also around a constant."""
    表 = rows(
        {"一": Text("甲"), "名": Text("a")}, {"一": Text("甲"), "名": Text("b")}, {"一": Text("乙"), "名": Text("c")}
    )
    loop = (
        tr("{%tr for 一 in 表|分组('一') %}"),
        tr("{%tr for 行 in 一.行 %}"),
        tr("{{ '全部'|合并 }}", "{{ 一.名称|合并 }}（{{ 数量(一.行) }}）", "{{ 行.名 }}"),
        tr("{%tr endfor %}"),
        tr("{%tr endfor %}"),
    )
    data = render(tbl(3, *loop), 表=表)
    assert merges(data) == [["↓全部", "↓甲（2）", "a"], ["^", "^", "b"], ["^", "↓乙（1）", "c"]]
    assert lint(data) == []


def test_cells_merge_in_their_grid_column_only() -> None:
    """A wide cell before moves the column; a row in between ends the merge; a blank never merges."""
    表 = rows({"一": Text("甲")}, {"一": Text("甲")}, {"一": Blank()}, {"一": Blank()})
    loop = (
        tr(tc("{{ '甲'|合并 }}", span=2), "右"),
        tr("{%tr for 行 in 表 %}"),
        tr("左", "{{ 行.一|合并 }}", "右"),
        tr("{%tr endfor %}"),
    )
    assert merges(render(tbl(3, *loop), 表=表)) == [
        ["↓甲", "右"],
        ["左", "↓甲", "右"],
        ["左", "^", "右"],
        ["左", "↓", "右"],
        ["左", "↓", "右"],
    ]


def test_each_document_begins_its_merges_anew() -> None:
    """One compiled template renders many documents; none sees the rows of another."""
    loop = (tr("{%tr for 行 in 表 %}"), tr("{{ 行.一|合并 }}"), tr("{%tr endfor %}"))
    template = Template("样.docx", docx(tbl(1, *loop)))
    first = template.render(Scope({"表": rows({"一": Text("甲")}, {"一": Text("甲")})}))
    second = template.render(Scope({"表": rows({"一": Text("甲")})}))
    assert merges(first) == [["↓甲"], ["^"]]
    assert merges(second) == [["↓甲"]]


def test_boxes_are_ticked_by_the_answer() -> None:
    """Yes, no, and a question left open."""
    body = p("是{{ 答|勾选('是') }} 否{{ 答|勾选('否') }}")
    assert [words(body, 答=answer) for answer in (Text("是"), Text("否"), Blank())] == [
        ["是☑ 否□"],
        ["是□ 否☑"],
        ["是□ 否□"],
    ]


def test_headers_and_properties_are_filled_in_too() -> None:
    """A header prints like the body; a property has no line breaks and no markup."""
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:p><w:r><w:t>{{ 名 }}</w:t></w:r></w:p></w:hdr>"
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ 名 }}报告</dc:title></cp:coreProperties>'
    )
    data = docx(p("文"), word__header1__xml=header.encode(), docProps__core__xml=core.encode())
    parts = read_parts("", Template("样.docx", data).render(Scope({"名": Text("甲 & <乙>\n丙")})))
    assert paragraphs(Template("样.docx", data).render(Scope({"名": Text("甲")})), "word/header1.xml") == ["甲"]
    assert "<dc:title>甲 &amp; &lt;乙&gt; 丙报告</dc:title>" in parts["docProps/core.xml"].decode()


def test_the_same_input_gives_the_same_bytes() -> None:
    """No clock, no random number, no order of a set."""
    body = p("{{ 名 }}")
    assert render(body, 名=Text("甲")) == render(body, 名=Text("甲"))
    with zipfile.ZipFile(BytesIO(render(body, 名=Text("甲")))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "不是 Word 文件"),
        (b"PK\x03\x04 cut off", "不是 Word 文件"),
        (docx("<w:p>"), "已损坏"),
        (docx(p("x"), word__vbaProject__bin=b"macro"), "含有宏"),
        (docx(p("x"), word__evil__xml=b"<!DOCTYPE x [<!ENTITY a 'a'>]><x/>"), "不允许的声明"),
        (docx(p("x"), word__x__rels=LINK + PICTURE), "引用了外部文件"),
    ],
)
def test_files_that_are_no_templates_are_refused(data: bytes, cause: str) -> None:
    """Damaged, with macros, with entities or with pictures from elsewhere."""
    with pytest.raises(TemplateError, match=cause):
        Template("坏.docx", data)


def test_a_template_with_any_byte_damaged_is_read_or_refused() -> None:
    """Whatever the zip library makes of it: staff are told that the file is none, not that the program failed."""
    whole = docx(p("{{ 名 }}"))
    refused = 0
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            Template("坏.docx", bytes(damaged))
        except TemplateError:
            refused += 1
    assert 0 < refused < len(whole)


def test_a_whole_table_is_not_printed_by_mistake() -> None:
    """A template that prints a table where it means a field says so."""
    assert "一整张表" in fault(p("{{ 单位 }}"), 单位=form("单位", 名称=Text("甲")))


def test_figures_print_by_their_format() -> None:
    """Blank stays blank, 0 stays 0, 335 is not 335.0, money has two decimals."""
    body = p("[{{ 空 }}][{{ 零 }}][{{ 数 }}][{{ 钱 }}][{{ 率 }}]")
    shown = words(
        body,
        空=Blank(),
        零=Number("0", format="0"),
        数=Number("335", format="0.##"),
        钱=Number("163.8", format="0.00"),
        率=Number("0.781609", format="0.00%"),
    )
    assert shown == ["[][0][335][163.80][78.16%]"]
    assert not re.search(r"335\.0", "".join(shown))


def test_a_hyperlink_is_no_external_file() -> None:
    """It waits for a click."""
    data = docx(p("x"), word__x__rels=LINK)
    assert paragraphs(Template("样.docx", data).render(Scope({}))) == ["x"]


def test_printed_texts_do_not_pile_up() -> None:
    """What is long is printed and forgotten, what is short is forgotten when there is too much of it."""
    texts = Texts()
    for number in range(MOST + 10):
        assert texts[Text(f"{number} & 1")] == f"{number} &amp; 1".encode()
    assert len(texts) == 10
    assert texts["长" * (SHORT + 1)] == "长".encode() * (SHORT + 1)
    assert len(texts) == 10


def test_equal_numbers_print_each_in_its_own_format() -> None:
    """What one has printed before is no matter of the other's, nor of what is computed from it."""
    template = Template("t.docx", docx(p("{{ 甲 }} {{ 乙 }} {{ 甲 }} {{ 甲|原样 }}")))
    scope = Scope({"甲": Number("0.50", "0.00%"), "乙": Number("0.50", "0.0")})
    for _ in range(2):
        assert paragraphs(template.render(scope)) == ["50.00% 0.5 50.00% 0.5"]
