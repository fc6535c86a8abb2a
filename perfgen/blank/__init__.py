"""Writing the input: the workbook and the YAML file of a pack, blank or with a filing in it."""

from perfgen.blank.workbook import write_workbook
from perfgen.blank.yaml import write_yaml

__all__ = ["write_workbook", "write_yaml"]
