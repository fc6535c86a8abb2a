"""The words themselves: remains of the form, noise, other years, another name, typed numbers, paragraphs used twice."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from perfgen.check.gathered import END
from perfgen.check.survey import Survey
from perfgen.filing import Cell
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

_CROSSES = "XＸ×xｘ"
_REMAINS = (  # how each kind begins, and how it goes on
    (tuple(_CROSSES), rf"[{_CROSSES}]+(?=[年月日万元人个县区市局单项部]|$)"),
    (("（", r"\("), r"[^）)]{0,8}\d+\s*字(?:以内|左右|以上)?[^）)]{0,6}[)）]"),
    (("增加", "增长", "上升"), r"[（(/](?:减少|下降)[)）]?"),
    (("减少", "下降"), r"[（(/](?:增加|增长|上升)[)）]?"),
    (("增加", "减少", "增长", "下降", "上升"), r"[ 　]*(?:万元|%)"),
    (("支出", "收入", "合计", "结余", "共", "共计", "为"), r"[ 　]{2,}(?:万元|元|%|人)"),
    (("待填写?", "待补充", "此处填写", "请填写", "此页为封面", "___+", "………+"), ""),
)


# Patterns that only a suspicion calls for are compiled when there is one: here they took a fiftieth of a short run.
_KINDS = tuple(["|".join([begin + rest for begin in begins]) for begins, rest in _REMAINS])
_MARKED, *_WORDED = _KINDS  # few texts hold a cross
_ANY = re.compile("|".join(_WORDED))  # alternatives that begin with a plain character are found fastest
_NOISE = r"\d+\.\d{6,}"
_MANY_PLACES = re.compile(r"\.\d{6}")
_BARE = r"率(?:为|达到?|是)\s*(\d+(?:\.\d+)?)(?![\d.%％‰]|\s*(?:个百分点|倍))"
_BARE_RATE = re.compile(_BARE)
_RATE_WITHOUT_SIGN = rf"[^，。；\s]{{1,8}}{_BARE}"
_YEAR = re.compile(r"(20\d\d)\s*年")
_FIGURES_OF_YEAR = r"(20\d\d)\s*年度?(?=[^，。；]{0,10}?(?:预算|决算|支出|收入|经费|自评|绩效|实际))"
_NUMBER = r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])"
_MAY_BE_TYPED = re.compile(END + _NUMBER)


def no_remains_of_the_form(survey: Survey) -> Iterator[Finding]:
    """Nothing of the form's hints is left in what the unit wrote."""
    if may_remain(survey.texts_at_once.replace(END, "\n")):
        yield from remains_of_the_form((said.place, said.path, said.text) for said in survey.statements())


def remains_of_the_form(texts: Iterable[tuple[Place, str, str]]) -> Iterator[Finding]:
    """Find hints of a form in texts, in a filing or in a finished document."""
    for place, path, text in texts:
        for kind in _KINDS:
            for match in re.finditer(kind, text, re.MULTILINE):
                around = text[max(match.start() - 6, 0) : match.end() + 6]
                yield FORM_REMAINS.at(place, f"“{around}”像是没有填完", path=path)


def may_remain(text: str) -> bool:
    """Tell whether a text holds a remain, be it all paragraphs of a document."""
    if _ANY.search(text):
        return True
    return any(cross in text for cross in _CROSSES) and re.search(_MARKED, text, re.MULTILINE) is not None


def figures_are_written_well(survey: Survey) -> Iterator[Finding]:
    """No float noise, no rate without its sign."""
    if not (_MANY_PLACES.search(survey.texts_at_once) or _BARE_RATE.search(survey.texts_at_once)):
        return
    for statement in survey.statements():
        for match in re.finditer(_NOISE, statement.text):
            yield FLOAT_NOISE.at(statement.place, f"“{match[0]}”的小数位过多", path=statement.path)
        for match in re.finditer(_RATE_WITHOUT_SIGN, statement.text):
            if Decimal(match[1]) > 1:
                yield PERCENT_MISSING.at(statement.place, f"“{match[0]}”没有百分号", path=statement.path)


def years_are_this_and_last(survey: Survey) -> Iterator[Finding]:
    """A year that labels figures is the filing's, the one before, or the next."""
    years = [int(year) for cell in survey.by_role("年度") if (year := survey.number(cell)) is not None]
    if not years or not any(_is_other(year, years[0]) for year in {*_YEAR.findall(survey.narrative_at_once)}):
        return
    for statement in survey.told("20"):
        for year in dict.fromkeys(re.findall(_FIGURES_OF_YEAR, statement.text)):
            if _is_other(year, years[0]):
                message = f"文中说的是 {year}年，填报的是 {years[0]}年度"
                yield OTHER_YEAR.at(statement.place, message, path=statement.path)


def _is_other(year: str, this: int) -> bool:
    return not -1 <= int(year) - this <= 1


def unit_is_called_one_name(survey: Survey) -> Iterator[Finding]:
    """A name of the same length that differs in one character is the unit's own, misspelt."""
    for cell in survey.by_role("单位名称"):
        name = survey.words(cell)
        if len(name) < 4 or not any(_misspelt(name, survey.texts_at_once)):  # noqa: PLR2004
            continue
        for statement in survey.statements(name[0]):
            for found in _misspelt(name, statement.text) if statement.path != cell.path else ():
                message = f"文中是“{found}”，单位名称是“{name}”"
                yield UNIT_NAME_DIFFERS.at(statement.place, message, path=statement.path, related=(cell.place,))


def _misspelt(name: str, text: str) -> Iterator[str]:
    """Yield what begins like a name and differs from it in one character: one half of it is the name's."""
    middle = len(name) // 2
    start = text.find(name[0])
    while 0 <= start <= len(text) - len(name):
        found = text[start : start + len(name)]
        start = text.find(name[0], start + 1)
        if found == name or not (found.startswith(name[:middle]) or found.endswith(name[middle:])):
            continue
        if sum(a != b for a, b in zip(found, name, strict=True)) == 1:
            yield found


def headings_have_no_typed_numbers(survey: Survey) -> Iterator[Finding]:
    """Headings are numbered by the template; a typed number would stand beside it."""
    if not _MAY_BE_TYPED.search(survey.narrative_at_once):
        return
    figures = survey.figures
    for prose in figures.prose.values():
        for heading in prose.section.headings():
            text = figures.words(prose, heading)
            if match := re.match(_NUMBER, text):
                message = f"标题“{text[:20]}”前面有手写的编号“{match[0].strip()}”"
                yield TYPED_NUMBER.at(heading.place, message, path=prose.path)


def paragraphs_are_not_used_twice(survey: Survey) -> Iterator[Finding]:
    """The same long text in two places of a filing."""
    firsts: dict[str, int | Cell] = {}
    for text, at in survey.long_texts:
        earlier = firsts.setdefault(text, at)
        if earlier is at:
            continue
        first, statement = survey.statement(earlier), survey.statement(at)
        if first.path.rpartition("[")[2] != statement.path.rpartition("[")[2]:  # not twice of one indicator
            message = f"“{text[:20]}……”与另一处的文字相同"
            yield SAME_PARAGRAPH.at(statement.place, message, path=statement.path, related=(first.place,))


FORM: tuple[Callable[[Survey], Iterator[Finding]], ...] = (
    no_remains_of_the_form,
    figures_are_written_well,
    years_are_this_and_last,
    unit_is_called_one_name,
    headings_have_no_typed_numbers,
    paragraphs_are_not_used_twice,
)
