"""Names that a file knows, and the one that somebody meant who wrote another."""

from __future__ import annotations

from bisect import bisect
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import normalize

from reconcile.casefile.diagnostics import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from reconcile.casefile.faults import Faults

_LONGEST = 80
"""Characters of a word above which nobody meant a name."""

_FEW = 200
"""Names above which only those that sort beside the word are compared with it."""

_BESIDE = 25
"""How many names are taken on either side of where the word would sort."""

_TRIED = 8
"""How many names are tried where the nearest may be one that cannot have been meant."""

_LISTED = 12
"""How many names a hint lists."""


_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЈаеорсухіјѕ", "ABEKMHOPCTYXIJaeopcyxijs")
"""Cyrillic letters, and the Latin ones that look the same."""


def did_you_mean(word: str, name: str) -> str:
    """Return the question whether a name was meant; where nobody could see how the two differ, it says that they do."""
    if _look(word) == _look(name) and word != name:
        return f"did you mean {quoted(name)}, which looks the same and is written with other characters? Copy it"
    return f"did you mean {quoted(name)}?"


def _look(text: str) -> str:
    """Return a text as it looks: an accent may be part of its letter or stand behind it."""
    return normalize("NFC", text.translate(_LOOK_ALIKES))


class Names:
    """A vocabulary, and the nearest of its names to a word that is none of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_lower = {name.lower(): name for name in names}

    def nearest(self, word: str, cutoff: float = 0.6, beside: Collection[str] = ()) -> str | None:
        """Return the name most like the word, or None where none is like it.

        `cutoff` is as in `difflib`; the names in `beside` cannot have been meant.
        """
        if len(word) > _LONGEST:
            return None
        alike = self._by_look.get(_look(word))
        if alike is not None and alike not in beside:
            return alike
        from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and needed for faults only

        lower = word.lower()
        matches = get_close_matches(lower, self._candidates(lower), n=_TRIED if beside else 1, cutoff=cutoff)
        return next((name for match in matches if (name := self._by_lower[match]) not in beside), None)

    def hint(self, word: str, faults: Faults, beside: Collection[str] = ()) -> str | None:
        """Return what to write instead of the word: the nearest name, or the names there are, but none in `beside`.

        Nothing where `faults` is full, since the hint would not be seen.
        """
        if faults.full:
            return None
        if nearest := self.nearest(word, beside=beside):
            return did_you_mean(word, nearest)
        names = [name for name in self._by_lower.values() if name not in beside]
        if not names:
            return None
        more = ", …" if len(names) > _LISTED else ""
        return f"expected one of {', '.join(map(quoted, names[:_LISTED]))}{more}"

    def _candidates(self, word: str) -> Iterable[str]:
        """Return the names worth comparing.

        Among thousands of names these are the neighbours in the alphabet: of the word, for a slip near its
        end, and of the word spelt backwards, for a slip near its start.
        """
        if len(self._by_lower) <= _FEW:
            return self._by_lower
        backwards = _beside(word[::-1], self._backwards)
        return {*_beside(word, self._forwards), *(name[::-1] for name in backwards)}

    @cached_property
    def _by_look(self) -> dict[str, str]:
        return {_look(name): name for name in self._by_lower.values()}

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self._by_lower)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(name[::-1] for name in self._by_lower)


def _beside(word: str, names: list[str]) -> list[str]:
    place = bisect(names, word)
    return names[max(0, place - _BESIDE) : place + _BESIDE]
