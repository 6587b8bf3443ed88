"""The case file format, declared once: which keys each mapping has, of what kind, and what they are for.

The reader's checks (`checks`) and the JSON Schema (`schema`) are both made from this declaration, so that
they cannot drift.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from reconcile.casefile.lexicons import LEXICONS
from reconcile.model import CONVENTIONS, GRADES, Answer, LinkKind, Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Mapping


class Text(NamedTuple):
    """A piece of text that is not blank; numbers are text too."""


class Word(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]


class Tree(NamedTuple):
    """Names, each with nothing or with the names it contains."""


class Inner(NamedTuple):
    """A mapping declared elsewhere, by its name in `RECORDS`."""

    record: str


class ListOf(NamedTuple):
    """A list; where `blank`, writing nothing at all is an empty one."""

    of: Kind
    at_least: int = 0
    blank: bool = False


class Naming(NamedTuple):
    """What a name may look like: a pattern that Python and JSON Schema read alike, and the same in words."""

    pattern: str
    words: str


class Table(NamedTuple):
    """A mapping whose keys are names of the writer's own; `blank` as in `ListOf`."""

    of: Kind
    naming: Naming
    at_least: int = 0
    blank: bool = False


Kind: TypeAlias = Text | Word | Tree | Inner | ListOf | Table


class Field(NamedTuple):
    """One key of a mapping: the kind of its value, what it is for, and whether it must be there."""

    key: str
    kind: Kind
    doc: str
    required: bool = False


class Record(NamedTuple):
    """A mapping whose keys the format names, and what messages call it.

    `one_of` are keys of which exactly one stands there; `together` are two keys that come together or not
    at all.
    """

    name: str
    called: str
    doc: str
    fields: Mapping[str, Field]
    one_of: tuple[str, ...] = ()
    together: tuple[str, str] | None = None

    @property
    def blank(self) -> bool:
        """Whether writing nothing at all is an empty mapping: no key is required."""
        return not self.one_of and not any(field.required for field in self.fields.values())


ID = Naming(r"^[^\s:=/,]+$", "without spaces and without `:` `=` `/` `,`")
OUTCOME = Naming(r"^[^\s.:=/,]+$", "one word, without `.` `:` `=` `/` `,`")

FLAGS = {"yes": True, "no": False, "true": True, "false": False}
"""What may be written for yes and no."""

_TEXT = Text()
_FLAG = Word(tuple(FLAGS))
_IGNORE = Field("ignore", Table(_TEXT, ID, at_least=1), "Warnings of the check to let be: {code: reason}, one by one.")


def _keyed(*fields: Field) -> dict[str, Field]:
    return {field.key: field for field in fields}


CASE = Record(
    "case",
    "the case",
    "A case: who gave which figure, of whom, where and when.",
    _keyed(
        Field("title", _TEXT, "What happened, in one line.", required=True),
        Field("date", _TEXT, "When people were hurt: 2025-06-06, or 2025-06-05/2025-06-06.", required=True),
        Field("timezone", _TEXT, "For times without an offset, such as Europe/Kyiv; UTC if left out."),
        Field("summary", _TEXT, "One paragraph."),
        Field("places", Tree(), "Places, each with the places inside it."),
        Field("groups", Tree(), "Who is counted; a root beside people is another kind of thing."),
        Field(
            "exclusive",
            ListOf(ListOf(_TEXT, 2), blank=True),
            "Groups that share no member: [children, adults].",
        ),
        Field("sources", Table(Inner("source"), ID, blank=True), "Who gives figures, by an id of your choice."),
        Field("claims", Table(Inner("claim"), ID, blank=True), "The figures, by an id of your choice."),
        Field("links", ListOf(Inner("link"), blank=True), "What somebody said about two claims."),
        Field("questions", ListOf(Inner("question"), blank=True), "The tolls to report; derived if left out."),
        Field("settings", Inner("settings"), "The assumptions to work with; the command line overrides them."),
    ),
)

SOURCE = Record(
    "source",
    "a source",
    "Somebody who gives figures.",
    _keyed(
        Field("name", _TEXT, "The name that reports print; the id if left out."),
        Field("role", _TEXT, "Office or function: mayor of Kyiv."),
        Field("grade", Word(tuple(GRADES)), "Reliability, A (best) to F: the Admiralty code."),
        Field("url", _TEXT, "Where the source speaks."),
    ),
)

