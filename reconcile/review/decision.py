"""One decision of a reviewer: a value, and a line of the decisions file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import yaml

from reconcile.casefile.files import forbidden_character

if TYPE_CHECKING:
    from reconcile.model import Answer, LinkKind


class DecisionError(Exception):
    """A decision that cannot be taken. The message says why; nothing is written."""


def utc_now() -> str:
    """Return the time as decisions give it: `2025-06-07T10:02:11Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of two claims, and why.

    Parameters
    ----------
    claim, other
        Ids or addresses of claims, as links have them.
    kind
        `within`, `same-as` or `apart-from`.
    by, because
        Who decided, and why: any text that is not blank.
    on
        When, as `utc_now` gives it.

    Raises
    ------
    DecisionError
        If a text is blank, or holds a character that YAML keeps out of its files.
    """

    claim: str
    kind: LinkKind
    other: str
    answer: Answer
    by: str
    because: str
    on: str = field(default_factory=utc_now)

    def __post_init__(self) -> None:
        for text, blank, what in (
            (self.because, "a decision needs a reason", "reason"),
            (self.by, "a decision needs a name to sign it", "name"),
        ):
            if not text.strip():
                raise DecisionError(blank)
            if found := forbidden_character(text):
                raise DecisionError(f"the {what} has the character U+{ord(found):04X}, which no YAML file can hold")

    @property
    def statement(self) -> str:
        """The decision without its reason: `rescuers within mayor-toll: yes`."""
        return f"{self.claim} {self.kind} {self.other}: {self.answer}"

    def line(self) -> str:
        """Return the entry of the decisions file: a flow mapping on one line, without the line's end."""
        entries = {
            "claim": _scalar(self.claim),
            self.kind.value: _scalar(self.other),
            "answer": self.answer.value,
            "by": _scalar(self.by),
            "on": self.on,
            "because": _scalar(self.because),
        }
        return f"- {{{', '.join(f'{key}: {value}' for key, value in entries.items())}}}"


def _scalar(text: str) -> str:
    """Write a text as YAML within braces and on one line: bare where it can be, else in quotes."""
    breaks = text.splitlines() != [text]
    listed = yaml.safe_dump(
        [text],
        default_flow_style=True,
        default_style='"' if breaks else None,
        allow_unicode=True,
        width=float("inf"),
    )
    return listed.strip().removeprefix("[").removesuffix("]")
