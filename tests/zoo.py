"""The error zoo: for each finding the smallest filing that causes it and the exact text shown."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import msoffcrypto.format.ooxml
import openpyxl
from openpyxl.workbook import Workbook
from support.docx import docx, p
from support.filings import COMPLETE, mini

from perfgen.blank import write_workbook
from perfgen.filing import build
from perfgen.read import read_tree
from perfgen.read.yaml import YamlSource

_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_HEAD = "模板包: mini\n单位: {单位名称: 甲局, 年度: 2023}\n报告: {职责: 无}\n"


@dataclass(frozen=True)
class Specimen:
    """A filing and what is said of it, in order."""

    title: str
    content: str | bytes | Callable[[], bytes]
    expected: tuple[str, ...]
    name: str = "甲.yaml"

    def data(self) -> bytes:
        """Return the file's bytes."""
        if callable(self.content):
            return self.content()
        return self.content if isinstance(self.content, bytes) else self.content.encode()


def workbook(change: Callable[[Workbook], None], filing: str = COMPLETE) -> Callable[[], bytes]:
    """Return a maker of a complete workbook with one change made by hand."""

    def make() -> bytes:
        source, _ = YamlSource.open(filing.encode())
        assert source is not None
        tree, _ = read_tree(source, mini())
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(mini(), build(mini(), tree)[0])))
        change(book)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return make


def put(sheet: str, cell: str, value: str | int | None) -> Callable[[Workbook], None]:
    """Return a change that writes one cell."""

    def change(book: Workbook) -> None:
        book[sheet][cell] = value

    return change


def _rename(book: Workbook) -> None:
    book["单位"].title = "单位情况"


def _drop_column(book: Workbook) -> None:
    book["单位"].delete_cols(2)


def _hide(book: Workbook) -> None:
    book["单位"].row_dimensions[3].hidden = True


def _error(book: Workbook) -> None:
    book["单位"]["B5"] = "#N/A"
    book["单位"]["B5"].data_type = "e"


def _add_column(book: Workbook) -> None:
    book["指标"]["L2"], book["指标"]["L3"] = "责任人", "某"


def _merge(book: Workbook) -> None:
    values: dict[str, str | int] = {"C3": "甲", "D3": "及时", "E3": "及时", "F3": 2, "C4": "乙"}
    for cell, value in values.items():
        book["指标"][cell] = value
    book["指标"].merge_cells("F3:F4")


def locked() -> bytes:
    """Return a workbook with a password."""
    plain, made = io.BytesIO(workbook(lambda _: None)()), io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("秘密", made)
    return made.getvalue()


