"""The published accounts of 遂宁: every sentence and every chart follows from the figures."""

import re
from pathlib import Path

import pytest

from perfgen.generate import Outcome, Packs, generate
from perfgen.word import paragraphs, read_parts

EXAMPLE = Path(__file__).parents[1] / "examples" / "遂宁市安居区司法局.yaml"
BOTH = "  收支总计: {上年决算: 1168.92, 变动原因: 厉行节约，压减项目经费}"
EVALUATED = (
    "其中，遂宁市安居区司法局部门整体（含部门预算项目）绩效自评得分为{}分（自评满分90分），绩效自评综述：保障了机关正常运转；"
    "法律援助应援尽援，普法扎实推进，社区矫正没有脱管漏管，安置帮教和人民调解有效化解矛盾，预防重新犯罪，维护了社会稳定"
)
PUBLICITY = '{编码: "2040605", 预算数: 34.94, 项目支出: 34.94}'


def accounts(folder: Path, *changes: tuple[str, str]) -> Outcome:
    """Render the example with some of its figures changed."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / EXAMPLE.name
    path.write_text(text, encoding="utf-8")
    return generate(path, Packs())


def words(made: Outcome) -> list[str]:
    """Return the paragraphs of the accounts."""
    (data,) = [document.data for document in made.documents if document.template == "部门决算公开.docx"]
    return [line for line in paragraphs(data) if line.strip()]


def chart(made: Outcome, number: int) -> dict[str, str]:
    """Return what a chart draws: category and value."""
    (data,) = [document.data for document in made.documents if document.template == "部门决算公开.docx"]
    xml = read_parts("", data)[f"word/charts/chart{number}.xml"].decode()
    names, values = (re.search(rf"<c:{part}>.*?</c:{part}>", xml, re.DOTALL) for part in ("cat", "val"))
    assert names
    assert values
    found = [re.findall(r'<c:pt idx="(\d+)"><c:v>(.*?)</c:v>', part[0]) for part in (names, values)]
    return {name: dict(found[1]).get(place, "") for place, name in found[0]}


def line(made: Outcome, *parts: str) -> str:
    """Return the one paragraph that holds all the words."""
    (found,) = [text for text in words(made) if all(part in text for part in parts)]
    return found


def findings(made: Outcome) -> list[str]:
    """Return the names of the findings."""
    return [found.kind.name for found in made.findings]


def test_one_corrected_line_is_corrected_everywhere(tmp_path: Path) -> None:
    """普法宣传 from 34.94 to 44.94: totals, shares, changes and charts follow, and the old total is gone."""
    made = accounts(tmp_path, (PUBLICITY, '{编码: "2040605", 预算数: 44.94, 项目支出: 44.94}'))
    assert made.findings == []
    assert "1163.82" not in "".join(words(made))
    changed = [new for old, new in zip(words(accounts(tmp_path)), words(made), strict=True) if old != new]
    said = [re.sub(r"。.*", "", text) for text in changed]
    assert said == [
        "2023年度收、支总计均为1173.82万元",
        (
            "2023年度本年收入合计1173.82万元，其中：一般公共预算财政拨款收入1173.82万元，占100%；"
            "政府性基金预算财政拨款收入0万元，占0%；国有资本经营预算财政拨款收入0万元，占0%；上级补助收入0万元，占0%；"
            "事业收入0万元，占0%；经营收入0万元，占0%；附属单位上缴收入0万元，占0%；其他收入0万元，占0%"
        ),
        (
            "2023年度本年支出合计1173.82万元，其中：基本支出893.92万元，占76.15%；项目支出279.9万元，占23.85%；"
            "上缴上级支出0万元，占0%；经营支出0万元，占0%；对附属单位补助支出0万元，占0%"
        ),
        "2023年度财政拨款收、支总计均为1173.82万元",
        "2023年度一般公共预算财政拨款支出1173.82万元，占本年支出合计的100%",
        (
            "2023年度一般公共预算财政拨款支出1173.82万元，主要用于以下方面：一般公共服务支出0万元，占0%；"
            "教育支出0万元，占0%；科学技术支出0万元，占0%；文化旅游体育与传媒支出0万元，占0%；公共安全支出992.66万元，占84.57%；"
            "社会保障和就业支出85.43万元，占7.28%；卫生健康支出33.33万元，占2.84%；住房保障支出62.4万元，占5.32%"
        ),
        "2023年度一般公共预算支出决算数为1173.82万元，完成预算100%",
        "公共安全支出（204）司法（06）普法宣传（05）：支出决算为44.94万元，完成预算100%，决算数与预算数持平",
        EVALUATED.format("86.71"),
    ]
    assert "与2022年度相比，收、支总计各增长4.9万元，增长0.42%。" in changed[0]
    assert chart(made, 1) == chart(made, 4) == chart(made, 5) == {"2022年": "1168.92", "2023年": "1173.82"}
    assert {name: value[:6] for name, value in chart(made, 3).items()} == {"基本支出": "0.7615", "项目支出": "0.2384"}
    assert {name: value[:6] for name, value in chart(made, 6).items()} == {
        "公共安全支出": "0.8456",
        "社会保障和就业支出": "0.0727",
        "卫生健康支出": "0.0283",
        "住房保障支出": "0.0531",
    }


def test_shares_add_up_to_the_class(tmp_path: Path) -> None:
    """The sixteen lines are in four classes, and each class's share is that of its lines."""
    made = accounts(tmp_path)
    assert len([text for text in words(made) if "：支出决算为" in text]) == 16
    assert list(chart(made, 6)) == ["公共安全支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出"]
    assert sum(float(value) for value in chart(made, 6).values()) == pytest.approx(1)
    assert "住房保障支出62.4万元，占5.36%。" in line(made, "主要用于以下方面")


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            ('{编码: "2080501", 预算数: 18.33, 基本支出: 18.33}', '{编码: "2080501", 预算数: 28.33, 基本支出: 28.33}'),
            "基本支出两处不一致",
        ),
        (("  事业收入: {决算数: 0}", "  事业收入: {决算数: 10}"), "收支不平衡"),
        (
            ("  上级补助收入:", "  一般公共预算财政拨款收入: {决算数: 1160}\n  上级补助收入:"),
            "与计算结果不一致",
        ),
        (("  轿车: {购置数量: 0, ", "  轿车: {年末数量: 0, 购置数量: 0, "), "公务用车数两处不一致"),
        (("  因公出国: {", "  因公出国: {完成预算: 0%, "), "没有预算却有完成率"),
        (('编码: "2040605"', '编码: "2040695"'), "科目没有名称"),
        (("  保险费: 0.82\n  油费: 2.07\n  维修费: 0.52\n", ""), "“三公”经费没有填全"),
    ],
)
def test_what_does_not_follow_is_fatal(tmp_path: Path, change: tuple[str, str], finding: str) -> None:
    """An amount that must equal another and does not stops the document."""
    assert finding in findings(accounts(tmp_path, change))


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("1168.92", "与2022年度相比，收、支总计各下降5.1万元，下降0.44%。主要变动原因是厉行节约，压减项目经费。"),
        ("1160", "与2022年度相比，收、支总计各增长3.82万元，增长0.33%。主要变动原因是厉行节约，压减项目经费。"),
        ("1163.82", "与2022年度相比，收、支总计持平。"),
        ("0", "与2022年度相比，收、支总计各增长1163.82万元。主要变动原因是厉行节约，压减项目经费。"),
        ("", "没有2022年度可比的决算数。"),
    ],
)
def test_last_year_may_be_missing_nought_or_the_same(tmp_path: Path, last: str, said: str) -> None:
    """No percentage without a base, 持平 when equal, no comparison with a blank."""
    made = accounts(tmp_path, (BOTH, BOTH.replace("1168.92", last)))
    assert (
        words(made)[words(made).index("收入支出决算总体情况说明") + 1] == f"2023年度收、支总计均为1163.82万元。{said}"
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("预算数: 34.94, 项目支出: 34.94", "支出决算为34.94万元，完成预算100%，决算数与预算数持平。"),
        (
            "预算数: 40, 项目支出: 34.94, 差异原因: 部分活动推迟",
            "支出决算为34.94万元，完成预算87.35%，决算数小于预算数，主要原因是部分活动推迟。",
        ),
        (
            "预算数: 0, 项目支出: 34.94, 差异原因: 年中下达上级资金",
            "支出决算为34.94万元，决算数大于预算数，主要原因是年中下达上级资金。",
        ),
        ("预算数: , 项目支出: 34.94", "支出决算为34.94万元。"),
    ],
)
def test_a_budget_may_be_missing_or_nought(tmp_path: Path, new: str, said: str) -> None:
    """完成预算 is said only where there is a budget; above or below it stands the reason."""
    adjusted = ("  年度项目支出: {", "  年度项目支出: {调整后预算: 269.9, ")
    made = accounts(tmp_path, ("预算数: 34.94, 项目支出: 34.94", new), adjusted)
    assert line(made, "普法宣传（05）：支出决算").partition("：")[2] == said
    assert [name for name in findings(made) if name != "除数为零"] == []


