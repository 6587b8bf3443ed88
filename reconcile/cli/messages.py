"""Standard error: a message that cannot be written is lost, and costs neither the result nor its exit code."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from reconcile.reports.signs import SPELT

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


def never_fail() -> None:
    """Let nothing that is written to standard error fail: it may be closed, as in `2>&1 | head`, or a full disk."""
    stream = sys.stderr
    if isinstance(stream, io.TextIOWrapper):
        raw = getattr(stream.buffer, "raw", None) or stream.buffer  # none, where Python is told not to buffer
        buffer = io.BufferedWriter(_Unfailing(raw))
        sys.stderr = io.TextIOWrapper(buffer, stream.encoding, errors=SPELT, line_buffering=True)


class _Unfailing(io.RawIOBase):
    """A stream that takes whatever is written, and drops what another one does not take."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self._stream = stream

    def write(self, data: ReadableBuffer) -> int:
        size = memoryview(data).nbytes
        with suppress(OSError):
            return self._stream.write(data) or size  # None, where it would have to wait
        return size

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()
