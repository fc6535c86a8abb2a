"""What a template may name, and all that is wrong with one."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from support.docx import docx, p, tbl, tr
from support.filings import mini, pack_folder
from template_zoo import ZOO

from perfgen.authoring import (
    Checked,
    catalogue,
    check_manifest,
    check_template,
    describe,
    faults_as_text,
    fields_as_text,
)
from perfgen.authoring.calls import KNOWN_FILTERS
from perfgen.authoring.names import FieldName, TableNames
from perfgen.blank.examples import example_value
from perfgen.cli import perfgen
from perfgen.expression import Function, Language, Scope, View
from perfgen.expression.explained import EXPLAINED_FILTERS, EXPLAINED_FUNCTIONS
from perfgen.expression.functions import FILTERS, FUNCTIONS
from perfgen.expression.language import scope_variables
from perfgen.filing import Figures, written
from perfgen.finding import Kind
from perfgen.generate import Packs, check_filing
from perfgen.pack import FormTable, GridTable, Pack, PackField, Table, TextTable, find_packs, read_pack
from perfgen.report.excerpt import width
from perfgen.scoring import SCORING_FUNCTIONS
from perfgen.scoring.explained import EXPLAINED_SCORING
from perfgen.value import Blank, Text
from perfgen.word import Template, lint, paragraphs, read_parts
from perfgen.word.package import write_parts

PACKS = [pack for folder in find_packs() if (pack := read_pack(folder)).documents]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def said(body: str, each: str = "", **parts: bytes) -> list[str]:
    """Return what is said of a template of the smallest pack: place and message."""
    return [f"{fault.spot}：{fault.message}" for fault in looked_at(body, each, **parts).faults]


def looked_at(body: str, each: str = "", **parts: bytes) -> Checked:
    """Check a template of the smallest pack."""
    return check_template("样.docx", docx(body, **parts), mini(), each)


def cli(*args: str | Path) -> tuple[int, str]:
    """Run the command; return its exit code and what it prints."""
    result = CliRunner().invoke(perfgen, [*map(str, args)], standalone_mode=False)
    code = result.return_value if result.exception is None else 2
    return int(code or 0), result.output


@pytest.mark.parametrize(
    ("pack", "template"),
    [(pack, template) for pack in PACKS for template in dict.fromkeys(spec.template for spec in pack.documents)],
    ids=lambda value: value.name if isinstance(value, Pack) else value,
)
def test_every_built_in_template_is_clean(pack: Pack, template: str) -> None:
    """Nothing is said of what has been printed often."""
    path = next(pack.template_path(spec) for spec in pack.documents if spec.template == template)
    checked = check_template(template, path.read_bytes(), pack)
    assert [f"{fault.spot} {fault.message}" for fault in checked.faults] == []


@pytest.mark.parametrize(("kind", "body", "expected"), ZOO, ids=[f"{kind.name}-{body}"[:60] for kind, body, _ in ZOO])
def test_every_fault_is_found(kind: Kind, body: str, expected: list[str]) -> None:
    """The smallest template with it, the exact words, and nothing besides."""
    assert said(body) == expected
    assert {fault.kind for fault in looked_at(body).faults} == {kind}


def test_the_zoo_has_every_kind() -> None:
    """A new kind needs its specimen; what only compiling tells and what a manifest has wrong have their own tests."""
    kinds = {kind.name for kind in vars(catalogue).values() if isinstance(kind, Kind)}
    others = {
        kind.name for kind in (catalogue.NOT_COMPILED, catalogue.NO_EFFECT, catalogue.NO_CHOICES, catalogue.NO_FIELD)
    }
    assert kinds - {kind.name for kind, _, _ in ZOO} == others


def test_one_fault_hides_no_other() -> None:
    """All specimens in one file: each is still found, block faults apart, which need their neighbours to be sound."""
    alone = {catalogue.UNCLOSED_BLOCK, catalogue.STRAY_END, catalogue.CROSSED_BLOCKS, catalogue.OPEN_TAG}
    chosen = [(body, expected) for kind, body, expected in ZOO if kind not in alone]
    faults = looked_at("".join(body for body, _ in chosen)).faults
    wanted = [message.partition("：")[2] for _, expected in chosen for message in expected]
    assert sorted(map(_anywhere, (fault.message for fault in faults))) == sorted(map(_anywhere, wanted))
    assert [fault.spot.paragraph for fault in faults] == sorted(fault.spot.paragraph for fault in faults)


def _anywhere(message: str) -> str:
    return re.sub(r"([表第])\d+", r"\1n", message)


def test_a_fault_says_where_what_and_what_to_do() -> None:
    """As printed for people."""
    body = p("题") + tbl(2, tr("{%tr for 行 in 指标 %}", ""), tr("甲", "得{{ 行.得份 }}分"), tr("{%tr endfor %}", ""))
    assert faults_as_text(looked_at(body)) == (
        "样.docx › 正文 表1第2行第2格  致命：“指标”下没有“得份”，是不是“得分”？（名称不存在）\n"
        "    │ 得{{ 行.得份 }}分\n"
        "    → 请改成模板包里的名称；perfgen template fields 列出全部名称\n"
        "样.docx：1 个致命。\n"
        "模板包 mini 的 documents 里没有这个文件名，按每个单位一份检查；每行一份的模板请加 --each 列表"
        "。"
    )


def test_the_readme_shows_what_is_printed(root: Path) -> None:
    """Its sample of faults, and the lines of its sample of names."""
    rows = [tr("甲", "乙")] * 7
    rows += [tr("{%tr for 行 in 绩效指标 %}", ""), tr("x", "{{ 行.得份 }}"), tr("{%tr if 行.分值 %}", "")]
    rows += [tr("{% endfor %}", ""), tr("{%tr endfor %}", "")]
    header = f'<w:hdr xmlns:w="{_WORD}">{p("｛｛ 单位.年度 ｝｝")}</w:hdr>'
    pack = PACKS_BY_NAME["hunan-2023"]
    data = docx(tbl(2, *rows), word__header1__xml=header.encode())
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert f"{faults_as_text(check_template('附件2-整体支出绩效自评表.docx', data, pack))}\n```" in readme
    sample = readme.partition("$ perfgen template fields hunan-2023\n")[2].partition("\n```")[0].split("\n")
    assert [line for line in sample if line != "…" and line not in fields_as_text(describe(pack)).split("\n")] == []


@pytest.mark.parametrize(
    ("body", "help"),
    [
        ("{{ 控制率 }}", "栏目前面要写表名：单位.控制率"),
        ("{{ 得分 }}", "“得分”是“指标”的栏目，请写在循环里：for 行 in 指标 … 行.得分"),
        ("{{ 项目.总分 * 1 }}", "请写到具体的栏目；一列数用 合计(…)"),
        ("{{ 项目.资金 }}", "请写在循环里：for 行 in 项目 … 行.资金；每行一份文档的模板，用 --each 项目 检查"),
        ("{{ 增减(1) }}", "用法：增减(本年, 上年, 单位='')"),
        ("{{ 单位 }}", "请写到栏目，如 单位名称、年度、编制数"),
        ("{单位.年度}", "请写成 {{ 单位.年度 }}"),
        ("{% if 单位.公开 %}", "请在该结束的地方补上 {% endif %}"),
        ("{% for 字 in 单位.备注 %}{% endfor %}", "长文字逐段打印，写 …|段落"),
    ],
)
def test_the_help_is_an_action_for_this_very_fault(body: str, help: str) -> None:  # noqa: A002
    """Not the general advice where more is known."""
    assert [fault.help for fault in looked_at(p(body)).faults] == [help]


@pytest.mark.parametrize(
    "body",
    [
        "{{ 单位.年度 - 1 }}年{{ 占比（单位.编制数， 单位.在职人数） }}",
        "{% if not 项目 %}没有{% elif 单位.类型 == '行政' %}有{% else %}无{% endif %}",
        "{% for 行 in 指标 if 行.得分 %}{{ loop.index }}{{ 行['得分']|原样 }}{% else %}无{% endfor %}",
        "{{ 合计(指标.得分) }}{{ 合计(经费.本年) }}{{ 指标.三级指标|连接('、') }}{{ 数量(指标) }}{{ 指标|数量 }}",
        "{{ 指标['普法'].完成值 }}{{ 项目['甲'].资金.财政.预算 }}{{ 合计(项目['甲'].指标.分值) }}",
        "{% set 数 = 单位.编制数 %}{% if 数 > 3 %}{{ 数|格式('0.0') }}{% endif %}",
        "{% set 话 %}共{{ 单位.编制数 }}人{% endset %}{{ 话 }}{% with 年 = 单位.年度 %}{{ 年 }}{% endwith %}",
        "{% macro 格(值, 空='—') %}{{ 值|默认(空) }}{% endmacro %}{{ 格(单位.备注) }}",
        "{% macro 列(头) %}{{ 头 }}{{ varargs|连接('、') }}{% if kwargs %}等{% endif %}{% endmacro %}{{ 列('甲', '乙', '丙') }}",
        "{% for 点 in 报告.绩效.小节 recursive %}{{ 点.标题 }}{{ loop(点.小节) }}{% endfor %}",
        "{% if 单位.类型 in ['行政', '事业', ''] or 单位.类型 not in (单位.备注, '行政') %}甲{% endif %}",
        "{% for 段 in 单位.备注|段落 %}{{ 段 }}{% endfor %}{{ 报告.职责 }}{{ 报告.绩效.标题 }}",
        "{% for 点 in 报告.绩效.小节 %}{{ 点.标题 }}{% for 细 in 点.小节 %}{{ 细.正文|连接('') }}{% endfor %}{% endfor %}",
        "{{ 是否(单位.公开, 分值=2) }}{{ 评定等级(合计(指标.得分)) }}{{ 单位.单位名称 + '文' }}{{ 单位.备注|勾选('甲') }}",
        "{# 注 {{ 没有 }} #}{% raw %}x{% endraw %}{{ '｝' }}{{ {'甲': 1}['甲'] }}",
        "{%- if 单位.公开 -%}是{%- endif -%}{% if 单位.公开 != '' and 单位.类型 == '行政' %}甲{% endif %}",
        "{% for 项 in [['车', 经费.甲.本年], ['房', 经费.乙.本年]] if 项[1] > 0 %}{{ 项[0] }}{{ 项[1] }}{% endfor %}",
        "{{ 图(指标, '三级指标', '得分') }}{{ 图([['甲', 经费.甲.本年]], 系列='元') }}",
    ],
)
def test_what_is_right_passes(body: str) -> None:
    """No false alarm for anything the language has."""
    assert said(p(body)) == []


def test_an_each_document_names_the_row_by_its_list() -> None:
    """With --each, as a pack's document would have it."""
    body = p("{{ 项目.名称 }}{{ 项目.资金.财政.执行率 }}{% for 行 in 项目.指标 %}{{ 行.得份 }}{% endfor %}")
    assert said(body, "项目") == ["正文 第1段：“指标”下没有“得份”，是不是“得分”？"]
    assert said(p("{{ 项目.名称 }}")) == ["正文 第1段：“项目.名称”有许多行，不能整个打印"]


