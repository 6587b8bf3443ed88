"""What became of people: the outcomes that the format knows, and words that are mistaken for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.names import Names
from reconcile.model import CASUALTIES, KILLED, KINDS_OF_CASUALTY, MISSING, WOUNDED

if TYPE_CHECKING:
    from collections.abc import Iterable

_BUILT_IN = Names((CASUALTIES, *KINDS_OF_CASUALTY))

_CUTOFF = 0.8
"""How like an outcome a word has to be, as in `difflib`."""

_SYNONYMS = {
    **dict.fromkeys(("dead", "death", "deaths", "died", "fatality", "fatalities"), KILLED),
    **dict.fromkeys(("injured", "injury", "injuries", "hurt"), WOUNDED),
    **dict.fromkeys(("disappeared", "unaccounted"), MISSING),
    **dict.fromkeys(("victims",), CASUALTIES),
}


def meant_outcome(word: str, known: Iterable[str] = ()) -> str | None:
    """Return the built-in outcome, or another that is known, that somebody meant who wrote another word, or None.

    Any word is allowed, and is an outcome apart from the built-in ones: whoever writes `dead` gets a toll
    of its own.
    """
    others = [*known]
    if word in (CASUALTIES, *KINDS_OF_CASUALTY, *others):
        return None
    return _SYNONYMS.get(word.lower()) or _BUILT_IN.nearest(word, _CUTOFF) or Names(others).nearest(word, _CUTOFF)


def doubt(word: str, meant: str) -> tuple[str, str]:
    """Return what to say of a word where another outcome was perhaps meant, and what to ask."""
    return f"{quoted(word)} is an outcome of its own, apart from {quoted(meant)}", f"did you mean {quoted(meant)}?"
