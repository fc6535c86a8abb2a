"""The manifest of a template pack as typed data."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from perfgen.pack.fields import STRICT, PackField, check_names
from perfgen.pack.ignored import IGNORED, ignore_table
from perfgen.pack.indicators import IndicatorTable
from perfgen.pack.tables import GridRow, GridTable, Listing, ListTable, Table, TextField, TextTable

_TEMPLATE = re.compile(r"[^/\\]+\.docx$")
_VERSION = re.compile(r"(>=\d+(\.\d+)*)?$")


@dataclass(frozen=True, kw_only=True, eq=False)
class DocumentSpec:
    """One document, or one for each row of a list."""

    __pydantic_config__ = STRICT

    template: str
    name: str
    each: str = ""

    def __post_init__(self) -> None:
        """Refuse a template outside the pack's folder."""
        if not _TEMPLATE.match(self.template):
            raise ValueError(f"template 要写模板包文件夹里的 .docx 文件名，不能是“{self.template}”")


@dataclass(frozen=True, kw_only=True, eq=False)
class PackCheck:
    """A check of the pack's own: a rule that must hold, once or for each row of a list, and what to say if it does not.

    The message is narrative: it may hold placeholders. A rule over a blank is silent. ``at`` is the field where it is
    shown (``收支.执行数``, with ``each`` ``项目.总分``); else the first field that the rule uses and a hand filled in.
    """

    __pydantic_config__ = STRICT

    name: str
    rule: str
    message: str
    level: Literal["fatal", "warn", "info"] = "fatal"
    help: str = "请核对这几个数"
    each: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Manifest:
    """``pack.yaml``; without documents it is a base that other packs extend.

    ``constants`` are plain data that formulas and templates read by name: the words of a list of terms, fixed orders.
    """

    __pydantic_config__ = STRICT

    title: str
    tables: dict[str, Table]
    perfgen: str = ""
    grades: dict[str, Decimal] = field(default_factory=dict)
    checks: tuple[PackCheck, ...] = ()
    constants: dict[str, Any] = field(default_factory=dict)
    documents: tuple[DocumentSpec, ...] = ()

    def __post_init__(self) -> None:
        """Refuse tables that no workbook could hold, and what leads nowhere."""
        check_names((*self.tables, *self.constants))
        if not _VERSION.match(self.perfgen):
            raise ValueError(f"perfgen 要写成 >=0.1 这样，不能是“{self.perfgen}”")
        if IGNORED in self.tables:
            raise ValueError(f"“{IGNORED}”是每个模板包都有的表，不能另外定义")
        if both := self.tables.keys() & self.constants.keys():
            raise ValueError(f"tables 和 constants 里都有“{min(both)}”，请改一个名字")
        for name, table in self.tables.items():
            _check_labels(name, table)
            for below, owned in table.tables.items() if isinstance(table, ListTable) else ():
                _check_labels(f"{name}.{below}", owned)
                if isinstance(owned, TextTable) or (isinstance(owned, ListTable) and owned.tables):
                    raise ValueError(f"“{name}.{below}”：列表下面只能有 form、grid、indicators 或不再带表的 list")
        for each in [*(spec.each for spec in self.documents), *(spec.each for spec in self.checks)]:
            if each and not isinstance(self.tables.get(each), (ListTable, IndicatorTable)):
                raise ValueError(f"each 指的“{each}”不是列表")


def _check_labels(path: str, table: Table) -> None:
    """Refuse two labels that a reader of the form could not tell apart."""
    parts: list[Mapping[str, PackField] | Mapping[str, GridRow] | Mapping[str, TextField]]
    parts = [table.columns, table.rows] if isinstance(table, GridTable) else [table.fields]
    for named in parts:
        labels = [part.label or name for name, part in named.items()]
        twice = next((label for label in labels if labels.count(label) > 1), None)
        if twice:
            raise ValueError(f"“{path}”里有两个“{twice}”，请用 label 区分")


class Pack:
    """A template pack: its name, its folders and its manifest; every pack has a list of findings to ignore."""

    def __init__(self, folders: tuple[Path, ...], manifest: Manifest) -> None:
        """Take the pack's own folder, those of the packs it extends behind it, and the manifest of them all."""
        self.name = folders[0].name
        self.folders = folders
        self.title = manifest.title
        self.tables: Mapping[str, Table] = {**manifest.tables, IGNORED: ignore_table(manifest.tables)}
        self.documents = manifest.documents
        self.grades = manifest.grades
        self.checks = manifest.checks
        self.constants = manifest.constants
        self._paths: dict[str, Path] = {}  # of templates that were found

    def template_path(self, document: DocumentSpec) -> Path:
        """Return where a document's template lies: in the pack's own folder, or that of a pack it extends."""
        name = document.template
        if name not in self._paths:
            paths = [folder / name for folder in self.folders]
            self._paths[name] = next((path for path in paths if path.is_file()), paths[0])
        return self._paths[name]

    def listings(self) -> Iterator[tuple[str, Listing]]:
        """Yield the lists at the top, by name."""
        for name, table in self.tables.items():
            if isinstance(table, (ListTable, IndicatorTable)):
                yield name, table
