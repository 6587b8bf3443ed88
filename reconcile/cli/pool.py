"""Work in several processes, with the results in the order of the work."""

from __future__ import annotations

import signal
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from reconcile.cli.exits import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 8
"""How many pieces of work a process may be ahead of the results that were taken: it bounds what waits in memory."""


def in_order(work: Callable[[T], R], items: Iterable[T], jobs: int) -> Iterator[R]:
    """Yield the result for each item, in the order of the items.

    Parameters
    ----------
    work
        What to do with an item; for several processes, a function that can be pickled, as can its results.
    items
        What to work on.
    jobs
        How many processes; with one, the work is done in this process.

    Raises
    ------
    Failure
        If a process ends before its work is done.
    """
    if jobs == 1:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to load, and seldom needed
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    waiting: deque[Future[R]] = deque()
    with ProcessPoolExecutor(jobs, get_context("spawn"), _ignore_interruptions) as pool, _ended_at_once(pool):
        try:
            for item in items:
                with _uninterrupted():
                    waiting.append(pool.submit(work, item))
                if len(waiting) == jobs * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise Failure("a process ended before its work was done; memory may be short: try fewer with -j") from error


@contextmanager
def _ended_at_once(pool: ProcessPoolExecutor) -> Iterator[None]:
    """End the processes when the block does: nobody waits for what they are at."""
    from multiprocessing import active_children  # noqa: PLC0415 - as above

    before = set(active_children())
    try:
        yield
    except BaseException:
        for process in set(active_children()) - before:
            process.terminate()
        pool.shutdown(wait=True, cancel_futures=True)  # or Python would trip over the pool's own thread when it ends
        raise


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ignore Ctrl-C for a moment, and in the processes that start in it: they are ended from here."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _ignore_interruptions() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
