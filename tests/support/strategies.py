"""Any filing of the smallest pack, as hypothesis makes them."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from perfgen.filing import clean, raw
from perfgen.place import Place

_NOWHERE = Place("")
_NASTY = [
    "=1+1",
    "+1",
    "-",
    "—",
    "@x",
    "#N/A",
    "{{ 单位.年度 }}",
    "1.10",
    "NO",
    "null",
    "~",
    "yes",
    "12:30",
    "_x000D_",
    "'引",
]
_NASTY += [
    "A & B <95%",
    '"引号"',
    "a: b",
    "a #b",
    "[x]",
    "{x}",
    "👩‍👩‍👧",
    "\u3000",
    "a\tb",
    "x\ny",
    "%d",
    "- x",
    "? y",
    "| z",
    "！",
]
_letters = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
texts = (st.text(_letters, max_size=30) | st.sampled_from(_NASTY)).map(clean).filter(bool)
lines = texts.map(lambda text: " ".join(text.split())).filter(bool)
amounts = st.decimals(-(10**12), 10**12, allow_nan=False, places=4).map(lambda number: f"{number.normalize():f}")
long_amounts = st.integers(10**12, 10**13).map(lambda whole: f"{Decimal(whole) / 1000 + Decimal('0.00001'):f}")
money = amounts | long_amounts | st.just("—")
rates = st.decimals(0, 3, allow_nan=False, places=5).map(lambda rate: f"{(rate * 100).normalize():f}%")
dates = st.dates().map(lambda day: f"{day.year:04}-{day.month:02}-{day.day:02}")


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Leave a field blank now and then."""
    return st.none() | strategy


def form(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Fill in fields or leave them out."""
    return st.fixed_dictionaries({}, optional=fields).map(lambda made: {k: v for k, v in made.items() if v is not None})


_indicator = form(
    一级指标=texts,
    二级指标=texts,
    指标值=texts,
    完成值=texts,
    分值=amounts,
    得分=amounts,
    偏差原因=texts,
)


def _keyed(rows: st.SearchStrategy[dict[str, Any]], key: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    pairs = st.tuples(lines, rows)
    made = st.lists(pairs, unique_by=lambda pair: "".join(pair[0].split()), max_size=3)
    return made.map(lambda items: [{key: name, **row} for name, row in items])


_grid_row = form(上年=money, 本年=money)
_node = st.fixed_dictionaries({"正文": st.lists(lines, max_size=2)}, optional={"标题": lines})
_filled_node = _node.filter(lambda node: node.get("标题") or node["正文"])
_deep_node = st.tuples(_filled_node, st.lists(_filled_node, max_size=2)).map(lambda pair: {**pair[0], "小节": pair[1]})

trees = st.fixed_dictionaries(
    {
        "单位": form(
            单位名称=texts,
            年度=st.integers(1949, 2100).map(str),
            编制数=st.integers(0, 10**6).map(str),
            在职人数=st.integers(0, 10**6).map(str),
            面积=amounts,
            满意率=rates,
            控制率=rates,
            日期=dates,
            类型=st.sampled_from(["行政", "事业"]),
            公开=st.sampled_from(["是", "否"]),
            备注=texts,
        ),
        "经费": form(甲=_grid_row, 乙=_grid_row, 合计数=_grid_row),
        "指标": _keyed(_indicator, "三级指标"),
        "项目": _keyed(
            form(
                金额=money,
                总分=amounts,
                资金=form(财政=form(预算=money, 执行=money, 执行率=rates), 其他=form(预算=money)),
                指标=_keyed(_indicator, "三级指标"),
            ),
            "名称",
        ),
        "报告": form(
            职责=st.lists(lines, max_size=3)
            | st.fixed_dictionaries({"标题": lines, "正文": st.lists(lines, min_size=1)}),
            绩效=st.fixed_dictionaries(
                {"正文": st.lists(lines, max_size=2), "小节": st.lists(_deep_node, max_size=3)},
                optional={"标题": lines},
            ),
        ),
    }
)


def as_raw(data: Any) -> raw.Node:  # noqa: ANN401
    """Turn plain data into the tree a reader hands over."""
    if isinstance(data, dict):
        return raw.Branch({name: as_raw(part) for name, part in data.items()}, _NOWHERE, dict.fromkeys(data, _NOWHERE))
    if isinstance(data, list):
        return raw.Items(tuple(as_raw(item) for item in data), _NOWHERE)
    return raw.Scalar(data, _NOWHERE)
