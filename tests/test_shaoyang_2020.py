"""The form of 北塔区: boxes, totals, amounts in sentences, and what contradicts what."""

import re
import shutil
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import yaml

from perfgen.generate import Outcome, Packs, check_filing, generate
from perfgen.word import paragraphs

EXAMPLE = Path(__file__).parents[1] / "examples" / "北塔区司法局.yaml"


@cache
def example() -> str:
    """Return the example as it stands."""
    return EXAMPLE.read_text(encoding="utf-8")


def changed(folder: Path, **fields: str | None) -> Path:
    """Write the example with some fields of its forms changed; None leaves a field out."""
    data = yaml.load(example(), yaml.BaseLoader)  # noqa: S506 - every value as it is written
    for field, value in fields.items():
        table, name = field.split("__")
        if value is None:
            del data[table][name]
        else:
            data[table][name] = value
    path = folder / "北塔区司法局.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def form(made: Outcome) -> list[str]:
    """Return the lines of the one document, without spaces."""
    (document,) = made.documents
    return ["".join(line.split()) for line in paragraphs(document.data)]


def line(made: Outcome, beginning: str) -> str:
    """Return the line of the form that begins so."""
    (found,) = [text for text in form(made) if text.startswith(beginning)]
    return found


def findings(path: Path) -> list[tuple[str, str, str]]:
    """Return level, name and field of every finding."""
    return [(found.level.chinese, found.kind.name, found.path) for found in check_filing(path, Packs()).findings]


@pytest.mark.parametrize(
    ("field", "answer", "printed"),
    [
        ("超编超配", "是", "是否存在超编超配人员：是☑否□"),
        ("超编超配", "否", "是否存在超编超配人员：是□否☑"),
        ("超编超配", None, "是否存在超编超配人员：是□否□"),
        ("截留坐支", "有", "有无截留、坐支、转移等现象:有☑无□"),
        ("截留坐支", "无", "有无截留、坐支、转移等现象:有□无☑"),
        ("截留坐支", None, "有无截留、坐支、转移等现象:有□无□"),
        ("审批程序", "是", "资金拨付有完整的审批程序:有☑无□"),
        ("门户网站", None, "公开方式:门户网站□单位内部□其它□"),
        ("单位内部", "是", "公开方式:门户网站☑单位内部☑其它□"),
        ("公开时间", None, "公开时间:年月日"),
    ],
)
def test_yes_no_and_unknown_tick_the_right_box(tmp_path: Path, field: str, answer: str | None, printed: str) -> None:
    """Yes ticks the first box, no the second, unknown neither."""
    assert printed in form(generate(changed(tmp_path, **{f"实施情况__{field}": answer}), Packs()))


def test_every_question_of_the_form_has_its_two_boxes() -> None:
    """23 questions with two boxes each; the example ticks one of the two everywhere."""
    lines = [text for text in form(generate(EXAMPLE, Packs())) if "□" in text or "☑" in text]
    questions = [text for text in lines if not text.startswith("公开方式")]
    assert len(questions) == 23
    assert all(len(re.findall("[□☑]", text)) == 2 and text.count("☑") == 1 for text in questions)


def test_a_box_moves_when_the_answer_in_the_workbook_changes(tmp_path: Path) -> None:
    """会计人员是否持证上岗 from 是 to 否, in Excel; nothing else on the form changes."""
    path = tmp_path / "北塔区司法局.xlsx"
    shutil.copy(EXAMPLE.with_suffix(".xlsx"), path)
    before = generate(path, Packs())
    book = openpyxl.load_workbook(path)
    (cell,) = [row[1] for row in book["实施情况"].iter_rows() if row[0].value == "会计人员是否持证上岗"]
    assert cell.value == "是"
    cell.value = "否"
    book.save(path)
    after = generate(path, Packs())
    moved = [(old, new) for old, new in zip(form(before), form(after), strict=True) if old != new]
    assert moved == [("会计人员是否持证上岗:是☑否□", "会计人员是否持证上岗:是□否☑")]


def test_totals_are_computed(tmp_path: Path) -> None:
    """收入合计 and 支出合计 follow from their parts."""
    more = changed(tmp_path, 年度收入__中央省市安排资金="100.5", 年度支出__项目支出="20", 年度支出__基本支出="300")
    text = form(generate(more, Packs()))
    income, spent = (index for index, words in enumerate(text) if words == "合计")
    assert (text[income + 1], text[spent + 1]) == ("367.97", "320.00")


@pytest.mark.parametrize(("total", "published"), [("年度收入__收入合计", "264.47"), ("年度支出__支出合计", "338.82")])
def test_a_wrong_total_is_fatal(tmp_path: Path, total: str, published: str) -> None:
    """As in the publication: 267.47 is the only income, 264.47 the total."""
    found = findings(changed(tmp_path, **{total: published}))
    assert ("致命", "与计算结果不一致", total.replace("__", ".")) in found


def test_amounts_stand_inside_the_sentences(tmp_path: Path) -> None:
    """As the form prints them: no decimals are added, and room is left for an unknown amount."""
    made = generate(EXAMPLE, Packs())
    assert "应采购金额74.69万元，实际采购金额5.67万元" in form(made)
    assert line(made, "本年度是否追加了预算") == "本年度是否追加了预算:是☑否□，追加金额70.81万元"
    assert line(made, "本年度是否有结余") == "本年度是否有结余:是□否☑，结余金额0万元（项目资金）"
    blank = generate(changed(tmp_path, 实施情况__应采购金额=None), Packs())
    assert "应采购金额万元，实际采购金额5.67万元" in form(blank)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"实施情况__实际采购金额": "74.70"}, ("警告", "采购超过计划", "实施情况.实际采购金额")),
        ({"实施情况__采购计划": "否"}, ("警告", "没有采购计划却有应采购金额", "实施情况.采购计划")),
        ({"年度支出__三公经费支出": "338.29"}, ("致命", "分项大于总额", "年度支出.三公经费支出")),
        ({"年度支出__基本支出": "338.29"}, ("警告", "支出没有来源", "实施情况.追加预算")),
        ({"实施情况__追加预算": "否"}, ("致命", "追加与金额不符", "实施情况.追加预算")),
        ({"实施情况__结余金额": "3"}, ("致命", "结余与金额不符", "实施情况.有结余")),
        ({"实施情况__公开时间": "2020-01-17"}, ("警告", "公开时间早于决算", "实施情况.公开时间")),
        ({"实施情况__预决算公开": "否"}, ("致命", "没有公开却有公开时间", "实施情况.预决算公开")),
        ({"单位__实有人数": "23"}, ("致命", "超编与人数不符", "实施情况.超编超配")),
    ],
)
def test_answers_and_amounts_that_contradict_each_other_are_found(
    tmp_path: Path, fields: dict[str, str], found: tuple[str, str, str]
) -> None:
    """Each by a check of the pack, at the field to look at."""
    assert found in findings(changed(tmp_path, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"实施情况__实际采购金额": "74.69"},
        {"年度支出__三公经费支出": "338.28"},
        {"实施情况__超编超配": "是", "单位__实有人数": "23"},
        {"实施情况__预决算公开": "否", "实施情况__公开时间": None},
        {"实施情况__追加预算": None, "实施情况__追加金额": None},
        {"实施情况__公开时间": "2021-12-31"},
    ],
)
def test_what_agrees_or_is_left_open_is_not_remarked_on(tmp_path: Path, fields: dict[str, str | None]) -> None:
    """The near misses of the same checks."""
    assert findings(changed(tmp_path, **fields)) == []