def test_headers_properties_boxes_and_pictures_are_looked_at() -> None:
    """Each place has a name people know."""
    header = f'<w:hdr xmlns:w="{_WORD}">{p("{{ 单位.甲 }}")}</w:hdr>'
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{ 单位.乙 }}</dc:title></cp:coreProperties>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x" Target="header1.xml"/></Relationships>'
    )
    reference = (
        '<w:sectPr><w:headerReference w:type="first" r:id="rId1" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></w:sectPr>'
    )
    picture = '<w:p><w:r><w:drawing><docPr descr="{{ 单位.丙 }}"/></w:drawing></w:r></w:p>'
    box = f"<w:p><w:r><w:pict><w:txbxContent>{p('{{ 单位.丁 }}')}</w:txbxContent></w:pict></w:r></w:p>"
    found = looked_at(
        picture + box + reference,
        word__header1__xml=header.encode(),
        docProps__core__xml=core.encode(),
        **{"word___rels/document__xml__rels": relations.encode()},  # type: ignore[arg-type]
    ).faults
    assert {(str(fault.spot), fault.message.partition("，")[0]) for fault in found} == {
        ("第1节首页页眉 第1段", "“单位”下没有“甲”"),
        ("文档属性“标题”", "“单位”下没有“乙”"),
        ("正文 第1段", "“单位”下没有“丙”"),
        ("正文 第3段", "“单位”下没有“丁”"),
    }


