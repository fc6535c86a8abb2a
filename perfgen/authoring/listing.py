"""The names of a pack as text for those who work in Word, and as JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perfgen.authoring.names import TYPES, Described, FieldName, TableNames
from perfgen.expression.explained import Explained
from perfgen.report.excerpt import width

_HOW = (
    "照抄花括号连同里面的字，放在 Word 里要印这个数的地方。花括号、竖线用半角；字体照花括号的字体。",
    "表格逐行打印：上面一行只写 {%tr for 行 in 表名 %}，中间一行写各栏，下面一行只写 {%tr endfor %}。",
    "整段逐段打印：{%p for 段 in … %}、{{ 段 }}、{%p endfor %} 各占一段。一段里面的取舍写 {% if … %}…{% endif %}。",
    "公式、文件名和填报数据的文字里也用这些名称；公式里不写花括号。",
)

_PARTS = ("标题、正文", "标题、正文、小节")


def fields_as_text(described: Described) -> str:
    """Return everything, table by table."""
    return "\n".join(_lines(described))


def _lines(described: Described) -> Iterator[str]:
    yield f"模板包 {described.pack}：{described.title}"
    yield ""
    yield "怎么写"
    yield from (f"  {line}" for line in _HOW)
    for table in described.tables:
        yield ""
        yield f"{table.name}：{table.label}" if table.label else table.name
        yield from (_text_table(table) if table.kind == "text" else _table(table))
    if described.constants:
        yield ""
        yield "模板包自带的数据"
        yield from (f"  {{{{ {name}['名称'] }}}}" for name in described.constants)
    yield ""
    yield "函数：写在 {{ … }} 和公式里"
    yield from _explained(described.functions)
    yield ""
    yield "计分的函数：多半写在模板包的公式里"
    yield from _explained(described.scoring)
    yield ""
    yield "过滤器：跟在值的后面，用竖线 | 隔开"
    yield from _explained(described.filters)


def _table(table: TableNames) -> Iterator[str]:
    if table.templates:
        top = table.name.partition(".")[0]
        yield f"  每个“{top}”一份的模板（{'、'.join(table.templates)}）照下面写；"
        yield f"  别的模板里写在循环里：{{%tr for 项 in {top} %}} … {{%tr endfor %}}，下面的“{top}.”改写成“项.”。"
    if table.loops:
        yield f"  写在循环里：{' '.join(f'{{%tr {loop} %}}' for loop in table.loops)}"
    yield from _aligned([_cells(name) for name in table.names], "  " if not table.loops else "    ")
    if table.loops:
        yield f"  循环结束：{' '.join('{%tr endfor %}' for _ in table.loops)}"
    if table.kind in ("list", "indicators") and len(table.loops) == 1 and not table.templates:
        column = next((name.path for name in table.names if name.type in ("money", "points", "score", "count")), "")
        if column:
            total = f"{{{{ 合计({table.name}.{column.rpartition('.')[2]}) }}}}"
            yield f"  一列相加：{total}；有几行：{{{{ 数量({table.name}) }}}}"


def _cells(name: FieldName) -> list[str]:
    kind = TYPES[name.type] + (f"（{name.unit}）" if name.unit else "")
    example = f"如 {name.example}" if not name.choices else f"可选 {'、'.join(name.choices)}"
    return [name.write, kind, name.label, example, "自动计算" if name.formula else "必填" if name.required else ""]


def _text_table(table: TableNames) -> Iterator[str]:
    pieces: dict[str, list[FieldName]] = {}
    for name in table.names:
        pieces.setdefault(".".join(name.path.split(".")[:2]), []).append(name)
    if not pieces:
        return
    outlined = [path for path, names in pieces.items() if len(names) > 2]  # noqa: PLR2004 - 标题, 正文, then 小节
    first = next(iter(pieces))
    yield from _how_to_print("标题", [f"{{{{ {first}.标题 }}}}"])
    yield from _how_to_print("正文", [f"{{%p for 段 in {first}.正文 %}}", "{{ 段 }}", "{%p endfor %}"])
    if outlined:
        points = [f"{{%p for 点 in {outlined[0]}.小节 %}}", "{{ 点.标题 }}", "{%p for 段 in 点.正文 %}", "{{ 段 }}"]
        yield from _how_to_print("小节", [*points, "{%p endfor %}", "{%p endfor %}"])
    yield f"  没有填就不印：{{%p if {first} %}} … {{%p endif %}}"
    yield "  栏目："
    rows = [
        [path, names[0].example, _PARTS[path in outlined], "必填" if names[1].required else ""]
        for path, names in pieces.items()
    ]
    yield from _aligned(rows, "    ")


def _how_to_print(name: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"  {name if number == 0 else '    '}  {line}"


def _explained(known: Mapping[str, Explained]) -> Iterator[str]:
    widest = max(width(one.usage) for one in known.values())
    for one in known.values():
        yield f"  {_padded(one.usage, widest)}  {one.words}"
        result = f" 印成 {one.result.strip()}" if one.result else ""
        yield f"  {' ' * widest}  例 {one.example}{result}"


def _aligned(rows: Sequence[Sequence[str]], margin: str) -> Iterator[str]:
    """Lay cells out in columns; a Chinese character takes two."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    for row in rows:
        cells = (_padded(cell, widest) for cell, widest in zip(row, widths, strict=True))
        yield f"{margin}{'  '.join(cells)}".rstrip()


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def fields_as_json(described: Described) -> str:
    """Return the same as data."""
    functions = {**described.functions, **described.scoring}
    data = {
        "pack": described.pack,
        "title": described.title,
        "tables": [_table_data(table) for table in described.tables],
        "constants": list(described.constants),
        "functions": [_explained_data(name, one) for name, one in functions.items()],
        "filters": [_explained_data(name, one) for name, one in described.filters.items()],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _table_data(table: TableNames) -> dict[str, Any]:
    return {
        "name": table.name,
        "label": table.label,
        "kind": table.kind,
        "templates": list(table.templates),
        "fields": [
            {
                "path": name.path,
                "write": name.write,
                "loops": [f"{{% {loop} %}}" for loop in name.loops],
                "type": name.type,
                "type_name": TYPES[name.type],
                "label": name.label,
                "unit": name.unit,
                "example": name.example,
                "choices": list(name.choices),
                "required": name.required,
                "computed": bool(name.formula),
                "formula": name.formula,
            }
            for name in table.names
        ],
    }


def _explained_data(name: str, one: Explained) -> dict[str, str]:
    return {"name": name, "usage": one.usage, "words": one.words, "example": one.example, "result": one.result}
