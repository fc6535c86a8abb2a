"""The workbook inside a chart: one sheet, categories in the first column, a series in each of the others."""

from perfgen.expression import Chart, exact
from perfgen.value import Blank
from perfgen.word.package import write_parts
from perfgen.word.printing import print_plain

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(chart: Chart) -> bytes:
    """Return the workbook of a chart; the same data gives the same bytes."""
    rows = [["", *(line.name for line in chart.series)]]
    lines = zip(chart.categories, *(line.values for line in chart.series), strict=True)
    cells = "".join(
        f'<row r="{number}">{"".join(_cell(number, n, value) for n, value in enumerate(row))}</row>'
        for number, row in enumerate([*rows, *lines], start=1)
    )
    sheet = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return write_parts({name: xml.encode() for name, xml in {**_FIXED, "xl/worksheets/sheet1.xml": sheet}.items()})


def column_name(number: int) -> str:
    """Return the letters of a column, counted from 0."""
    name = ""
    while number >= 0:
        number, letter = divmod(number, 26)
        name = chr(ord("A") + letter) + name
        number -= 1
    return name


def _cell(row: int, column: int, value: object) -> str:
    place = f"{column_name(column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{print_plain(value)}</t></is></c>' if value else ""
    return "" if isinstance(value, Blank) else f'<c r="{place}"><v>{exact(value)}</v></c>'  # type: ignore[arg-type]
