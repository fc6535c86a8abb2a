"""What is done with one filing wherever it is done: here, in another process, on another machine."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from perfgen import __version__
from perfgen.errors import PerfgenError
from perfgen.finding import Finding, is_fatal
from perfgen.generate import Outcome, Packs, check_filing, generate
from perfgen.render import Document

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

OUR_FAULT = "程序出了意料之外的错，这一份没有处理"


class Task(NamedTuple):
    """A filing to be worked on: its file and, where it could be read, the bytes in it."""

    source: Path
    data: bytes | None


class Order(NamedTuple):
    """What to do with every filing; ``bundle`` holds the packs where they do not lie on the disk of who does it."""

    packs: Packs
    documents: bool = True
    only: tuple[str, ...] = ()
    force: bool = False
    bundle: bytes = b""
    version: str = __version__


@dataclass
class Done:
    """What became of a filing, small enough to travel; ``failure`` says why nothing did, ``log`` if we are at fault."""

    source: Path
    unit: str
    pack_name: str = ""
    sheets: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    ignored: list[tuple[Finding, str]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)
    failure: str = ""
    log: str = ""

    @property
    def fatal(self) -> bool:
        """Whether its documents may not go out."""
        return is_fatal(self.findings)


def work(tasks: Sequence[Task], order: Order) -> list[Done]:
    """Work on some filings; what goes wrong with one says nothing about the next."""
    if order.version != __version__:
        raise PerfgenError(f"各台机器的 perfgen 版本不同：这里是 {__version__}，那边是 {order.version}")
    packs = Packs((_unpacked(order.bundle),), order.packs.name) if order.bundle else order.packs
    return [_one(task, packs, order) for task in tasks]


def _one(task: Task, packs: Packs, order: Order) -> Done:
    try:
        if order.documents:
            outcome = generate(task.source, packs, only=order.only, force=order.force, data=task.data)
        else:
            outcome = check_filing(task.source, packs, data=task.data)
        made = done(outcome)
        if outcome.figures is not None:
            outcome.figures.release()
    except PerfgenError:
        raise
    except Exception:  # noqa: BLE001  the log tells
        import traceback

        return Done(task.source, task.source.stem, failure=OUR_FAULT, log=traceback.format_exc())
    return made


def done(outcome: Outcome) -> Done:
    """Return what may travel of an outcome."""
    return Done(
        outcome.source,
        outcome.unit,
        outcome.pack_name,
        outcome.sheets,
        outcome.findings,
        outcome.ignored,
        outcome.documents,
        outcome.headline_figures(),
    )


def bundle_of(folders: Iterable[Path]) -> bytes:
    """Return packs as one zip: the folders of packs in their order, the first that has a name wins."""
    import zipfile

    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bundle:
        for folder in folders:
            for manifest in sorted(folder.glob("*/pack.yaml")):
                pack = manifest.parent
                if pack.name in taken:
                    continue
                taken.add(pack.name)
                for path in sorted((manifest, *pack.glob("*.docx"))):
                    bundle.writestr(zipfile.ZipInfo(f"{pack.name}/{path.name}"), path.read_bytes())
    return buffer.getvalue()


@cache
def _unpacked(bundle: bytes) -> Path:
    """Lay the packs of a bundle into a folder of this process's own."""
    import tempfile
    import zipfile

    folder = tempfile.TemporaryDirectory(prefix="perfgen-packs-")
    _KEPT.append(folder)
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        packed.extractall(folder.name)
    return Path(folder.name)


_KEPT: list["TemporaryDirectory[str]"] = []
