"""The definition, word for word and pair by pair: the judge of the fast code. Shares no code with it but the model.

Meant for cases of a handful of claims with small figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from reconcile.bounds import Overlap, Problem, Sum
from reconcile.model import Answer, LinkKind, Parts, SameScope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.model import Case, Claim, Link, Scope, Settings, Span, Tree

SHARED = ("within", "same", "overlaps")


# Scopes: each facet, then the product.


def rcc(case: Case, a: Claim, b: Claim) -> str:
    """Relate the scopes of two claims."""
    facets = [
        _outcome(a, b),
        _tree(case.places, a.scope.place, b.scope.place, "apart"),
        _who(case, a.scope.who, b.scope.who),
        _window(a.scope.window, b.scope.window),
    ]
    if "apart" in facets:
        return "apart"
    if all(facet == "same" for facet in facets):
        return "same"
    if all(facet in ("same", "within") for facet in facets):
        return "within"
    if all(facet in ("same", "contains") for facet in facets):
        return "contains"
    return "overlaps"


def _outcome(a: Claim, b: Claim) -> str:
    one, two = a.scope.outcome, b.scope.outcome
    kinds = ("killed", "wounded", "missing")
    if one == two:
        return "same"
    if one in kinds and two == "casualties":
        return "within"
    if two in kinds and one == "casualties":
        return "contains"
    if one in kinds and two in kinds:
        if "missing" in (one, two):
            return "overlaps"
        wounded, killed = (a, b) if one == "wounded" else (b, a)
        return "overlaps" if later(killed.at, wounded.at) else "apart"
    return "apart"


def _tree(tree: Tree, one: str, two: str, siblings: str) -> str:
    if one == two:
        return "same"
    if two in _holders(tree, one):
        return "within"
    if one in _holders(tree, two):
        return "contains"
    return siblings


def _holders(tree: Tree, name: str) -> list[str]:
    parent = tree.parents[name]
    return [] if parent is None else [parent, *_holders(tree, parent)]


def _who(case: Case, one: str, two: str) -> str:
    ones, twos = [one, *_holders(case.groups, one)], [two, *_holders(case.groups, two)]
    related = _tree(case.groups, one, two, "overlaps")
    if related != "overlaps":
        return related
    if ones[-1] != twos[-1]:
        return "apart"
    declared = any(x in ones and y in twos for names in case.exclusive for x, y in permutations(names, 2))
    return "apart" if declared else "overlaps"


def _window(one: Span, two: Span) -> str:
    if (one.start, one.end) == (two.start, two.end):
        return "same"
    if one.end <= two.start or two.end <= one.start:
        return "apart"
    if two.start <= one.start and one.end <= two.end:
        return "within"
    if one.start <= two.start and two.end <= one.end:
        return "contains"
    return "overlaps"


def later(a: Span | None, b: Span | None) -> bool:
    """Whether a is surely after b."""
    return a is not None and b is not None and b.end <= a.start


# Claims: what is said, what is assumed.


@dataclass
class Related:
    """Two claims and what holds between them, read from a to b; `rank` tells what outranks what."""

    a: str
    b: str
    relation: str
    basis: str
    by: tuple[int, int] | None = None
    through: str | None = None

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.a, self.b))


@dataclass
class World:
    """The claims in force and all that constrains them."""

    claims: dict[str, Claim]
    relations: list[Related] = field(default_factory=list)
    withdrawn: dict[str, str] = field(default_factory=dict)
    sums: list[Link] = field(default_factory=list)
    open_pairs: list[tuple[str, str, str]] = field(default_factory=list)
    tensions: set[tuple[str, str]] = field(default_factory=set)


def interpret(case: Case, claims: dict[str, Claim], settings: Settings) -> World:
    """Say which claims are in force and how each two relate."""
    said = _said(case, claims)
    withdrawn, carried = _revise(case, claims, said, settings)
    spoken = {entry.pair for entry in said}
    said += [entry for entry in carried if entry.pair not in spoken]
    said = [entry for entry in said if entry.through not in withdrawn]
    world = World({name: claim for name, claim in claims.items() if name not in withdrawn}, withdrawn=withdrawn)
    world.sums = [
        link
        for link in case.links
        if link.kind is LinkKind.SUM_OF
        and link.answer is Answer.YES
        and all(name in world.claims for name in (link.claim, *link.others))
        and not any(
            entry.basis == "decided" and entry.pair == {link.claim, part} for entry in said for part in link.others
        )
    ]
    for a, b in combinations(world.claims.values(), 2):
        scopes = rcc(case, a, b)
        here = [entry for entry in said if entry.pair == {a.id, b.id}]
        definite = [entry for entry in here if entry.relation not in ("unclear", "possibly within")]
        if scopes == "apart":
            world.relations.append(Related(a.id, b.id, "apart", "scope"))
        if definite:
            world.relations += definite
        elif here and scopes != "apart":
            _leave_open(world, a, b, scopes, here[0])
        elif scopes != "apart":
            assumed = _convention(case, settings, a, b)
            if assumed:
                world.relations.append(assumed)
            else:
                _leave_open(world, a, b, scopes, None)
    return world


def _leave_open(world: World, a: Claim, b: Claim, scopes: str, said: Related | None) -> None:
    stated = said is not None and said.relation == "possibly within"
    if said is not None and stated and world.claims[said.a].count.lo <= world.claims[said.b].count.hi:
        inner, outer, kind = said.a, said.b, "within"
    elif scopes == "within":
        inner, outer, kind = a.id, b.id, "within"
    elif scopes == "contains":
        inner, outer, kind = b.id, a.id, "within"
    else:
        inner, outer, kind = a.id, b.id, "overlaps"
    world.open_pairs.append((inner, outer, kind))
    for narrow, wide in ((a, b), (b, a)):
        if scopes == ("within" if narrow is a else "contains") and narrow.count.lo > wide.count.hi:
            world.tensions.add((narrow.id, wide.id))


def _said(case: Case, claims: dict[str, Claim]) -> list[Related]:
    decided = _about(case.decisions, "decided", claims)
    pairs = {entry.pair for entry in decided}
    return decided + [entry for entry in _about(case.links, "stated", claims) if entry.pair not in pairs]


def _about(links: Iterable[Link], basis: str, claims: dict[str, Claim]) -> list[Related]:
    at_hand = {*claims, None}
    return [entry for link in links for entry in _read(link, basis) if {entry.a, entry.b, entry.through} <= at_hand]


def _read(link: Link, basis: str) -> list[Related]:
    a, b = link.claim, link.others[0]
    yes = link.answer is Answer.YES
    match link.kind:
        case LinkKind.SUM_OF:
            found = [Related(part, a, "within" if yes else "unclear", basis) for part in link.others]
            if yes:
                found += [Related(p, q, "apart", basis, through=a) for p, q in combinations(link.others, 2)]
            return found
        case LinkKind.WITHIN:
            word = {"yes": "within", "no": "apart", "unclear": "possibly within"}[link.answer.value]
            return [Related(a, b, word, basis)]
        case LinkKind.APART_FROM:
            if link.answer is Answer.NO:
                return [Related(a, b, "overlaps", basis, (1, 10**6))]
            return [Related(a, b, "apart" if yes else "unclear", basis)]
        case LinkKind.OVERLAPS:
            return [Related(a, b, "overlaps" if yes else "unclear", basis, link.by)]
        case LinkKind.REPLACES:
            return [] if yes else [Related(a, b, "unclear", basis)]
        case _:
            return [Related(a, b, "same" if yes else "unclear", basis)]


def _revise(
    case: Case, claims: dict[str, Claim], said: list[Related], settings: Settings
) -> tuple[dict[str, str], list[Related]]:
    spoken = {entry.pair for entry in said}
    overruled = {entry.pair for entry in said if entry.basis == "decided"}
    links = [
        link
        for link in case.links
        if link.answer is Answer.YES
        and link.claim in claims
        and link.other in claims
        and frozenset((link.claim, link.other)) not in overruled
    ]
    withdrawn: dict[str, str] = {}
    for link in links:
        if link.kind is LinkKind.REPLACES:
            withdrawn.setdefault(link.other, link.claim)
    updates = []
    if "update" in settings.conventions:
        for e, new in permutations(claims.values(), 2):
            tell = "identified" in settings.conventions and e.identified != new.identified
            if (
                e.source == new.source
                and rcc(case, e, new) == "same"
                and later(new.at, e.at)
                and not tell
                and frozenset((e.id, new.id)) not in spoken
            ):
                updates.append((e, new))

    def stands_for(one: str, other: str) -> bool:
        return one == other or (other in withdrawn and stands_for(one, withdrawn[other]))

    for e, new in sorted(updates, key=lambda pair: [(each.at and each.at.start, each.id) for each in pair]):
        if new.count.hi < e.count.lo and not stands_for(e.id, new.id):
            withdrawn.setdefault(e.id, new.id)
    changed = True
    while changed:
        changed = False
        for link in links:
            if link.kind is not LinkKind.REPEATS or link.other not in withdrawn:
                continue
            if link.claim not in withdrawn and not stands_for(link.claim, withdrawn[link.other]):
                withdrawn[link.claim] = withdrawn[link.other]
                changed = True
    relays = {
        frozenset((link.claim, link.other))
        for link in case.links
        if link.kind is LinkKind.REPEATS and link.answer is Answer.YES
    }
    stated = [entry for entry in _about(case.links, "stated", claims) if entry.pair not in relays]

    def lasts(entry: Related) -> bool:
        outranking = [other for other in said if other.basis == "decided" and other.pair == entry.pair]
        mine = [other for other in stated if other.pair == entry.pair]
        is_open = all(other.relation in ("unclear", "possibly within") for other in mine)
        return not outranking or is_open or _meaning(mine) == _meaning(outranking)

    stated = [entry for entry in stated if lasts(entry)]
    return withdrawn, _carried(case, claims, spoken, stated, updates)


def _meaning(entries: list[Related]) -> set[object]:
    """Return what is said of a pair: what is definite, if anything is, else the first."""
    definite = [entry for entry in entries if entry.relation not in ("unclear", "possibly within")]
    return {
        (entry.relation, entry.by, entry.a if entry.relation in ("within", "possibly within") else None)
        for entry in definite or entries[:1]
    }


def _carried(
    case: Case,
    claims: dict[str, Claim],
    spoken: set[frozenset[str]],
    stated: list[Related],
    updates: list[tuple[Claim, Claim]],
) -> list[Related]:
    taken = spoken | {frozenset((e.id, new.id)) for e, new in updates}
    once = _moved(case, claims, taken, stated, updates)

    def of_part(entry: Related) -> bool:
        part, whole = claims[entry.a].part_of, claims[entry.b]
        wholes = [
            each
            for each in claims.values()
            if (each.source, each.identified) == (whole.source, whole.identified) and rcc(case, each, whole) == "same"
        ]
        return part is not None and any(each.stated_as == part for each in wholes)

    return once + _moved(case, claims, taken, [entry for entry in once if not of_part(entry)], updates)


def _moved(
    case: Case,
    claims: dict[str, Claim],
    taken: set[frozenset[str]],
    stated: list[Related],
    updates: list[tuple[Claim, Claim]],
) -> list[Related]:
    found: list[Related] = []

    def start(claim: Claim) -> object:
        assert claim.at is not None
        return claim.at.start

    for e, new in sorted(updates, key=lambda pair: (start(pair[0]), pair[0].id), reverse=True):
        fresh = []
        about = [entry for entry in stated if e.id in entry.pair]
        for entry in about:
            part = claims[entry.a].part_of
            if entry.a == e.id and part is not None and part == claims[entry.b].stated_as:
                continue  # a later part is no part of the earlier whole
            definite = any(
                other.pair == entry.pair and other.relation not in ("unclear", "possibly within") for other in stated
            )
            if definite and entry.relation in ("unclear", "possibly within"):
                continue
            a = new.id if entry.a == e.id else entry.a
            b = new.id if entry.b == e.id else entry.b
            moved = Related(a, b, entry.relation, "update", entry.by, entry.through)
            if moved.pair not in taken and _counts_allow(case, claims[a], claims[b], moved):
                fresh.append(moved)
        found += fresh
        taken |= {entry.pair for entry in fresh}
    return found


def _counts_allow(case: Case, a: Claim, b: Claim, entry: Related) -> bool:
    if rcc(case, a, b) == "apart" and entry.relation != "apart":
        return entry.relation == "overlaps" and entry.by is not None and entry.by[0] == 0
    if entry.relation in ("within", "possibly within"):
        return a.count.lo <= b.count.hi
    if entry.relation == "same":
        return a.count.lo <= b.count.hi and b.count.lo <= a.count.hi
    if entry.relation == "overlaps":
        assert entry.by is not None
        return entry.by[0] <= min(a.count.hi, b.count.hi)
    return True


def _convention(case: Case, settings: Settings, a: Claim, b: Claim) -> Related | None:
    on = settings.conventions
    for x, y in ((a, b), (b, a)):
        scopes = rcc(case, x, y)
        if "identified" in on and scopes in ("same", "within") and x.identified and not y.identified:
            return Related(x.id, y.id, "within", "identified")
    for x, y in ((a, b), (b, a)):
        scopes = rcc(case, x, y)
        mine = x.source == y.source
        reaches = x.count.lo <= y.count.hi
        if scopes == "same" and later(y.at, x.at) and reaches:
            if mine and "update" in on:
                return Related(x.id, y.id, "within", "update")
            if not mine and "growth" in on:
                return Related(x.id, y.id, "within", "growth")
        if scopes == "within" and not later(x.at, y.at) and reaches:
            if mine and "own-parts" in on:
                return Related(x.id, y.id, "within", "own-parts")
            if not mine and "parts" in on and settings.parts is Parts.PRESUMED:
                return Related(x.id, y.id, "within", "parts")
    if rcc(case, a, b) == "same" and a.source != b.source and "same-scope" in on:
        if settings.same_scope is SameScope.NESTED:
            for x, y in ((a, b), (b, a)):
                smaller = x.count.lo <= y.count.lo and x.count.hi <= y.count.hi
                if smaller and (x.count.lo, x.count.hi) != (y.count.lo, y.count.hi) and x.count.open:
                    return Related(x.id, y.id, "within", "same-scope")
        return Related(a.id, b.id, "same", "same-scope")
    return None


# The problem of sets, and which claims answer a question.


def problem_of(world: World, settings: Settings) -> Problem:
    """Put the relations as a problem of sets, in the order of the claims."""
    names = list(world.claims)
    at = {name: number for number, name in enumerate(names)}
    within, apart = [0] * len(names), [0] * len(names)
    overlaps = []
    by_scope = {entry.pair for entry in world.relations if entry.basis == "scope"}
    for entry in world.relations:
        a, b = at[entry.a], at[entry.b]
        if entry.relation in ("within", "same"):
            within[a] |= 1 << b
        if entry.relation == "same":
            within[b] |= 1 << a
        if entry.relation == "apart" and entry.through is not None and entry.pair in by_scope:
            continue  # that they are apart anyway was said before
        if entry.relation == "apart" and entry.through is not None:
            overlaps.append(Overlap(1 << a | 1 << b | 1 << at[entry.through], 0, 0))
        elif entry.relation == "apart":
            apart[a] |= 1 << b
            apart[b] |= 1 << a
        if entry.relation == "overlaps":
            assert entry.by is not None
            overlaps.append(Overlap(1 << a | 1 << b, entry.by[0], entry.by[1]))
    firm = 0
    if "identified" in settings.conventions:
        firm = sum(1 << at[name] for name, claim in world.claims.items() if claim.identified)
    return Problem(
        tuple(claim.count.lo for claim in world.claims.values()),
        tuple(claim.count.hi for claim in world.claims.values()),
        tuple(within),
        tuple(apart),
        tuple(overlaps),
        tuple(Sum(at[link.claim], sum(1 << at[part] for part in link.others)) for link in world.sums),
        firm,
    )


def answers(case: Case, world: World, asked: Scope) -> int:
    """Return the claims whose scope is the same as or within the one asked for, as a group."""
    group = 0
    for number, claim in enumerate(world.claims.values()):
        inside = (
            (
                claim.scope.outcome == asked.outcome
                or (asked.outcome == "casualties" and claim.scope.outcome in ("killed", "wounded", "missing"))
            )
            and asked.place in [claim.scope.place, *_holders(case.places, claim.scope.place)]
            and asked.who in [claim.scope.who, *_holders(case.groups, claim.scope.who)]
            and asked.window.start <= claim.scope.window.start
            and claim.scope.window.end <= asked.window.end
        )
        group |= inside << number
    return group
