"""Revisions of a case: a file as it is, or as git has it at a revision, with its decisions."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reconcile.casefile import decisions_path
from reconcile.cli.exits import Failure
from reconcile.cli.reading import Reading, read
from reconcile.cli.studying import case_of, read_case

if TYPE_CHECKING:
    from reconcile.casefile import Diagnostic
    from reconcile.model import Case

_AT_REVISION = re.compile(r"(?P<file>.+)@(?!\{)(?P<revision>[^@]+(@\{.*\})?)", re.DOTALL)
"""`FILE@REV`; the revision may end in `@{1}` or the like."""


def read_revision(argument: str) -> Case:
    """Read a case from a file or, as `FILE@REV`, from git; its path is what was asked for.

    Raises
    ------
    Failure
        If there is no such file or revision, or the case has errors.
    """
    found = None if _exists(Path(argument)) else _AT_REVISION.fullmatch(argument)
    if found is None:
        return read_case(Path(argument))
    path, revision = Path(found["file"]), found["revision"]
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(_from_git(path, revision))
        with suppress(Failure):  # nothing was decided then
            decisions_path(copy).write_bytes(_from_git(decisions_path(path), revision))
        names = {decisions_path(copy): f"{decisions_path(path)}@{revision}", copy: argument}
        reading = read(copy)
    case = reading.case and replace(reading.case, path=argument)
    return case_of(Reading(Path(argument), case, tuple(_renamed(each, names) for each in reading.diagnostics)))


def _renamed(diagnostic: Diagnostic, names: dict[Path, str]) -> Diagnostic:
    """Return a diagnostic of copies of files with the names that the user knows."""
    path, hint = diagnostic.origin.path, diagnostic.hint
    for copy, name in names.items():
        path = path.replace(copy.as_posix(), name)
        hint = hint and hint.replace(copy.as_posix(), name)
    return replace(diagnostic, origin=replace(diagnostic.origin, path=path), hint=hint)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _from_git(path: Path, revision: str) -> bytes:
    if revision.startswith("-"):
        raise Failure(f"{path}@{revision}: no revision begins with a hyphen")
    command = ["git", "show", "--no-textconv", f"{revision}:./{path.name}"]
    try:
        run = subprocess.run(command, cwd=path.parent, capture_output=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        missing = f"there is no folder {path.parent}" if not path.parent.is_dir() else "git is not installed"
        raise Failure(f"{path}@{revision}: {missing}") from error
    except (OSError, ValueError) as error:
        raise Failure(f"{path}@{revision}: git cannot be asked: {error}") from error
    if run.returncode:
        reason = run.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise Failure(f"{path}@{revision}: {reason.removeprefix('fatal: ')}")
    return run.stdout
