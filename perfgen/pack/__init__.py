"""The template pack: one locality's forms as data."""

from perfgen.pack.fields import NUMERIC, PackField
from perfgen.pack.ignored import IGNORED
from perfgen.pack.indicators import IndicatorTable
from perfgen.pack.load import BrokenPackError, PackError, built_in_packs, find_packs, load_pack, read_pack
from perfgen.pack.model import DocumentSpec, Pack, PackCheck
from perfgen.pack.tables import FormTable, GridTable, Listing, ListTable, Table, TextField, TextTable

__all__ = [
    "IGNORED",
    "NUMERIC",
    "BrokenPackError",
    "DocumentSpec",
    "FormTable",
    "GridTable",
    "IndicatorTable",
    "ListTable",
    "Listing",
    "Pack",
    "PackCheck",
    "PackError",
    "PackField",
    "Table",
    "TextField",
    "TextTable",
    "built_in_packs",
    "find_packs",
    "load_pack",
    "read_pack",
]
