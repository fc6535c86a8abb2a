"""The support modules can fail: they see the faults they are there to see."""

import zipfile
from pathlib import Path

import pytest
from docx import Document

from office.libreoffice import pages_as_png, pdf_text, to_pdf
from office.validator import validate

SENTENCE = "岳阳楼区司法局2023年度"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """Return a small sound document with a Chinese name."""
    path = tmp_path / "附件1 基础数据表.docx"
    made = Document()
    made.add_paragraph(SENTENCE)
    made.save(str(path))
    return path


def break_document(path: Path) -> Path:
    """Put an element where the schema has none."""
    broken = path.with_name("坏.docx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(
                name, part.replace(b"<w:body>", b"<w:body><w:rPr/>") if name == "word/document.xml" else part
            )
    return broken


@pytest.mark.validator
def test_validator_names_the_part_and_the_fault(document: Path) -> None:
    """A sound file has no faults; a misplaced element and a file that is no document have one."""
    broken, text = break_document(document), document.with_name("文本.docx")
    text.write_text("不是文档", encoding="utf-8")
    found = validate([document, broken, text])
    assert list(found) == [document, broken, text]
    assert found[document] == []
    assert found[broken][0].startswith("/word/document.xml /w:document[1]/w:body[1]: ")
    assert len(found[text]) == 1


@pytest.mark.soffice
@pytest.mark.poppler
def test_pages_show_the_words_of_the_document(document: Path, tmp_path: Path) -> None:
    """A document becomes a PDF with its words and one picture a page."""
    [pdf] = to_pdf([document], tmp_path / "pdf")
    assert "".join(pdf_text(pdf).split()) == SENTENCE
    assert [picture.name for picture in pages_as_png(pdf, tmp_path / "png", dpi=30)] == [f"{document.stem}-1.png"]


def test_files_that_would_print_over_each_other_are_refused(tmp_path: Path) -> None:
    """附件1.docx and 附件1.xlsx would both become 附件1.pdf."""
    with pytest.raises(ValueError, match="same name"):
        to_pdf([tmp_path / "附件1.docx", tmp_path / "附件1.xlsx"], tmp_path)
