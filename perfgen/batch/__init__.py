"""Many filings: made side by side, written one after the other; one's faults never stop the others."""

from perfgen.batch.check import check_all
from perfgen.batch.find import find_filings
from perfgen.batch.render import Options, Result, State, render_all

__all__ = ["Options", "Result", "State", "check_all", "find_filings", "render_all"]
