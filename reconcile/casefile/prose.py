"""Counts inside running text: what `counts` reads of a whole text, found among other words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.count_forms import FORMS, RANGES
from reconcile.casefile.lexicons import VAGUE_WORDS, sense
from reconcile.casefile.numerals import NumberTooLargeError, abstract, normalised
from reconcile.model import Count

if TYPE_CHECKING:
    from collections.abc import Iterator


def counts_in(text: str) -> list[Count]:
    """Return the counts that a text gives in numbers, `fifteen hundred` among them, in their order.

    Times, dates, years, ages, shares, decimals and ordinals are no counts of people, and are left out. `one` is
    read as a count, though it often is none.

    Examples
    --------
    >>> [str(count) for count in counts_in("By 18:00 on 6 June at least four were dead, a nine-year-old among them.")]
    ['4+']
    >>> [count.words for count in counts_in("between 35 and 40 hurt, more than twenty in one bus")]
    ['between 35 and 40', 'more than twenty', 'one']
    """
    prose = re.sub(_NO_COUNT, " · ", _thousands(normalised(text).replace("#", " ")))
    try:
        abstracted, numbers = abstract(prose, multiples=True)
    except NumberTooLargeError:
        return []
    found, waiting = [], iter(numbers)
    for form in re.findall(_FORM, abstracted):
        used = [next(waiting) for _ in range(form.count("#"))]
        words = form
        for number in used:
            words = words.replace("#", number.text, 1)
        if form in FORMS:
            lo, hi, is_open = FORMS[form](used[0].value)
        else:
            lo, hi, is_open = *sorted(number.value for number in used), False
        found.append(Count(lo, hi, is_open, words))
    return found


def vague_counts_in(text: str, lexicon: str) -> Iterator[Count]:
    """Yield what the vague words of a text mean in a lexicon: `dozens`, `a handful`."""
    prose = normalised(text)
    for word in VAGUE_WORDS:
        if (meant := sense(word, lexicon)) and re.search(rf"\b{word}\b", prose):
            yield Count(meant.lo, meant.hi, meant.open, word, meant.lexicon)


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

_NO_COUNT = "|".join(
    (
        r"\b\d{4}-\d\d-\d\d(?:t[\d:.]+)?",  # 2025-06-06T18:00
        r"\b\d{1,2}[.:]\d\d ?(?:[ap]\.?m\b\.?|h\b|o'clock)",  # 6.30 pm
        r"\b\d{1,2}(?::\d\d)+\b",  # 18:00
        r"\b\d{1,2} ?(?:[ap]\.?m\b\.?|o'clock)",  # 6 pm
        r"\b\d{1,2}\.\d{1,2}\.(?:\d{4})?",  # 6.6.2025
        rf"\b{_DAY}(?: of)? {_MONTH}(?:,? \d{{4}}\b)?",  # 6 June 2025
        rf"\b{_MONTH} {_DAY}\b(?:,? \d{{4}}\b)?",  # June 6, 2025
        r"\b(?:19|20)\d\d\b",  # 2025
        r"\b[\w-]{1,30}[- ]years?[- ]olds?\b",  # nine-year-old
        r"\b(?:aged?|ages) \d+(?:(?:-| to | and )\d+)?",  # aged 9 to 12
        r"\b\d+(?:[.,]\d+)? ?(?:%|per ?cent\b)",  # 2.5 %
        r"\b\d+[.,]\d+\b(?![.,]?\d)(?<![.,]\d{3})",  # 2.5
        r"[$€£₴₽] ?\d[\d.,]*",  # $40
        r"\b\d+(?:st|nd|rd|th)\b",  # 3rd
        r"\b\w{1,30} (?:hours?|days?|weeks?|months?|minutes?|kilomet(?:re|er)s?|km)\b",  # two days
        r"\b\d*[a-z]+-?\d[\w-]*",  # Kh-101
    )
)
"""Numbers that count no people; compiled when first used, since most cases quote nothing."""

_FORM = "|".join(
    (r"(?<!\w)" if form[0].isalpha() else "") + re.escape(form) for form in sorted((*FORMS, *RANGES), key=len)[::-1]
)
"""Any form of a count; the longest that fits is taken."""


def _thousands(text: str) -> str:
    """Write thousands with a comma where a point parts them: 1.200, as much of Europe writes it."""
    return re.sub(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,]\d)(?!\d)", lambda found: found[0].replace(".", ","), text)