YAML = (
    Specimen("empty file", "", ("甲.yaml  致命：文件里什么也没有（文件是空的）",)),
    Specimen("only a comment", "# 空\n", ("甲.yaml:1:1  致命：文件里什么也没有（文件是空的）",)),
    Specimen("no mapping", "你好\n", ("甲.yaml:1:1  致命：文件应当由“表名:”开头的各部分组成（YAML 写法有误）",)),
    Specimen(
        "broken",
        "模板包: mini\n单位: {单位名称: 甲局\n",
        ("甲.yaml:3:1  致命：方括号或花括号没有结束；以 {{ 开头的文字要用引号括起来（YAML 写法有误）",),
    ),
    Specimen(
        "two colons",
        "模板包: mini\n单位: 名称: 甲局\n",
        ("甲.yaml:2:7  致命：一行里有两个冒号，或上一行缩进不对；含冒号的文字要用引号括起来（YAML 写法有误）",),
    ),
    Specimen(
        "tab",
        "模板包: mini\n单位:\n\t单位名称: 甲局\n",
        ("甲.yaml:3:1  致命：缩进里有制表符，请改成空格；以 @ 或 ` 开头的文字要用引号括起来（YAML 写法有误）",),
    ),
    Specimen(
        "not UTF-8", "模板包: 甲局\n".encode("gbk"), ("甲.yaml:1:1  致命：文件不是 UTF-8 编码的文字（YAML 写法有误）",)
    ),
    Specimen(
        "aliases",
        "模板包: mini\n单位: &a {单位名称: 甲局, 年度: 2023}\n报告: *a\n",
        ("甲.yaml:2:5  致命：不支持用 & 和 * 引用，或层次太深；请把内容写在原处（YAML 写法有误）",),
    ),
    Specimen(
        "no pack",
        "单位: {单位名称: 甲局}\n",
        ("甲.yaml:1:1  致命：文件里没有写“模板包”，也没有用 --pack 指定（没有指明模板包）",),
    ),
    Specimen(
        "duplicate key",
        _HEAD + "经费: {甲: {本年: 1, 本年: 2}}\n",
        ("甲.yaml:4:17  致命：“本年”在同一处写了两次，另一处在第 4 行（重复的键）",),
    ),
    Specimen(
        "unknown table and field",
        _HEAD.replace("年度: 2023", "年度: 2023, 编制树: 3") + "经废: {}\n",
        (
            "甲.yaml:4:1  致命：没有“经废”这一栏（未知栏目）",
            "甲.yaml:2:26  致命：“单位”下没有“编制树”这一栏（未知栏目）",
        ),
    ),
    Specimen(
        "required field missing",
        "模板包: mini\n单位: {单位名称: 甲局, 年度: }\n",
        (
            "甲.yaml:2:20  致命：“年度”必须填写（必填未填）",
            "甲.yaml:1:1  致命：“职责”必须填写（必填未填）",
        ),
    ),
    Specimen(
        "wrong values",
        _HEAD.replace(
            "年度: 2023", "年度: 23, 编制数: 八十七, 面积: 3万, 满意率: 95, 日期: 五月, 类型: 企业, 公开: 也许"
        ),
        (
            "甲.yaml:2:20  致命：“年度”这里要填四位年份，如 2023，现在是“23”（不是数字）",
            "甲.yaml:2:29  致命：“编制数”这里要填数字，现在是“八十七”（不是数字）",
            "甲.yaml:2:38  致命：“面积”这里要填数字，现在是“3万”（不是数字）",
            "甲.yaml:2:47  致命：“满意率”“95”没有百分号，看不出是 95% 还是 95 倍（不是数字）",
            "甲.yaml:2:55  致命：“日期”这里要填日期，现在是“五月”（不是日期）",
            "甲.yaml:2:63  致命：“类型”“企业”不在选项内（不在选项内）",
            "甲.yaml:2:71  致命：“预决算是否公开”“也许”不在选项内（不在选项内）",
        ),
    ),
    Specimen(
        "half a person",
        _HEAD.replace("2023", "2023, 编制数: 1.5"),
        ("甲.yaml:2:31  致命：“编制数”这里要填整数，现在是“1.5”（不是数字）",),
    ),
    Specimen(
        "wrong shapes",
        _HEAD + "经费: 好\n指标: {三级指标: 甲}\n项目: [好]\n",
        (
            "甲.yaml:4:5  致命：“经费”应当是“栏目: 值”的一组（结构不对）",
            "甲.yaml:5:5  致命：“指标”应当是一行一项的列表（结构不对）",
            "甲.yaml:6:6  致命：“项目[第1行]”应当是“栏目: 值”的一组（结构不对）",
        ),
    ),
    Specimen(
        "same name twice",
        _HEAD + "项目:\n- {名称: 甲}\n- {名称: 甲}\n",
        ("甲.yaml:6:8  致命：“甲”在“项目”里出现两次，另一处在 第 5 行（名称重复）",),
    ),
    Specimen(
        "wrong placeholder",
        _HEAD.replace("职责: 无", "职责: '现有{{ 单位.人数 }}人'"),
        ("甲.yaml:3:10  致命：“单位”下没有“人数”，是不是“在职人数”？（文中的占位符有误）",),
    ),
    Specimen(
        "invisible characters",
        _HEAD.replace("甲局", '"甲\\x07局"'),
        ("甲.yaml:2:12  提示：“单位名称”里有不可见的控制字符（不可见字符）",),
    ),
    Specimen(
        "total differs",
        _HEAD + "经费: {甲: {本年: 1.5}, 乙: {本年: 2}, 合计数: {本年: 3.6}}\n",
        ("甲.yaml:4:42  致命：“合计·本年”填的是 3.60，按公式算出来是 3.50（与计算结果不一致）",),
    ),
    Specimen(
        "rounding",
        _HEAD + "经费: {甲: {本年: 1.5}, 乙: {本年: 2}, 合计数: {本年: 3.51}}\n",
        ("甲.yaml:4:42  提示：“合计·本年”填的是 3.51，算出来是 3.5（四舍五入的差）",),
    ),
    Specimen(
        "rounding of a rate",
        _HEAD.replace("2023", "2023, 编制数: 87, 在职人数: 68, 控制率: 78.17%"),
        ("甲.yaml:2:50  提示：“控制率”填的是 78.17%，算出来是 78.1609%（四舍五入的差）",),
    ),
    Specimen(
        "score differs",
        _HEAD + "指标:\n- {三级指标: 天数, 指标值: ≥100, 完成值: 90, 分值: 2, 得分: 1}\n",
        ("甲.yaml:5:45  警告：“天数·得分”填的是 1，按评分规则应得 1.8，没有写明原因（得分与规则不一致）",),
    ),
    Specimen(
        "division by zero",
        _HEAD.replace("2023", "2023, 编制数: 0, 在职人数: 3"),
        ("甲.yaml:2:5  警告：“控制率”的除数是 0（除数为零）",),
    ),
    Specimen(
        "formulas of the pack",
        "模板包: broken\n单位: {单位名称: 甲局}\n",
        (
            "甲.yaml:2:5  致命：“单位.加倍”的公式 单位名称 * 2：“甲局”是文字，不能参加运算（公式算不出来）",
            "甲.yaml:2:5  致命：“单位.后有”的公式 先有 + 1：循环引用：单位.先有 → 单位.后有 → 单位.先有（公式循环引用）",
        ),
    ),
)

