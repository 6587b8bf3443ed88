"""A progress bar on standard error, for work on several cases that takes a while."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATIENCE = 1.0
"""Seconds of work that need no bar."""


@contextmanager
def progress(total: int, *, patience: float = _PATIENCE) -> Iterator[Callable[[], None]]:
    """Show a bar while the block runs, and give what to call whenever one of `total` pieces is done.

    There is no bar for a single piece, for work that is quick, and where standard error is no terminal.
    """
    if total == 1 or sys.stderr is None or not sys.stderr.isatty():
        yield _nothing
        return
    from threading import Timer  # noqa: PLC0415 - only a terminal needs it

    from rich.console import Console  # noqa: PLC0415 - slow to load, and for a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    task = bar.add_task("", total=total)
    starter = Timer(patience, bar.start)  # by the clock, since the first piece may take long
    starter.daemon = True
    starter.start()
    try:
        yield partial(bar.advance, task)
    finally:
        starter.cancel()
        starter.join()
        bar.stop()


def _nothing() -> None:
    pass
