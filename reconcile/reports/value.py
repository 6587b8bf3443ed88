"""The report as a plain value: what every renderer reads, and what a script gets.

The fields follow the machine-readable report (`reconcile/report/1`) name for name; what is here beyond it
(a claim's figure in words, the reason why a pair is open) is for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx
    import pandas as pd

    from reconcile.graph import ClaimGraph

Range = tuple[int | None, int | None]
"""Lower and upper bound; both None where no claim answers."""


class Status(StrEnum):
    """How far the bounds of a toll are to be trusted."""

    EXACT = "exact"
    NO_CLAIMS = "no-claims"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """The head of a report: which case, which file, how much is in it. `claims` counts the figures in force."""

    title: str
    path: str
    sha256: str
    date: str
    claims: int
    sources: int
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class SettingsLine:
    """The assumptions the report was made under."""

    parts: str
    same_scope: str
    conventions: tuple[str, ...]
    vague: str
    as_of: str | None
    assumed: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim as a reader needs it: who says what, of whom, where and when, in short words.

    `figure` is the count (`4`, `35–45`, `4+`), `words` as it was written; `short` a noun phrase such as
    "the mayor of Kyiv's 4 killed". `during` says when they were hurt, where that is not on the case's dates;
    `via`, `role` and `grade` are as the case gives them.
    """

    id: str
    source: str
    figure: str
    words: str
    outcome: str
    place: str
    who: str
    at: str | None
    short: str
    lexicon: str | None = None
    quote: str | None = None
    note: str | None = None
    url: str | None = None
    via: str | None = None
    role: str | None = None
    grade: str | None = None
    during: str | None = None
    identified: bool = False


@dataclass(frozen=True, slots=True)
class Because:
    """Why a bound is what it is: a sentence, and the claims that carry it."""

    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Toll:
    """One question answered. `lower_proven` and `upper_proven` say which side is exact when `status` is `limit`."""

    outcome: str
    place: str
    who: str
    lower: int | None
    upper: int | None
    open: bool
    status: Status
    claims: tuple[str, ...]
    lower_because: Because
    upper_because: Because
    ambiguities: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    lower_proven: bool = True
    upper_proven: bool = True
    title: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the answers to an ambiguity make of one question, by its index in the report."""

    question: int
    if_within: Range
    if_apart: Range
    settles: int


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An open pair whose answer moves a bound. `text` is the question; `reason` says why it is open."""

    id: str
    claim: str
    relation: str
    other: str
    basis: str
    text: str
    reason: str
    effects: tuple[Effect, ...]


class Tension(NamedTuple):
    """A pair that the scopes would nest and the counts do not let nest. A tuple, as there may be thousands."""

    claim: str
    other: str
    text: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """The bounds of one question when a claim is set aside."""

    question: int
    bounds: Range


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A smallest set of claims that cannot all be right."""

    id: str
    claims: tuple[str, ...]
    text: str
    without: Mapping[str, tuple[SetAside, ...]]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What the bounds would be, were one claim never made: of the questions it answers, and of those it moves."""

    without: str
    effects: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """Which ambiguities to ask of a question, in order, and the widest range that can remain after each answer."""

    question: int
    ask: tuple[str, ...]
    width_after: tuple[int, ...]
    exact: bool


class Assumption(NamedTuple):
    """A relation that a convention added. A tuple, as there may be hundreds of thousands."""

    convention: str
    claim: str
    relation: str
    other: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A claim that its own source replaced."""

    claim: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """One case reported. Sequences are in their printed order; `claims` maps id to line, all claims of the case.

    `sensitivity` is None where it was left out: for too many claims, or for want of time. `complete` is False where the
    time ran out before all ambiguities and disagreements were looked for. `elsewhere` is how many disagreements are
    left out, as they touch none of the questions that were chosen.
    """

    case: CaseLine
    settings: SettingsLine
    questions: tuple[Toll, ...]
    ambiguities: tuple[Ambiguity, ...]
    tensions: Sequence[Tension]
    disagreements: tuple[Disagreement, ...]
    assumptions: Sequence[Assumption]
    withdrawn: tuple[Withdrawn, ...]
    claims: Mapping[str, ClaimLine]
    sensitivity: tuple[Sensitivity, ...] | None = ()
    settling: tuple[Settling, ...] = ()
    notes: tuple[str, ...] = ()
    complete: bool = True
    elsewhere: int = 0
    claim_graph: ClaimGraph | None = None

    @property
    def graph(self) -> nx.DiGraph[str]:
        """The graph of the claims in force, for analysis: see `reconcile.graph.ClaimGraph.to_networkx`."""
        assert self.claim_graph is not None, "a report that was made from a case has its graph"
        return self.claim_graph.to_networkx()

    def __str__(self) -> str:
        """Return what `reconcile CASE` prints, folded for a page."""
        import io  # noqa: PLC0415 - as below

        from rich.console import Console  # noqa: PLC0415 - loaded only where a report is printed

        from reconcile.reports.table import to_text  # noqa: PLC0415

        return to_text(self, Console(file=io.StringIO(), width=_PAGE, force_terminal=False)).rstrip("\n")

    def __repr__(self) -> str:
        from reconcile.reports.wording import toll_name, toll_range  # noqa: PLC0415 - it needs the types from here

        tolls = (f"{toll_name(toll)} {toll_range(toll)}" for toll in self.questions)
        return f"<Report {self.case.title!r}: {', '.join(tolls)}>"

    def _repr_html_(self) -> str:
        from reconcile.reports.notebook import to_html  # noqa: PLC0415 - for notebooks alone

        return to_html(self)

    def to_frame(self) -> pd.DataFrame:
        """Return the questions as a table.

        Returns
        -------
        pandas.DataFrame
            One row a question. `lower` and `upper` are nullable integers: missing where no claim answers.
        """
        import pandas as pd  # noqa: PLC0415 - loaded only where a table is asked for

        frame = pd.DataFrame(
            [
                {
                    "outcome": toll.outcome,
                    "place": toll.place,
                    "who": toll.who,
                    "lower": toll.lower,
                    "upper": toll.upper,
                    "open": toll.open,
                    "status": toll.status.value,
                    "claims": list(toll.claims),
                    "ambiguities": list(toll.ambiguities),
                    "disagreements": list(toll.disagreements),
                }
                for toll in self.questions
            ],
            columns=[*_COLUMNS],
        )
        return frame.astype({"lower": "Int64", "upper": "Int64", "open": bool})


_PAGE = 100
"""Columns of a report as text."""

_COLUMNS = ("outcome", "place", "who", "lower", "upper", "open", "status", "claims", "ambiguities", "disagreements")
