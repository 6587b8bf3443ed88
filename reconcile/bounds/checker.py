"""Checks what `reconcile why --format json` writes: bounds, each with a world that attains it and a proof.

    python -m reconcile.bounds.checker why.json

It shares nothing with the program that finds bounds and proofs, and stands in one file so that it can be read, copied
and run alone. It recounts the worlds, and follows the proofs step by step in whole numbers and fractions; it says what
is proven, or the first thing that is wrong.

**The problem.** Sets of unknown elements, each of a size between `lo` and `hi`, and rules: `within` (each set of the
first group lies within each of the second), `apart` (sets of different groups share nothing), `overlaps` (so many lie
in all of some sets), `sums` (a whole is the union of its parts). Where the sets cannot all be right, some are kept; a
rule holds while all its sets are kept, no further set could be kept as well, and the same is true of the `firm` sets
among themselves. The bound is the least (`lower`) or the greatest (`upper`) number of elements in the kept sets of the
query, over all worlds and all that can be kept.

**The worlds.** So many elements lie in just the sets named and all kept sets around these. Each set holds as many as it
should, and each rule of the kept sets holds. A world that attains a bound says why each set that it leaves out could
not be kept. One that only serves in a proof leaves that out, and rivals need not lie within each other in it: pairs of
which one should lie within the other and is too large for that, never kept both.

**The proof** is a tree. Where a step stands, some sets are known to be kept and some to be left out. A step is one of

`weights`     Each element counts for the weighted groups of sets that it lies in. Whatever sets it lies in, this is at
              most 1 if it lies in the query and at most 0 if not (upper: at least). So the weighted sizes are a bound.
              A group may be weighed twice: at its least size, and, the other way, at its greatest.
`impossible`  The same, but at most 0 everywhere, while the sizes add up to more: this case cannot be.
`split`       Either at most so many elements lie in all of these sets, or more.
`choose`      A set is either kept or left out.
`kept`        No rule binds these sets to others that may be kept, and a world shows that they fit together, but for
              rivals. So those that have no rival are kept. If one was left out, this case cannot be. `firm`: among
              firm sets.
`parts`       The query in parts, with a bound for each: parts that are apart, or (upper) that cover it.
"""

from __future__ import annotations

import json
import re
import sys
from fractions import Fraction
from functools import reduce
from math import ceil, floor
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Group = int  # bit i stands for set i
FORMAT = "reconcile/why/2"
MOST = 10**15  # no count of ours is larger


class Wrong(Exception):  # noqa: N818 - what is wrong is the document
    """The first thing that is wrong with a document."""


class Claim(NamedTuple):
    """What a proof is to show: no fewer (`upper`: no more) than `value` elements in the query."""

    query: Group
    upper: bool
    value: int


class Case(NamedTuple):
    """Where a step stands: sets known to be kept and left out, and the counts of splits (at least, at most)."""

    kept: Group
    out: Group
    counts: tuple[tuple[Group, int, int], ...] = ()


class World(NamedTuple):
    """What is kept, how many elements lie in exactly which sets, and whether no further set could be kept."""

    kept: Group
    regions: dict[Group, int]
    full: bool


def check(document: object) -> list[str]:
    """Return what is proven, a line a bound; raise `Wrong` with the first thing that is wrong."""
    try:
        name, problem, worlds, bounds, _ = fields(document, "document", "format problem worlds bounds", "case")
        if name != FORMAT:
            raise Wrong(f"format: expected {FORMAT}")
        checker = Checker(problem)
        for at, world in enumerate(items(worlds, "worlds")):
            checker.worlds.append(checker.world(world, f"worlds[{at}]"))
        return [checker.bound(bound, f"bounds[{at}]") for at, bound in enumerate(items(bounds, "bounds"))]
    except RecursionError:
        raise Wrong("nested too deeply") from None


