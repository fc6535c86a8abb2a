"""The lines of a sheet under its header, cell by cell, before anything is drawn."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfgen.blank.entries import Look, explanation, look_of
from perfgen.blank.outline import text_lines
from perfgen.blank.slots import Line, Slot, blank_line, label, note
from perfgen.filing import Cell, Filing, Form, Grid, Listing, Narrative
from perfgen.filing.model import Node
from perfgen.pack import FormTable, GridTable, IndicatorTable, PackField, Table, TextTable
from perfgen.pack.sheets import Sheet
from perfgen.value import Blank
