"""The nouns: what a case file says, as plain frozen values.

A `Case` holds `Claim` values: one figure (`Count`) that one `Source` gives, at one time, for one `Scope`.
Nothing here knows of files, graphs or screens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

PEOPLE = "people"
"""The root of the groups that is there by default."""

EVERYWHERE = "everywhere"
"""The place that holds all places, where a case's places have no single root."""

KILLED = "killed"
WOUNDED = "wounded"
MISSING = "missing"
KINDS_OF_CASUALTY = (KILLED, WOUNDED, MISSING)
CASUALTIES = "casualties"
"""The built-in outcomes: `casualties` holds the three others. Any other word is an outcome of its own."""

CONVENTIONS = ("update", "growth", "same-scope", "own-parts", "parts", "identified")
"""Names of the conventions, in the order in which documents list them."""

GRADES = "ABCDEF"
"""Reliability of a source, best first: the Admiralty code."""

TAKEN_BACK = "taken back"
"""What a decision gives as its reason where it takes back another; what held before may have its own behind a colon."""


class Answer(StrEnum):
    """What somebody says of a link: three-valued, so it refuses to be a truth value."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"

    def __bool__(self) -> NoReturn:
        raise TypeError("an answer may be unclear: compare it with Answer.YES or Answer.NO")


class LinkKind(StrEnum):
    """The words a link may use between its claim and the other."""

    WITHIN = "within"
    SAME_AS = "same-as"
    APART_FROM = "apart-from"
    REPLACES = "replaces"
    REPEATS = "repeats"
    OVERLAPS = "overlaps"
    SUM_OF = "sum-of"


class Parts(StrEnum):
    """What the `parts` convention does with another source's narrower figure."""

    POSSIBLE = "possible"
    PRESUMED = "presumed"


class SameScope(StrEnum):
    """What the `same-scope` convention makes of two sources' figures for one scope."""

    ALTERNATIVES = "alternatives"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in a file a value was written: line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half open: `start <= t < end`, both aware datetimes; `text` is how it was written.

    A moment is a span as long as its precision: a bare date is the whole day.
    """

    start: datetime
    end: datetime
    text: str = field(compare=False)

    def surely_before(self, other: Span) -> bool:
        """Whether all of this span lies before the other."""
        return self.end <= other.start


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as whole numbers `lo..hi`; `open` when the words leave room above.

    `words` is the count as written; `lexicon` names the lexicon that gave a vague word its figure.
    """

    lo: int
    hi: int
    open: bool = False
    words: str = field(default="", compare=False)
    lexicon: str | None = field(default=None, compare=False)

    @property
    def exact(self) -> bool:
        """Whether the interval is a single number."""
        return self.lo == self.hi

    def __str__(self) -> str:
        figure = str(self.lo) if self.exact else f"{self.lo}–{self.hi}"
        return figure + "+" if self.open else figure


