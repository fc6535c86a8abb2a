"""The same five documents the ordinary way: openpyxl reads the workbook, a script fills dictionaries, docxtpl renders.

As short and as fast as such a script can honestly be: nothing is checked, no figure has an origin, and a blank score
counts as full.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import openpyxl
from docxtpl import DocxTemplate

Context = dict[str, Any]
Row = tuple[Any, ...]
Sheets = Mapping[str, list[Row]]

_PLACEHOLDER = re.compile(r"\{\{ (.*?) \}\}")
_STEP = re.compile(r"\['(.*?)'\]|([^.\[]+)")
_FORBIDDEN = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")
_NAMES = {
    "预算部门名称": "单位名称",
    "实际在职人数": "在职人数",
    "其中：公务员编制人数": "公务员人数",
    "事业编制人数": "事业人员数",
    "纳入专户管理的非税收入拨款": "非税收入拨款",
    "预算执行分值": "分值",
    "偏差原因分析及改进措施": "偏差原因",
    "自评得分": "得分",
    "项目支出名称": "项目名称",
    "其中：当年财政拨款": "财政拨款",
    "上年结转资金": "上年结转",
    "上年决算数": "上年决算",
    "本年预算数": "本年预算",
    "本年决算数": "本年决算",
    "1、公务用车购置和维护经费": "公务用车",
    "其中：公车购置": "公车购置",
    "2、出国经费": "出国经费",
    "3、公务接待": "公务接待",
    "项目支出：": "项目支出",
    "1、业务工作经费": "业务工作经费",
    "2、运行维护经费": "运行维护经费",
    "3、本级专项资金（一个专项一行）": "本级专项资金",
    "公用经费：": "公用经费",
    "其中：办公经费": "办公经费",
    "水费、电费、差旅费": "水电差旅费",
    "会议费、培训费": "会议培训费",
    "部门基本支出预算调整": "基本支出预算调整",
    "整体支出规模": "支出规模",
    "基本支出情况": "基本支出",
    "项目支出情况": "项目支出",
    "政府性基金预算支出情况": "政府性基金",
    "国有资本经营预算支出情况": "国有资本经营",
    "社会保险基金预算支出情况": "社会保险基金",
    "部门整体支出情况分析": "支出情况分析",
    "绩效评价工作情况": "评价工作情况",
    "主要绩效及评价结论": "主要绩效",
    "存在的问题及原因分析": "存在问题",
    "下一步改进措施": "改进措施",
    "部门整体支出绩效自评结果拟应用和公开情况": "结果应用",
    "其他需要说明的情况": "其他说明",
}


def make_documents(workbook: Path, templates: Path, folder: Path) -> list[Path]:
    """Write the five documents of a workbook into the unit's folder; return their paths."""
    context = read_context(workbook)
    unit, year = context["单位"]["单位名称"], context["单位"]["年度"]
    home = folder / unit
    home.mkdir(parents=True, exist_ok=True)
    jobs: list[tuple[str, str, Context]] = [
        ("附件1-基础数据表", f"附件1 {year}年度预算单位整体支出绩效评价基础数据表", context),
        ("附件2-整体支出绩效自评表", f"附件2 {year}年度预算单位整体支出绩效自评表", context),
        ("附件4-自评报告", f"附件4 {year}年度{unit}整体支出绩效自评报告", context),
    ]
    for project in context["项目"]:
        name = f"附件3 {year}年度{project['项目名称']}支出绩效自评表"
        jobs.append(("附件3-项目支出绩效自评表", name, {**context, "项目": project}))
    written = []
    for template, name, data in jobs:
        document = DocxTemplate(templates / f"{template}.docx")
        document.render(data, environment(), autoescape=True)
        path = home / f"{name.translate(_FORBIDDEN)}.docx"
        document.save(path)
        written.append(path)
    return written


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return docxtpl's environment with what the templates call, made for plain dictionaries."""
    made = jinja2.Environment(autoescape=True)
    made.globals["合计"] = _total
    made.filters |= {"合并": _same, "分组": _grouped}
    return made


