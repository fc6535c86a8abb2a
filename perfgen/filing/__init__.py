"""The filing: typed values as entered, computed fields on demand, where each came from."""

from perfgen.filing.build import PACK_KEY, build
from perfgen.filing.explain import Origin, explain
from perfgen.filing.figures import Figures
from perfgen.filing.model import Cell, Filing, Form, Grid, Listing, Narrative, Paragraph, Prose, Row, Section
from perfgen.filing.types import clean, written

__all__ = [
    "PACK_KEY",
    "Cell",
    "Figures",
    "Filing",
    "Form",
    "Grid",
    "Listing",
    "Narrative",
    "Origin",
    "Paragraph",
    "Prose",
    "Row",
    "Section",
    "build",
    "clean",
    "explain",
    "written",
]
