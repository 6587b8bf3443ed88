"""What recorders take vague words to mean.

Vague words have no agreed value, so each reading is a named lexicon that a case chooses, and that is
printed with the figure it gave. `logical` is what the word cannot mean less than; the others are what the
casualty recorders Airwars and ACLED and the disaster database EM-DAT put down.
"""

from __future__ import annotations

from typing import NamedTuple

LEXICONS = ("logical", "airwars", "acled", "emdat")
"""Names of the lexicons; a word that one leaves blank means what it means in the first."""

DOZEN = 12


class Sense(NamedTuple):
    """What a vague word means in one lexicon."""

    lo: int
    hi: int
    open: bool
    lexicon: str


def sense(word: str, lexicon: str) -> Sense | None:
    """Return what a word means in a lexicon, or in `logical` where that lexicon leaves it blank.

    Parameters
    ----------
    word
        In lower case, with single spaces.
    lexicon
        One of `LEXICONS`.

    Returns
    -------
    Sense or None
        None where the word is not vague, or no lexicon has it.
    """
    senses = _SENSES.get(word)
    if senses is None:
        return None
    name = lexicon if lexicon in senses else "logical"
    return Sense(*senses[name], name)


def _senses(
    logical: _Figure, airwars: _Figure | None, acled: _Figure | None, emdat: _Figure | None
) -> dict[str, _Figure]:
    columns = zip(LEXICONS, (logical, airwars, acled, emdat), strict=True)
    return {name: figure for name, figure in columns if figure is not None}


_Figure = tuple[int, int, bool]


def _exactly(number: int) -> _Figure:
    return number, number, False


def _open(number: int) -> _Figure:
    return number, number, True


# One row for each row of the contract's table: the words, and their figure in each lexicon.
_TABLE: tuple[tuple[tuple[str, ...], dict[str, _Figure]], ...] = (
    (("a couple", "a pair"), _senses(_exactly(2), _exactly(2), None, None)),
    (("several", "some", "a number of", "a few"), _senses(_open(2), _exactly(2), None, None)),
    (("a handful",), _senses(_open(2), None, None, None)),
    (("many",), _senses(_open(2), (2, 10, False), None, None)),
    (("tens",), _senses(_open(20), None, _exactly(10), None)),
    (("dozens", "a large number"), _senses(_open(2 * DOZEN), (12, 24, False), _exactly(12), None)),
    (("scores",), _senses(_open(40), None, None, None)),
    (("hundreds",), _senses(_open(200), None, _exactly(100), _exactly(200))),
    (("thousands",), _senses(_open(2000), None, _exactly(1000), _exactly(2000))),
)

_SENSES = {word: senses for words, senses in _TABLE for word in words}

VAGUE_WORDS = tuple(_SENSES)
"""Every vague word, as it is listed where one is misspelt."""
