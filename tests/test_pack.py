"""Packs that build on others, parts that tables share, constants, formulas of single cells."""

from pathlib import Path

import pytest
from support.docx import docx, p

from perfgen.generate import Packs, check_filing, generate
from perfgen.pack import BrokenPackError, FormTable, GridTable, IndicatorTable, ListTable, PackError, load_pack
from perfgen.word import paragraphs

BASE = """\
title: 基础
parts:
  资金:
    kind: grid
    columns: {年初: money, 执行: money}
    rows: {总额: {formula: "合计(拨款, 其他)"}, 拨款: {}, 其他: {}}
tables:
  单位: {kind: form, fields: {单位名称: {role: 单位名称, required: true}, 电话: {}}}
checks:
  - {name: 甲, rule: 1 == 1, message: 甲}
  - {name: 乙, rule: 1 == 1, message: 乙}
documents:
  - {template: 甲.docx, name: 甲}
  - {template: 乙.docx, name: 乙}
"""


def pack(folder: Path, name: str, manifest: str, **templates: str) -> Path:
    """Write a pack and return the folder of packs."""
    (folder / name).mkdir()
    (folder / name / "pack.yaml").write_text(manifest, encoding="utf-8")
    for template, words in templates.items():
        (folder / name / f"{template}.docx").write_bytes(docx(p(words)))
    return folder


def filing(folder: Path, text: str) -> Path:
    """Write a filing."""
    path = folder / "甲.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_units_own_pack_overrides_single_things(tmp_path: Path) -> None:
    """A template, a label, a check of another pack; what it does not name stays, and null takes away."""
    pack(tmp_path, "市", BASE, 甲="市里的甲", 乙="市里的乙")
    pack(
        tmp_path,
        "县",
        "title: 县\nextends: 市\ntables:\n  单位: {fields: {单位名称: {label: 部门名称}, 电话: null, 地址: {}}}\n"
        "checks: [{name: 乙, level: warn}, {name: 丙, rule: 1 == 1, message: 丙}]\n",
        甲="县里的甲",
    )
    made = load_pack("县", (tmp_path,))
    unit = made.tables["单位"]
    assert isinstance(unit, FormTable)
    assert {name: field.label for name, field in unit.fields.items()} == {"单位名称": "部门名称", "地址": ""}
    assert [(check.name, check.level) for check in made.checks] == [("甲", "fatal"), ("乙", "warn"), ("丙", "fatal")]
    outcome = generate(filing(tmp_path, "模板包: 县\n单位: {单位名称: 甲局}\n"), Packs((tmp_path,)))
    assert [paragraphs(document.data)[0] for document in outcome.documents] == ["县里的甲", "市里的乙"]


def test_a_document_of_the_base_can_be_left_out(tmp_path: Path) -> None:
    """``remove: true`` in the list of documents."""
    pack(tmp_path, "市", BASE, 甲="甲", 乙="乙")
    pack(tmp_path, "县", "title: 县\nextends: 市\ndocuments: [{template: 乙.docx, remove: true}]\n")
    assert [spec.template for spec in load_pack("县", (tmp_path,)).documents] == ["甲.docx"]