_ANY_CLAIM = (
    Field("via", _TEXT, "Who relayed it: an id from sources, or a name."),
    Field("at", _TEXT, "When it was said: 2025-06-06, or 2025-06-06T18:00."),
    Field(
        "says",
        Table(_TEXT, OUTCOME, at_least=1),
        "The figures: {killed: 4, wounded: about 40}; each an outcome and a count.",
        required=True,
    ),
    Field("place", _TEXT, "Where people were hurt, a name from places; the outermost place if left out."),
    Field("who", _TEXT, "Who is counted, a name from groups; people if left out."),
    Field("during", _TEXT, "When people were hurt; the date of the case if left out."),
    Field("so-far", _FLAG, "yes: the count was still running, so the true figure may be higher."),
    Field("quote", _TEXT, "The words that the figure rests on."),
    Field("note", _TEXT, "A note of your own."),
    Field("url", _TEXT, "Where it was said."),
    Field("including", ListOf(Inner("part"), blank=True), "Parts of the figure that the source states."),
    Field("identified", _FLAG, "yes: a tally of people identified one by one."),
    _IGNORE,
)

CLAIM = Record(
    "claim",
    "a claim",
    "What one source said at one time about one scope.",
    _keyed(Field("source", _TEXT, "Who says it: an id from sources, or a name.", required=True), *_ANY_CLAIM),
)

PART = Record(
    "part",
    "a part",
    "A stated part of a claim; it inherits source, time, place, who and window from its whole.",
    _keyed(*_ANY_CLAIM),
)

_PAIRED = {
    LinkKind.WITHIN: "Everybody counted by the claim is counted by this one.",
    LinkKind.SAME_AS: "Both count the same people.",
    LinkKind.APART_FROM: "Nobody is counted by both.",
    LinkKind.REPLACES: "The source gives its figure instead of this one.",
    LinkKind.REPEATS: "The claim relays this one's figure: the same people, and withdrawn with it.",
    LinkKind.OVERLAPS: "The two share some people; `by` says how many.",
}

DECIDABLE = (LinkKind.WITHIN, LinkKind.SAME_AS, LinkKind.APART_FROM)
"""The relations that a reviewer can decide."""

_ANSWERS = Word(tuple(answer.value for answer in Answer))

LINK = Record(
    "link",
    "a link",
    "What somebody said about a claim and another.",
    _keyed(
        Field("claim", _TEXT, "The claim: its id, or id.killed for one of its figures.", required=True),
        *(Field(kind.value, _TEXT, doc) for kind, doc in _PAIRED.items()),
        Field(LinkKind.SUM_OF, ListOf(_TEXT, 1), "The claim is exactly these, and no two of them share anybody."),
        Field("by", _TEXT, "How many people two claims share: 3, or 1-3."),
        Field("answer", _ANSWERS, "Whether it is so; yes if left out."),
        Field("quote", _TEXT, "The words that the link rests on."),
        Field("note", _TEXT, "A note of your own."),
        Field("url", _TEXT, "Where it was said."),
        _IGNORE,
    ),
    one_of=tuple(kind.value for kind in LinkKind),
    together=("overlaps", "by"),
)

QUESTION = Record(
    "question",
    "a question",
    "A toll to report.",
    _keyed(
        Field("outcome", _TEXT, "killed, wounded, missing, casualties, or a word of your own.", required=True),
        Field("place", _TEXT, "A name from places; the outermost place if left out."),
        Field("who", _TEXT, "A name from groups; people if left out."),
    ),
)

SETTINGS = Record(
    "settings",
    "the settings",
    "The assumptions to work with.",
    _keyed(
        Field("parts", Word(tuple(Parts)), "Another source's narrower figure: possibly, or presumably, a part."),
        Field(
            "same-scope",
            Word(tuple(SameScope)),
            "Two sources' figures for one scope: alternatives, or nested.",
        ),
        Field("conventions", ListOf(Word(CONVENTIONS)), "The conventions in force; [] switches all off."),
        Field("vague", Word(LEXICONS), "The lexicon for vague words, such as dozens."),
    ),
)

DECISION = Record(
    "decision",
    "a decision",
    "What a reviewer decided about two claims.",
    _keyed(
        Field("claim", _TEXT, "The claim: its id, or id.killed for one of its figures.", required=True),
        *(Field(kind.value, _TEXT, _PAIRED[kind]) for kind in DECIDABLE),
        Field("answer", _ANSWERS, "Whether it is so.", required=True),
        Field("by", _TEXT, "Who decided."),
        Field("on", _TEXT, "When: 2025-06-07T10:02:11Z."),
        Field("because", _TEXT, "Why."),
    ),
    one_of=tuple(kind.value for kind in DECIDABLE),
)

RECORDS = {record.name: record for record in (CASE, SOURCE, CLAIM, PART, LINK, QUESTION, SETTINGS, DECISION)}
"""Every mapping of the format by its name."""
