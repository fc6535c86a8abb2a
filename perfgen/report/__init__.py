"""Findings as people and programs read them: text, one line each, JSON, a marked workbook."""

from perfgen.report.checked import Checked
from perfgen.report.data import as_json
from perfgen.report.lines import Line, Lines
from perfgen.report.order import in_document_order
from perfgen.report.text import Tally, as_text

__all__ = ["Checked", "Line", "Lines", "Tally", "as_json", "as_text", "in_document_order"]