def test_a_part_is_used_at_any_depth(tmp_path: Path) -> None:
    """With a label of its own, a further row, and the part's order."""
    manifest = BASE.replace(
        "checks:",
        "  资金: {use: 资金, rows: {结转: {}}}\n"
        "  项目: {kind: list, key: 名称, fields: {名称: {required: true}}, tables: {资金: {use: 资金, label: 项目资金}}}\n"
        "checks:",
    )
    made = load_pack("市", (pack(tmp_path, "市", manifest, 甲="", 乙=""),))
    own, projects = made.tables["资金"], made.tables["项目"]
    assert isinstance(own, GridTable)
    assert isinstance(projects, ListTable)
    assert list(own.rows) == ["总额", "拨款", "其他", "结转"]
    assert projects.tables["资金"].label == "项目资金"


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("title: 县\nextends: 没有\n", "extends 指的模板包“没有”找不到"),
        ("title: 县\nextends: ../市\n", "extends 后面要写一个模板包的名称"),
        ("title: 县\nextends: 县\n", "extends 指的模板包“县”找不到"),
        ("title: 县\ntables: {甲: {use: 乙}}\n", "use 指的“乙”不在 parts 里，现有：无"),
        ("title: 县\nparts: {乙: {use: 乙}}\ntables: {甲: {use: 乙}}\n", "use 指的“乙”引用了它自己"),
        ("- 县\n", "应当是“名称: 内容”的一组"),
        ("title: 县\nconstants: {甲: 1}\ntables: {甲: {kind: form, fields: {}}}\n", "tables 和 constants 里都有“甲”"),
        (
            "title: 县\ntables: {甲: {kind: grid, columns: {数: money}, rows: {行: {formulas: {列: '1'}}}}}\n",
            "行“行”的 formulas 里没有这一列：列",
        ),
    ],
)
def test_faults_of_building_on_others_are_named(tmp_path: Path, manifest: str, message: str) -> None:
    """The message says which manifest and what."""
    with pytest.raises(PackError, match=message):
        load_pack("县", (pack(tmp_path, "县", manifest),))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "role: 单位名称",
            "role: 名称",
            "单位名称.role：只能写 单位名称、年度、总分、等级、执行率、年初预算、全年预算 之一",
        ),
        ("{role: 单位名称, required: true}", "{required: 也许}", "单位名称.required：要写 true 或 false"),
        ("{role: 单位名称, required: true}", "{width: 宽}", "单位名称.width：要写整数"),
        ("{role: 单位名称, required: true}", "{full: 多}", "单位名称.full：要写数字"),
        ("{role: 单位名称, required: true}", "{unit: 3}", "单位名称.unit：要写文字；纯数字、日期请加引号"),
        ("{role: 单位名称, required: true}", "{choices: 甲}", r"单位名称.choices：要写成一列，如 \[甲, 乙\]"),
        ("{role: 单位名称, required: true}", "[甲]", "单位名称：应当是“名称: 内容”的一组"),
        ("{role: 单位名称, required: true}", "{requird: true}", "单位名称.requird：没有这一项设置，请核对拼写"),
        ("电话: {}", "2023: {}", "tables.单位.fields.2023：这个名称要写成文字，请加引号"),
        ("kind: form", "kind: from", "tables.单位.kind：要写 form、grid、list、indicators、text 之一"),
        ("name: 甲, rule: 1 == 1, message: 甲", "name: 甲", "checks.0.rule：缺少这一项；checks.0.message：缺少这一项"),
        ("title: 基础", "title: 基础\ngrades: {优: 九十}", "grades.优：要写数字"),
        ("title: 基础", "title: 基础: 版", "pack.yaml 第 1 行第 10 个字：一行里有两个冒号"),
    ],
)
def test_faults_of_a_manifest_are_told_in_chinese(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Where in the manifest, and what may stand there."""
    assert old in BASE
    with pytest.raises(BrokenPackError, match=message) as fault:
        load_pack("市", (pack(tmp_path, "市", BASE.replace(old, new, 1), 甲="", 乙=""),))
    assert "nput should" not in str(fault.value)


def test_tables_that_are_no_tables_are_told(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(BrokenPackError, match="tables：应当是“名称: 表”的一组"):
        load_pack("市", (pack(tmp_path, "市", "title: 市\ntables: 3\n"),))


def test_a_broken_pack_does_not_hide_the_others(tmp_path: Path) -> None:
    """Who misspells a name reads which packs there are."""
    pack(tmp_path, "坏", "title: [\n")
    pack(tmp_path, "市", BASE, 甲="", 乙="")
    with pytest.raises(PackError, match=r"没有名为“是”的模板包，现有：huaihua-2021、.*、市$"):
        load_pack("是", (tmp_path,))


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    """The circle is shown."""
    pack(tmp_path, "甲", "title: 甲\nextends: 乙\n")
    pack(tmp_path, "乙", "title: 乙\nextends: 甲\n")
    with pytest.raises(PackError, match="extends 绕成了圈：甲 → 乙 → 甲"):
        load_pack("甲", (tmp_path,))


def test_a_base_cannot_be_filled_in() -> None:
    """The built-in base has no documents, and the message says so."""
    with pytest.raises(PackError, match="“common”没有文档，只供其他模板包引用"):
        load_pack("common")


def test_each_cell_of_a_grid_may_have_its_formula(tmp_path: Path) -> None:
    """A score by its own rule a row; points in the same row come first; constants look up, blank where there is none."""
    manifest = """\
title: 县
constants: {系数: {一: 0.1, 二: 0.5}, 档: [[1, 3], [0.9, 2]]}
tables:
  数据: {kind: form, fields: {超编: count, 进度: rate, 编码: {}, 说明: {formula: "系数[编码]"}}}
  评分:
    kind: grid
    columns: {分值: points, 得分: {type: score, of: 分值, reason: 原因}, 原因: text}
    rows:
      控制: {formulas: {分值: "3", 得分: "每超扣分(数据.超编, 扣=系数.一, 分值=分值)"}}
      进度: {formulas: {分值: "3", 得分: "分档(数据.进度, 档, 分值=分值)"}}
  结果: {kind: form, fields: {总分: {type: score, formula: 合计(评分.得分)}}}
documents: [{template: 甲.docx, name: 甲}]
"""
    pack(tmp_path, "县", manifest, 甲="{{ 结果.总分 }} {{ 数据.说明 }}")
    path = filing(tmp_path, "模板包: 县\n数据: {超编: 4, 进度: 95%, 编码: 二}\n")
    made = generate(path, Packs((tmp_path,)))
    assert [str(found) for found in made.findings] == []
    assert paragraphs(made.documents[0].data)[0] == "4.6 0.5"
    path = filing(tmp_path, "模板包: 县\n数据: {超编: 4, 进度: 95%, 编码: 三}\n评分: {控制: {得分: 3}}\n")
    outcome = check_filing(path, Packs((tmp_path,)))
    assert [str(found.message) for found in outcome.findings] == [
        "“控制·得分”填的是 3，按评分规则应得 2.6，没有写明原因"
    ]
    figures = outcome.figures
    assert figures is not None
    assert str(figures.scope.lookup("数据").lookup("说明")) == ""


def test_a_split_target_scores_like_the_written_one(tmp_path: Path) -> None:
    """≥ 95 % against 90 is ≥95% against 90%; 定性 has no unit; = is ＝."""
    manifest = """\
title: 县
tables:
  指标: {kind: indicators, split: true, columns: {分值: {label: 权重}}}
documents: [{template: 甲.docx, name: 甲}]
"""
    pack(tmp_path, "县", manifest, 甲="{% for 行 in 指标 %}{{ 行.得分 }}；{% endfor %}")
    rows = """\
模板包: 县
指标:
- {三级指标: 满意率, 指标性质: ≥, 指标值: '95', 度量单位: '%', 完成值: '90', 分值: 10, 偏差原因: 调查面窄}
- {三级指标: 期限, 指标性质: ≤, 指标值: '6', 度量单位: 月, 完成值: 6月, 分值: 10}
- {三级指标: 补贴, 指标性质: '=', 指标值: '2', 度量单位: 万元, 完成值: '2', 分值: 10}
- {三级指标: 效果, 指标性质: 定性, 指标值: 优良, 度量单位: 其他, 完成值: 优良, 分值: 10}
"""
    outcome = generate(filing(tmp_path, rows), Packs((tmp_path,)))
    assert [str(found) for found in outcome.findings] == []
    assert paragraphs(outcome.documents[0].data)[0] == "9.47；10；10；10；"
    table = load_pack("县", (tmp_path,)).tables["指标"]
    assert isinstance(table, IndicatorTable)
    assert list(table.fields)[3:7] == ["指标性质", "指标值", "度量单位", "完成值"]


def test_a_count_is_never_rounded(tmp_path: Path) -> None:
    """3 entered where 2 is counted is wrong, not a difference of rounding."""
    manifest = """\
title: 县
tables:
  人员: {kind: form, fields: {行政: count, 事业: count, 合计数: {type: count, formula: "合计(行政, 事业)"}}}
documents: [{template: 甲.docx, name: 甲}]
"""
    pack(tmp_path, "县", manifest, 甲="甲")
    path = filing(tmp_path, "模板包: 县\n人员: {行政: 1, 事业: 1, 合计数: 3}\n")
    assert [found.kind.name for found in check_filing(path, Packs((tmp_path,))).findings] == ["与计算结果不一致"]
