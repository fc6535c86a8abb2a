"""One filing through the stages: read → build → compute → render. Nothing here prints, writes or exits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from perfgen.check import check, may_remain, remains_of_the_form, silence
from perfgen.filing import Figures, Filing, build
from perfgen.finding import Finding, is_fatal
from perfgen.finding.catalogue import BROKEN_PACK, UNKNOWN_PACK
from perfgen.pack import BrokenPackError, Pack, PackError, load_pack
from perfgen.pack.sheets import GUIDE_SHEET, sheets
from perfgen.place import Place
from perfgen.read import open_source, read_tree
from perfgen.render import Document, render
from perfgen.value import Blank
from perfgen.word import words

if TYPE_CHECKING:
    from perfgen.read import Source


@dataclass
class Outcome:
    """What became of one filing; ``structure`` are the findings of reading and building alone.

    ``ignored`` are those the filing silences, each with its written reason.
    """

    source: Path
    findings: list[Finding] = field(default_factory=list)
    pack: Pack | None = None
    filing: Filing | None = None
    figures: Figures | None = None
    documents: list[Document] = field(default_factory=list)
    structure: list[Finding] = field(default_factory=list)
    ignored: list[tuple[Finding, str]] = field(default_factory=list)

    @property
    def fatal(self) -> bool:
        """Whether its documents may not go out."""
        return is_fatal(self.findings)

    @property
    def unit(self) -> str:
        """The unit's name, or the file's where none is given."""
        return self._role("单位名称") or self.source.stem

    @property
    def pack_name(self) -> str:
        """The pack's name, blank where none was found."""
        return self.pack.name if self.pack else ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the pack's workbook in their order."""
        return (GUIDE_SHEET, *(sheet.name for sheet in sheets(self.pack))) if self.pack else ()

    def headline_figures(self) -> dict[str, str]:
        """Return what a bureau asks of every filing, as it prints: 总分, 等级, 执行率; blank where a form has none."""
        return {role: self._role(role) for role in ("总分", "等级", "执行率")}

    def _role(self, role: str) -> str:
        """Return the first field of the unit itself, not of its projects, that has a role and holds something."""
        for cell in self.figures.roles.get(role, ()) if self.figures else ():
            if self.figures and "[" not in cell.path and not isinstance(value := self.figures.value(cell), Blank):
                return str(value)
        return ""


class Packs(NamedTuple):
    """Which packs there are, and which one to use whatever the filing says."""

    folders: tuple[Path, ...] = ()
    name: str = ""


def check_filing(path: Path, packs: Packs, data: bytes | None = None) -> Outcome:
    """Read, build, compute and check a filing; ``data`` is what the file holds, where that is known already."""
    outcome = _checked(path, packs, data)
    file = path.name
    outcome.findings = [found.of(file) for found in outcome.findings]
    outcome.structure = [found.of(file) for found in outcome.structure]
    outcome.ignored = [(found.of(file), why) for found, why in outcome.ignored]
    return outcome


def _checked(path: Path, packs: Packs, data: bytes | None) -> Outcome:
    outcome = Outcome(path)
    source, outcome.findings = open_source(path, data)
    if source is None:
        return outcome
    outcome.pack = _choose_pack(source, packs, outcome.findings)
    if outcome.pack is None:
        return outcome
    tree, found = read_tree(source, outcome.pack)
    outcome.findings += found
    outcome.filing, found = build(outcome.pack, tree)
    outcome.findings += found
    outcome.structure = list(outcome.findings)
    outcome.figures = Figures(outcome.filing)
    found = [*outcome.figures.compute(), *check(outcome.figures)]
    kept, outcome.ignored = silence(outcome.filing, found)
    outcome.findings += kept
    return outcome


def generate(
    path: Path, packs: Packs, *, only: tuple[str, ...] = (), force: bool = False, data: bytes | None = None
) -> Outcome:
    """Take a filing all the way to its documents; with a fatal finding there are none, unless forced."""
    outcome = check_filing(path, packs, data)
    if outcome.figures is not None and (force or not outcome.fatal):
        outcome.documents, found = render(outcome.figures, only)
        if not outcome.fatal:  # what the filing itself says has been looked at
            found += [finding for document in outcome.documents for finding in _remains(document)]
        outcome.findings += found
        if found and not force:
            outcome.documents = []
    return outcome


def _remains(document: Document) -> Iterator[Finding]:
    if not (document.suspect and may_remain(words(document.data))):
        return
    from perfgen.word import paragraphs  # it parses

    texts = enumerate(paragraphs(document.data), start=1)
    yield from remains_of_the_form(
        (Place(f"{document.name}.docx", paragraph=number), "", text) for number, text in texts
    )


def _choose_pack(source: "Source", packs: Packs, findings: list[Finding]) -> Pack | None:
    name = packs.name or (source.pack_name or "").strip()
    place = source.pack_place if not packs.name else Place()
    if not name:
        findings.append(UNKNOWN_PACK.at(place, "文件里没有写“模板包”，也没有用 --pack 指定"))
        return None
    try:
        return load_pack(name, packs.folders)
    except PackError as error:
        if packs.name:
            raise
        kind = BROKEN_PACK if isinstance(error, BrokenPackError) else UNKNOWN_PACK
        findings.append(kind.at(place, str(error)))
        return None
