"""Who gives figures: the sources that a case declares, and those that its claims name in passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.checks import take
from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.fields import SOURCE
from reconcile.casefile.names import Names, did_you_mean
from reconcile.model import Source

if TYPE_CHECKING:
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.nodes import Node, Scalar


_DOUBTED = 200
"""How many undeclared sources are compared with the declared ones: a case with more means them."""


class Sources:
    """The sources of a case. `by_id` grows as claims name sources that are not declared."""

    def __init__(self, entries: list[tuple[Scalar, Node]], faults: Faults) -> None:
        self.by_id = {key.text: _read_source(key, node, faults) for key, node in entries}
        self._faults = faults
        self._undeclared = 0
        self._by_name: dict[str, list[str]] = {}
        for source in self.by_id.values():
            self._by_name.setdefault(source.name, []).append(source.id)
        self._declared = Names([*self.by_id, *self._by_name])

    def find(self, key: Scalar) -> str:
        """Return the id of the source that a text means: an id, a name, or a source of its own."""
        text = key.text
        if text in self.by_id:
            return text
        if ids := self._by_name.get(text):
            if len(ids) > 1:
                message = f"{len(ids)} sources are called {quoted(text)}"
                self._faults.error(Code.AMBIGUOUS_SOURCE, key, message, f"write an id: {', '.join(ids)}")
            return ids[0]
        self._undeclared += 1
        if self._undeclared <= _DOUBTED and (near := self._declared.nearest(text, cutoff=0.8)):
            message = f"{quoted(text)} is not declared, so it is a source of its own"
            self._faults.warn(Code.NEAR_SOURCE, key, message, did_you_mean(text, near))
        self.by_id[text] = Source(text, text)
        return text

    def name(self, text: str) -> str:
        """Return the name of the source with this id, or the text itself where there is none."""
        return self.by_id[text].name if text in self.by_id else text


def _read_source(key: Scalar, node: Node, faults: Faults) -> Source:
    entries = take(node, SOURCE, faults, key)
    return Source(
        id=key.text,
        name=entries.text("name") or key.text,
        role=entries.text("role"),
        grade=entries.text("grade"),
        url=entries.text("url"),
    )
