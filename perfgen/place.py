"""Where something stands: a cell, a line and column, a paragraph."""

from typing import NamedTuple


class Place(NamedTuple):
    """A spot in a file the staff can open; parts that do not apply are blank or 0.

    The file is blank where it is the filing's own: readers say where in it something stands, and who reports that says
    in which file. So equal parts of two filings are the same.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: int = 0
    paragraph: int = 0

    def of(self, file: str) -> "Place":
        """Return the place with the filing's file, where it names none."""
        return self if self.file else self._replace(file=file)

    def __str__(self) -> str:
        """``岳阳楼.xlsx › 绩效指标!F12``, ``岳阳楼.yaml:14:10`` or ``附件2.docx 第4段``; no file: ``第 14 行``."""
        if self.sheet:
            where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
            return f"{self.file} › {where}" if self.file else where
        if self.line:
            return f"{self.file}:{self.line}:{self.column}" if self.file else f"第 {self.line} 行"
        if self.paragraph:
            return f"{self.file} 第{self.paragraph}段"
        return self.file