def test_what_only_compiling_tells_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last word is the renderer's: what passes here compiles."""
    body = "<w:p><w:r><w:t>{% if 单位.公开 %}</w:t></w:r></w:p>" + p("{%p endif %}")
    assert all(said(body))
    for _, good, _ in ZOO:
        if not [fault for fault in looked_at(good).faults if fault.kind.level == "fatal"]:
            Template("样.docx", docx(good))
    monkeypatch.setattr("perfgen.authoring.check.Walk.run", lambda _: None)
    assert said(p("{{ (单位 }}"))[0].startswith("全文：第1段“{{ (单位 }}”：请检查括号")


_SLIPS = ["{", "}", "%", "(", ")", ".", "|", "'", " ", "｛", "行", "段", "tr ", "p ", "endif", "x", "="]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_checks_clean_renders(figures: Figures, data: st.DataObject) -> None:
    """Whatever the slip of the hand: it is found, or the document comes out right."""
    spec = data.draw(st.sampled_from(figures.filing.pack.documents))
    parts = read_parts("", figures.filing.pack.template_path(spec).read_bytes())
    tree = etree.fromstring(parts["word/document.xml"])
    texts = [text for text in tree.iter(f"{{{_WORD}}}t") if "{" in str(text.text)]
    text = data.draw(st.sampled_from(texts))
    tag = str(text.text)
    at, until = sorted(data.draw(st.tuples(*[st.integers(0, len(tag))] * 2)))
    other = str(data.draw(st.sampled_from(texts)).text)
    slips = [tag[:at] + tag[until:], tag[:at] + data.draw(st.sampled_from(_SLIPS)) + tag[at:], other]
    text.text = data.draw(st.sampled_from(slips))
    template = write_parts(parts | {"word/document.xml": etree.tostring(tree)})
    checked = check_template(spec.template, template, figures.filing.pack)
    if not [fault for fault in checked.faults if fault.kind.level == "fatal"]:
        rows = [row for _, row in figures.rows(spec.each)] if spec.each else []
        scopes = [figures.scope.within({spec.each: row}) for row in rows] or [figures.scope]
        faults = [fault for scope in scopes for fault in lint(Template("样.docx", template).render(scope))]
        # A heading whose only tag was taken away is empty in the template already: nobody else can tell.
        assert [fault for fault in faults if not fault.endswith("a heading without words")] == []


