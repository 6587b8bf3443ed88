"""Names of which no two are the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Fresh:
    """Gives each name once; who asks for it again gets it with a number.

    Examples
    --------
    >>> fresh = Fresh()
    >>> fresh.name("mayor"), fresh.name("police"), fresh.name("mayor")
    ('mayor', 'police', 'mayor-2')
    """

    reserved: Iterable[str] = ()
    _taken: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._taken.update(self.reserved)

    def __contains__(self, name: str) -> bool:
        return name in self._taken

    def name(self, wanted: str, endings: Iterable[str] = ()) -> str:
        """Return the name, or the name with the first number that makes it a new one.

        The name with each of the `endings` is given away with it.
        """
        name, number, behind = wanted, self._numbers.get(wanted, 1), ["", *endings]
        while any(f"{name}{ending}" in self._taken for ending in behind):
            number += 1
            name = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self._taken.update(f"{name}{ending}" for ending in behind)
        return name
