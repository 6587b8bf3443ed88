"""Names inside one another: as a path in one cell, and from many paths to a tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from reconcile.tables.fresh import Fresh

if TYPE_CHECKING:
    from collections.abc import Iterable

Path: TypeAlias = tuple[str, ...]
"""Names, each inside the one before it."""

Nested: TypeAlias = dict[str, "Nested | None"]
"""A tree as a case file has it: each name with the names inside it, or None."""

_SIGN = ">"


def joined(path: Path) -> str:
    r"""Return a path as the text of one cell.

    Examples
    --------
    >>> joined(("Ukraine", "Kyiv")), parted("Ukraine > Kyiv")
    ('Ukraine > Kyiv', ('Ukraine', 'Kyiv'))
    """
    return f" {_SIGN} ".join(name.replace("\\", "\\\\").replace(_SIGN, f"\\{_SIGN}") for name in path)


def parted(text: str) -> Path:
    """Return the path that `joined` made a text of; blank names are left out."""
    names = re.findall(rf"(?:\\.|[^\\{_SIGN}])+", text, re.DOTALL)
    return tuple(re.sub(r"\\(.)", r"\1", name.strip(), flags=re.DOTALL) for name in names if name.strip())


def tree_of(paths: Iterable[Path]) -> tuple[Nested, dict[Path, str]]:
    """Return the tree that holds all paths, and the name that the end of each has in it.

    A case file wants every name once. A name alone is the same as that name inside another; a name that is
    inside two others is told apart by them: `Springfield (Ohio)`.

    Examples
    --------
    >>> tree_of([("Ukraine", "Kyiv"), ("Kyiv",)])
    ({'Ukraine': {'Kyiv': None}}, {('Ukraine', 'Kyiv'): 'Kyiv', ('Kyiv',): 'Kyiv'})
    """
    wanted = list(dict.fromkeys(paths))
    nested: Nested = {}
    names: dict[Path, str] = {}
    fresh = Fresh()
    for path in (each for each in wanted if len(each) > 1):
        branch = nested
        for depth in range(1, len(path) + 1):
            upper = path[:depth]
            if upper not in names:
                known = upper[-1] in fresh and depth > 1
                names[upper] = fresh.name(f"{upper[-1]} ({upper[-2]})" if known else upper[-1])
            name = names[upper]
            if depth == len(path):
                branch.setdefault(name, None)
            else:
                inner = branch.get(name) or {}
                branch[name] = inner
                branch = inner
    for path in (each for each in wanted if len(each) == 1 and each not in names):
        names[path] = path[0]
        if path[0] not in fresh:
            nested[fresh.name(path[0])] = None
    return nested, {path: names[path] for path in wanted}
