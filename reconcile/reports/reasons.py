"""A proof in plain words: which figures a bound is the sum of, why it can be no other, and a world that has it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bounds import Sense, bits
from reconcile.bounds.proof import Choose, Impossible, Kept, Parts, Split, Weighing, weighed
from reconcile.model import PEOPLE
from reconcile.reports.bonds import Bonds
from reconcile.reports.phrases import Phrases
from reconcile.reports.wording import counted, enumerated, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.bounds import Problem
    from reconcile.bounds.proof import Proof, Proved, Weight
    from reconcile.findings.why import Why
    from reconcile.graph import ClaimGraph

_MOST = 5
"""How many relations, claims or groups of people are told one by one; of more it tells how many."""

_LONG = 12
"""How many figures a sum may have that is written out."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence; `depth` says how far it is indented, below what it belongs to."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an end of a range is what it is: what it is made of, why it goes no further, and a world that has it."""

    value: int
    head: str
    lines: tuple[Line, ...]
    world: tuple[Line, ...]


class _Words(NamedTuple):
    """How to speak of those counted: people, or things."""

    nobody: str = "nobody"
    everybody: str = "everybody else who"
    anybody: str = "anybody"
    whoever: str = "whoever"


_OF_THINGS = _Words("nothing", "everything else that", "anything", "whatever")


class _Asked(NamedTuple):
    """What an argument is about: which end, the claims that count and may be right, and those that surely are.

    `words` are for those counted.
    """

    sense: Sense
    words: _Words
    query: int
    kept: int = 0

    def where(self, kept: int, wrong: int = 0) -> _Asked:
        """Return the same, where more claims are right or wrong."""
        return self._replace(query=self.query & ~wrong, kept=self.kept | kept)


class _Argument(NamedTuple):
    """What a bound is, in a few words, and the sentences below."""

    head: str
    lines: list[Line]

    def below(self, intro: str) -> list[Line]:
        """Return it as lines, one step further in."""
        return [Line(f"{intro}: {self.head}.", 1), *(Line(line.text, line.depth + 1) for line in self.lines)]


class Reasons:
    """Words for proofs about one graph of claims.

    Parameters
    ----------
    problem
        What the graph says, as sets.
    conflicts
        The groups of claims that cannot all be right.
    """

    def __init__(self, graph: ClaimGraph, problem: Problem, conflicts: Sequence[int]) -> None:
        self._graph, self._problem, self._conflicts = graph, problem, conflicts
        self._phrases = Phrases(graph.case)
        self._bonds = Bonds(graph, problem, self._phrases)

    def of(self, why: Why, proved: Proved) -> Reason:
        """Say why one end of a toll is what it is."""
        things = self._graph.case.groups.root(why.toll.question.who) != PEOPLE
        asked = _Asked(proved.sense, _OF_THINGS if things else _Words(), proved.query)
        argument = self._argue(proved.proof, asked)
        return Reason(proved.value, argument.head, tuple(argument.lines), tuple(self._world(proved, asked.words)))

    def questions(self, why: Why) -> list[str]:
        """Return what nobody says about the figures that the ends of a range rest on."""
        if why.lower is None or why.upper is None or why.lower.value == why.upper.value:
            return []
        among = weighed(why.lower.proof) | weighed(why.upper.proof)
        claims = self._graph.claims
        pairs = self._graph.open_pairs(among)
        found = [self._phrases.question(claims[one.claim], claims[one.other], one.relation) for one in pairs]
        return [line.text for line in _few(found)]

    def _argue(self, proof: Proof, asked: _Asked) -> _Argument:
        flat = self._flat(proof)
        if flat is not None:
            rows, kept = flat
            return self._add_up(rows, asked.where(kept))
        match proof:
            case Kept(sets, then=then) if then:
                return self._argue(then, asked.where(self._agreeing(sets)))
            case Parts(parts):
                lines = [
                    line
                    for part in parts
                    for line in self._argue(part.proof, asked._replace(query=part.query)).below(str(part.value))
                ]
                return _Argument(" + ".join(str(part.value) for part in parts), lines)
            case Choose():
                return self._choose(proof, asked)
            case Split(sets, at_most, fewer, more):
                both = enumerated(self._claim(one) for one in bits(sets))
                few = self._argue(fewer, asked).below(f"If at most {at_most} are counted in all of {both}")
                return _Argument("in either case", [*few, *self._argue(more, asked).below("If more are")])
            case _:
                return _Argument("this cannot be", [])

    def _choose(self, proof: Choose, asked: _Asked) -> _Argument:
        """Say what follows if a claim is right, and if it is wrong."""
        one = proof.one
        pairs = [found & ~(1 << one) for found in self._conflicts if found >> one & 1 and found.bit_count() == 2]
        contradiction = Line(sentence(self._contradiction(one)), 1)
        kept = self._argue(proof.kept, asked.where(1 << one, _union(pairs)))
        left_out = self._argue(proof.left_out, asked.where(0, 1 << one))
        if _void(proof.kept) or _void(proof.left_out):
            argument = left_out if _void(proof.kept) else kept
            return _Argument(argument.head, [contradiction, *argument.lines])
        lines = [*kept.below(f"If {self._claim(one)} is right"), *left_out.below("If it is wrong")]
        return _Argument("whichever figure is right", [contradiction, *lines])

    def _contradiction(self, one: int) -> str:
        conflicts = [found for found in self._conflicts if found >> one & 1]
        if any(found.bit_count() > 2 for found in conflicts):
            together = min(conflicts, key=int.bit_count)
            return f"{enumerated(self._claim(each) for each in bits(together))} cannot all be right"
        others = [self._claim(next(bits(found & ~(1 << one)))) for found in conflicts]
        if len(others) == 1:
            return f"{self._claim(one)} and {others[0]} cannot both be right"
        return f"{self._claim(one)} cannot be right together with any of {_named(others)}"

    def _add_up(self, rows: Sequence[Weight], asked: _Asked) -> _Argument:
        """Say that a bound is a sum of figures, and why it bounds."""
        if not rows:
            return _Argument(f"{asked.words.nobody} need have been counted", [])
        parts: list[str] = []
        total = Fraction(0)
        for row in sorted(rows, key=lambda row: -row.weight):
            number = self._count(row.sets, least=row.weight * asked.sense > 0)
            total += row.weight * number
            sign = " − " if row.weight < 0 else " + " if parts else ""
            times = "" if abs(row.weight) == 1 else f"{abs(row.weight)} × "
            parts.append(f"{sign}{times}{self._cited(row.sets, number)}")
        head = "".join(parts) if len(parts) <= _LONG else self._in_short(rows)
        if total.denominator > 1:
            head += f" = {total}, and none counts in part"
        elif 1 < len(rows) <= _LONG:
            head += f" = {total}"
        if asked.sense is Sense.GREATEST and self._may_share(rows):
            head += f", if {asked.words.nobody} is counted twice"
        return _Argument(
            head, list(self._no_fewer(rows, asked) if asked.sense is Sense.LEAST else self._no_more(rows, asked))
        )

    def _may_share(self, rows: Sequence[Weight]) -> bool:
        """Whether some of the figures added up can count the same, so that the sum is reached only if they do not."""
        claims = [one for row in rows for one in bits(row.sets)]
        plain = all(row.weight == 1 and row.sets & (row.sets - 1) == 0 for row in rows)
        return plain and not all(self._problem.apart[one] >> other & 1 for one, other in combinations(claims, 2))

    def _in_short(self, rows: Sequence[Weight]) -> str:
        less = sum(row.weight < 0 for row in rows)
        return f"the sum of {len(rows) - less} figures" + (f", less {less} that count in several" if less else "")

    def _count(self, sets: int, *, least: bool) -> int:
        """Return how many are counted in all of some claims, at least or at most."""
        if sets & (sets - 1) == 0:
            return (self._problem.lo if least else self._problem.hi)[next(bits(sets))]
        rules = [rule for rule in self._problem.overlaps if rule.sets == sets]
        return max(rule.lo for rule in rules) if least else min(rule.hi for rule in rules)

    def _cited(self, sets: int, number: int) -> str:
        if sets & (sets - 1) == 0:
            return self._phrases.cited(self._graph.claims[next(bits(sets))], number)
        return f"{number} counted by both {enumerated(self._claim(one) for one in bits(sets))}"

    def _no_fewer(self, rows: Sequence[Weight], asked: _Asked) -> Iterator[Line]:
        claims = [one for row in rows if row.sets & (row.sets - 1) == 0 for one in bits(row.sets)]
        known: list[str] = []
        if len(rows) == 1:
            why = f"{asked.words.whoever} else was counted, these were"
        elif all(row.weight == 1 for row in rows) and len(claims) == len(rows):
            by_scopes, known = self._bonds.apart(claims)
            why = f"{asked.words.nobody} is counted in two of these" + (", by their scopes" if by_scopes else "")
        else:
            why = f"{asked.words.nobody} counts more than once in this sum"
            known = list(self._bonds.shared(rows, asked.kept))
        known += self._bonds.ways((one for one in claims if not asked.query >> one & 1), asked.query, asked.kept)
        yield Line(f"There cannot be fewer: {why}.", 1)
        yield from _few(known)

    def _no_more(self, rows: Sequence[Weight], asked: _Asked) -> Iterator[Line]:
        holders = _union(row.sets for row in rows if row.weight > 0)
        others = asked.query & ~holders
        known: list[str] = []
        if any(row.weight < 0 for row in rows):
            why = "those taken off are counted in two of the other figures"
            known = list(self._bonds.shared(rows, asked.kept))
        elif others:
            why = f"{asked.words.everybody} was counted is among these"
        else:
            why = f"{asked.words.nobody} else was counted"
        yield Line(f"There cannot be more: {why}.", 1)
        yield from _few([*known, *self._bonds.ways(bits(others), holders, asked.kept)])

    def _world(self, proved: Proved, words: _Words) -> Iterator[Line]:
        """Tell a world that has the bound: how many are counted in which claims."""
        groups: dict[int, int] = {}
        for region, number in proved.world.regions.items():
            if region & proved.query:
                groups[region & proved.query] = groups.get(region & proved.query, 0) + number
        wrong = self._ids(proved.query & ~proved.world.kept)
        aside = f", with {_named(wrong)} set aside as wrong" if wrong else ""
        if not groups:
            yield Line(f"It can be 0{aside}, where no figure counts {words.anybody}.", 1)
            return
        told = []
        for group, number in sorted(groups.items(), key=lambda pair: (-pair[1], pair[0])):
            alone = " alone" if len(groups) > 1 and group & (group - 1) == 0 else ""
            told.append(f"{number} in {_named(self._ids(group))}{alone}.")
        if len(told) == 1:
            yield Line(f"It can be {proved.value}{aside}: {told[0]}", 1)
            return
        yield Line(f"It can be {proved.value}, for example so{aside}:", 1)
        yield from _few(told)

    def _agreeing(self, sets: int) -> int:
        """Return the claims of a group that no other of the group contradicts."""
        return sets & ~_union(found for found in self._conflicts if not found & ~sets)

    def _flat(self, proof: Proof) -> tuple[tuple[Weight, ...], int] | None:
        """Return the weights of a proof that is one sum, and the claims shown to be right; None where it is not."""
        match proof:
            case Weighing(weights):
                return weights, 0
            case Kept(sets, then=then) if then:
                inner = self._flat(then)
                return inner and (inner[0], inner[1] | self._agreeing(sets))
            case Parts(parts):
                found = [inner for part in parts if (inner := self._flat(part.proof))]
                whole = all(row.weight.denominator == 1 for rows, _ in found for row in rows)
                if len(found) < len(parts) or not whole:
                    return None
                return tuple(row for rows, _ in found for row in rows), _union(kept for _, kept in found)
            case _:
                return None

    def _ids(self, group: int) -> list[str]:
        return [self._graph.claims[one].id for one in bits(group)]

    def _claim(self, one: int) -> str:
        return self._phrases.claim(self._graph.claims[one])


def _void(proof: Proof) -> bool:
    """Whether a proof shows that its case cannot be."""
    match proof:
        case Impossible():
            return True
        case Kept(then=then):
            return then is None or _void(then)
        case Choose(_, one, other) | Split(_, _, one, other):
            return _void(one) and _void(other)
        case _:
            return False


def _union(groups: Iterable[int]) -> int:
    found = 0
    for group in groups:
        found |= group
    return found


def _named(names: Sequence[str]) -> str:
    rest = len(names) - _MOST
    return enumerated([*names[:_MOST], counted(rest, "other")] if rest > 1 else names)


def _few(sentences: Iterable[str]) -> Iterator[Line]:
    """Tell so many sentences, none of them twice, and how many more there are."""
    told = list(dict.fromkeys(sentences))
    shown = told if len(told) <= _MOST + 1 else told[:_MOST]
    yield from (Line(text, 2) for text in shown)
    if len(told) > len(shown):
        yield Line(f"And {len(told) - len(shown)} more.", 2)
