"""Whatever staff type comes out right, whatever is wrong is said and nothing is written."""

from pathlib import Path

import pytest
from support.filings import COMPLETE, lines, mini, packs
from zoo import EXCEL, YAML, Specimen

from perfgen.batch import render_all
from perfgen.blank import write_workbook, write_yaml
from perfgen.filing import build
from perfgen.finding import is_fatal
from perfgen.read import read_tree
from perfgen.read.yaml import YamlSource
from perfgen.word import lint, paragraphs

NASTY = "A & B <95%，“引号”\"直引号\"，'单引号'，emoji 👩‍👩‍👧😀，制表\t符，反斜杠\\n，{# 注释 #}，#井号: 冒号"
LONG = "长段落" * 1667


@pytest.mark.parametrize("suffix", [".yaml", ".xlsx"])
@pytest.mark.parametrize("unit", ["甲/乙局", "../../etc", "..", 'a"b<c>局', "CON", "😀局", "甲" * 200])
def test_nothing_a_unit_is_called_or_writes_is_lost(unit: str, suffix: str, tmp_path: Path) -> None:
    """From a workbook and from YAML: the name and the text stand in the document, the files stay in their folder."""
    content = COMPLETE.replace("甲局", '"' + unit.replace("\\", "\\\\").replace('"', '\\"') + '"')
    source, _ = YamlSource.open(content.encode())
    assert source is not None
    tree, _ = read_tree(source, mini())
    filing, _ = build(mini(), tree)
    text = write_yaml(mini(), filing).replace("负责司法行政。", f"|-\n    {NASTY}\n    {LONG}")
    path = tmp_path / "in" / f"甲{suffix}"
    path.parent.mkdir()
    if suffix == ".yaml":
        path.write_text(text, encoding="utf-8")
    else:
        source, faults = YamlSource.open(text.encode())
        assert (source is not None, faults) == (True, [])
        assert source is not None
        tree, _ = read_tree(source, mini())
        path.write_bytes(write_workbook(mini(), build(mini(), tree)[0]))
    (result,) = render_all([path], tmp_path / "out", packs())
    assert lines(result.done) == []
    (written,) = result.written
    assert written.path.parent.parent == tmp_path / "out"
    assert sorted(found.relative_to(tmp_path).parts[0] for found in tmp_path.iterdir()) == ["in", "out"]
    data = written.path.read_bytes()
    assert paragraphs(data) == [f"{unit}在职68人", NASTY, LONG]
    assert lint(data) == []


def test_control_characters_are_reported_and_dropped(tmp_path: Path) -> None:
    """The words around them stay."""
    path = tmp_path / "甲.yaml"
    path.write_text(COMPLETE.replace("甲局", '"甲\\x01\\x08局"'), encoding="utf-8")
    (result,) = render_all([path], tmp_path / "out", packs())
    assert lines(result.done) == ["甲.yaml:2:12  提示：“单位名称”里有不可见的控制字符（不可见字符）"]
    assert paragraphs(result.written[0].path.read_bytes())[0] == "甲局在职68人"


@pytest.mark.parametrize("specimen", [*YAML, *EXCEL], ids=lambda specimen: f"{specimen.name[-4:]} {specimen.title}")
def test_a_filing_with_a_fatal_finding_writes_nothing(specimen: Specimen, tmp_path: Path) -> None:
    """Not a folder, not a file; without a fatal finding there is a document."""
    path = tmp_path / specimen.name
    path.write_bytes(specimen.data())
    (result,) = render_all([path], tmp_path / "out", packs())
    assert (tmp_path / "out").exists() is not is_fatal(result.done.findings)
