"""Per document, warm: docxtpl, docxtemplater and perfgen on the same templates and data, and the floor under them."""

import io
import json
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from docxtpl import DocxTemplate

from perfgen.expression import Scope
from perfgen.generate import Packs, check_filing
from perfgen.word import load_template, read_parts
from perfgen.word.package import deflated
from tools.bench.baseline import Context, environment
from tools.bench.curly import rewrite
from tools.bench.measure import Contestant, Rounds, say, take_turns, timed
from tools.bench.plain import plain_context
from tools.bench.words import words

KINDS = (
    ("report", "附件4-自评报告"),
    ("indicator table", "附件2-整体支出绩效自评表"),
    ("data form", "附件1-基础数据表"),
)
DOCXTPL, PERFGEN, NODE = "docxtpl", "perfgen", "docxtemplater"
WRITTEN, DEFLATE, WRITE = "perfgen, and write", "floor: deflate", "floor: deflate and write"
_SCRIPT = Path(__file__).with_name("docxtemplater.cjs")
_PACKAGES = ("docxtemplater", "pizzip")


@dataclass(frozen=True)
class Kind:
    """What was measured for one kind of document; ``same`` says for whom the words equal perfgen's."""

    name: str
    template: str
    paragraphs: int
    size: int
    rounds: dict[str, Rounds]
    same: dict[str, bool]


@dataclass(frozen=True)
class Measured:
    """All kinds, and docxtemplater's version or why it is not there."""

    kinds: tuple[Kind, ...]
    node: str


def measure(filing: Path, templates: Path, folder: Path, rounds: int) -> Measured:
    """Measure every kind with the data of a filing; ``folder`` takes what the engines need."""
    figures = check_filing(filing, Packs()).figures
    if figures is None:
        raise ValueError(f"{filing} cannot be read")
    plain = plain_context(figures)
    jinja = environment()
    rewritten = {name: rewrite((templates / f"{name}.docx").read_bytes(), plain, jinja) for _, name in KINDS}
    kinds = []
    with _node(folder, rewritten) as (node, about):
        for kind, name in KINDS:
            say(f"  {kind} ({name})")
            path = templates / f"{name}.docx"
            render = partial(_with_perfgen, path, figures.scope)
            made = render()
            compress = _floor(path, made)
            contestants = {DOCXTPL: timed(lambda path=path: _with_docxtpl(path, plain))}  # type: ignore[misc]
            others = {DOCXTPL: _with_docxtpl(path, plain)}
            if node is not None:
                contestants[NODE] = _asked(node, name)
                others[NODE] = _written(node, name, folder / "rendered.docx")
            contestants |= {
                PERFGEN: timed(render),
                WRITTEN: _writing(render, folder / "perfgen.docx"),
                DEFLATE: timed(compress),
                WRITE: _writing(compress, folder / "floor.docx"),
            }
            said = words(made)
            same = {engine: words(document) == said for engine, document in others.items()}
            kinds.append(Kind(kind, name, len(said), len(made), take_turns(contestants, rounds), same))
    return Measured(tuple(kinds), about)


def _with_perfgen(path: Path, scope: Scope) -> bytes:
    return load_template(path).render(scope)


def _writing(work: Callable[[], bytes], path: Path) -> Contestant:
    return timed(lambda: path.write_bytes(work()))


def _with_docxtpl(path: Path, data: Context) -> bytes:
    document = DocxTemplate(path)
    document.render(data, environment(), autoescape=True)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def _floor(template: Path, document: bytes) -> Callable[[], bytes]:
    """Return the work no engine gets around: compress and sum up the parts that differ from the template."""
    before = read_parts("template", template.read_bytes())
    changed = [content for name, content in read_parts("document", document).items() if before.get(name) != content]
    rest = bytes(max(0, len(document) - sum(len(deflated(content)) for content in changed)))
    return lambda: b"".join((rest, *(zlib.crc32(content).to_bytes(4) + deflated(content) for content in changed)))


@contextmanager
def _node(
    folder: Path, rewritten: dict[str, tuple[bytes, Context]]
) -> Iterator[tuple[subprocess.Popen[str] | None, str]]:
    """Start docxtemplater with all templates loaded; None with the reason where that is not possible."""
    reason = install(folder)
    if reason:
        say(f"  no docxtemplater: {reason}")
        yield None, reason
        return
    for name, (template, data) in rewritten.items():
        (folder / f"{name}.docx").write_bytes(template)
        (folder / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    command = ["node", str(_SCRIPT), str(folder), *rewritten]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
    ) as process:
        yield process, _pipe(process.stdout).readline().strip()
        _pipe(process.stdin).close()


def install(folder: Path) -> str:
    """Install docxtemplater into the folder, once; return why it is not there, or nothing."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    if all((folder / "node_modules" / package).is_dir() for package in _PACKAGES):
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder), *_PACKAGES]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    return f"npm could not install it: {done.stderr.strip()[-200:]}" if done.returncode else ""


def _asked(node: subprocess.Popen[str], kind: str) -> Contestant:
    return lambda times: float(_ask(node, f"{kind} {times}")) / 1000


def _written(node: subprocess.Popen[str], kind: str, path: Path) -> bytes:
    _ask(node, f"{kind} {path}")
    return path.read_bytes()


def _ask(node: subprocess.Popen[str], line: str) -> str:
    _pipe(node.stdin).write(f"{line}\n")
    answer = _pipe(node.stdout).readline().strip()
    if not answer:
        raise RuntimeError(f"docxtemplater failed on: {line}")
    return answer


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("node was started without pipes")
    return stream
