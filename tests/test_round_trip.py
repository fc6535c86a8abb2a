"""Any filing → workbook or YAML → the same filing; nothing lost, nothing invented."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from support.filings import mini
from support.strategies import as_raw, trees

from perfgen.blank import write_workbook, write_yaml
from perfgen.filing import Filing, build, raw
from perfgen.finding import Level
from perfgen.read import Source, read_tree
from perfgen.read.workbook import WorkbookSource
from perfgen.read.yaml import YamlSource

_MANY = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def filing_of(tree: dict[str, Any]) -> Filing:
    """Build the filing of a tree that has no fault but missing fields."""
    root = as_raw(tree)
    assert isinstance(root, raw.Branch)
    filing, findings = build(mini(), root)
    assert {found.kind.name for found in findings} <= {"必填未填", "不可见字符"}
    return filing


def read_back(source: Source | None) -> Filing:
    """Read a file that was just written; whatever its reader finds is at most a missing field or a note."""
    assert source is not None
    assert source.pack_name == "mini"
    tree, found = read_tree(source, mini())
    filing, more = build(mini(), tree)
    assert [
        str(finding)
        for finding in [*found, *more]
        if finding.level is not Level.INFO and finding.kind.name != "必填未填"
    ] == []
    return filing


@_MANY
@given(trees)
def test_yaml_reads_back(tree: dict[str, Any]) -> None:
    """Whatever a filing holds survives YAML."""
    filing = filing_of(tree)
    source, faults = YamlSource.open(write_yaml(mini(), filing).encode())
    assert faults == []
    assert read_back(source) == filing


@_MANY
@given(trees)
def test_a_workbook_reads_back(tree: dict[str, Any]) -> None:
    """Whatever a filing holds survives Excel."""
    filing = filing_of(tree)
    source, faults = WorkbookSource.open(write_workbook(mini(), filing))
    assert faults == []
    assert read_back(source) == filing


def test_writing_twice_gives_the_same_bytes() -> None:
    """No clock in the workbook."""
    filing = filing_of({"单位": {"单位名称": "甲局"}})
    assert write_workbook(mini(), filing) == write_workbook(mini(), filing)
    assert write_workbook(mini()) == write_workbook(mini())


def test_a_blank_form_reads_back_as_an_empty_filing() -> None:
    """The skeleton and the blank workbook hold nothing but the pack's name."""
    empty = filing_of({})
    assert read_back(YamlSource.open(write_yaml(mini()).encode())[0]) == empty
    assert read_back(WorkbookSource.open(write_workbook(mini()))[0]) == empty
