"""What a rule of the lint finds, before it is known whether somebody lets it be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.model import Claim, Link


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is probably a mistake.

    `about` are the claims and links that it concerns: it is shown at the first of them, and can be ignored at any.
    """

    about: tuple[Claim | Link, ...]
    message: str
    hint: str
