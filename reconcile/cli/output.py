"""Where results go: to standard output, or to a file that is written whole or not at all."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TextIO

import click

from reconcile.cli.exits import Exit, Failure
from reconcile.reports.signs import SPELT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console


class LikeStandardOutput(io.StringIO):
    """Passes for standard output where rich asks what it can show, but nothing written to it gets there."""

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a class attribute in the stubs
        """The encoding of standard output."""
        return getattr(sys.stdout, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        """Whether standard output is a terminal."""
        return sys.stdout is not None and sys.stdout.isatty()


def screen(width: int | None = None) -> Console:
    """Return a console that knows what standard output can show, though what is printed on it goes nowhere.

    It is as wide as asked for, or as the terminal; what is no terminal gets all in full, on lines that do not fold,
    and never any colour, whatever the environment says.
    """
    from rich.console import Console  # noqa: PLC0415 - slow to load, and for tables alone

    from reconcile.reports.terminal import UNWRAPPED  # noqa: PLC0415 - as above

    output = LikeStandardOutput()
    if output.isatty():
        return Console(file=output, width=width)
    return Console(file=output, width=width or UNWRAPPED, force_terminal=False)


def emit(data: bytes) -> bool:
    """Write to standard output at once. A reader who has had enough (`| head`) is no fault.

    Returns
    -------
    bool
        Whether somebody may still read what comes next.

    Raises
    ------
    Failure
        If standard output cannot be written to.
    """
    if sys.stdout is None:  # closed by whoever started the program
        return False
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        drop_the_rest(sys.stdout)
        return False
    except OSError as error:
        drop_the_rest(sys.stdout)
        raise Failure(f"standard output: {error.strerror}") from error
    return True


def give_up(error: OSError) -> NoReturn:
    """Leave, since standard output or standard error cannot be written to; say so if it is the former."""
    drop_the_rest(sys.stdout)
    with suppress(OSError):
        click.echo(f"Error: standard output: {error.strerror}", err=True)
    drop_the_rest(sys.stderr)
    sys.exit(Exit.FAULT)


def drop_the_rest(stream: TextIO | None) -> None:
    """Send what is still buffered nowhere, or Python would fail on it once more when it ends."""
    if stream is None:  # closed by whoever started the program
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def say(line: str) -> None:
    """Print a line on standard output; what its encoding lacks is spelt or escaped."""
    emit(f"{line}\n".encode(LikeStandardOutput().encoding, SPELT))


def check_destination(path: Path, inputs: Iterable[Path]) -> None:
    """Refuse a file that could not be written, or that is a case or its decisions, before any work is done.

    Raises
    ------
    Failure
        If there is no folder for the file, or if writing it would destroy one of the inputs.
    """
    from reconcile.casefile import decisions_path  # noqa: PLC0415 - most output goes to no file

    try:
        if path.is_dir():
            raise Failure(f"{path}: this is a folder; name a file in it")
        if not path.parent.is_dir():
            raise Failure(f"{path}: there is no folder {path.parent}")
        for each in inputs if path.exists() else ():
            if path.samefile(each):
                raise Failure(f"{path}: the report would overwrite the case")
            decisions = each.name and decisions_path(each)  # `.` has no name, and so nothing beside it
            if decisions and decisions.exists() and path.samefile(decisions):
                raise Failure(f"{path}: the report would overwrite the decisions on {each}")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, as `whole_file` does.

    Raises
    ------
    Failure
        If it cannot be written.
    """
    with whole_file(path) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all: one that is there stays as it is until the new one is complete.

    Nothing is changed where the block ends with an exception. A link is followed and permissions are kept; a
    device or a named pipe is written to directly.

    Raises
    ------
    Failure
        If it cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                yield stream
        else:
            with _draft(Path(os.path.realpath(path))) as stream:
                yield stream
    except OSError as error:
        raise Failure(f"{path}: not written: {error.strerror}") from error


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill, which takes the place of `path` when the block ends without an exception.

    Raises
    ------
    Failure
        If there is such a file, or such a folder with something in it, or if it cannot be written.
    """
    try:
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise Failure(f"{path}: there is such a file or folder, and it stays as it is; name a new one")
        draft = _draft_name(Path(os.path.realpath(path)))
        draft.mkdir()
        try:
            yield draft
            if path.exists():
                path.rmdir()
            draft.rename(path)
        finally:
            if draft.exists():
                from shutil import rmtree  # noqa: PLC0415 - slow to load, and for a folder alone

                rmtree(draft)
    except OSError as error:
        raise Failure(f"{path}: not written: {error.strerror}") from error


@contextmanager
def _draft(path: Path) -> Iterator[BinaryIO]:
    draft = _draft_name(path)
    try:
        with draft.open("xb") as file:
            if path.exists():
                draft.chmod(stat.S_IMODE(path.stat().st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _draft_name(path: Path) -> Path:
    return path.with_name(f".reconcile-{os.urandom(8).hex()}.tmp")
