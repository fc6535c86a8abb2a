"""What the guide sheet tells: only what concerns the tables the pack has."""

from collections.abc import Iterator, Sequence

from perfgen.blank.entries import Look, look_of
from perfgen.blank.examples import placeholder_examples
from perfgen.pack import GridTable, IndicatorTable, ListTable, Pack, PackField, Table, TextTable
from perfgen.pack.sheets import Sheet

_SPLIT = (
    "指标值分三列填：“指标性质”选 ≥、＞、≤、＜、＝ 或 定性，“指标值”只填数字或文字，单位填在“度量单位”；"
    "完成值和指标值同一个单位，也只填数字或文字。"
)
_WHOLE = "指标值、完成值照原文填写，如 ≥120、98%、105件（套）：填什么就印什么。"


def how_to_fill_in(pack: Pack, pages: Sequence[Sheet]) -> Iterator[str]:
    """Yield one sentence or two about everything a pack's sheets ask for."""
    tables, looks = list(_tables(pack)), looks_of(pack)
    indicators = [table for table in tables if isinstance(table, IndicatorTable)]
    texts = [table for table in tables if isinstance(table, TextTable)]
    first = pages[0].name if pages else ""
    yield f"先填“{first}”，再依次填其他工作表；黄色格必填，其余有就填。填完存成 .xlsx 格式，WPS 和 Excel 都可以。"
    yield "空白和 0 不一样：没有发生的填 0，没有数据或不适用的留空；照原表要印横线的，填“—”。"
    yield "金额、人数只填数字，不写单位；比率写成 78.16% 这样的形式；日期写成 2024-05-30。"
    if Look.COMPUTED in looks:
        yield "灰色格由程序计算，不用填。"
        yield (
            "只有合计、没有明细时可以直接填合计：先在“审阅”里撤销工作表保护（没有密码）；"
            "填的数和算出来的不一致，检查时会提示。"
        )
    if indicators:
        how = [_SPLIT] if any(table.split for table in indicators) else []
        how += [] if all(table.split for table in indicators) else [_WHOLE]
        scored = any(table.scored for table in indicators)
        yield "".join([*how, "得分留空，由程序按规则计算。" if scored else ""])
    yield "列表不够用时，插入或复制整行即可；可以排序、粘贴。请不要改工作表名和表头，也不要合并单元格。"
    if owned := [page for page in pages if page.owner]:
        names = "”“".join(page.name for page in owned)
        yield f"“{names}”的第一列填它属于“{owned[0].path[0]}”表里的哪一行，名称要写得一样；有几项就把整段复制几次。"
    if texts:
        pieces = {piece.label or name: piece for table in texts for name, piece in table.fields.items()}
        yield from _about_texts(next(iter(pieces), ""), outlined=any(piece.outline for piece in pieces.values()))


def _about_texts(example: str, *, outlined: bool) -> Iterator[str]:
    levels = "要分标题的，标题写在“标题”列，下一级写在“小标题”列，不用写“一、”“（一）”，编号由程序加。"
    yield f"文字一行一段。{levels if outlined else ''}"
    untitled = "；没有标题的一节，在“标题”列写“（无标题）”" if outlined else ""
    yield f"要换掉栏目自己的标题，在栏目名称后面加竖线和新标题，如“{example}｜新的标题”{untitled}。"


def how_to_quote(pack: Pack) -> Iterator[str]:
    """Yield how a text quotes a figure, with names of the pack."""
    yield "文字里的数字可以不手写，写成占位符，生成文档时换成表里的数；表里改了，文字也跟着改。"
    field, indicator = placeholder_examples(pack)
    if field:
        yield f"表里的一栏写成 表名.栏目：{field}"
    if indicator:
        yield f"指标的完成值用三级指标的名称：{indicator}"


def looks_of(pack: Pack) -> set[Look]:
    """Return the kinds of cells that a pack's sheets have."""
    looks = {Look.INPUT, Look.REQUIRED}
    for table in _tables(pack):
        match table:
            case GridTable():
                cells = [table.field(row, column) for row in table.rows for column in table.columns]
                looks |= {_look(cell) for cell in cells}
            case TextTable():
                looks |= set() if all(piece.outline for piece in table.fields.values()) else {Look.CLOSED}
            case _:
                looks |= {_look(field) for field in table.fields.values()}
    return looks


def _look(field: PackField | None) -> Look:
    return look_of(field) if field else Look.CLOSED


def _tables(pack: Pack) -> Iterator[Table]:
    for table in pack.tables.values():
        yield table
        if isinstance(table, ListTable):
            yield from table.tables.values()