@pytest.fixture(scope="module")
def figures(root: Path) -> Figures:
    """Return the figures of an example."""
    figures = check_filing(root / "examples" / "岳阳楼区司法局.yaml", Packs()).figures
    assert figures is not None
    return figures


# What may be named


def names(pack: Pack) -> Iterator[tuple[TableNames, FieldName]]:
    """Yield every name a pack's templates may use."""
    for table in describe(pack).tables:
        for name in table.names:
            yield table, name


def example(field: PackField) -> str:
    """Return an example as it is entered."""
    return written(field, example_value(field))


def filled(table: Table) -> Any:  # noqa: ANN401
    """Return a table with the example in every field that is not computed."""
    match table:
        case FormTable():
            return {name: example(field) for name, field in table.fields.items() if not field.formula}
        case GridTable():
            cells = {row: {column: table.field(row, column) for column in table.columns} for row in table.rows}
            return {
                row: {column: example(field) for column, field in line.items() if field and not field.formula}
                for row, line in cells.items()
            }
        case TextTable():
            return {
                name: [{"标题": "（文字）", "正文": "（文字）"}] if piece.outline else "（文字）"
                for name, piece in table.fields.items()
            }
        case _:
            fields = {name: example(field) for name, field in table.fields.items() if not field.formula}
            return [fields | {name: filled(below) for name, below in table.tables.items()}]


def computed(pack: Pack, folder: Path, packs: tuple[Path, ...]) -> Figures:
    """Return the figures of a filing full of examples."""
    tree = {"模板包": pack.name} | {name: filled(table) for name, table in pack.tables.items() if name != "忽略"}
    path = folder / "例.yaml"
    path.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    figures = check_filing(path, Packs(packs)).figures
    assert figures is not None
    return figures


