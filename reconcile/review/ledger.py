"""The decisions file: appended to by one process at a time, and whole at every moment."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from filelock import FileLock, Timeout

from reconcile import api
from reconcile.casefile import decisions_path
from reconcile.casefile.faults import Faults
from reconcile.casefile.files import open_file
from reconcile.casefile.nodes import Mapping, Scalar, Sequence, compose
from reconcile.review.decision import DecisionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.casefile.nodes import Node
    from reconcile.review.decision import Decision

_PATIENCE = 30
"""Seconds to wait for somebody else who is writing."""

_Said: TypeAlias = "str | list[_Said] | list[tuple[str, _Said]] | None"
"""What a node of a YAML text says, wherever it stands; None where nothing is written."""


def append(case: Path, decision: Decision, read: bytes | None = None) -> None:
    """Append a decision to the file beside a case.

    Whatever happens, the file is the old one or the new one: the new one is written beside it, read back
    to the letter, and put in its place. Others who append at the same time wait for their turn.

    Parameters
    ----------
    case
        The case file.
    decision
        What was decided; its claims must be claims of the case.
    read
        What the decisions file held when the decision was taken. It may have been appended to since, but not
        been changed otherwise. None does without this check.

    Raises
    ------
    CaseError
        If the case or the decisions that it has are at fault.
    DecisionError
        If the file was changed otherwise, or cannot be written.
    """
    path = Path(os.path.realpath(decisions_path(case)))
    try:
        with _locked(path):
            before = contents(path)
            if read is not None and not before.startswith(read):
                raise DecisionError(f"{path.name}: somebody has changed what was in it: read it again")
            api.load(case)
            _replace(path, before, decision.line())
    except Timeout:
        raise DecisionError(f"{path.name}: somebody else keeps it locked: try again") from None
    except OSError as error:
        raise DecisionError(f"{path}: it cannot be written: {error.strerror}") from error


def contents(path: Path) -> bytes:
    """Return what a decisions file holds: nothing where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def decided(case: Path) -> bytes:
    """Return what the decisions file beside a case holds: nothing where it cannot be read, as a case then says why."""
    with suppress(OSError, ValueError):  # ValueError: `.` has no name, and so nothing beside it
        return contents(decisions_path(case))
    return b""


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep others who append from a file. The lock's own file is gone afterwards."""
    lock = FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE, mode=0o666)
    with lock:
        try:
            yield
        finally:
            # Whoever waits for a lock file that is gone starts over: filelock sees to that. Where an open file
            # cannot be removed, it removes it itself.
            with suppress(PermissionError):
                Path(lock.lock_file).unlink(missing_ok=True)


def _replace(path: Path, before: bytes, line: str) -> None:
    """Put a file with one more line in the place of a file, if it says all that the file said and the line."""
    said, indent = _read(path) if before else ([], 0)
    draft = path.with_name(f".{path.name}.draft")  # one name: what a killed process left is overwritten
    draft.unlink(missing_ok=True)
    try:
        with draft.open("xb") as file:
            if path.exists():
                draft.chmod(stat.S_IMODE(path.stat().st_mode))
            ended = before if not before or before.endswith((b"\n", b"\r")) else before + b"\n"
            file.write(ended + f"{' ' * indent}{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        if _read(draft)[0] != [*said, *_entries(compose(line, Faults(path.name)))[0]]:
            message = "no line can be appended: write its entries on lines of their own that start with a hyphen"
            raise DecisionError(f"{path.name}: {message}")
        draft.replace(path)
        _settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """See to it that a new name in a folder outlives a power failure, where folders can be opened for that."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read(path: Path) -> tuple[list[_Said], int]:
    """Return what each entry of a decisions file says, and how far the entries are indented."""
    file, faults = open_file(path)
    node = compose(file.text, faults) if file else None
    return ([], 0) if faults.errors else _entries(node)


def _entries(node: Node | None) -> tuple[list[_Said], int]:
    return ([_said(item) for item in node.items], node.column - 1) if isinstance(node, Sequence) else ([], 0)


def _said(node: Node) -> _Said:
    match node:
        case Scalar():
            return None if node.is_null else node.text
        case Sequence():
            return [_said(item) for item in node.items]
        case Mapping():
            return [(key.text, _said(value)) for key, value in node.entries]
