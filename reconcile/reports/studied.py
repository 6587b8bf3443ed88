"""What studies of a case find, as plain values: variants side by side, a case over time, two revisions of it."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.reports.value import Status
from reconcile.reports.wording import NO_FIGURE, title


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as one study asks it several times."""

    outcome: str
    place: str
    who: str

    @property
    def title(self) -> str:
        """Its name for people."""
        return title(self.outcome, self.place, self.who)


@dataclass(frozen=True, slots=True)
class Figure:
    """The bounds of one toll; both None where no claim answers. `open`: a claim leaves room above."""

    lower: int | None = None
    upper: int | None = None
    open: bool = False
    lower_proven: bool = True
    upper_proven: bool = True

    @property
    def proven(self) -> bool:
        """Whether both bounds are exact."""
        return self.lower_proven and self.upper_proven

    @property
    def status(self) -> Status:
        """How far the bounds are to be trusted."""
        if self.lower is None:
            return Status.NO_CLAIMS
        return Status.EXACT if self.proven else Status.LIMIT

    def __str__(self) -> str:
        """Return the bounds as one: `4`, `4–7+`, or `≥ 4 ≤ 7` where the search stopped."""
        if self.lower is None or self.upper is None:
            return NO_FIGURE
        room = "+" if self.open else ""
        if self.proven and self.lower == self.upper:
            return f"{self.lower}{room}"
        if self.proven:
            return f"{self.lower}–{self.upper}{room}"
        return f"{'' if self.lower_proven else '≥ '}{self.lower} {'' if self.upper_proven else '≤ '}{self.upper}{room}"


@dataclass(frozen=True, slots=True)
class Variant:
    """A case under other assumptions: what is changed, by option and value, and the bounds in the questions' order."""

    name: str
    option: str
    value: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Variants of a case side by side. The first is the case as it stands; `option` is empty there."""

    title: str
    path: str
    questions: tuple[Asked, ...]
    variants: tuple[Variant, ...]

    def changed(self, variant: Variant, question: int) -> bool:
        """Whether a variant moves a bound of a question, by index."""
        return variant.figures[question] != self.variants[0].figures[question]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a toll is where it is after a moment.

    `kind` is `new claim`, `growth`, `revision down`, `replacement` or `disagreement`; `claims` are those that made
    it so, and `instead_of` those that a revision or a replacement put out of force.
    """

    kind: str
    claims: tuple[str, ...]
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One toll at one moment, and what moved it or added to it; no causes where nothing did."""

    figure: Figure
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which claims came in, as it is written; None for those without a time, which count from the start."""

    at: str | None
    claims: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The tolls of a case over time: for each moment a step for each question. The last one is the report."""

    title: str
    path: str
    questions: tuple[Asked, ...]
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an entry: from what to what; None where there was, or is, none."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one entry of a case.

    `kind` is `added`, `removed`, `changed`, `withdrawn` or `back in force`; `what` the sort of entry (`claim`, `link`,
    `decision`, `source`, `question`, `place`, `group`, `case`), `name` its name, `fields` what it now says or
    said, or what has changed.
    """

    kind: str
    what: str
    name: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A toll before and after; None where it is not asked."""

    question: Asked
    before: Figure | None
    after: Figure | None

    @property
    def changed(self) -> bool:
        """Whether anything about it is different."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """Two revisions of a case: what changed in it, and what that did to each toll."""

    old: str
    new: str
    title: str
    changes: tuple[Change, ...]
    tolls: tuple[Moved, ...]