def _same(value: Any, *_: Any) -> Any:  # noqa: ANN401
    """合并 without merging cells: what docxtpl prints then is printed in every row."""
    return value


def _total(column: Iterable[str]) -> str:
    numbers = [float(text) for text in column if text]
    return f"{sum(numbers):g}" if numbers else ""


class _Group(dict[str, Any]):
    """Rows of one name; a name that is a column gives the column."""

    def __missing__(self, column: str) -> list[Any]:
        return [row[column] for row in self["行"]]


def _grouped(rows: Iterable[Context], column: str) -> list[_Group]:
    groups: list[_Group] = []
    for row in rows:
        if not groups or groups[-1]["名称"] != row[column]:
            groups.append(_Group(名称=row[column], 行=[]))
        groups[-1]["行"].append(row)
    return groups


def read_context(workbook: Path) -> Context:
    """Read a workbook and compute what its templates print."""
    book = openpyxl.load_workbook(workbook)
    sheets = {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets}
    unit, funds = _form(sheets["单位"]), _form(sheets["收支"])
    goals = {key: value or "" for key, value in _form(sheets["年度目标"]).items()}
    costs = {row[0]: row[1] for row in _lines(sheets["经费"], 1)}
    for key, parts in (
        ("公务用车", ("公车购置", "公车运行维护")),
        ("三公经费", ("公务用车", "出国经费", "公务接待")),
        ("项目支出", ("业务工作经费", "运行维护经费", "本级专项资金")),
    ):
        costs[key] = {column: _sum(costs[part][column] for part in parts) for column in costs[key]}
    _complete(funds)
    indicators = [row[1] for row in _lines(sheets["绩效指标"], 0)]
    _score(indicators, "{:g}")
    total = float(funds["得分"]) + sum(float(row["得分"] or 0) for row in indicators)
    grade = next(name for name, limit in (("优", 90), ("良", 80), ("中", 60), ("差", 0)) if total >= limit)
    projects = _projects(sheets, unit["单位名称"])
    context: Context = {
        "单位": _unit(unit),
        "经费": {key: {column: _money(value) for column, value in row.items()} for key, row in costs.items()},
        "本级专项": [],
        "楼堂馆所": [],
        "收支": {key: _money(value) if not isinstance(value, str) else value for key, value in funds.items()},
        "年度目标": goals,
        "绩效指标": indicators,
        "结论": {"总分": f"{round(total, 2):g}", "等级": grade},
        "项目": projects,
    }
    by_name = {
        "绩效指标": {row["三级指标"]: row for row in indicators},
        "项目": {project["项目名称"]: project for project in projects},
    }
    context["自评报告"] = _narrative(sheets["自评报告"], {**context, **by_name})
    return context


def _form(rows: list[Row]) -> Context:
    return {_name(row[0]): row[1] for row in rows[1:] if row[0]}


def _name(label: Any) -> str:  # noqa: ANN401
    return _NAMES.get(label, label or "")


def _lines(rows: list[Row], labels: int) -> list[tuple[str, Context]]:
    """Return the lines of a table by what stands in the column before the data, as dictionaries by column."""
    header = [_name(name) for name in rows[0]]
    return [
        (
            _name(row[max(labels - 1, 0)]),
            {
                name: value if value is not None else ""
                for name, value in zip(header[labels:], row[labels:], strict=True)
                if name and name != "说明"
            },
        )
        for row in rows[1:]
        if row[0]
    ]


def _sum(values: Any) -> Any:  # noqa: ANN401
    found = [value for value in values if value not in ("", None)]
    return round(sum(found), 2) if found else ""


def _money(value: Any) -> str:  # noqa: ANN401
    return f"{value:.2f}" if value not in ("", None) else ""


