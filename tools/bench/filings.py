"""Synthetic filings of the pack hunan-2023: as many units as wanted, figures that add up, five documents each.

Filing n of a seed is the same whatever else is made. A workbook is drawn once with unmistakable numbers in the places
that differ (``71000007``); a variant is that workbook with its own numbers there: two milliseconds, not a hundred.
"""

import io
import random
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from perfgen.blank import write_workbook
from perfgen.filing import build
from perfgen.pack import load_pack
from perfgen.read.yaml import YamlSource
from perfgen.word.package import Packed, pack, write_parts

PACK = "hunan-2023"
_TEXT = Path(__file__).with_name("filing.yaml").read_text(encoding="utf-8")
_TOKEN = re.compile(r"@([^@\s]+)@")
_FIRST = 71_000_000
_MARK = re.compile(rb"7100\d{4}")
_CHARACTERS = "安宁清平永定青石云金长新东南西北桃江华阳"
_BUREAUS = (
    "水利局",
    "林业局",
    "民政局",
    "审计局",
    "统计局",
    "教育局",
    "交通运输局",
    "农业农村局",
    "应急管理局",
    "医疗保障局",
)


def values(seed: int, number: int) -> dict[str, str]:
    """Return what stands in filing ``number`` of a seed, by the token's name; amounts in 万元."""
    dice = random.Random(f"{seed}:{number}")  # noqa: S311 - synthetic figures, not secrets
    figures = {**_money(dice), **_indicators(dice)}
    posts = dice.randint(40, 200)
    staff = posts * dice.randint(75, 98) // 100
    officials = staff * dice.randint(40, 70) // 100
    people = {"编制数": posts, "在职人数": staff, "公务员人数": officials, "事业人员数": staff - officials}
    return {"单位名称": unit(number), **{name: str(count) for name, count in people.items()}, **figures}


def unit(number: int) -> str:
    """Return the name of unit ``number``: no two alike."""
    county, bureau = divmod(number, len(_BUREAUS))
    first, second = divmod(county, len(_CHARACTERS))
    district = "" if first < len(_CHARACTERS) else f"第{first // len(_CHARACTERS) + 1}片区"
    first %= len(_CHARACTERS)
    return f"{_CHARACTERS[first]}{_CHARACTERS[second]}县{district}{_BUREAUS[bureau]}"


def yaml_filing(seed: int, number: int) -> str:
    """Return a filing as YAML."""
    return _fill(values(seed, number))


def workbook_filing(seed: int, number: int) -> bytes:
    """Return a filing as a workbook; the same bytes for the same seed and number."""
    names, parts = _marked_workbook()
    found = values(seed, number)
    inserted = {mark: found[name].encode() for mark, name in names.items()}
    return write_parts(
        [
            part
            if isinstance(part, Packed)
            else pack(name, b"".join(inserted.get(int(piece), b"") if n % 2 else piece for n, piece in enumerate(part)))
            for name, part in parts.items()
        ]
    )


def write_filings(folder: Path, seed: int, numbers: range, *, yaml: bool = False) -> list[Path]:
    """Write filings as ``0007.xlsx`` (or .yaml) into a folder that is made; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in numbers:
        path = folder / f"{number:05}.{'yaml' if yaml else 'xlsx'}"
        path.write_bytes(yaml_filing(seed, number).encode() if yaml else workbook_filing(seed, number))
        paths.append(path)
    return paths


def _fill(found: Mapping[str, str]) -> str:
    return _TOKEN.sub(lambda match: found[match[1]], _TEXT)


@cache
def _marked_workbook() -> tuple[dict[int, str], dict[str, Packed | list[bytes]]]:
    """Return what each mark stands for, and the parts: packed, or split at the marks (every other piece is one)."""
    names = {name: str(_FIRST + n) for n, name in enumerate(dict.fromkeys(_TOKEN.findall(_TEXT)))}
    source, _ = YamlSource.open(_fill(names).encode())
    if source is None:
        raise ValueError("filing.yaml is no YAML")
    spec = load_pack(PACK)
    filing, _ = build(spec, source.tree(spec)[0])
    parts: dict[str, Packed | list[bytes]] = {}
    for name, content in _parts_of(write_workbook(spec, filing)).items():
        marked = re.split(rb"(" + _MARK.pattern + rb")", content)
        parts[name] = marked if len(marked) > 1 else pack(name, content)
    return {int(mark): name for name, mark in names.items()}, parts


def _parts_of(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _money(dice: random.Random) -> dict[str, str]:
    """Make amounts that add up: spent ≤ budget, parts ≤ totals, 公用经费 alike in both tables, income = budget."""
    size = dice.uniform(0.4, 2.5)

    def cents(low: float, high: float) -> int:
        return round(dice.uniform(low, high) * 100 * size)

    def kept(budget: int) -> int:
        return budget * dice.randint(920, 1000) // 1000

    made: dict[str, int] = {}
    for name, low, high in (("公车", 3, 9), ("接待", 1, 3), ("业务", 150, 400), ("运维", 20, 90), ("采购", 90, 400)):
        budget = cents(low, high)
        made |= {f"{name}.上年决算": cents(low, high), f"{name}.本年预算": budget, f"{name}.本年决算": kept(budget)}
    goods, equipment = cents(80, 160), cents(2, 6)
    made |= {"商品和服务支出": goods, "资本性支出": equipment}
    made |= {"公用.上年决算": cents(80, 160), "公用.本年预算": goods + equipment, "公用.本年决算": goods + equipment}
    for name, share in (("办公", 30), ("水电", 6), ("会议", 2)):
        for column in ("上年决算", "本年预算", "本年决算"):
            made[f"{name}.{column}"] = made[f"公用.{column}"] * dice.randint(share // 2, share) // 100
    made["设备"] = cents(40, 80)
    for column, total in (
        ("年初", made["业务.本年预算"]),
        ("预算", made["业务.本年预算"]),
        ("执行", made["业务.本年决算"]),
    ):
        made[f"业务.财政.{column}"] = total * 40 // 100
        made[f"业务.其他.{column}"] = total - total * 40 // 100
    made |= {"工资福利支出": cents(600, 1000), "对个人和家庭的补助": cents(30, 70)}
    made["项目支出"] = made["业务.本年决算"] + made["设备"] + cents(50, 200)
    spent = sum(
        made[name] for name in ("工资福利支出", "对个人和家庭的补助", "商品和服务支出", "资本性支出", "项目支出")
    )
    budget = spent * dice.randint(1000, 1060) // 1000
    made |= {"全年执行数": spent, "全年预算数": budget, "年初预算数": budget * dice.randint(850, 980) // 1000}
    made |= {"其他资金": budget // 20, "一般公共预算": budget - budget // 20}
    return {name: f"{amount // 100}.{amount % 100:02}" for name, amount in made.items()}


def _indicators(dice: random.Random) -> dict[str, str]:
    """Make actuals that reach their targets, none of them by more than a quarter."""
    targets = (
        ("许可", 120),
        ("咨询", 1200),
        ("企业", 108),
        ("投诉", 350),
        ("检查", 1000),
        ("培训", 20),
        ("走访", 300),
        ("网点", 8),
        ("文件", 50),
    )
    reached = {name: str(target + dice.randint(0, target // 4)) for name, target in targets}
    rates = (("办结率", 9000), ("核实率", 6000), ("整改率", 8000))
    for name, target in rates:
        rate = target + dice.randint(0, (10000 - target) * 3 // 4)
        reached[name] = f"{rate // 100}.{rate % 100:02}"
    return {**reached, "台数": str(dice.randint(60, 140)), "天数": str(dice.randint(200, 359))}