@dataclass(frozen=True, slots=True)
class Tree:
    """Names in a containment tree: each name's parent, `None` for a root, in the order written (parents first)."""

    parents: Mapping[str, str | None]

    def __contains__(self, name: object) -> bool:
        return name in self.parents

    def __iter__(self) -> Iterator[str]:
        return iter(self.parents)

    def path(self, name: str) -> list[str]:
        """Return the name and all that hold it, innermost first."""
        found = [name]
        while (parent := self.parents[found[-1]]) is not None:
            found.append(parent)
        return found

    def root(self, name: str) -> str:
        """Return the outermost name that holds `name`."""
        return self.path(name)[-1]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a claim is about: outcome × place × who × window (when they were hurt)."""

    outcome: str
    place: str
    who: str
    window: Span


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who gives figures; `grade` is A–F, or None where nobody graded the source."""

    id: str
    name: str
    role: str | None = None
    grade: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """A warning that whoever wrote the case has seen and lets be: its code, the reason, and where that stands."""

    code: str
    reason: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that one source gives, at one time, for one scope.

    `id` is the address used in links and reports: the id in the file, with `.outcome` behind it where
    the file's claim says several outcomes. `stated_as` is the id in the file; `part_of` the id, in the file, of
    the claim whose `including` lists this one. `ignored` are the warnings about it that are let be.
    """

    id: str
    stated_as: str
    source: str
    count: Count
    scope: Scope
    origin: Origin
    at: Span | None = None
    via: str | None = None
    identified: bool = False
    part_of: str | None = None
    quote: str | None = None
    note: str | None = None
    url: str | None = None
    ignored: tuple[Ignored, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What somebody said of two claims, or of a whole and its parts. One link a pair of outcomes.

    `claim` and `others` are claim ids (addresses); `others` has one entry but for `sum-of`.
    `by` is the interval of people shared, for `overlaps` alone.
    `decided` tells a reviewer's decision from a statement in the evidence. `ignored` as in `Claim`.
    """

    kind: LinkKind
    claim: str
    others: tuple[str, ...]
    origin: Origin
    answer: Answer = Answer.YES
    by: tuple[int, int] | None = None
    decided: bool = False
    quote: str | None = None
    note: str | None = None
    reviewer: str | None = None
    on: str | None = None
    because: str | None = None
    ignored: tuple[Ignored, ...] = ()

    @property
    def other(self) -> str:
        """The other claim of a pair."""
        return self.others[0]


@dataclass(frozen=True, slots=True)
class Question:
    """A scope to bound: how many `who` had this `outcome` at this `place`, within the case's dates."""

    outcome: str
    place: str
    who: str = PEOPLE


@dataclass(frozen=True, slots=True)
class Settings:
    """The assumptions in force. `conventions` keeps the order of `CONVENTIONS`."""

    parts: Parts = Parts.POSSIBLE
    same_scope: SameScope = SameScope.ALTERNATIVES
    conventions: tuple[str, ...] = CONVENTIONS
    vague: str = "logical"


@dataclass(frozen=True, slots=True)
class Case:
    """A whole case file, and the decisions beside it.

    `claims` maps address to claim in file order, parts behind their wholes; `sources` maps id to source and
    holds the sources that claims name without declaring them. `places` has one root: `everywhere` where the
    file declares none or several. `questions` is empty where the file asks none. `decisions` holds the
    decisions in force, one a pair.
    """

    title: str
    date: Span
    path: str
    sha256: str
    places: Tree
    groups: Tree
    sources: Mapping[str, Source]
    claims: Mapping[str, Claim]
    timezone: str = "UTC"
    summary: str | None = None
    exclusive: tuple[tuple[str, ...], ...] = ()
    links: tuple[Link, ...] = ()
    decisions: tuple[Link, ...] = ()
    questions: tuple[Question, ...] = ()
    settings: Settings = Settings()

    @property
    def top_place(self) -> str:
        """The place that holds all places."""
        return next(iter(self.places))

    def __repr__(self) -> str:
        return f"<Case {self.title!r}: {len(self.claims)} claims>"

    def _repr_html_(self) -> str:
        """Show the claims as a table, in a notebook."""
        from html import escape  # noqa: PLC0415 - for notebooks alone

        def row(tag: str, *cells: str) -> str:
            return "<tr>" + "".join(f"<{tag}><bdi>{escape(cell)}</bdi></{tag}>" for cell in cells) + "</tr>"

        rows = (
            row(
                "td",
                claim.id,
                str(claim.count),
                *(claim.scope.outcome, claim.scope.place, claim.scope.who),
                self.sources[claim.source].name,
                claim.at.text if claim.at else "",
            )
            for claim in self.claims.values()
        )
        head = row("th", "claim", "figure", "outcome", "place", "who", "source", "said")
        title = f"<strong><bdi>{escape(self.title)}</bdi></strong><br><bdi>{escape(self.date.text)}</bdi>"
        shown = f"<div><p>{title}</p><table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table></div>"
        return shown.encode("utf-8", "backslashreplace").decode()  # a notebook is a UTF-8 file
