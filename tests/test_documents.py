"""The documents of the examples: golden part by part, true to the figures, alike from both inputs."""

import os
import shutil
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from perfgen.generate import Outcome, Packs, generate
from perfgen.word import lint, paragraphs, read_parts

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
UNITS = tuple(path.stem for path in sorted((ROOT / "examples").glob("*.yaml")))
DOCUMENTS = {"北塔区司法局": 1, "岳阳楼区司法局": 5, "零陵区司法局": 5, "辰溪县司法局": 3, "遂宁市安居区司法局": 13}
YUEYANG = "岳阳楼区司法局"


@cache
def outcome(unit: str, suffix: str = ".yaml") -> Outcome:
    """Render an example."""
    return generate(ROOT / "examples" / f"{unit}{suffix}", Packs())


def texts(made: Outcome) -> dict[str, list[str]]:
    """Return the paragraphs of every document that say something."""
    return {document.name: [line for line in paragraphs(document.data) if line.strip()] for document in made.documents}


def readable(part: bytes) -> str:
    """Return a part as indented XML."""
    root = etree.fromstring(part)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def compare(name: str, content: str) -> None:
    """Compare with the golden file; PERFGEN_GOLDEN=write makes it anew, to be looked at in the diff."""
    golden = GOLDEN / name
    if os.environ.get("PERFGEN_GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(content, encoding="utf-8")
    assert content == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS)
def test_the_words_are_as_they_were(unit: str) -> None:
    """The text of every document, then the readable XML of every part that perfgen writes."""
    for name, words in texts(outcome(unit)).items():
        compare(f"{unit}/{name}.txt", "\n".join(words) + "\n")


def test_the_xml_is_as_it_was() -> None:
    """One document of each template of every pack, part by part."""
    seen: set[tuple[str, str]] = set()
    for unit in UNITS:
        pack = outcome(unit).pack
        assert pack is not None
        for document in outcome(unit).documents:
            if (pack.name, document.template) in seen:
                continue
            seen.add((pack.name, document.template))
            before = read_parts("", (pack.folders[0] / document.template).read_bytes())
            for part, content in read_parts(document.name, document.data).items():
                if content != before[part] and part.endswith(".xml"):
                    name = f"{pack.name}/{document.template.removesuffix('.docx')}/{part.replace('/', '-')}"
                    compare(name, readable(content))
    packs = {pack for unit in UNITS if (pack := outcome(unit).pack)}
    assert len(seen) == sum(len(pack.documents) for pack in packs)


@pytest.mark.parametrize("unit", UNITS)
def test_workbook_and_yaml_give_the_same_bytes(unit: str) -> None:
    """Whatever was filled in, the documents are the same."""
    from_yaml, from_workbook = outcome(unit).documents, outcome(unit, ".xlsx").documents
    assert [document.name for document in from_yaml] == [document.name for document in from_workbook]
    assert [document.data for document in from_yaml] == [document.data for document in from_workbook]


@pytest.mark.parametrize("unit", UNITS)
def test_no_document_has_a_fault(unit: str) -> None:
    """Nothing left over, no empty heading, tables as wide as their grids."""
    made = outcome(unit)
    assert made.findings == []
    assert len(made.documents) == DOCUMENTS[unit]
    assert {document.name: lint(document.data) for document in made.documents} == {
        document.name: [] for document in made.documents
    }


def test_one_corrected_figure_is_corrected_everywhere(tmp_path: Path) -> None:
    """在职人数 from 68 to 70 in the workbook: 控制率 and the sentence follow, and nothing else changes."""
    path = tmp_path / "岳阳楼区司法局.xlsx"
    shutil.copy(ROOT / "examples" / path.name, path)
    book = openpyxl.load_workbook(path)
    (cell,) = [row[1] for row in book["单位"].iter_rows() if row[0].value == "实际在职人数"]
    assert cell.value == 68
    cell.value = 70
    book.save(path)
    before, after = texts(outcome(YUEYANG)), texts(generate(path, Packs()))
    changed = {(old, new) for name in before for old, new in zip(before[name], after[name], strict=True) if old != new}
    assert changed == {
        ("68", "70"),
        ("78.16%", "80.46%"),
        (
            "全局核定编制87人，现有干部职工68人，其中公务员编制42人、事业编制26人，在职人员控制率78.16%。",
            "全局核定编制87人，现有干部职工70人，其中公务员编制42人、事业编制26人，在职人员控制率80.46%。",
        ),
    }
    unchanged = [name for name in before if before[name] == after[name]]
    assert len(unchanged) == 3


def test_figures_of_the_published_filing_stand_in_its_tables() -> None:
    """A sample of each form, in the order of the form."""
    words = texts(outcome(YUEYANG))
    basic = words["附件1 2023年度预算单位整体支出绩效评价基础数据表"]
    assert basic[basic.index("三公经费") : basic.index("三公经费") + 4] == ["三公经费", "10.80", "5.75", "5.75"]
    assert basic[basic.index("项目支出：") + 1 : basic.index("项目支出：") + 4] == ["363.80", "335.00", "307.00"]
    whole = words["附件2 2023年度预算单位整体支出绩效自评表"]
    start = whole.index("调解矛盾纠纷起数")
    assert whole[start : start + 5] == ["调解矛盾纠纷起数", "≥1000", "1277", "5", "5"]
    project = words["附件3 2023年度业务工作经费支出绩效自评表"]
    assert project[project.index("总分") :][:3] == ["总分", "100", "95.16"]
    assert "产出指标（48分）" in project


@pytest.mark.parametrize("unit", UNITS)
def test_labels_stand_in_the_order_of_the_published_forms(unit: str) -> None:
    """Every label of the published forms, in order."""
    made = texts(outcome(unit))
    files = sorted((Path(__file__).parent / "labels" / unit).glob("*.txt"))
    assert files
    for file in files:
        name = next(name for name in made if name.startswith(file.stem))
        flat = "".join("".join(made[name]).split())
        position = 0
        for label in file.read_text(encoding="utf-8").split("\n"):
            found = flat.find("".join(label.split()), position)
            assert found >= 0, f"{name}: {label}"
            position = found + len("".join(label.split()))
