"""What Microsoft's validator and LibreOffice make of the documents and workbooks."""

from pathlib import Path

import pytest
from office.libreoffice import pdf_text, to_pdf
from office.validator import validate

from perfgen.blank import write_workbook
from perfgen.generate import Packs, check_filing, generate
from perfgen.pack import find_packs, read_pack
from perfgen.report import Line
from perfgen.report.mark import mark_workbook
from perfgen.report.summary import summary_workbook
from perfgen.write import SUMMARY

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def documents(folder: Path) -> list[Path]:
    """Write the documents of all examples into one folder."""
    paths = []
    for example in EXAMPLES:
        for document in generate(example, Packs()).documents:
            path = folder / f"{example.stem} {document.name}.docx"
            path.write_bytes(document.data)
            paths.append(path)
    return paths


@pytest.mark.validator
def test_microsofts_validator_reports_nothing(tmp_path: Path) -> None:
    """For every document of every example, every template, every blank, filled and marked workbook, the summary."""
    paths = [*documents(tmp_path), *sorted(ROOT.glob("templates/*/*.docx")), *sorted(ROOT.glob("examples/*.xlsx"))]
    for folder in find_packs():
        blank = tmp_path / f"{folder.name}.xlsx"
        blank.write_bytes(write_workbook(read_pack(folder)))
        paths.append(blank)
    for example in sorted(ROOT.glob("examples/*.xlsx")):
        marked = tmp_path / f"{example.stem}-检查结果.xlsx"
        marked.write_bytes(mark_workbook(example.read_bytes(), check_filing(example, Packs()).findings))
        paths.append(marked)
    line = Line("=1+1", "甲.xlsx", "hunan-2023", "已生成", {"总分": "97", "执行率": "98.20%"}, {"warn": 2}, 5, "=1+1")
    paths.append(tmp_path / SUMMARY)
    paths[-1].write_bytes(summary_workbook([line, line._replace(state="有致命问题", folder="", note="没有填")]))
    faults = validate(paths)
    assert len(faults) == len(paths)
    assert {path.name: found for path, found in faults.items() if found} == {}


@pytest.mark.soffice
@pytest.mark.poppler
def test_pages_show_what_the_documents_say(tmp_path: Path) -> None:
    """LibreOffice opens every document; a figure, a numbered heading and the page number stand on its pages."""
    pdfs = to_pdf(documents(tmp_path), tmp_path / "pdf")
    words = {pdf.stem: "".join(pdf_text(pdf).split()) for pdf in pdfs}
    assert len(words) >= len(EXAMPLES)
    assert all(words.values())
    report = next(text for name, text in words.items() if name.startswith("岳阳楼") and "附件4" in name)
    for shown in (
        "一、部门（单位）基本情况",
        "（一）职能职责",
        "（三）主要绩效及评价结论",
        "1.全面依法治区",
        "（1）积极创建",
        "十、其他",
        "—1—",
        "78.16%",
    ):
        assert shown in report, shown
    assert "{{" not in "".join(words.values())