def test_a_difference_without_a_reason_is_asked_about(tmp_path: Path) -> None:
    """The budget was not used up and nobody says why."""
    assert findings(accounts(tmp_path, (PUBLICITY, PUBLICITY.replace("预算数: 34.94", "预算数: 40")))) == [
        "预决算差异没有说明"
    ]


def test_nothing_was_planned_for_trips_abroad(tmp_path: Path) -> None:
    """No 完成预算0% where the budget is 0."""
    said = line(accounts(tmp_path), "因公出国（境）经费支出")
    assert said == (
        "因公出国（境）经费支出0万元，决算数与预算数持平。全年安排因公出国（境）团组0次，出国（境）0人。"
        "因公出国（境）支出决算与2022年持平。"
    )


def test_a_term_is_explained_only_where_it_occurs(tmp_path: Path) -> None:
    """Without its line a term is gone; an income that is received brings its term."""
    before = words(accounts(tmp_path))
    terms = before[before.index("名词解释") + 1 : before.index("附件")]
    assert len(terms) == 21
    assert not any(term.startswith(("事业收入", "年末结转和结余")) for term in terms)
    fewer = words(accounts(tmp_path, (f"  - {PUBLICITY}\n", "")))
    assert not any("普法宣传（05）" in text for text in fewer)
    more = accounts(
        tmp_path,
        ("  事业收入: {决算数: 0}", "  事业收入: {决算数: 10}"),
        ("  经营支出: {其他资金: 0}", "  经营支出: {其他资金: 0}\n  年末结转和结余: {其他资金: 10}"),
    )
    assert more.findings == []
    assert line(more, "事业收入：")
    assert line(more, "年末结转和结余：")
    assert "事业收入10万元，占0.85%" in line(more, "本年收入合计")


