"""The faults of a template as text for people and as JSON for programs."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from perfgen.authoring.check import Checked
from perfgen.authoring.fault import Fault
from perfgen.finding import Level
from perfgen.report.excerpt import on_one_line

_MARGIN = "    "


def faults_as_text(checked: Checked) -> str:
    """Return every fault with its place, the words there and what to do, then how the template was looked at."""
    lines = [line for fault in checked.faults for line in _lines(checked.template, fault)]
    return "\n".join([*lines, *_closing(checked)])


def _lines(template: str, fault: Fault) -> Iterator[str]:
    level, name = fault.kind.level.chinese, fault.kind.name
    yield on_one_line(f"{template} › {fault.spot}  {level}：{fault.message}（{name}）")
    if fault.spot.words and fault.spot.words not in fault.message:
        yield on_one_line(f"{_MARGIN}│ {fault.spot.words}")
    yield on_one_line(f"{_MARGIN}→ {fault.help}")


def _closing(checked: Checked) -> Iterator[str]:
    counted = Counter(fault.kind.level for fault in checked.faults)
    words = "、".join(f"{counted[level]} 个{level.chinese}" for level in Level if counted[level])
    yield f"{checked.template}：{words or '没有发现问题'}。{f'{checked.way}。' if checked.way else ''}"
    lists = [name for name in checked.each if name]
    if not checked.listed:
        how = f"按“{lists[0]}”每行一份检查" if lists else "按每个单位一份检查；每行一份的模板请加 --each 列表"
        yield f"模板包 {checked.pack} 的 documents 里没有这个文件名，{how}。"
    elif lists:
        yield f"每个“{'”“'.join(lists)}”一份文档，里面的“{'”“'.join(lists)}”是其中一行。"


def faults_as_json(checked: Checked) -> str:
    """Return the same as data."""
    return json.dumps(_data(checked), ensure_ascii=False, indent=2)


def pack_faults_as_json(every: Iterable[Checked]) -> str:
    """Return what was found out about a pack and its templates as data."""
    return json.dumps({"checked": [_data(checked) for checked in every]}, ensure_ascii=False, indent=2)


def _data(checked: Checked) -> dict[str, Any]:
    return {
        "template": checked.template,
        "pack": checked.pack,
        "way": checked.way,
        "findings": [_fault(fault) for fault in checked.faults],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    spot = fault.spot
    return {
        "name": fault.kind.name,
        "level": fault.kind.level.value,
        "message": fault.message,
        "help": fault.help,
        "place": {
            "part": spot.part,
            "paragraph": spot.paragraph or None,
            "table": spot.table or None,
            "row": spot.row or None,
            "cell": spot.cell or None,
        },
    }
