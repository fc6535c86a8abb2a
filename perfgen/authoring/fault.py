"""A fault of a template and the spot it is at, as somebody finds it in Word."""

from dataclasses import dataclass

from perfgen.finding import Kind

_LONGEST = 40
_BEFORE = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: the part in Chinese, the paragraph counted from the part's beginning, the table's cell.

    What does not apply is 0. ``words`` are those of the paragraph.
    """

    part: str
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    words: str = ""

    def __str__(self) -> str:
        """``正文 表2第3行第1格``, ``页眉 第1段`` or ``文档属性“标题”``."""
        if self.table:
            return f"{self.part} 表{self.table}第{self.row}行第{self.cell}格"
        return f"{self.part} 第{self.paragraph}段" if self.paragraph else self.part


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at one spot."""

    kind: Kind
    message: str
    spot: Spot
    help: str


def around(text: str, start: int, end: int) -> str:
    """Return what stands from one place to another, with some of the words before and behind it."""
    first, last = max(start - _BEFORE, 0), min(end + _BEFORE, len(text))
    words = " ".join(text[first:last].split())
    return f"{'……' if first else ''}{words}{'……' if last < len(text) else ''}"


def shortened(text: str) -> str:
    """Return the beginning of a text."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "……"
