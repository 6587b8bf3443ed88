"""Where results go: to standard output, or to a file that is written whole or not at all."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.cli.exits import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable


class LikeStandardOutput(io.StringIO):
    """Passes for standard output where rich asks what it can show, but nothing written to it gets there."""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a class attribute in the stubs
        """The encoding of standard output."""
        return getattr(sys.stdout, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        """Whether standard output is a terminal."""
        return sys.stdout is not None and sys.stdout.isatty()


def emit(data: bytes) -> None:
    """Write to standard output at once. A reader who has had enough (`| head`) is no fault.

    Raises
    ------
    Failure
        If standard output cannot be written to.
    """
    if sys.stdout is None:  # closed by whoever started the program
        return
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _drop_the_rest()
    except OSError as error:
        _drop_the_rest()
        raise Failure(f"standard output: {error.strerror}") from error


def say(line: str) -> None:
    """Print a line on standard output; what its encoding lacks is escaped."""
    emit(f"{line}\n".encode(LikeStandardOutput().encoding, "backslashreplace"))


def check_destination(path: Path, inputs: Iterable[Path]) -> None:
    """Refuse a file that could not be written, or that is a case, before any work is done.

    Raises
    ------
    Failure
        If there is no folder for the file, or if writing it would destroy one of the inputs.
    """
    try:
        if path.is_dir():
            raise Failure(f"{path}: this is a folder; name a file in it")
        if not path.parent.is_dir():
            raise Failure(f"{path}: there is no folder {path.parent}")
        if path.exists() and any(path.samefile(each) for each in inputs):
            raise Failure(f"{path}: the report would overwrite the case")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: one that is there stays as it is until the new one is complete.

    A link is followed and permissions are kept; a device or a named pipe is written to directly.

    Raises
    ------
    Failure
        If it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise Failure(f"{path}: not written: {error.strerror}") from error


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f".reconcile-{os.urandom(8).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            if path.exists():
                draft.chmod(stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _drop_the_rest() -> None:
    """Send what is still buffered nowhere, or Python would fail on it once more when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