class Checker:
    """A problem, and what follows from it."""

    def __init__(self, problem: object) -> None:
        sets, within, apart, overlaps, sums = fields(problem, "problem", "sets within apart overlaps sums")
        rows = [fields(row, f"sets[{at}]", "id lo hi", "firm") for at, row in enumerate(items(sets, "sets"))]
        self.number = {name: at for at, (name, *_) in enumerate(rows) if isinstance(name, str)}
        if len(self.number) < len(rows) or any(firm not in (None, "yes") for *_, firm in rows):
            raise Wrong("sets: expected names of their own, and firm: yes or nothing")
        self.names, self.all = list(self.number), (1 << len(rows)) - 1
        self.size = [(whole(lo, f"{name}.lo"), whole(hi, f"{name}.hi")) for name, lo, hi, _ in rows]
        self.firm = union(1 << at for at, (*_, firm) in enumerate(rows) if firm)
        self.within, self.holds, self.apart = ([0] * len(rows) for _ in range(3))
        for at, pair in enumerate(items(within, "within")):
            inner, outer = (self.group(each, f"within[{at}]") for each in items(pair, f"within[{at}]", 2))
            for one in bits(inner):
                self.within[one] |= outer & ~(1 << one)
            for one in bits(outer):
                self.holds[one] |= inner & ~(1 << one)
        for at, family in enumerate(items(apart, "apart")):
            groups = [self.group(each, f"apart[{at}]") for each in items(family, f"apart[{at}]")]
            for number, group in enumerate(groups):
                others = union(groups[:number] + groups[number + 1 :])
                for one in bits(group):
                    self.apart[one] |= others
        self.overlaps, self.sums = [], []
        for each in items(overlaps, "overlaps"):
            names, lo, hi = fields(each, "overlaps", "sets lo hi")
            self.overlaps.append((self.group(names, "overlaps", 1), whole(lo, "overlaps"), whole(hi, "overlaps")))
        for each in items(sums, "sums"):
            self.sums.append(self.sum_of(*fields(each, "sums", "whole parts")))
        self.rules = [rule for rule, *_ in self.overlaps] + [parts | 1 << total for total, parts in self.sums]
        self.rivals = [self.too_large(one) for one in range(len(rows))]
        self.worlds: list[World] = []
        self.around: dict[int, tuple[Group, Group]] = {}
        self.around_in: tuple[Group, bool] | None = None

    def one(self, name: object, where: str) -> int:
        """Return the number of a set."""
        if not isinstance(name, str) or name not in self.number:
            raise Wrong(f"{where}: no set is called {name!r}")
        return self.number[name]

    def group(self, names: object, where: str, least: int = 0) -> Group:
        """Return a group of sets, named in their order; so many at least."""
        numbers = [self.one(name, where) for name in items(names, where)]
        if numbers != sorted(set(numbers)) or len(numbers) < least:
            raise Wrong(f"{where}: too few sets, or not in their order")
        return union(1 << one for one in numbers)

    def sum_of(self, name: object, names: object) -> tuple[int, Group]:
        """Return a whole and its parts, which lie within it."""
        total, parts = self.one(name, "sums"), self.group(names, "sums")
        if any(not self.within[part] >> total & 1 for part in bits(parts & ~(1 << total))):
            raise Wrong("sums: a part that does not lie within its whole")
        return total, parts

    def too_large(self, one: int) -> Group:
        """Return the sets that lie within this one or hold it, but by their sizes cannot: its rivals."""
        lo, hi = self.size[one]
        over = union(1 << other for other in bits(self.within[one]) if lo > self.size[other][1])
        return over | union(1 << other for other in bits(self.holds[one]) if self.size[other][0] > hi)

    def bound(self, bound: object, where: str) -> str:
        """Check one bound."""
        query, end, value, witness, proof, *_ = fields(
            bound, where, "query end value witness proof", "outcome place who text"
        )
        if end not in ("lower", "upper"):
            raise Wrong(f"{where}.end: expected lower or upper")
        claim = Claim(self.group(query, f"{where}.query"), end == "upper", whole(value, f"{where}.value"))
        world = self.numbered(witness, f"{where}.witness")
        if not world.full or sum(n for region, n in world.regions.items() if region & claim.query) != claim.value:
            raise Wrong(f"{where}.witness: no world of all that can be kept, or its query does not hold {claim.value}")
        self.follow(proof, Case(0, 0), claim, f"{where}.proof")
        return f"{where}: the {end} bound {value} is proven and attained"

    def numbered(self, number: object, where: str) -> World:
        """Return one of the worlds that were recounted."""
        if (at := whole(number, where)) >= len(self.worlds):
            raise Wrong(f"{where}: there is no such world")
        return self.worlds[at]

    def world(self, world: object, where: str) -> World:
        """Recount a world: whether all rules of its kept sets hold; and that what is not kept in it could not be."""
        names, listed, left_out = fields(world, where, "kept regions", "left_out")
        kept, full = self.group(names, f"{where}.kept"), left_out is not None
        regions: dict[Group, int] = {}
        for at, each in enumerate(items(listed, f"{where}.regions")):
            names, count = fields(each, f"{where}.regions[{at}]", "sets count")
            told = self.group(names, f"{where}.regions[{at}]", 1)
            if told & ~kept:
                raise Wrong(f"{where}.regions[{at}]: elements in sets that are not kept")
            region, barred = self.joined(0, 0, told, kept, rivals=not full)
            if region & barred:
                raise Wrong(f"{where}.regions[{at}]: elements in sets that are apart")
            if region in regions or not whole(count, where):
                raise Wrong(f"{where}.regions[{at}]: no elements, or sets named before")
            regions[region] = count
        self.recount(kept, regions, where)
        if full:
            self.could_not_be_kept(left_out, kept, f"{where}.left_out")
        return World(kept, regions, full)

    def recount(self, kept: Group, regions: dict[Group, int], where: str) -> None:
        """Check that the kept sets have the sizes that they should, and that overlaps and sums hold."""
        columns = counted(regions)
        for one in bits(kept):
            held = sum((column >> one & 1) << place for place, column in enumerate(columns))
            if not self.size[one][0] <= held <= self.size[one][1]:
                raise Wrong(f"{where}: {self.names[one]!r} holds {held}")
        for group, lo, hi in self.overlaps:
            if not group & ~kept and not lo <= sum(n for region, n in regions.items() if not group & ~region) <= hi:
                raise Wrong(f"{where}: an overlap is not as large as it should be")
        if any(region >> total & 1 and not region & parts for total, parts in self.summing(kept) for region in regions):
            raise Wrong(f"{where}: a whole holds more than its parts")

    def could_not_be_kept(self, left_out: object, kept: Group, where: str) -> None:
        """Check that no set that is left out could be kept as well."""
        refuted = []
        for at, each in enumerate(items(left_out, where)):
            name, proof = fields(each, f"{where}[{at}]", "set because")
            refuted.append(self.one(name, where))
            others = kept & self.firm if self.firm >> refuted[-1] & 1 else kept
            together = others | 1 << refuted[-1]
            self.follow(proof, Case(together, self.all & ~together), None, f"{where}[{at}].because")
        if refuted != list(bits(self.all & ~kept)):
            raise Wrong(f"{where}: not just the sets that are not kept, in their order")

    def summing(self, kept: Group) -> list[tuple[int, Group]]:
        """Return the sums in force among some sets."""
        return [(total, parts) for total, parts in self.sums if not (parts | 1 << total) & ~kept]

    def follow(self, proof: object, case: Case, claim: Claim | None, where: str) -> None:
        """Check a proof of a claim; without one, a proof that no world keeps just what the case keeps."""
        match proof.get("by") if isinstance(proof, dict) else None:
            case "weights" if claim:
                self.weigh(proof, case, claim, where)
            case "impossible":
                self.weigh(proof, case, None, where)
            case "split":
                _, names, number, fewer, more = fields(proof, where, "by sets at_most fewer more")
                group, most = self.group(names, where, 1), whole(number, where)
                for branch, lo, hi in ((fewer, 0, most), (more, most + 1, MOST)):
                    counts = (*case.counts, (group, lo, hi))
                    self.follow(branch, case._replace(counts=counts), claim, f"{where}.{'more' if lo else 'fewer'}")
            case "choose" if claim:
                _, name, kept, left_out = fields(proof, where, "by set kept left_out")
                one = 1 << self.one(name, where)
                if one & (case.kept | case.out):
                    raise Wrong(f"{where}: nothing to choose")
                self.follow(kept, case._replace(kept=case.kept | one), claim, f"{where}.kept")
                self.follow(left_out, case._replace(out=case.out | one), claim, f"{where}.left_out")
            case "kept" if claim:
                self.surely_kept(proof, case, claim, where)
            case "parts" if claim:
                self.in_parts(proof, case, claim, where)
            case kind:
                raise Wrong(f"{where}: no step that could prove this is called {kind!r}")

    def surely_kept(self, proof: object, case: Case, claim: Claim, where: str) -> None:
        """Check that some sets are kept whatever else is, and go on from there."""
        _, names, number, firm, then = fields(proof, where, "by sets world", "firm then")
        group, among = self.group(names, where), self.firm if firm == "yes" else self.all
        may = (self.all & ~case.out | group) & among
        bound = union((self.within[one] | self.holds[one]) & may for one in bits(group))
        bound |= union(rule for rule in self.rules if rule & group and not rule & ~may)
        if (bound | group & ~among) & ~(group & among) or firm not in (None, "yes"):
            raise Wrong(f"{where}: a rule binds these sets to others")
        if group & ~self.numbered(number, f"{where}.world").kept:
            raise Wrong(f"{where}: this world does not show that these sets fit together")
        fresh = union(1 << one for one in bits(group) if not self.rivals[one] & group) & ~case.kept
        if fresh & case.out and then is None:
            return
        if fresh & case.out or not fresh:
            raise Wrong(f"{where}: it leads nowhere")
        self.follow(then, case._replace(kept=case.kept | fresh), claim, f"{where}.then")

    def in_parts(self, proof: object, case: Case, claim: Claim, where: str) -> None:
        """Check a bound for each part of a query, and that they add up."""
        _, listed = fields(proof, where, "by parts")
        found = total = 0
        for at, part in enumerate(items(listed, where)):
            names, number, branch = fields(part, f"{where}.parts[{at}]", "query value proof")
            query, value = self.group(names, where), whole(number, where)
            if query & ~claim.query or not (claim.upper or all(not found & ~self.apart[one] for one in bits(query))):
                raise Wrong(f"{where}.parts[{at}]: not of the query, or not apart from the parts before")
            found, total = found | query, total + value
            self.follow(branch, case, Claim(query, claim.upper, value), f"{where}.parts[{at}].proof")
        if total != claim.value or (claim.upper and claim.query & ~case.out & ~found):
            raise Wrong(f"{where}: the parts do not make up {claim.value}")

    def weigh(self, proof: object, case: Case, claim: Claim | None, where: str) -> None:
        """Check that weighted sizes add up to a bound, or, without a claim, to what cannot be."""
        _, listed, said = fields(proof, where, "by weights total")
        upper = claim is not None and claim.upper
        gains: dict[Group, Fraction] = {}
        total, weighed = Fraction(0), set()
        for at, row in enumerate(items(listed, where)):
            names, number = fields(row, f"{where}.weights[{at}]", "sets weight")
            group, weight = self.group(names, where, 1), fraction(number, where)
            end = self.count(group, case)[(weight > 0) == upper]
            if (group, weight > 0) in weighed or not weight or end in (0, MOST):
                raise Wrong(f"{where}.weights[{at}]: of this nothing is known, or nothing that counts")
            weighed.add((group, weight > 0))
            gains[group] = gains.get(group, Fraction(0)) + (-weight if upper else weight)
            total += weight * end
        if fraction(said, where) != total:
            raise Wrong(f"{where}: the weighted sizes add up to {total}")
        proven = total > 0 if claim is None else floor(total) <= claim.value if upper else ceil(total) >= claim.value
        if not proven:
            raise Wrong(f"{where}: the weighted sizes add up to {total}, which proves nothing here")
        self.no_gain(gains, case, claim.query if claim else 0, 0 if claim is None else 1 if upper else -1, where)

    def count(self, group: Group, case: Case) -> tuple[int, int]:
        """Return how many elements lie in all sets of a group, at least and at most."""
        known = [rule for rule in case.counts if rule[0] == group]
        if not group & case.out:
            rules = [(1 << one, *self.size[one]) for one in bits(group & -group)] + self.overlaps
            kept = not group & ~case.kept
            known += [(group, lo if kept else 0, hi) for rule, lo, hi in rules if rule == group]
        return max([0, *(lo for _, lo, _ in known)]), min([MOST, *(hi for *_, hi in known)])

    def no_gain(self, gains: dict[Group, Fraction], case: Case, query: Group, bonus: int, where: str) -> None:
        """Search all that one element may lie in for a gain: of the groups it lies in, and a bonus in the query."""
        nobody = [group for group, *_ in (*self.overlaps, *case.counts) if self.count(group, case)[1] == 0]
        sums = self.summing(case.kept)
        start = case.out | union(1 << one for one, (_, hi) in enumerate(self.size) if hi == 0)
        todo = [(0, start)]  # what an element lies in, and what it does not
        while todo:
            region, barred = todo.pop()
            if region & barred or any(not group & ~region for group in nobody):
                continue
            hope = [group for group, gain in gains.items() if not group & (~region if gain < 0 else barred & ~region)]
            asked = query & region or (query & ~barred if bonus > 0 else 0)
            if sum(gains[group] for group in hope) + (bonus if asked else 0) <= 0:
                continue
            left = next((group & ~region for group in hope if group & ~region), 0 if region & query else asked)
            part = next((parts for total, parts in sums if region >> total & 1 and not region & parts), None)
            if not left and part is None:
                raise Wrong(f"{where}: too much, or too little, for {[self.names[one] for one in bits(region)]}")
            if left:  # either it lies in one more of these, or not
                part = left & -left
                todo.append((region, barred | part))
            todo += [self.joined(region, barred, 1 << one, case.kept) for one in bits((part or 0) & ~barred)]

    def joined(
        self, region: Group, barred: Group, fresh: Group, kept: Group, *, rivals: bool = False
    ) -> tuple[Group, Group]:
        """Return what an element lies in, and what not, that lies in fresh sets too, and so in all kept ones around.

        With `rivals`, none need lie within each other.
        """
        if self.around_in != (kept, rivals):
            self.around_in, self.around = (kept, rivals), {}
        for one in bits(fresh):
            if one not in self.around:
                inside, apart, todo = 0, 0, 1 << one
                while todo:
                    each = (todo & -todo).bit_length() - 1
                    more, less = self.around.get(each) or (1 << each, self.apart[each])
                    inside, apart = inside | more, apart | less
                    todo = (todo | self.within[each] & kept & ~(self.rivals[each] if rivals else 0)) & ~inside
                self.around[one] = inside, apart
            region, barred = region | self.around[one][0], barred | self.around[one][1]
        return region, barred


