"""The count grammar: every row of the format's tables, and what holds of any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.casefile import LEXICONS, CountError, parse_count
from reconcile.casefile.count_forms import FORMS, NONE, RANGES, unit
from reconcile.casefile.counts import parse_interval
from reconcile.casefile.lexicons import VAGUE_WORDS
from reconcile.model import Count

# One line a row of the format's table: the words, and lo, hi, open.
ROWS = [
    (["4", "four", "exactly 4", "Exactly Four"], (4, 4, False)),
    (
        ["1200", "1,200", "1 200", "1'200", "1\u2019200", "1\u00a0200", "1\u2009200", "1\u202f200"],
        (1200, 1200, False),
    ),
    (["1,234,567"], (1_234_567, 1_234_567, False)),
    (["at least 4", "4+", "no fewer than 4", "4 so far", "≥4", "≥ 4", "at least four"], (4, 4, True)),
    (["more than 40", "over 40", ">40", "> 40", "more than forty"], (41, 41, True)),
    (["at most 40", "up to 40", "as many as 40", "no more than 40", "≤40"], (0, 40, False)),
    (["fewer than 40", "under 40", "<40"], (0, 39, False)),
    (
        [
            "35-45",
            "35 to 45",
            "between 35 and 45",
            "35\u201345",
            "35\u201445",
            "35 - 45",
            "thirty-five to forty-five",
        ],
        (35, 45, False),
    ),
    (["3 or 4", "three or four"], (3, 4, False)),
    (
        [
            "about 40",
            "around 40",
            "some 40",
            "roughly 40",
            "approximately 40",
            "~40",
            "40-odd",
            "about forty",
        ],
        (35, 45, False),
    ),
    (["about 45"], (43, 47, False)),
    (["about 50"], (45, 55, False)),
    (["about 300"], (250, 350, False)),
    (["about 7"], (6, 8, False)),
    (["nearly 40", "almost 40"], (35, 39, False)),
    (["nearly 7"], (6, 6, False)),
    (["none", "no one", "0", "No One", "zero", "about 0"], (0, 0, False)),
    (["twenty-one", "twenty one", "TWENTY-ONE"], (21, 21, False)),
    (["a hundred", "one hundred"], (100, 100, False)),
    (["about a hundred"], (50, 150, False)),
    (["a thousand", "one thousand", "A Thousand"], (1000, 1000, False)),
    (["more than a thousand"], (1001, 1001, True)),
    (["0123"], (123, 123, False)),
    (["10,000,000,000"], (10_000_000_000, 10_000_000_000, False)),
]


@pytest.mark.parametrize(("text", "figure"), [(text, figure) for texts, figure in ROWS for text in texts])
def test_every_form(text: str, figure: tuple[int, int, bool]) -> None:
    count = parse_count(text)
    assert (count.lo, count.hi, count.open) == figure
    assert count.words == text
    assert count.lexicon is None


# One line a row of the table of vague words; None where a lexicon leaves the word blank.
VAGUE = [
    (["a couple", "a pair"], (2, 2, False), (2, 2, False), None, None),
    (["several", "some", "a number of", "a few", "Several"], (2, 2, True), (2, 2, False), None, None),
    (["a handful"], (2, 2, True), None, None, None),
    (["many"], (2, 2, True), (2, 10, False), None, None),
    (["tens"], (20, 20, True), None, (10, 10, False), None),
    (["a dozen"], (12, 12, False), None, None, None),
    (["two dozen"], (24, 24, False), None, None, None),
    (["dozens", "a large number", "DOZENS"], (24, 24, True), (12, 24, False), (12, 12, False), None),
    (["scores"], (40, 40, True), None, None, None),
    (["hundreds"], (200, 200, True), None, (100, 100, False), (200, 200, False)),
    (["thousands"], (2000, 2000, True), None, (1000, 1000, False), (2000, 2000, False)),
]


@pytest.mark.parametrize(
    ("word", "lexicon", "figure", "giver"),
    [
        (word, lexicon, figure or figures[0], lexicon if figure else "logical")
        for words, *figures in VAGUE
        for word in words
        for lexicon, figure in zip(LEXICONS, figures, strict=True)
    ],
)
def test_every_vague_word(word: str, lexicon: str, figure: tuple[int, int, bool], giver: str) -> None:
    count = parse_count(word, lexicon)
    assert (count.lo, count.hi, count.open) == figure
    assert count.lexicon == giver


def test_every_word_and_form_has_a_row() -> None:
    assert set(VAGUE_WORDS) == {word.lower() for words, *_ in VAGUE for word in words if "dozen" not in words[0]} | {
        "dozens",
        "a large number",
    }
    texts = [text for texts, _ in ROWS for text in texts]
    for form in (*FORMS, *RANGES, *NONE):
        written = form.replace("#", "35", 1).replace("#", "45") if form in RANGES else form
        numbers = {written.replace("#", number) for number in ("4", "40", "0")}
        assert numbers & {text.lower() for text in texts} or form in {"# or #", ">=#", "<=#"}, form


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("at least a dozen", (12, 12, True)),
        ("more than a dozen", (13, 13, True)),
        ("about a dozen", (11, 13, False)),
        ("three dozen", (36, 36, False)),
        ("ten to a dozen", (10, 12, False)),
    ],
)
def test_dozens_are_numbers(text: str, figure: tuple[int, int, bool]) -> None:
    count = parse_count(text)
    assert (count.lo, count.hi, count.open) == figure
    assert count.lexicon == "logical"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("", "none"),
        ("yes", None),
        ("-4", None),
        ("4.5", None),
        ("40%", None),
        ("1,2", None),
        ("1,2000", None),
        ("1.200", "1200"),
        ("1_200", None),
        ("45-35", "35-45"),
        ("between 45 and 35", "between 35 and 45"),
        ("less than 40", "fewer than 40"),
        ("4 or more", "at least 4"),
        ("atleast 4", "at least 4"),
        ("4 people", "4"),
        ("40 odd", "40-odd"),
        ("about dozens", "dozens"),
        ("dozens of people", "dozens"),
        ("thousands of people", "thousands"),
        ("several hundred", "hundreds"),
        ("two hundred", "200"),
        ("half a dozen", "6"),
        ("2 to 3 dozen", "24-36"),
        ("hundred", "a hundred"),
        ("under 0", "none"),
        ("nearly 0", "none"),
        ("nobody", "no one"),
        ("10,000,000,001", None),
        ("9" * 150, None),
        ("9" * 1_000_000, None),
        ("4²", None),
        ("٤", None),
        ("at least #", None),
    ],
)
def test_what_is_no_count(text: str, nearest: str | None) -> None:
    with pytest.raises(CountError) as caught:
        parse_count(text)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("upwards of 40", "more than 40"),
        ("in excess of 40", "more than 40"),
        ("well over 40", "more than 40"),
        ("just under 40", "nearly 40"),
        ("at least about 40", "at least 40"),
        ("at least 40 people", "at least 40"),
        ("up to 40 people were killed", "up to 40"),
        ("a total of 40", "40"),
        ("35 to 45 dead", "35 to 45"),
        ("40 at most", "at most 40"),
        ("40 or so", "about 40"),
        ("40-plus", "40+"),
        ("no one was killed", "no one"),
        ("no people", "none"),
        ("about two hundred", "about 200"),
        ("more than fifteen hundred people", "more than 1500"),
        ("three hundred thousand", "300000"),
        ("thousand", "a thousand"),
        ("several hundred people", "hundreds"),
        ("half a dozen people", "6"),
        ("arround 40", "around 40"),
        ("between 35 to 45", "between 35 and 45"),
    ],
)
def test_a_hint_keeps_what_makes_the_figure(text: str, nearest: str) -> None:
    with pytest.raises(CountError) as caught:
        parse_count(text)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    "text",
    [
        *("tens of thousands", "hundreds of thousands", "many dozens", "a couple of hundred", "dozens and dozens"),
        *("up to dozens", "more than hundreds", "dozens, maybe hundreds", "hundreds if not thousands"),
        *("not at least 40", "not 40", "not one", "nearly all 40", "all but 4", "or 40", "at best 40", "half forty"),
        *("4 more", "4 score", "4 times as many", "40 percent", "40 households", "two hundred and fifty"),
        *("between two and three hundred", "5000000 million", "up to about 40"),
        *("two hundred fifty", "at least two hundred fifty", "three hundred twelve people", "a dozen three"),
        *("4 of five", "4 short of ten", "4 gross", "4 pairs", "4 hundredfold", "4 weekly", "4 killed daily"),
    ],
)
def test_no_hint_that_says_something_else(text: str) -> None:
    with pytest.raises(CountError) as caught:
        parse_count(text)
    assert caught.value.nearest is None


def test_a_lexicon_that_is_none() -> None:
    with pytest.raises(ValueError, match="no lexicon is called guess"):
        parse_count("4", "guess")


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, 1),
        (5, 5),
        (7, 1),
        (10, 10),
        (35, 5),
        (50, 10),
        (100, 100),
        (250, 10),
        (500, 100),
        (1000, 1000),
        (1500, 100),
    ],
)
def test_unit(number: int, expected: int) -> None:
    assert unit(number) == expected


@pytest.mark.parametrize(("text", "ends"), [("3", (3, 3)), ("1-3", (1, 3)), ("1\u20133", (1, 3)), ("1 to 3", (1, 3))])
def test_interval(text: str, ends: tuple[int, int]) -> None:
    assert parse_interval(text) == ends


@pytest.mark.parametrize("text", ["about 3", "3+", "3-1", "some", "", "-3"])
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(CountError):
        parse_interval(text)


NUMBERS = st.one_of(
    st.integers(0, 10**10).map(str),
    st.integers(0, 10**10).map("{:,}".format),
    st.sampled_from(["one", "nineteen", "forty-two", "a hundred", "a dozen", "two dozen"]),
)
ACCEPTED = st.one_of(
    st.sampled_from(VAGUE_WORDS),
    st.builds(lambda form, number: form.replace("#", number), st.sampled_from(sorted(FORMS)), NUMBERS),
    st.builds(
        lambda form, first, second: form.replace("#", first, 1).replace("#", second, 1),
        st.sampled_from(RANGES),
        NUMBERS,
        NUMBERS,
    ),
)
ANY_TEXT = st.one_of(ACCEPTED, st.text(), st.text(alphabet="0123456789 .,-\u2013+~<>≥%#dozenabuthr "))


def parsed(text: str, lexicon: str = "logical") -> Count | CountError:
    try:
        return parse_count(text, lexicon)
    except CountError as error:
        return error


@given(ANY_TEXT, st.sampled_from(LEXICONS))
@settings(deadline=None)
def test_any_text_is_a_count_or_a_count_error(text: str, lexicon: str) -> None:
    match parsed(text, lexicon):
        case Count() as count:
            assert 0 <= count.lo <= count.hi
            assert count.lexicon in (None, lexicon, "logical")
        case CountError() as error:
            assert error.nearest is None or isinstance(parsed(error.nearest), Count)


@given(ACCEPTED)
@settings(deadline=None)
def test_case_does_not_matter(text: str) -> None:
    count = parsed(text)
    if isinstance(count, Count):
        assert count == parse_count(text.upper()) == parse_count(f"  {text.title()} ")


@given(st.integers(1, 10**9))
@settings(deadline=None)
def test_about_lies_around_its_number(number: int) -> None:
    about, nearly = parse_count(f"about {number}"), parse_count(f"nearly {number}")
    assert about.lo < number < about.hi
    assert about.lo + about.hi == 2 * number
    assert nearly.lo == about.lo
    assert nearly.hi == number - 1
