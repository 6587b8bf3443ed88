"""What somebody may have meant who wrote a text that is no count: the nearest form that says the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.count_forms import FORMS, NONE, RANGES
from reconcile.casefile.lexicons import VAGUE_WORDS
from reconcile.casefile.numerals import NumberTooLargeError, abstract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.casefile.numerals import Number


def perhaps_meant(plain: str, form: str, numbers: Sequence[Number]) -> Iterator[str]:
    """Yield what may have been meant, the likeliest first. Not all of it need be a count.

    Nothing leaves a word out that may change the figure: `up to dozens` is not `dozens`.

    Parameters
    ----------
    plain
        The text, as `normalised` leaves it.
    form, numbers
        The text with its numbers replaced by `#`, and these.
    """
    for each in dict.fromkeys((form, _bare(plain), _bare(form))):
        yield from _otherwise(each, numbers)
    yield from _multiplied(plain)
    if re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+", plain):  # 1.200, as much of Europe writes it
        yield plain.replace(".", "")
    if not (form.startswith("-#") or re.search(r"#[.,]#|%", form)):
        for each in dict.fromkeys((form, _bare(form))):
            yield from _misspelt(each, numbers)


def filled(form: str, numbers: Sequence[Number]) -> str:
    """Return a form with its numbers as they were written."""
    for number in numbers:
        form = form.replace("#", number.text, 1)
    return form


_KNOWN = (*FORMS, *RANGES, *NONE, *VAGUE_WORDS)

_ROUGHLY = ("about", "around", "some", "roughly", "approximately")

_MEANT = {
    "less than #": "fewer than #",
    "below #": "under #",
    "above #": "over #",
    "no less than #": "no fewer than #",
    "not less than #": "no fewer than #",
    "not fewer than #": "no fewer than #",
    "not more than #": "no more than #",
    "minimum #": "at least #",
    "a minimum of #": "at least #",
    "at the least #": "at least #",
    "at the very least #": "at least #",
    "# at least": "at least #",
    "# or more": "at least #",
    "# plus": "#+",
    "#-plus": "#+",
    "# and counting": "# so far",
    "as much as #": "as many as #",
    "maximum #": "at most #",
    "a maximum of #": "at most #",
    "at the most #": "at most #",
    "at the very most #": "at most #",
    "# at most": "at most #",
    "# or fewer": "at most #",
    "# or less": "at most #",
    **dict.fromkeys(
        (
            *("upward of #", "upwards of #", "in excess of #", "greater than #"),
            *(f"{far} {over} #" for far in ("well", "far", "just") for over in ("above", "over", "more than")),
            *(f"{far} more than #" for far in ("many", "much", "slightly")),
        ),
        "more than #",
    ),
    "circa #": "about #",
    "c. #": "about #",
    "ca. #": "about #",
    "# or so": "about #",
    "an estimated #": "about #",
    "close to #": "nearly #",
    "just under #": "nearly #",
    "just below #": "nearly #",
    "from # to #": "# to #",
    "from #-#": "#-#",
    "between #-#": "#-#",
    "±#": "about #",
    **{f"at least {roughly} #": "at least #" for roughly in _ROUGHLY},
    "nobody": "no one",
    "no": "none",
    "nil": "none",
    "hundred": "a hundred",
    "thousand": "a thousand",
    "dozen": "a dozen",
    **{f"{some} {many}": f"{many}s" for some in ("several", "a few") for many in ("dozen", "hundred", "thousand")},
    **{f"{roughly} {vague}": vague for roughly in _ROUGHLY for vague in VAGUE_WORDS if vague != "some"},
}
"""Other words for a form: they are no counts, but it is plain which form they mean."""

_BEFORE = re.compile(
    r"(?:(?:(?:a|the) )?(?:total|toll) of |(?:the|all|only|in all|in total|total|killed|dead|wounded|injured|hurt) )+"
    r"(?=.)"
)
"""Words in front of a count that leave it as it is."""

_BEHIND = re.compile(
    r"(?<=.)(?: (?:(?:of )?(?:people|persons?|individuals|souls|lives|bodies|victims|casualties|fatalities|deaths|them)"
    r"|civilians|soldiers|servicemen|men|women|children|rescuers|firefighters|passengers|who|have|been|was|were|are"
    r"|died|dead|killed|wounded|injured|hurt|missing|reported|confirmed|total|in total|in all|all told|altogether"
    r"|overall))+$"
)
"""Words behind a count that leave it as it is."""

_NO_MISTAKES = {"best", "but", "never", "not", "of", "or", "so", "worst"}
"""Words that are like others of the forms, and are none of them misspelt."""


def _bare(text: str) -> str:
    """Return a text without words around it that leave a count as it is: `at least 4 people` as `at least 4`."""
    before = _BEFORE.match(text)
    return _BEHIND.sub("", text[before.end() if before else 0 :])


def _otherwise(said: str, numbers: Sequence[Number]) -> Iterator[str]:
    """Yield the form that a text has, or for which it has other words."""
    if said in _MEANT or said in _KNOWN:
        yield filled(_MEANT.get(said, said), numbers)
    if said == "half #" and numbers[0].dozens:
        yield str(numbers[0].value // 2)


def _multiplied(plain: str) -> Iterator[str]:
    """Yield a text with its number in digits, where it is one of hundreds or thousands: `about two hundred`."""
    try:
        form, numbers = abstract(_bare(plain), multiples=True)
    except NumberTooLargeError:
        return
    form = _MEANT.get(form, form)
    if form in FORMS and len(numbers) == 1:
        yield form.replace("#", str(numbers[0].value))


def _misspelt(said: str, numbers: Sequence[Number]) -> Iterator[str]:
    """Yield the forms that a text is like and that have as many words."""
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and needed for faults only

    words = re.split("[ -]", said)
    if not _NO_MISTAKES.isdisjoint(words) and said not in _KNOWN:
        return
    for close in get_close_matches(said, _KNOWN, cutoff=0.8):
        if close.count("#") == len(numbers) and len(re.split("[ -]", close)) >= len(words):
            yield filled(close, numbers)
