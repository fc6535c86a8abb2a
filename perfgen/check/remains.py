"""The words themselves: remains of the form, noise, other years, another name, typed numbers, paragraphs used twice."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from perfgen.check.walk import Statement, by_role, narrative, number, statements, with_figures, words
from perfgen.filing import Figures
from perfgen.finding import Finding
from perfgen.finding.catalogue import (
    FLOAT_NOISE,
    FORM_REMAINS,
    OTHER_YEAR,
    PERCENT_MISSING,
    SAME_PARAGRAPH,
    TYPED_NUMBER,
    UNIT_NAME_DIFFERS,
)
from perfgen.place import Place

_REMAINS = (
    r"[XＸ×xｘ]{2,}(?=[年月日万元人个县区市局单项部]|$)",
    r"[（(][^）)]{0,8}\d+\s*字(?:以内|左右|以上)?[^）)]{0,6}[)）]",
    r"(?:增加|增长|上升)[（(/](?:减少|下降)[)）]?|(?:减少|下降)[（(/](?:增加|增长|上升)[)）]?",
    r"(?:增加|减少|增长|下降|上升)[ 　]*(?:万元|%)|(?:支出|收入|合计|结余|共计?|为)[ 　]{2,}(?:万元|元|%|人)",
    r"待填写?|待补充|此处填写|请填写|（?此页为封面）?|_{3,}|…{3,}",
)
_ANY_REMAINS = re.compile("|".join(_REMAINS), re.MULTILINE)
_NOISE = re.compile(r"\d+\.\d{6,}")
_RATE_WITHOUT_SIGN = re.compile(r"[^，。；\s]{1,8}率(?:为|达到?|是)\s*(\d+(?:\.\d+)?)(?![\d.%％‰]|\s*(?:个百分点|倍))")
_FIGURES_OF_YEAR = re.compile(r"(20\d\d)\s*年度?(?=[^，。；]{0,10}?(?:预算|决算|支出|收入|经费|自评|绩效|实际))")
_TYPED = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])")
_LONG = 20


def no_remains_of_the_form(figures: Figures) -> Iterator[Finding]:
    """Nothing of the form's hints is left in what the unit wrote."""
    written = [(statement.place, statement.path, statement.text) for statement in statements(figures)]
    if may_remain("\n".join(text for _, _, text in written)):
        yield from remains_of_the_form(written)


def remains_of_the_form(texts: Iterable[tuple[Place, str, str]]) -> Iterator[Finding]:
    """Find hints of a form in texts, in a filing or in a finished document."""
    for place, path, text in texts:
        for pattern in _REMAINS if may_remain(text) else ():
            for match in re.finditer(pattern, text):
                around = text[max(match.start() - 6, 0) : match.end() + 6]
                yield FORM_REMAINS.at(place, f"“{around}”像是没有填完", path=path)


def may_remain(text: str) -> bool:
    """Tell at a glance whether a text could hold a remain: one search instead of one a pattern and paragraph."""
    return _ANY_REMAINS.search(text) is not None


def figures_are_written_well(figures: Figures) -> Iterator[Finding]:
    """No float noise, no rate without its sign."""
    for statement in with_figures(figures):
        for match in _NOISE.finditer(statement.text):
            yield FLOAT_NOISE.at(statement.place, f"“{match[0]}”的小数位过多", path=statement.path)
        for match in _RATE_WITHOUT_SIGN.finditer(statement.text):
            if Decimal(match[1]) > 1:
                yield PERCENT_MISSING.at(statement.place, f"“{match[0]}”没有百分号", path=statement.path)


def years_are_this_and_last(figures: Figures) -> Iterator[Finding]:
    """A year that labels figures is the filing's, the one before, or the next."""
    years = [int(year) for cell in by_role(figures, "年度") if (year := number(figures, cell)) is not None]
    if not years:
        return
    for statement in narrative(figures):
        for year in dict.fromkeys(_FIGURES_OF_YEAR.findall(statement.text)):
            if not -1 <= int(year) - years[0] <= 1:
                message = f"文中说的是 {year}年，填报的是 {years[0]}年度"
                yield OTHER_YEAR.at(statement.place, message, path=statement.path)


def unit_is_called_one_name(figures: Figures) -> Iterator[Finding]:
    """A name of the same length that differs in one character is the unit's own, misspelt."""
    for cell in by_role(figures, "单位名称"):
        name = words(figures, cell)
        if len(name) < 4:  # noqa: PLR2004
            continue
        for statement in statements(figures):
            if statement.path == cell.path:
                continue
            start = statement.text.find(name[0])
            while 0 <= start <= len(statement.text) - len(name):
                found = statement.text[start : start + len(name)]
                start = statement.text.find(name[0], start + 1)
                if sum(a != b for a, b in zip(found, name, strict=True)) == 1:
                    message = f"文中是“{found}”，单位名称是“{name}”"
                    yield UNIT_NAME_DIFFERS.at(statement.place, message, path=statement.path, related=(cell.place,))


def headings_have_no_typed_numbers(figures: Figures) -> Iterator[Finding]:
    """Headings are numbered by the template; a typed number would stand beside it."""
    for prose, paragraph, text in figures.paragraphs():
        if any(paragraph is heading for heading in prose.section.headings()) and (match := _TYPED.match(text)):
            message = f"标题“{text[:20]}”前面有手写的编号“{match[0].strip()}”"
            yield TYPED_NUMBER.at(paragraph.place, message, path=prose.path)


def paragraphs_are_not_used_twice(figures: Figures) -> Iterator[Finding]:
    """The same long text in two places of a filing."""
    seen: dict[str, Statement] = {}
    for statement in statements(figures):
        if len(statement.text) < _LONG:
            continue
        first = seen.setdefault(statement.text, statement)
        of_one_indicator = first.path.rpartition("[")[2] == statement.path.rpartition("[")[2]
        if first is not statement and not of_one_indicator:
            message = f"“{statement.text[:20]}……”与另一处的文字相同"
            yield SAME_PARAGRAPH.at(statement.place, message, path=statement.path, related=(first.place,))


FORM: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    no_remains_of_the_form,
    figures_are_written_well,
    years_are_this_and_last,
    unit_is_called_one_name,
    headings_have_no_typed_numbers,
    paragraphs_are_not_used_twice,
)
