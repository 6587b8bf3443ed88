"""Counts as people write them: `4`, `at least 40`, `35-45`, `about forty`, `dozens`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.count_forms import FORMS, NONE, RANGES
from reconcile.casefile.count_hints import filled, perhaps_meant
from reconcile.casefile.lexicons import DOZEN, LEXICONS, sense
from reconcile.casefile.numerals import LARGEST, Number, NumberTooLargeError, abstract, normalised
from reconcile.model import Count

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 200
"""Characters of the longest text that is tried as a count."""


class CountError(ValueError):
    """A text that is no count; `nearest` is the accepted form that was probably meant, where there is one."""

    def __init__(self, message: str, nearest: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.nearest = nearest


def parse_count(text: str, lexicon: str = "logical") -> Count:
    """Return the count that a text gives.

    Numbers are whole, in digits (`1200`, `1,200`, `1 200`, `1'200`), in words up to a hundred, `a thousand`,
    or in dozens. They stand alone or in one of the forms of `FORMS`, `RANGES` and `NONE`; vague words stand
    alone.

    Parameters
    ----------
    text
        In English, in upper or lower case.
    lexicon
        One of `LEXICONS`, for vague words; what it leaves blank `logical` fills.

    Raises
    ------
    CountError
        If the text is no count.

    Examples
    --------
    >>> parse_count("about forty")
    Count(lo=35, hi=45, open=False, words='about forty', lexicon=None)
    >>> parse_count("dozens", "airwars")
    Count(lo=12, hi=24, open=False, words='dozens', lexicon='airwars')
    """
    if lexicon not in LEXICONS:
        raise ValueError(f"no lexicon is called {lexicon}: there are {', '.join(LEXICONS)}")
    if text.isascii() and text.isdecimal() and len(text) < len(str(LARGEST)):  # as most counts are
        return Count(int(text), int(text), words=text)
    plain = _plain(text)
    if vague := sense(plain, lexicon):
        return Count(vague.lo, vague.hi, vague.open, text, vague.lexicon)
    if plain in NONE:
        return Count(0, 0, words=text)
    form, numbers = _abstract(plain)
    if form in FORMS:
        lo, hi, is_open = FORMS[form](numbers[0].value)
        if lo > hi:  # fewer than 0, nearly 0
            raise CountError("nobody can be fewer than none", "none")
    elif form in RANGES:
        (lo, hi), is_open = _range(form, numbers), False
    else:
        raise CountError(_why_not(form), _first_accepted(perhaps_meant(plain, form, numbers)))
    # A dozen is a vague word to recorders; that it is twelve is what `logical` says of it.
    return Count(lo, hi, is_open, text, LEXICONS[0] if any(number.dozens for number in numbers) else None)


def parse_interval(text: str) -> tuple[int, int]:
    """Return the ends of `3` or `1-3`, both included.

    Raises
    ------
    CountError
        If the text is neither.
    """
    form, numbers = _abstract(_plain(text))
    if form == "#":
        return numbers[0].value, numbers[0].value
    if form in ("#-#", "# to #"):
        return _range(form, numbers)
    raise CountError("this is neither a number nor a range")


def _plain(text: str) -> str:
    """Return a text without what makes no difference to a count."""
    if len(text) > _LONGEST:
        raise CountError("this is too long for a count")
    words = normalised(text)
    if not words:
        raise CountError("no count is written here", "none")
    return words


def _abstract(plain: str) -> tuple[str, list[Number]]:
    """Return the form of a text, with no spaces around its signs, and its numbers."""
    if "#" in plain:  # it stands for a number in forms
        raise CountError("this is no count")
    try:
        form, numbers = abstract(plain)
    except NumberTooLargeError:
        raise CountError(f"the number is above {LARGEST:,}") from None
    return re.sub(r" ?([-~<>≤≥=+±]) ?", r"\1", form), numbers


def _range(form: str, numbers: list[Number]) -> tuple[int, int]:
    low, high = numbers
    if high.dozens and not low.dozens and not high.text.startswith("a "):  # 2 to 3 dozen
        message = f"it is unclear whether {low.text} is in dozens too"
        raise CountError(message, _first_accepted([f"{low.value * DOZEN}-{high.value}"]))
    if low.value > high.value:
        raise CountError("the range runs backwards", _first_accepted([filled(form, [high, low])]))
    return low.value, high.value


def _why_not(form: str) -> str:
    if form.startswith("-#"):
        return "a count cannot be negative"
    if "%" in form:
        return "a percentage is no count"
    if "#.#" in form:
        return "people are counted in whole numbers"
    if "#,#" in form:
        return "a comma parts a number by three digits, as in 1,200"
    return "this is no count"


def _first_accepted(texts: Iterable[str]) -> str | None:
    return next(filter(_is_count, texts), None)


def _is_count(text: str) -> bool:
    try:
        parse_count(text)
    except CountError:
        return False
    return True