def test_cars_receptions_and_their_totals_follow_from_the_details(tmp_path: Path) -> None:
    """油费 from 2.07 to 3.07: 三公 in total, its shares, its pie and the change on last year."""
    made = accounts(
        tmp_path, ("油费: 2.07", "油费: 3.07"), ("公车运行: {本年预算: 3.41}", "公车运行: {本年预算: 4.41}")
    )
    assert made.findings == []
    assert line(made, "“三公”经费财政拨款支出决算为").endswith(
        "5.63万元，完成预算100%，决算数与预算数持平。较上年度增长0.09万元，增长1.62%。"
    )
    assert "公务用车购置及运行维护费支出决算4.41万元，占78.33%；公务接待费支出决算1.22万元，占21.67%" in line(
        made, "具体情况如下"
    )
    assert {name: value[:5] for name, value in chart(made, 7).items()} == {
        "公务用车购置及运行维护费": "0.783",
        "公务接待费": "0.216",
    }


def test_a_class_of_another_department_is_named_by_the_unit(tmp_path: Path) -> None:
    """A line that the classification of the pack does not have: its names are entered, and it stands in text and pie."""
    farming = "类编码: '213', 类: 农林水支出, 款编码: '01', 款: 农业农村, 项编码: '06', 项: 科技转化与推广服务"
    last = '  - {编码: "2210201",'
    made = accounts(tmp_path, (last, f"  - {{编码: '2130106', 预算数: 10, 项目支出: 10, {farming}}}\n{last}"))
    assert made.findings == []
    assert "农林水支出10万元，占0.85%；住房保障支出" in line(made, "主要用于以下方面")
    assert line(made, "农林水支出（213）农业农村（01）科技转化与推广服务（06）")
    assert "农林水支出" in chart(made, 6)
