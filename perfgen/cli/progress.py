"""How far a bulk run is: a bar with rate and remaining time, in a terminal and for more than a few filings."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_FEW = 8
_Item = TypeVar("_Item")


class Progress:
    """Shows nothing where nobody looks: a pipe, a log, a handful of filings."""

    def __init__(self, doing: str) -> None:
        """Begin without a bar; ``doing`` will stand before it."""
        self.total = 0
        self._doing = doing
        self._bar: Bar | None = None

    def begin(self, total: int) -> None:
        """Learn how many there are."""
        self.total = total

    def _show(self) -> None:
        """Show the bar, with the first result: its thread must not be there when processes are made."""
        if self._bar or self.total <= _FEW or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("剩余"),
            TimeRemainingColumn(),
        )
        console = Console(stderr=True)
        self._bar = Bar(*columns, console=console, transient=True, redirect_stdout=sys.stdout.isatty())
        self._bar.add_task(self._doing, total=self.total, rate="")
        self._bar.start()

    def follow(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Yield the items and move the bar after each."""
        for item in items:
            self._show()
            yield item
            if self._bar:
                (task,) = self._bar.tasks
                rate = f"{task.speed:.0f} 份/秒" if task.speed else ""
                self._bar.update(task.id, advance=1, rate=rate)

    def __enter__(self) -> Self:
        """Take the bar away in the end, whatever happens."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        if self._bar:
            self._bar.stop()
