"""All faults of one template, in the order in which they stand in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from perfgen.authoring import catalogue
from perfgen.authoring.fault import Fault, Spot
from perfgen.authoring.parts import Words, file_name, read_texts
from perfgen.authoring.schema import Node, names_of
from perfgen.authoring.tags import TagReader
from perfgen.authoring.walk import Walk
from perfgen.errors import PerfgenError
from perfgen.finding import Kind, Level
from perfgen.pack import Pack
from perfgen.word import Template, TemplateError, read_parts


class NoSuchList(PerfgenError):
    """What stands behind --each is no list of the pack."""


@dataclass(frozen=True)
class Checked:
    """What was found out about a template.

    ``each``: the lists for whose rows it is printed, a blank for once a filing. ``listed``: the pack names it.
    ``way``: how the program will print it.
    """

    template: str
    pack: str
    each: tuple[str, ...]
    listed: bool
    way: str
    faults: tuple[Fault, ...]


def check_template(template: str, data: bytes, pack: Pack, each: str = "") -> Checked:
    """Find the faults of a template; TemplateError where the file is none, NoSuchList for a wrong ``each``."""
    lists = [name for name, _ in pack.listings()]
    if each and each not in lists:
        raise NoSuchList(f"模板包 {pack.name} 里没有名为“{each}”的列表，现有：{'、'.join(lists)}")
    named = tuple(dict.fromkeys(spec.each for spec in pack.documents if spec.template == template))
    contexts = (each,) if each else named or ("",)
    faults: dict[tuple[str, Spot], Fault] = {}
    for context in contexts:
        checker = _Checker(names_of(pack, context))
        files = [spec.name for spec in pack.documents if (spec.template, spec.each) == (template, context)]
        for texts in (*read_texts(template, read_parts(template, data)), *map(file_name, files)):
            faults |= {(fault.message, fault.spot): fault for fault in checker.faults(texts)}
    way = ""
    if not any(fault.kind.level is Level.FATAL for fault in faults.values()):
        try:  # as rendering does: what only that tells is a fault too
            way = way_of(Template(template, data))
        except TemplateError as error:
            message = str(error).removeprefix(f"{template} ")
            fault = Fault(catalogue.NOT_COMPILED, message, Spot("全文"), catalogue.NOT_COMPILED.help)
            faults[fault.message, fault.spot] = fault
    return Checked(template, pack.name, contexts, bool(named), way, tuple(faults.values()))


def way_of(template: Template) -> str:
    """Say whether all was decided when the template was compiled, or why each document needs a look at its tables."""
    if not template.slow:
        return "全部在编译时处理"
    return f"每份文档要多花一遍处理：{'；'.join(template.slow)}"


def text_faults(texts: list[Words], names: Mapping[str, Node]) -> list[Fault]:
    """Return the faults of texts that stand in no template."""
    return _Checker(dict(names)).faults(texts)


class _Checker:
    """Looks at one part after the other; names set in one are not known in the next."""

    def __init__(self, names: dict[str, Node]) -> None:
        self._names = names
        self._found: list[Fault] = []

    def faults(self, texts: list[Words]) -> list[Fault]:
        self._found = []
        tags = list(TagReader(self._names.__contains__, self._report).read(texts))
        Walk(self._names, tags, self._report).run()
        return sorted(self._found, key=lambda fault: fault.spot.paragraph)

    def _report(self, kind: Kind, message: str, spot: Spot, help: str) -> None:  # noqa: A002
        self._found.append(Fault(kind, message, spot, help or kind.help))