def _unit(unit: Context) -> Context:
    date = unit["报告日期"]
    return {
        **{key: "" if value is None else str(value) for key, value in unit.items()},
        "年度": unit["年度"],
        "控制率": f"{unit['在职人数'] / unit['编制数']:.2%}",
        "报告日期": f"{date.year}年{date.month}月{date.day}日" if date else "",
    }


def _complete(funds: Context) -> None:
    funds["人员经费"] = _sum((funds["工资福利支出"], funds["对个人和家庭的补助"]))
    funds["公用经费"] = _sum((funds["商品和服务支出"], funds["资本性支出"]))
    funds["基本支出"] = _sum((funds["人员经费"], funds["公用经费"]))
    funds["全年执行数"] = spent = _sum((funds["基本支出"], funds["项目支出"]))
    rate = spent / funds["全年预算数"]
    funds["项目支出占比"] = f"{funds['项目支出'] / spent:.2%}"
    funds |= {"分值": "10", "执行率": f"{rate:.2%}", "得分": f"{round(10 * rate, 2):g}"}


def _score(indicators: list[Context], shown: str) -> None:
    for row in indicators:
        points = row["分值"]
        score = points if row["得分"] in ("", None) else row["得分"]
        row["分值"] = "" if points == "" else f"{points:g}"
        row["得分"] = "" if score == "" else shown.format(score)


def _projects(sheets: Sheets, unit: str) -> list[Context]:
    projects = []
    for _, project in _lines(sheets["项目"], 0):
        name = project["项目名称"]
        money = dict(_lines(_of(sheets["项目·资金"], name), 2))
        columns = ("年初预算数", "全年预算数", "全年执行数")
        whole = {c: _sum(money[row][c] for row in ("财政拨款", "上年结转", "其他资金")) for c in columns}
        rate = whole["全年执行数"] / whole["全年预算数"]
        score = round(10 * rate, 2)
        rows = [row for _, row in _lines(_of(sheets["项目·指标"], name), 1)]
        _score(rows, "{:.2f}")
        funds = {row: {c: _money(cells[c]) for c in columns} for row, cells in money.items()}
        funds["年度资金总额"] = {c: _money(value) for c, value in whole.items()}
        funds["年度资金总额"] |= {"分值": "10", "执行率": f"{rate:.2%}", "得分": f"{score:.2f}"}
        points = 10 + sum(float(row["分值"] or 0) for row in rows)
        total = score + sum(float(row["得分"] or 0) for row in rows)
        project |= {"实施单位": project["实施单位"] or unit, "资金": funds, "指标": rows}
        projects.append({**project, "分值合计": f"{points:g}", "总分": f"{round(total, 2):g}"})
    return projects


def _of(rows: list[Row], project: str) -> list[Row]:
    return [rows[0], *(row for row in rows[1:] if row[0] == project)]


def _narrative(rows: list[Row], context: Context) -> Context:
    pieces: dict[str, Context] = {}
    piece: Context = {}
    section: Context = {}
    below: Context = {}
    for label, heading, subheading, text, *_ in rows[1:]:
        if label:
            piece = below = section = {"标题": label, "正文": [], "小节": []}
            pieces[_name(label)] = piece
        if heading:
            section = below = {"标题": "" if heading == "（无标题）" else heading, "正文": [], "小节": []}
            piece["小节"].append(section)
        if subheading:
            below = {"标题": subheading, "正文": [], "小节": []}
            section["小节"].append(below)
        if text:
            below["正文"].append(_PLACEHOLDER.sub(lambda match: _look_up(match[1], context), text))
    return {name: piece if piece["正文"] or piece["小节"] else {} for name, piece in pieces.items()}


def _look_up(path: str, context: Context) -> str:
    found: Any = context
    for step in _steps(path):
        found = found[step]
    return str(found)


@lru_cache(maxsize=1024)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(quoted or plain for quoted, plain in _STEP.findall(path))


if __name__ == "__main__":
    make_documents(*map(Path, sys.argv[1:]))