EXCEL = (
    Specimen("text as workbook", "你好", ("甲.xlsx  致命：文件的内容不是 Excel 工作簿（不是工作簿）",), "甲.xlsx"),
    Specimen(
        "damaged",
        b"PK\x03\x04 cut",
        ("甲.xlsx  致命：工作簿读不了，可能已损坏（BadZipFile）（不是工作簿）",),
        "甲.xlsx",
    ),
    Specimen(
        "old Excel",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        ("甲.xlsx  致命：这是旧版 Excel（.xls）或其他格式的文件（不是工作簿）",),
        "甲.xlsx",
    ),
    Specimen(
        "old Word",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        ("甲.doc  致命：这是旧版 Excel（.xls）或其他格式的文件（不是工作簿）",),
        "甲.doc",
    ),
    Specimen(
        "a web page as old Excel", "<html>", ("甲.xls  致命：文件的内容不是 Excel 工作簿（不是工作簿）",), "甲.xls"
    ),
    Specimen(
        "workbook as YAML",
        workbook(lambda _: None),
        ("甲.yaml:1:1  致命：文件不是 UTF-8 编码的文字（YAML 写法有误）",),
    ),
    *(
        Specimen(
            f"Word file named {name}",
            docx(p("甲局"), **{"word/_rels/document.xml.rels": _NO_RELATIONS}),
            (f"{name}  致命：里面是 Word 或其他程序的文件，不是 Excel 工作簿（不是工作簿）",),
            name,
        )
        for name in ("甲.xlsx", "甲.docx")
    ),
    Specimen("empty", b"", ("甲.xlsx  致命：文件里什么也没有（文件是空的）",), "甲.xlsx"),
    Specimen("complete", workbook(lambda _: None), (), "甲.xlsx"),
    Specimen(
        "wrong sheet name",
        workbook(_rename),
        (
            "甲.xlsx › 单位情况  警告：模板包里没有名为“单位情况”的表（多余的工作表）",
            "甲.xlsx  致命：缺少工作表“单位”（缺少工作表）",
        ),
        "甲.xlsx",
    ),
    Specimen(
        "missing column",
        workbook(_drop_column),
        ("甲.xlsx › 单位!A2  致命：工作表“单位”缺少列 “填写”（缺少列）",),
        "甲.xlsx",
    ),
    Specimen(
        "text in a number",
        workbook(put("单位", "B5", "八十七")),
        ("甲.xlsx › 单位!B5  致命：“编制数”这里要填数字，现在是“八十七”（不是数字）",),
        "甲.xlsx",
    ),
    Specimen("#N/A", workbook(_error), ("甲.xlsx › 单位!B5  致命：单元格的值是 #N/A（单元格是错误值）",), "甲.xlsx"),
    Specimen(
        "formula without value",
        workbook(put("单位", "B5", "=80+7")),
        ("甲.xlsx › 单位!B5  致命：公式 =80+7 没有存下计算结果（公式没有结果）",),
        "甲.xlsx",
    ),
    Specimen(
        "number as text",
        workbook(put("单位", "B5", "87")),
        ("甲.xlsx › 单位!B5  提示：“编制数”的 87 是文本格式的数字（数字存成了文本）",),
        "甲.xlsx",
    ),
    Specimen(
        "required field",
        workbook(put("单位", "B3", None)),
        ("甲.xlsx › 单位!B3  致命：“单位名称”必须填写（必填未填）",),
        "甲.xlsx",
    ),
    Specimen(
        "unknown field",
        workbook(put("单位", "A5", "编制人数量")),
        ("甲.xlsx › 单位!A5  致命：“单位”下没有“编制人数量”这一栏（未知栏目）",),
        "甲.xlsx",
    ),
    Specimen(
        "wrong choice",
        workbook(put("单位", "B11", "企业")),
        ("甲.xlsx › 单位!B11  致命：“类型”“企业”不在选项内（不在选项内）",),
        "甲.xlsx",
    ),
    Specimen(
        "hidden rows",
        workbook(_hide),
        ("甲.xlsx › 单位!A3  警告：第 3 行是隐藏的，里面有内容（隐藏的行有内容）",),
        "甲.xlsx",
    ),
    Specimen(
        "orphan",
        workbook(lambda book: book["项目·指标"].append(["丙", "产出"])),
        ("甲.xlsx › 项目·指标!A63  致命：“丙”不在“项目”表里（找不到所属的行）",),
        "甲.xlsx",
    ),
    Specimen(
        "password",
        locked,
        ("甲.xlsx  致命：工作簿设了打开密码，读不了（工作簿有密码）",),
        "甲.xlsx",
    ),
    Specimen(
        "extra column",
        workbook(_add_column),
        ("甲.xlsx › 指标!L2  警告：没有“责任人”这一列（多余的列）",),
        "甲.xlsx",
    ),
    Specimen(
        "merged figures",
        workbook(_merge),
        ("甲.xlsx › 指标!F3  警告：“分值”的单元格合并了几行（合并单元格）",),
        "甲.xlsx",
    ),
)
