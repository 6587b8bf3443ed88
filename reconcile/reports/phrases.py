"""Claims and findings in plain words: what a journalist would say, with every figure beside its source."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.bounds import bits
from reconcile.graph import ASSUMED, DECIDED, SCOPE, Relation
from reconcile.model import EVERYWHERE, PEOPLE, LinkKind
from reconcile.reports.nouns import singular
from reconcile.reports.spoken import link_behind, why_open
from reconcile.reports.wording import MOST_NAMED, ONE, enumerated, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.bounds import End, Term
    from reconcile.findings import Ambiguity, Toll
    from reconcile.graph import ClaimGraph
    from reconcile.model import Case, Claim, Link


class Phrases:
    """Words for the claims of one case. Where two claims would read alike, the time they were made is added.

    `assumed` are the what-ifs that they are related with.
    """

    def __init__(self, case: Case, assumed: Sequence[Link] = ()) -> None:
        self.case = case
        self._links = {DECIDED: case.decisions, ASSUMED: assumed}
        self._plain = {claim.id: self._counted(claim, claim.count) for claim in case.claims.values()}
        phrases = Counter((self._plain[claim.id], claim.source) for claim in case.claims.values())
        self._repeated = {phrase for phrase, times in phrases.items() if times > 1}
        self._repeats = {link.claim for link in case.links if link.kind is LinkKind.REPEATS}
        self._said: dict[tuple[str, bool], str] = {}  # a large case has a claim in many sentences

    def counted(self, claim: Claim, figure: object = None) -> str:
        """Say whom a claim counts: `3 firefighters killed in Kyiv`; or so many, if another figure is given."""
        return self._plain[claim.id] if figure is None else self._counted(claim, figure)

    def source(self, claim: Claim) -> str:
        """Say who gives a claim."""
        return self.case.sources[claim.source].name

    def claim(self, claim: Claim, *, dated: bool = False) -> str:
        """Say a claim and who gives it: `the 3 firefighters killed in Kyiv (State Emergency Service)`.

        Where two claims would read alike, or `dated` is asked for, the time when it was said is added.
        """
        key = claim.id, dated
        if key not in self._said:
            role = self.case.sources[claim.source].role
            by = f"{self.source(claim)}, {role}" if role else self.source(claim)
            self._said[key] = f"the {self.counted(claim)} ({self._by(claim, by, dated=dated)})"
        return self._said[key]

    def cited(self, claim: Claim, figure: object) -> str:
        """Say who gives a figure, in short: `3 firefighters killed in Kyiv (State Emergency Service)`."""
        return f"{self.counted(claim, figure)} ({self._by(claim, self.source(claim))})"

    def question(self, one: Claim, other: Claim, relation: Relation) -> str:
        """Ask about an open pair."""
        are, others = ("Is", "is it another person") if str(one.count) == ONE else ("Are", "are they other people")
        if relation is Relation.POSSIBLY_WITHIN:
            return f"{are} {self.claim(one)} among {self.claim(other)}?"
        return f"{are} {self.claim(one)} also counted in {self.claim(other)}, or {others}?"

    def reason(self, graph: ClaimGraph, ambiguity: Ambiguity) -> str:
        """Say why a pair is open."""
        one, other = graph.claims[ambiguity.claim], graph.claims[ambiguity.other]
        if ambiguity.edge.basis != SCOPE:
            basis = ambiguity.edge.basis
            link = link_behind(self.case, self._links.get(basis, self.case.links), one, other)
            return why_open(self.case, link, basis, self.claim)
        differing = _differing(one, other)
        if ambiguity.edge.relation is Relation.MAY_OVERLAP:
            if not differing:
                return "Both have the same scope, and nothing says how the two figures relate."
            return sentence(f"nobody says whether any are counted by both: {_each(differing, ' and ')}")
        return sentence(f"nobody says whether the wider figure includes the narrower: {_each(differing, ' within ')}")

    def lower(self, graph: ClaimGraph, toll: Toll) -> str:
        """Say why no world has fewer."""
        assert toll.bounds is not None
        end = toll.bounds.lower
        if not end.proven:
            return "the search stopped at its limit: this much is proven"
        dropped = self._dropped(graph, toll, end)
        if not end.terms:
            return "nobody" + dropped
        rest = toll.claims.bit_count() > len(carriers(graph, end.terms)) and not dropped
        return (
            self._sum(graph, end.value, end.terms)
            + dropped
            + ("; everybody else counted can be among them" if rest else "")
        )

    def upper(self, graph: ClaimGraph, toll: Toll) -> str:
        """Say why no world has more."""
        assert toll.bounds is not None
        end = toll.bounds.upper
        if not end.proven:
            return "the search stopped at its limit: this much is proven"
        if not end.terms:
            return "nobody" + self._dropped(graph, toll, end)
        # A figure that is taken off is known to be counted in others: then the sum asks no more of anybody.
        added = all(term.weight == 1 and term.sets.bit_count() == 1 for term in end.terms)
        once = ", if nobody is counted twice" if added and len(end.terms) > 1 else ""
        return self._sum(graph, end.value, end.terms) + once + self._dropped(graph, toll, end)

    def _dropped(self, graph: ClaimGraph, toll: Toll, end: End) -> str:
        """Name the claims about the toll that are wrong in the world that attains a bound."""
        wrong = [graph.claims[one] for one in bits(toll.claims & ~end.kept)]
        if not wrong:
            return ""
        if len(wrong) > MOST_NAMED:
            return f", where {len(wrong)} of the claims are wrong"
        return f", where {enumerated(self.claim(claim) for claim in wrong)} {'is' if len(wrong) == 1 else 'are'} wrong"

    def tension(self, one: Claim, other: Claim) -> str:
        """Say why a pair cannot be nested though the scopes suggest it."""
        scopes = _each(_differing(one, other), " within ") or "the scopes are the same"
        be_among = "be among" if str(one.count) == ONE else "all be among"
        return sentence(f"{self.claim(one)} cannot {be_among} {self.claim(other)}, as the scopes suggest: {scopes}")

    def disagreement(self, claims: Sequence[Claim]) -> str:
        """Say which claims cannot all be right."""
        together = "both" if len(claims) == 2 else "all"
        return sentence(f"{enumerated(self.claim(claim, dated=True) for claim in claims)} cannot {together} be right")

    def withdrawal(self, claim: Claim, by: Claim) -> str:
        """Say what replaced a claim."""
        verb = "repeated a figure since replaced by" if claim.id in self._repeats else "gave way to"
        return sentence(f"{self.claim(claim, dated=True)} {verb} {self.claim(by, dated=True)}")

    def _counted(self, claim: Claim, figure: object) -> str:
        scope, number = claim.scope, str(figure)
        group = "" if scope.who == PEOPLE else f" {singular(scope.who) if number == ONE else scope.who}"
        where = "" if scope.place == EVERYWHERE == self.case.top_place else f" in {scope.place}"
        return f"{number}{group} {scope.outcome}{where}"

    def _by(self, claim: Claim, by: str, *, dated: bool = False) -> str:
        """Say who gave a claim; when, where needed; and in which words, where these are not the plain figure."""
        plain = (self.counted(claim), claim.source)
        when = f", {claim.at.text}" if claim.at and (dated or plain in self._repeated) else ""
        words = claim.count.words
        told = claim.count.exact and (not claim.count.open or str(claim.count.lo) in words.replace(",", ""))
        return f"{by}{when}" if told or not words else f"{by}{when}: “{words}”"

    def _sum(self, graph: ClaimGraph, value: int, terms: Sequence[Term]) -> str:
        """Write a bound as the sum of the figures that carry it, where it is one."""
        numbers = [(term, _number(graph, term)) for term in terms]
        exact = all(number is not None and abs(term.weight) == 1 for term, number in numbers)
        if not exact or sum((term.weight * (number or 0) for term, number in numbers), Fraction(0)) != value:
            return f"rests on {enumerated(self.claim(claim) for claim in carriers(graph, terms))}"
        if len(numbers) > MOST_NAMED:
            added = sum(term.weight > 0 for term, _ in numbers)
            less = len(numbers) - added
            return f"the sum of {added} figures" + (
                f", less {less} that surely share people with others" if less else ""
            )
        parts: list[str] = []
        for term, number in sorted(numbers, key=lambda pair: -pair[0].weight):
            claims = [graph.claims[one] for one in bits(term.sets)]
            if len(claims) == 1:
                words = self.cited(claims[0], number)
            else:
                words = f"{number} counted by both {enumerated(self.claim(claim) for claim in claims)}"
            sign = "" if not parts and term.weight > 0 else (" + " if term.weight > 0 else " − ")
            parts.append(sign + words)
        return "".join(parts)


def carriers(graph: ClaimGraph, terms: Sequence[Term]) -> list[Claim]:
    """Return the claims whose figures a bound is made of."""
    group = 0
    for term in terms:
        group |= term.sets
    return [graph.claims[one] for one in bits(group)]


def _differing(one: Claim, other: Claim) -> list[tuple[str, str]]:
    """Return the values of the facets in which two scopes differ."""
    a, b = one.scope, other.scope
    facets = ((a.who, b.who), (a.place, b.place), (a.outcome, b.outcome), (a.window.text, b.window.text))
    return [values for values in facets if values[0] != values[1]]


def _each(pairs: list[tuple[str, str]], between: str) -> str:
    return ", ".join(f"{one}{between}{other}" for one, other in pairs)


def _number(graph: ClaimGraph, term: Term) -> int | None:
    claims = [graph.claims[one] for one in bits(term.sets)]
    if len(claims) == 1:
        return claims[0].count.lo if term.at_lo else claims[0].count.hi
    shared = {claim.id for claim in claims}
    for (one, other), edges in graph.said.items():
        if {graph.claims[one].id, graph.claims[other].id} == shared:
            for edge in edges:
                if edge.by is not None:
                    return edge.by[0] if term.at_lo else edge.by[1]
    return None