def fields(value: object, where: str, needed: str, allowed: str = "") -> list[Any]:
    """Return the values of an object's fields; None for one that is allowed and not there."""
    names = [*needed.split(), *allowed.split()]
    if not isinstance(value, dict) or not set(needed.split()) <= set(value) <= set(names) or None in value.values():
        raise Wrong(f"{where}: expected an object of {needed}" + (f" (and {allowed})" if allowed else ""))
    return [value.get(name) for name in names]


def items(value: object, where: str, number: int | None = None) -> list[Any]:
    """Return the items of a list."""
    if not isinstance(value, list) or (number is not None and len(value) != number):
        raise Wrong(f"{where}: expected a list")
    return value


def whole(value: object, where: str) -> int:
    """Return a count."""
    if type(value) is not int or not 0 <= value < MOST:
        raise Wrong(f"{where}: expected a whole number, not {value!r}")
    return value


def fraction(value: object, where: str) -> Fraction:
    """Return a weight: a whole number, or a text such as 3/2."""
    is_text = isinstance(value, str) and re.fullmatch("-?[0-9]{1,40}/[1-9][0-9]{0,39}", value)
    if not (type(value) is int or is_text) or str(Fraction(str(value))) != str(value):
        raise Wrong(f"{where}: expected a whole number or a fraction, not {value!r}")
    return Fraction(str(value))


def union(groups: Iterable[Group]) -> Group:
    """Return all sets of some groups."""
    return reduce(or_, groups, 0)


def bits(group: Group) -> Iterator[int]:
    """Iterate over the sets of a group."""
    while group:
        yield (group & -group).bit_length() - 1
        group &= group - 1


def counted(regions: dict[Group, int]) -> list[Group]:
    """Count the elements of all sets at once, in binary: bit i of column k is that of 2**k in the size of set i."""
    columns: list[Group] = []
    for region, count in regions.items():
        place = carry = 0
        while carry or count >> place:
            columns += [0] * (place == len(columns))
            more, column = region * (count >> place & 1), columns[place]
            columns[place], carry = column ^ more ^ carry, column & more | carry & (column | more)
            place += 1
    return columns


def main(arguments: list[str]) -> int:
    """Check a file; return the exit code."""
    try:
        (path,) = arguments
        for line in check(json.loads(Path(path).read_bytes())):
            print(line)  # noqa: T201 - a program of its own
    except (Wrong, OSError, ValueError, RecursionError) as error:
        told = f"wrong: {error}" if arguments else "usage: python -m reconcile.bounds.checker why.json"
        print(told, file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
