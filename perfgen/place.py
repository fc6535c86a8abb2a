"""Where something stands: a cell, a line and column, a paragraph."""

from typing import NamedTuple


class Place(NamedTuple):
    """A spot in a file the staff can open; parts that do not apply are blank or 0."""

    file: str
    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: int = 0
    paragraph: int = 0

    def __str__(self) -> str:
        """``岳阳楼.xlsx › 绩效指标!F12``, ``岳阳楼.yaml:14:10`` or ``附件2.docx 第4段``."""
        if self.sheet:
            return f"{self.file} › {self.sheet}!{self.cell}" if self.cell else f"{self.file} › {self.sheet}"
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        if self.paragraph:
            return f"{self.file} 第{self.paragraph}段"
        return self.file