@pytest.mark.parametrize("pack", [*PACKS, mini()], ids=lambda pack: pack.name)
def test_every_name_listed_can_be_printed(pack: Pack, tmp_path: Path) -> None:
    """In its loops it checks clean and prints; what is entered prints as the example does."""
    figures = computed(pack, tmp_path, (pack_folder(),) if pack.name == "mini" else ())
    for table, name in names(pack):
        before = "".join(f"{{% {loop} %}}" for loop in name.loops)
        data = docx(p(before + name.write + "{% endfor %}" * len(name.loops)))
        each = table.name.partition(".")[0] if table.templates else ""
        assert [fault.message for fault in check_template("样.docx", data, pack, each).faults] == [], name.path
        scope = figures.scope
        if each:
            scope = scope.within({each: next(row for _, row in figures.rows(each))})
        shown = paragraphs(Template("样.docx", data).render(scope))
        if not name.formula and "小节" not in name.path:
            assert (name.path, shown) == (name.path, [name.example if shown != [""] else ""])
            assert shown != [""] or "正文" in name.path, name.path


def test_every_cell_of_the_pack_is_listed() -> None:
    """A path for each field of a filing, as a template of the pack writes it."""
    written_names = {name.path: (name.loops, name.write) for _, name in names(mini())}
    assert written_names["经费.合计数.本年"] == ((), "{{ 经费.合计数.本年 }}")
    assert written_names["指标[…].三级指标"] == (("for 行 in 指标",), "{{ 行.三级指标 }}")
    assert written_names["项目[…].资金.财政.执行率"] == (("for 行 in 项目",), "{{ 行.资金.财政.执行率 }}")
    assert written_names["项目[…].指标[…].得分"] == (("for 行 in 项目", "for 细 in 行.指标"), "{{ 细.得分 }}")
    hunan = {name.path: (name.loops, name.write) for _, name in names(PACKS_BY_NAME["hunan-2023"])}
    assert hunan["项目[…].资金.年度资金总额.执行率"] == ((), "{{ 项目.资金.年度资金总额.执行率 }}")
    assert hunan["项目[…].指标[…].得分"] == (("for 行 in 项目.指标",), "{{ 行.得分 }}")


PACKS_BY_NAME = {pack.name: pack for pack in PACKS}


def test_the_list_is_aligned_for_chinese() -> None:
    """Columns begin under one another, a Chinese character taking two."""
    lines = fields_as_text(describe(mini())).split("\n")
    form = [line for line in lines if line.startswith("  {{ 单位.")]
    assert form[0] == "  {{ 单位.单位名称 }}  文字  单位名称        如 某某局         必填"
    assert form[4] == "  {{ 单位.控制率 }}    比率  控制率          如 78.16%         自动计算"
    assert form[8] == "  {{ 单位.类型 }}      选项  类型            可选 行政、事业"
    assert len({width(line.partition("如 ")[0]) for line in form if "如 " in line}) == 1


def test_a_narrative_without_pieces_is_listed(tmp_path: Path) -> None:
    """As in a pack that is only begun."""
    (tmp_path / "pack.yaml").write_text(
        'perfgen: ">=0.1"\ntitle: 新\ntables: {报告: {kind: text, fields: {}}}\n', "utf-8"
    )
    assert "报告" in fields_as_text(describe(read_pack(tmp_path))).split("\n")


# Functions


def test_every_function_is_explained() -> None:
    """None is missing, none is gone."""
    assert EXPLAINED_FUNCTIONS.keys() == FUNCTIONS.keys()
    assert EXPLAINED_FILTERS.keys() == FILTERS.keys()
    assert EXPLAINED_SCORING.keys() == {*SCORING_FUNCTIONS, "评定等级"}
    assert KNOWN_FILTERS.keys() == {*FILTERS, "合并"}


class _Rows(list[Any], View):
    """Rows that also give a column."""

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        return [row.lookup(name) for row in self]

    def names(self) -> tuple[str, ...]:
        return ("一级指标", "三级指标")


class _Named(dict[str, Any], View):
    """Named values."""

    def lookup(self, name: str) -> Any:  # noqa: ANN401
        return self[name]

    def names(self) -> tuple[str, ...]:
        return tuple(self)


@pytest.mark.parametrize(
    "example", [*EXPLAINED_FUNCTIONS.values(), *EXPLAINED_FILTERS.values(), *EXPLAINED_SCORING.values()]
)
def test_every_example_prints_what_it_says(example: Any) -> None:  # noqa: ANN401
    """The examples of the list are true."""
    rows = (("产出指标", "指标一"), ("产出指标", "指标二"), ("效益指标", "指标三"))
    scope = Scope(
        {
            "绩效指标": _Rows(_Named(一级指标=Text(first), 三级指标=Text(third)) for first, third in rows),
            "单位": _Named(说明=Text("第一段\n第二段"), 备注=Blank()),
            "评定等级": Function(lambda total: "优" if total >= 90 else "良"),
        },
        SCORING_FUNCTIONS,
    )
    assert Language().from_string(example.example).render(scope_variables(scope)) == example.result


