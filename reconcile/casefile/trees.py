"""The names that a case declares: its places, its groups, and which groups share no member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.names import did_you_mean
from reconcile.casefile.nodes import Mapping, Scalar, Sequence
from reconcile.model import EVERYWHERE, PEOPLE, Tree

if TYPE_CHECKING:
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.nodes import Node


def read_places(entries: list[tuple[Scalar, Node]], faults: Faults) -> Tree:
    """Return the tree of places with one root: where there are none or several, `everywhere` holds them."""
    keys, parents = _read_tree(entries, faults)
    roots = [name for name, parent in parents.items() if parent is None]
    if len(roots) == 1:
        return Tree(parents)
    if EVERYWHERE in keys:
        message = f"{quoted(EVERYWHERE)} is the name of the place that holds all others, and some stand outside it"
        faults.error(Code.DUPLICATE_NAME, keys[EVERYWHERE], message, "put the other places inside it, or rename it")
    return Tree({EVERYWHERE: None} | {name: parent or EVERYWHERE for name, parent in parents.items()})


def read_groups(entries: list[tuple[Scalar, Node]], faults: Faults) -> Tree:
    """Return the tree of groups; `people` is in it, declared or not."""
    _, parents = _read_tree(entries, faults)
    return Tree(parents if PEOPLE in parents else {PEOPLE: None} | parents)


def read_exclusive(items: list[Node], groups: Tree, faults: Faults) -> tuple[tuple[str, ...], ...]:
    """Return the sets of groups that share no member."""
    found = []
    for item in items:
        keys = [key for key in item.items if isinstance(key, Scalar)] if isinstance(item, Sequence) else []
        names = [key.text for key in keys if find_group(key, groups, faults)]
        if len(names) == len(keys):
            _check_exclusive(keys, groups, faults)
        found.append(tuple(names))
    return tuple(found)


def find_place(key: Scalar, places: Tree, faults: Faults) -> str | None:
    """Return the place that a text names, or report that there is none, if all places could be read."""
    return _find(key, places, Code.UNKNOWN_PLACE, "place", faults)


def find_group(key: Scalar, groups: Tree, faults: Faults) -> str | None:
    """Return the group that a text names, or report that there is none, if all groups could be read."""
    return _find(key, groups, Code.UNKNOWN_GROUP, "group", faults)


def _find(key: Scalar, tree: Tree, code: Code, kind: str, faults: Faults) -> str | None:
    if key.text in tree:
        return key.text
    if f"{kind}s" in faults.unsure:
        return None
    near = faults.nearest(key.text, tree)
    hint = did_you_mean(key.text, near) if near else f"declare it under `{kind}s`"
    faults.error(code, key, f"no {kind} is called {quoted(key.text)} under `{kind}s`", hint)
    return None


def _read_tree(
    entries: list[tuple[Scalar, Node]],
    faults: Faults,
) -> tuple[dict[str, Scalar], dict[str, str | None]]:
    """Return each name's key and each name's parent, parents first."""
    keys: dict[str, Scalar] = {}
    parents: dict[str, str | None] = {}

    def enter(entries: list[tuple[Scalar, Node]], parent: str | None) -> None:
        for key, below in entries:
            if earlier := keys.get(key.text):
                first = f"line {earlier.line}, column {earlier.column}"
                message = f"{quoted(key.text)} is in this tree already: {first}"
                faults.error(Code.DUPLICATE_NAME, key, message, "a name stands for one thing: rename one of the two")
            else:
                keys[key.text], parents[key.text] = key, parent
            if isinstance(below, Mapping):
                enter(below.entries, key.text)

    enter(entries, None)
    return keys, parents


def _check_exclusive(keys: list[Scalar], groups: Tree, faults: Faults) -> None:
    names = {key.text for key in keys}
    seen: set[str] = set()
    for key in keys:
        holder = next((outer for outer in groups.path(key.text)[1:] if outer in names), None)
        if holder or key.text in seen:
            why = f"is inside {quoted(holder)}" if holder else "stands in this list already"
            message = f"{quoted(key.text)} {why}, so they share members"
            faults.error(Code.NEVER_EXCLUSIVE, key, message, "list groups of which none holds another")
        seen.add(key.text)
