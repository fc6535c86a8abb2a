"""What cells accept: drop-downs for choices, a question when a figure's cell is given something else."""

from collections.abc import Iterable, Iterator

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from perfgen.blank.entries import Look
from perfgen.blank.slots import Line
from perfgen.pack import NUMERIC, PackField

_LONGEST_INLINE = 250
_CHOICES_COLUMN = 4  # on the guide, right of what staff read
_GROWS_TO = 1000
_ENTERED = frozenset((Look.REQUIRED, Look.INPUT, Look.SCORE, Look.COMPUTED))
_Rule = tuple[str, tuple[str, ...]]


class Validation:
    """The rules of a workbook's cells; drop-downs too long for a rule stand on the guide sheet."""

    def __init__(self, guide: Worksheet) -> None:
        """Take the sheet that holds long drop-downs."""
        self._guide = guide
        self._ranges: dict[tuple[str, ...], str] = {}

    def add(self, page: Worksheet, lines: Iterable[Line], first_row: int, *, grows: bool) -> None:
        """Lay the rules over the cells of a sheet; where rows are added, over the whole column."""
        taken: dict[_Rule, dict[int, list[int]]] = {}
        for row, line in enumerate(lines, start=first_row):
            for column, slot in enumerate(line, start=1):
                if slot.look in _ENTERED and (rule := _rule(slot.field)):
                    taken.setdefault(rule, {}).setdefault(column, []).append(row)
        for rule, columns in taken.items():
            areas = [
                f"{get_column_letter(column)}{start}:{get_column_letter(column)}{end}"
                for column, rows in columns.items()
                for start, end in ([(first_row, _GROWS_TO)] if grows else _runs(rows))
            ]
            validation = self._validation(*rule)
            validation.sqref = " ".join(areas)
            page.add_data_validation(validation)

    def _validation(self, kind: str, choices: tuple[str, ...]) -> DataValidation:
        if choices:
            formula = self._list(choices)
            return _warn(DataValidation("list", formula1=formula), "选项", "请从下拉列表里选一个；没有合适的就留空。")
        if kind == "year":
            made = DataValidation("whole", operator="between", formula1="1949", formula2="2100")
            return _warn(made, "年份", "请填四位年份，如 2023。")
        low, high = "-9999999999999999", "9999999999999999"
        if kind == "count":
            made = DataValidation("whole", operator="between", formula1=low, formula2=high)
            return _warn(made, "整数", "请只填整数，单位和说明不要写在数字里；没有就留空。")
        made = DataValidation("decimal", operator="between", formula1=low, formula2=high)
        if kind == "rate":
            return _warn(made, "百分比", "请填百分比，如 78.16%；没有就留空。")
        return _warn(made, "数字", "请只填数字，单位和说明不要写在数字里；没有就留空，照原表印横线的填“—”。")

    def _list(self, choices: tuple[str, ...]) -> str:
        inline = ",".join(choices)
        plain = not any(character in choice for choice in choices for character in ',"')
        if plain and len(inline) <= _LONGEST_INLINE:
            return f'"{inline}"'
        if choices not in self._ranges:
            column = _CHOICES_COLUMN + len(self._ranges)
            self._guide.cell(1, column, "下拉选项")
            for row, choice in enumerate(choices, start=2):
                self._guide.cell(row, column, choice).data_type = "s"
            letter = get_column_letter(column)
            self._guide.column_dimensions[letter].hidden = True
            sheet = quote_sheetname(self._guide.title)
            self._ranges[choices] = f"{sheet}!${letter}$2:${letter}${len(choices) + 1}"
        return self._ranges[choices]


def _rule(field: PackField) -> _Rule | None:
    if field.type == "choice":
        return "choice", field.choices
    if field.type == "yesno":
        return "yesno", ("是", "否")
    return (field.type if field.type in ("year", "count", "rate") else "number", ()) if field.type in NUMERIC else None


def _warn(validation: DataValidation, title: str, message: str) -> DataValidation:
    validation.errorStyle = "warning"
    validation.errorTitle, validation.error = title, message
    validation.showErrorMessage = True
    validation.allow_blank = True
    return validation


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of every run of neighbouring rows."""
    start = previous = rows[0]
    for row in rows[1:]:
        if row != previous + 1:
            yield start, previous
            start = row
        previous = row
    yield start, previous
