"""Who signs decisions where nobody says: the name that git knows, or the login name."""

from __future__ import annotations

import getpass
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Signature(NamedTuple):
    """A name, and where it comes from."""

    name: str
    origin: str


def signature(folder: Path) -> Signature | None:
    """Return who works in a folder: git's `user.name` there, else the login name; None where there is neither."""
    if name := _git_name(folder):
        return Signature(name, "git's user.name")
    try:
        return Signature(getpass.getuser(), "the login name")
    except (KeyError, OSError):  # no such variables, and no such user
        return None


def _git_name(folder: Path) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "config", "user.name"]
    try:
        found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    except (OSError, UnicodeDecodeError):
        return ""
    return found.stdout.strip()
