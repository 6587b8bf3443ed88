"""What is wrong with the value of a key that stands there already: the case is read again with it in the first's place.

Which of the two will stay is the writer's choice, so both are looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from reconcile.casefile.nodes import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reconcile.casefile.faults import Faults
    from reconcile.casefile.nodes import Node, Scalar

_ROUNDS = 5
"""How often a file is read again; a key that stands there more often still was not meant as one."""

Place: TypeAlias = tuple[int, int]
"""A line and a column."""


def look_at_repeated(root: Node, read: Callable[[Faults], object], faults: Faults) -> None:
    """Report the faults inside the values of keys that stand twice.

    Parameters
    ----------
    root
        What the file says. It has the later values in it afterwards.
    read
        Reads the root as it then is, and reports what is wrong with it.
    faults
        Takes what is wrong with a later value, and nothing that comes of the first one's absence.
    """
    for _ in range(_ROUNDS):
        places = _put_repeated(root)
        if faults.full or not places:
            return
        again = faults.anew()
        read(again)
        faults.take_over(again, places)


def _put_repeated(root: Node) -> set[Place]:
    """Put the next value of each key that stands twice where its first one was, and return where all of it stands."""
    places: set[Place] = set()
    for node in _nodes(root):
        if isinstance(node, Mapping) and node.repeated:
            later: dict[str, tuple[Scalar, Node]] = {}
            left = [entry for entry in node.repeated if later.setdefault(entry[0].text, entry) is not entry]
            node.entries, node.repeated = [later.get(entry[0].text, entry) for entry in node.entries], left
            for key, value in later.values():
                places |= {(each.line, each.column) for each in (key, *_nodes(value))}
    return places


def _nodes(root: Node) -> Iterator[Node]:
    """Yield all nodes, keys among them; what aliases repeat comes once."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Mapping):
            waiting += [each for entry in (*node.entries, *node.repeated) for each in entry]
        elif isinstance(node, Sequence):
            waiting += node.items
