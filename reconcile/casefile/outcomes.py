"""What became of people: the outcomes that the format knows, and words that are mistaken for them."""

from __future__ import annotations

from reconcile.casefile.names import Names
from reconcile.model import CASUALTIES, KILLED, KINDS_OF_CASUALTY, MISSING, WOUNDED

_BUILT_IN = Names((CASUALTIES, *KINDS_OF_CASUALTY))

_SYNONYMS = {
    **dict.fromkeys(("dead", "death", "deaths", "died", "fatality", "fatalities"), KILLED),
    **dict.fromkeys(("injured", "injury", "injuries", "hurt"), WOUNDED),
    **dict.fromkeys(("disappeared", "unaccounted"), MISSING),
    **dict.fromkeys(("victims",), CASUALTIES),
}


def meant_outcome(word: str) -> str | None:
    """Return the built-in outcome that somebody meant who wrote another word, or None.

    Any word is allowed, and is an outcome apart from the built-in ones: whoever writes `dead` gets a toll
    of its own.
    """
    if word in (CASUALTIES, *KINDS_OF_CASUALTY):
        return None
    return _SYNONYMS.get(word.lower()) or _BUILT_IN.nearest(word, cutoff=0.8)