# The commands


def test_the_commands(tmp_path: Path) -> None:
    """Exit codes, text and JSON."""
    good, bad = tmp_path / "文档.docx", tmp_path / "坏.docx"
    good.write_bytes(docx(p("{{ 单位.年度 }}")))
    bad.write_bytes(docx(p("甲") + tbl(1, tr("{{ 单位.年限 }}"))))
    options = ("--pack", "mini", "--packs", pack_folder())
    assert cli("template", "check", good, *options) == (0, "文档.docx：没有发现问题。全部在编译时处理。\n")
    code, text = cli("template", "check", bad, *options, "--format", "json")
    assert (code, json.loads(text)) == (
        1,
        {
            "template": "坏.docx",
            "pack": "mini",
            "way": "",
            "findings": [
                {
                    "name": "名称不存在",
                    "level": "fatal",
                    "message": "“单位”下没有“年限”，是不是“年度”？",
                    "help": "请改成模板包里的名称；perfgen template fields 列出全部名称",
                    "place": {"part": "正文", "paragraph": 2, "table": 1, "row": 1, "cell": 1},
                }
            ],
        },
    )
    listed = json.loads(cli("template", "fields", "mini", "--packs", pack_folder(), "--format", "json")[1])
    assert listed["tables"][0]["fields"][4] == {
        "path": "单位.控制率",
        "write": "{{ 单位.控制率 }}",
        "loops": [],
        "type": "rate",
        "type_name": "比率",
        "label": "控制率",
        "unit": "",
        "example": "78.16%",
        "choices": [],
        "required": False,
        "computed": True,
        "formula": "在职人数 / 编制数",
    }


