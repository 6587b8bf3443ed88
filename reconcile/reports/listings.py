"""The long lists of a report: a large case has hundreds of thousands of entries, made when they are looked at."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, overload

from reconcile.bits import bits
from reconcile.reports.value import Assumption, ClaimLine, Tension

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reconcile.graph import ClaimGraph
    from reconcile.model import Case, Claim
    from reconcile.reports.phrases import Phrases

Entry_co = TypeVar("Entry_co", covariant=True)


class Listing(Sequence[Entry_co]):
    """A list whose entries are made anew each time it is gone through."""

    @abstractmethod
    def __iter__(self) -> Iterator[Entry_co]: ...

    @overload
    def __getitem__(self, index: int) -> Entry_co: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry_co]: ...

    def __getitem__(self, index: int | slice) -> Entry_co | Sequence[Entry_co]:
        return tuple(self)[index]

    def __reduce__(self) -> tuple[type[tuple[Entry_co, ...]], tuple[tuple[Entry_co, ...]]]:
        """Go to another process as the entries alone: what they are made of stays where it is."""
        return tuple, (tuple(self),)


class Tensions(Listing[Tension]):
    """The tensions of a graph."""

    def __init__(self, graph: ClaimGraph, phrases: Phrases) -> None:
        self._graph, self._phrases = graph, phrases

    def __iter__(self) -> Iterator[Tension]:
        claims = self._graph.claims
        for one, group in self._graph.tensions():
            for other in bits(group):
                text = self._phrases.tension(claims[one], claims[other])
                yield Tension(claims[one].id, claims[other].id, text)

    def __len__(self) -> int:
        return sum(group.bit_count() for _, group in self._graph.tensions())


class Assumptions(Listing[Assumption]):
    """What conventions added to a graph."""

    def __init__(self, graph: ClaimGraph) -> None:
        self._graph = graph

    def __iter__(self) -> Iterator[Assumption]:
        for convention, claim, relation, others in self.groups():
            for other in others:
                yield Assumption(convention, claim, relation, other)

    def __len__(self) -> int:
        assumed = enumerate(self._graph.assumed)
        return sum(1 for _ in self._graph.carried()) + sum(
            added.shown_from(one).bit_count() for one, each in assumed for added in each
        )

    def groups(self, spell: Callable[[str], str] = str) -> Iterator[tuple[str, str, str, Iterable[str]]]:
        """Iterate over convention, claim, relation, and all others that the convention relates so to the claim.

        Claims go by their ids as `spell` spells them.
        """
        ids = [spell(claim.id) for claim in self._graph.claims]
        for edge in self._graph.carried():
            yield edge.basis, ids[edge.claim], edge.relation, (ids[edge.other],)
        for one, assumed in enumerate(self._graph.assumed):
            for added in assumed:
                others = map(ids.__getitem__, bits(added.shown_from(one)))
                yield added.convention, ids[one], added.relation, others


def grouped(
    assumptions: Sequence[Assumption], spell: Callable[[str], str]
) -> Iterator[tuple[str, str, str, Iterable[str]]]:
    """Iterate over assumptions, such that those that differ in the other claim alone may come together.

    Claims go by their ids as `spell` spells them.
    """
    if isinstance(assumptions, Assumptions):
        return assumptions.groups(spell)
    return ((each.convention, spell(each.claim), each.relation, (spell(each.other),)) for each in assumptions)


class Claims(Mapping[str, ClaimLine]):
    """The claims of a case by id; each is put into words when somebody asks for it."""

    def __init__(self, case: Case, phrases: Phrases) -> None:
        self._case, self._phrases = case, phrases
        self._lines: dict[str, ClaimLine] = {}

    def __getitem__(self, name: str) -> ClaimLine:
        if name not in self._lines:
            self._lines[name] = _line(self._case, self._case.claims[name], self._phrases)
        return self._lines[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._case.claims)

    def __len__(self) -> int:
        return len(self._case.claims)

    def __reduce__(self) -> tuple[type[dict[str, ClaimLine]], tuple[dict[str, ClaimLine]]]:
        return dict, (dict(self),)


def _line(case: Case, claim: Claim, phrases: Phrases) -> ClaimLine:
    source, window = case.sources[claim.source], claim.scope.window
    return ClaimLine(
        id=claim.id,
        source=phrases.source(claim),
        figure=str(claim.count),
        words=claim.count.words,
        outcome=claim.scope.outcome,
        place=claim.scope.place,
        who=claim.scope.who,
        at=claim.at.text if claim.at else None,
        short=phrases.claim(claim),
        lexicon=claim.count.lexicon,
        quote=claim.quote,
        note=claim.note,
        url=claim.url,
        via=claim.via,
        role=source.role,
        grade=source.grade,
        during=None if window == case.date else window.text,
        identified=claim.identified,
    )
