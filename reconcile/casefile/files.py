"""Files: which of them are cases, and their bytes as text."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import split_lines
from reconcile.casefile.faults import Faults
from reconcile.model import Origin

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read."""

_SUFFIXES = (".yaml", ".yml")
_DECISIONS = ".decisions"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""A character that YAML keeps out of its files."""

_MOST_FORBIDDEN = 20
"""Control characters that are reported one by one; a file with more is not read any further."""

LEFT_OUT = "\ufffd"
"""Stands where a control character was, so that what comes behind it keeps its place; it means nothing."""

_FORMER_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
"""Line breaks in YAML 1.1, and so in libyaml; in YAML 1.2 they are characters like others."""


class File(NamedTuple):
    """A file that was read: its path as given, its text, and the SHA-256 of its bytes."""

    path: str
    text: str
    sha256: str


def is_case_file(path: Path) -> bool:
    """Return whether a file is a case by its name: `*.yaml` or `*.yml`, and not a decisions file."""
    return path.suffix in _SUFFIXES and not path.stem.endswith(_DECISIONS)


def case_files(folder: Path) -> list[Path]:
    """Return the cases in a folder by name, without those in folders below it.

    Raises
    ------
    OSError
        If the folder cannot be listed.
    """
    return sorted(path for path in folder.iterdir() if is_case_file(path) and path.is_file())


def decisions_path(path: Path) -> Path:
    """Return where the decisions on a case are kept: `kyiv.decisions.yaml` beside `kyiv.yaml`."""
    return path.with_name(f"{path.stem}{_DECISIONS}.yaml")


def find_decisions(path: Path) -> Path | None:
    """Return the decisions file beside a case, or None where there is none."""
    beside = decisions_path(path)
    try:
        return beside if beside.exists() else None
    except OSError:  # its name is too long for the file system
        return None


def open_file(path: Path) -> tuple[File | None, Faults]:
    """Read a file as YAML text; None, and the reason among the faults, where it cannot be."""
    name = path.as_posix()
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        faults = Faults(name)
        faults.error(Code.UNREADABLE, Origin(name, 1, 1), *_why_unreadable(error))
        return None, faults
    if len(data) > LARGEST:
        faults = Faults(name)
        faults.error(
            Code.TOO_LARGE,
            Origin(name, 1, 1),
            f"the file is larger than {LARGEST // 1024**2} MiB",
            "is it a case file? Split a case that is",
        )
        return None, faults
    return _decode(name, data)


def forbidden_character(text: str) -> str | None:
    """Return the first character of a text that YAML keeps out of its files, or None."""
    found = _FORBIDDEN.search(text)
    return found[0] if found else None


def _decode(name: str, data: bytes) -> tuple[File | None, Faults]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        faults = Faults(name, error.object.decode(errors="replace"))
        faults.error(
            Code.NOT_UTF8,
            _position(name, before),
            f"the byte 0x{error.object[error.start]:02x} is not UTF-8 text",
            "save the file as UTF-8; most editors offer that under “Save as”",
        )
        return None, faults
    faults = Faults(name, text)
    readable = _without_forbidden(text, faults) if _FORBIDDEN.search(text) else text
    if readable is None:
        return None, faults
    return File(name, readable.translate(_FORMER_BREAKS), hashlib.sha256(data).hexdigest()), faults


def _without_forbidden(text: str, faults: Faults) -> str | None:
    """Report each control character, and return the text to read on with; None where there are too many."""
    more = len(text) - len(_FORBIDDEN.sub("", text)) - _MOST_FORBIDDEN
    hint = "delete it: it is invisible, and often comes along when text is pasted"
    if more > 0:
        hint += f"; the file has {more:,} more than are shown"
    places = ((number, found) for number, line in enumerate(faults.lines, 1) for found in _FORBIDDEN.finditer(line))
    for number, found in islice(places, _MOST_FORBIDDEN):
        message = f"the control character U+{ord(found[0]):04X} cannot stand in a case file"
        faults.error(Code.CONTROL_CHARACTER, Origin(faults.path, number, found.start() + 1), message, hint)
    if more > 0:
        return None
    at_end = re.sub(rf"{_FORBIDDEN.pattern}(?=\s|$)", " ", text)  # on a line of its own it is no text
    return _FORBIDDEN.sub(LEFT_OUT, at_end)


def _position(name: str, before: str) -> Origin:
    """Return the position behind a stretch of text that starts the file."""
    lines = split_lines(before)
    return Origin(name, len(lines), len(lines[-1]) + 1)


def _why_unreadable(error: OSError | ValueError) -> tuple[str, str | None]:
    match error:
        case FileNotFoundError() | ValueError():
            return "there is no such file", "check the path; `reconcile new NAME` starts a case"
        case IsADirectoryError():
            return "this is a folder, not a file", None
        case PermissionError():
            return "the file may not be read", "check its permissions"
        case _:
            return f"the file cannot be read: {error.strerror}", None