@pytest.mark.parametrize(
    "args",
    [
        ("check", "没有.docx", "--pack", "hunan-2023"),
        ("check", __file__, "--pack", "hunan-2023"),
        ("check", __file__),
        ("check", __file__, "--pack", "没有"),
        ("check", "样.docx", "--pack", "hunan-2023", "--each", "单位"),
        ("fields", "没有"),
        ("fields",),
    ],
)
def test_misuse_is_2(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, no Word file, no pack, no list."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "样.docx").write_bytes(docx(p("x")))
    assert cli("template", *args)[0] == 2


MANIFEST = """\
title: 县
tables:
  单位:
    kind: form
    fields: {单位名称: {role: 单位名称, required: true}, 类型: {type: choice, choices: [行政, 事业]}}
  收支:
    kind: form
    fields: {预算数: money, 执行数: money, 执行率: {type: rate, formula: 执行数 / 预算数, role: 执行率, low: 90%}}
  经费:
    kind: grid
    columns: {上年: money, 本年: money, 增减: {type: money, formula: 本年 - 上年, rows: [甲]}}
    rows: {甲: {}, 乙: {within: 甲}, 合计数: {formula: "合计(甲, 乙)", formulas: {本年: 甲 + 乙}}}
  项目:
    kind: list
    key: 名称
    fields: {名称: {required: true}, 总分: {type: score, formula: 合计(指标.得分)}}
    tables: {指标: {kind: indicators}}
checks:
  - {name: 超支, rule: 收支.执行数 <= 收支.预算数, message: "执行 {{ 收支.执行数 }}"}
  - {name: 低分, rule: 项目.总分 >= 60, message: "{{ 项目.名称 }}", each: 项目}
documents:
  - {template: 文档.docx, name: "{{ 单位.单位名称 }}"}
"""


def manifest_faults(folder: Path, old: str, new: str) -> list[str]:
    """Return what is said of a pack in which one thing is changed."""
    assert old in MANIFEST
    (folder / "县").mkdir()
    (folder / "县" / "pack.yaml").write_text(MANIFEST.replace(old, new, 1), encoding="utf-8")
    (folder / "县" / "文档.docx").write_bytes(docx(p("文")))
    return [f"{fault.spot}：{fault.message}" for fault in check_manifest(read_pack(folder / "县")).faults]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: 县", "title: 市", []),
        ("执行数 / 预算数", "执行数 / 预算树", ["tables.收支.执行率.formula：没有名为“预算树”的表或栏目，是不是“预算数”？"]),
        ("执行数 / 预算数", "执行数 / (预算数", ["tables.收支.执行率.formula：请检查括号、引号和运算符是否成对（unexpected '}', expected ')'）"]),
        ("执行数 / 预算数", "单位.单位名称 / 2", ["tables.收支.执行率.formula：“单位名称”是文字，不能参加运算"]),
        ("本年 - 上年", "今年 - 上年", ["tables.经费.增减.formula：没有名为“今年”的表或栏目，是不是“本年”？"]),
        ("合计(甲, 乙)", "合计(甲, 丙丁)", ["tables.经费.合计数.formula：没有名为“丙丁”的表或栏目，现有：上年、本年、甲、乙、合计数、列、行、单位、收支、经费、项目、忽略"]),
        ("本年: 甲 + 乙", "本年: 甲 + 增减", ["tables.经费.合计数.formulas.本年：“增减”是函数，后面要写括号和参数"]),
        ("合计(指标.得分)", "合计(指标.得份)", ["tables.项目.总分.formula：“指标”下没有“得份”，是不是“得分”？"]),
        ("合计(指标.得分)", "合记(指标.得分)", ["tables.项目.总分.formula：没有名为“合记”的函数，是不是“合计”？"]),
        ("收支.执行数 <=", "收支.支行数 <=", ["checks.超支.rule：“收支”下没有“支行数”，是不是“执行数”？"]),
        ("项目.总分 >= 60", "项目.总份 >= 60", ["checks.低分.rule：“项目”下没有“总份”，是不是“总分”？"]),
        ("执行 {{ 收支.执行数 }}", "执行 {{ 收支.支行数 }}", ["checks.超支.message：“收支”下没有“支行数”，是不是“执行数”？"]),
        ("执行 {{ 收支.执行数 }}", "{% if 1 %}超{% endif %}", ["checks.超支.message：这里只能写 {{ … }}，不能写 {% … %}"]),
        ("name: 超支", "name: 超支, at: 收支.执行数", []),
        ("name: 低分", "name: 低分, at: 项目.总分", []),
        ("name: 超支", "name: 超支, at: 经费.甲.本年", []),
        ("name: 超支", "name: 超支, at: 收支.支行数", ["checks.超支.at：“收支”下没有“支行数”，是不是“执行数”？"]),
        ("name: 超支", "name: 超支, at: 经费.本年", ["checks.超支.at：“经费.本年”不是一个栏目"]),
        ("name: 超支", "name: 超支, at: 收支", ["checks.超支.at：“收支”不是一个栏目"]),
        ("name: 超支", "name: 超支, at: 收支.执行数 + 1", ["checks.超支.at：“收支.执行数 + 1”不是一个栏目"]),
        ("{{ 单位.单位名称 }}", "{{ 单位.名称 }}", ["documents.文档.docx.name：“单位”下没有“名称”，是不是“单位名称”？"]),
        ("rule: 收支.执行数", "rule: 单位.类型 == '企业' or 收支.执行数", ["checks.超支.rule：“类型”没有“企业”这个选项，可选：行政、事业"]),
        ("预算数: money", "预算数: {type: money, within: 支行数}", ["tables.收支.预算数.within：同一张表里没有名为“支行数”的栏目，是不是“执行数”？"]),
        ("within: 甲", "within: 丙", ["tables.经费.乙.within：同一张表里没有名为“丙”的行，现有：甲、合计数"]),
        ("rows: [甲]", "rows: [甲, 丙]", ["tables.经费.增减.rows：同一张表里没有名为“丙”的行，现有：甲、乙、合计数"]),
        ("type: score", "type: score, of: 满份", ["tables.项目.总分.of：同一张表里没有名为“满份”的栏目，现有：名称、总分"]),
        ("type: score", "type: score, reason: 原因", ["tables.项目.总分.reason：同一张表里没有名为“原因”的栏目，现有：名称、总分"]),
        ("role: 执行率, low", "low", ["tables.收支.执行率.low：low 要和 role: 执行率 一起写，单写不起作用"]),
        ("上年: money", "上年: {type: money, within: 本年}", ["tables.经费.上年.within：within 在 grid 里要写在行上，写在列上不起作用"]),
        ("预算数: money", "预算数: {type: money, entered: free}", ["tables.收支.预算数.entered：entered 只对有公式的栏目起作用，这一栏没有 formula"]),
        ("预算数: money", "预算数: {type: money, rows: [甲]}", ["tables.收支.预算数.rows：rows 只在 grid 的列上起作用"]),
        ("名称: {required: true}", "名称: {required: true, within: 总分}", ["tables.项目.名称.within：within 只在 form 的栏目和 grid 的行上起作用"]),
        ("type: choice, ", "", ["tables.单位.类型.choices：choices 要和 type: choice 一起写，现在的 type 是 text"]),
        (", choices: [行政, 事业]", "", ["tables.单位.类型.choices：type 是 choice，却没有写 choices，什么都填不进去"]),
        ("类型: {type: choice, choices: [行政, 事业]}", "类型: {format: '0.00'}", ["tables.单位.类型.format：format 只对数字起作用，现在的 type 是 text"]),
    ],
)  # fmt: skip
def test_a_manifest_is_checked_without_a_filing(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    """Each formula, rule, message, name and setting, at its place, with the nearest spelling."""
    assert manifest_faults(tmp_path, old, new) == expected


def test_a_field_of_another_table_is_told_in_full(tmp_path: Path) -> None:
    """What to write instead is the help."""
    manifest_faults(tmp_path, "收支.执行数 <=", "执行数 <=")
    (fault,) = check_manifest(read_pack(tmp_path / "县")).faults
    assert fault.help == "栏目前面要写表名：收支.执行数"


@pytest.mark.parametrize("folder", [*find_packs(), *find_packs((pack_folder(),))], ids=lambda folder: folder.name)
def test_every_pack_is_clean(folder: Path) -> None:
    """Those that come with the program and those of the tests, but for the one that is broken on purpose."""
    faults = check_manifest(read_pack(folder)).faults
    expected = ["“单位名称”是文字，不能参加运算"] if folder.name == "broken" else []
    assert [fault.message for fault in faults] == expected


def test_a_whole_pack_is_checked_by_one_command(tmp_path: Path) -> None:
    """Its manifest, then every template; ``--each`` belongs to one template."""
    assert cli("template", "check", "--pack", "transfer-2023", "--packs", pack_folder()) == (
        0,
        "pack.yaml：没有发现问题。\n自评表.docx：没有发现问题。全部在编译时处理。\n",
    )
    manifest_faults(tmp_path, "合计(指标.得分)", "合计(指标.得份)")
    (tmp_path / "县" / "文档.docx").write_bytes(docx(p("{{ 单位.名称 }}")))
    options = ("template", "check", "--pack", "县", "--packs", tmp_path)
    code, text = cli(*options)
    assert (code, text.splitlines()) == (
        1,
        [
            "pack.yaml › tables.项目.总分.formula  致命：“指标”下没有“得份”，是不是“得分”？（名称不存在）",
            "    │ 合计(指标.得份)",
            "    → 请改成模板包里的名称；perfgen template fields 列出全部名称",
            "pack.yaml：1 个致命。",
            "文档.docx › 正文 第1段  致命：“单位”下没有“名称”，是不是“单位名称”？（名称不存在）",
            "    │ {{ 单位.名称 }}",
            "    → 请改成模板包里的名称；perfgen template fields 列出全部名称",
            "文档.docx：1 个致命。",
        ],
    )
    data = json.loads(cli(*options, "--format", "json")[1])
    assert [(one["template"], len(one["findings"])) for one in data["checked"]] == [("pack.yaml", 1), ("文档.docx", 1)]
    assert cli(*options, "--each", "项目")[0] == 2


def test_a_template_that_costs_more_says_why() -> None:
    """How many columns a table has is known only when the cells are there."""
    row = tr("{%tc for 行 in 指标 %}", "{{ 行.三级指标 }}", "{%tc endfor %}")
    checked = check_template("样.docx", docx(tbl(3, row)), mini())
    assert checked.faults == ()
    why = "用了 {%tc %}：表格的列数生成后才知道"
    assert checked.way == f"每份文档要多花一遍处理：第1段{why}；第3段{why}"
