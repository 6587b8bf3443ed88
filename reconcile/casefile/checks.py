"""The checks that follow from the declared format alone: keys, kinds, words, names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import line_of, quoted
from reconcile.casefile.fields import Inner, ListOf, Record, Table, Text, Tree, Word
from reconcile.casefile.names import Names
from reconcile.casefile.nodes import Mapping, Node, Scalar, Sequence, Unread
from reconcile.model import LinkKind

if TYPE_CHECKING:
    from reconcile.casefile.faults import Faults, Positioned
    from reconcile.casefile.fields import Field, Kind


class Entries:
    """The sound entries of one mapping, by key; what was written wrongly is left out as if it were not there.

    `at` is where the mapping stands in the file: at its key, if it has one. `doubtful` are the keys behind which
    not all was found that the writer meant: misspelt, not of their kind, or there a second time.
    """

    def __init__(self, at: Positioned, nodes: dict[str, Node], doubtful: frozenset[str] = frozenset()) -> None:
        self.at = at
        self.doubtful = doubtful
        self._nodes = nodes

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def node(self, key: str) -> Node | None:
        """Return what stands behind a key."""
        return self._nodes.get(key)

    def scalar(self, key: str) -> Scalar | None:
        """Return the text behind a key, with its place."""
        node = self._nodes.get(key)
        return node if isinstance(node, Scalar) else None

    def text(self, key: str) -> str | None:
        """Return the text behind a key."""
        node = self._nodes.get(key)
        return node.text if isinstance(node, Scalar) else None

    def mapping(self, key: str) -> list[tuple[Scalar, Node]]:
        """Return the keys and values behind a key; none where nothing is written."""
        node = self._nodes.get(key)
        return node.entries if isinstance(node, Mapping) else []

    def items(self, key: str) -> list[Node]:
        """Return the values of the list behind a key; none where nothing is written."""
        node = self._nodes.get(key)
        return node.items if isinstance(node, Sequence) else []


def take(node: Node, record: Record, faults: Faults, key: Scalar | None = None) -> Entries:
    """Return the entries of a mapping that are as the format declares them, and report the others.

    Parameters
    ----------
    node
        What stands where the mapping should be.
    record
        What is declared of it.
    faults
        Takes what is wrong.
    key
        The key that the mapping stands behind, if it does; what the mapping lacks is reported there.
    """
    entries: dict[str, Node] = {}
    if not isinstance(node, Mapping):
        if not (isinstance(node, Unread) or (record.blank and _is_null(node))):
            _wrong_kind(node, quoted(key.text) if key else record.called, "keys with values", faults)
        return Entries(key or node, entries)
    doubtful = {written.text for written, _ in node.repeated}
    stand_ins: dict[str, Node] = {}
    for written, value in node.entries:
        field = record.fields.get(written.text)
        if field is None:
            stand_ins |= dict.fromkeys(_unknown_key(written, value, record, faults), value)
        elif (sound := _sound(value, field.kind, written.text, faults, required=field.required)) is not None:
            entries[written.text] = sound
        else:
            doubtful.add(written.text)
    keys = {written.text: written for written, _ in node.entries}
    _check_presence(keys, {*stand_ins}, record, faults, key or node)
    for name, value in stand_ins.items():
        found = {} if name in keys else _of_misspelt(value, record.fields[name], faults)
        entries |= found
        doubtful |= {name} - found.keys()
    return Entries(key or node, entries, frozenset(doubtful))


def _sound(node: Node, kind: Kind, name: str, faults: Faults, *, required: bool = False) -> Node | None:
    """Return a value without what is not of its declared kind, or None if it is not of that kind itself.

    A mapping that is declared elsewhere comes back unseen: `take` looks at it when it is read. Of a value that is
    `required`, nobody is told to delete it.
    """
    if isinstance(node, Unread) and not isinstance(kind, Inner):
        return None
    instead = "" if required else _OR_DELETED
    match kind:
        case Text() | Word():
            is_sound = _is_text(node, name, instead, faults) and _is_one_of(node, kind, name, faults)
            return node if is_sound else None
        case ListOf():
            return _sound_list(node, kind, name, instead, faults)
        case Table():
            return _sound_table(node, kind, name, instead, faults)
        case Tree():
            return _sound_tree(node, name, faults)
        case Inner():
            return node


_OR_DELETED = ", or delete the key"
"""What can be done instead of writing what is missing, where the key may be left out."""


def _is_text(node: Node, name: str, instead: str, faults: Faults) -> bool:
    if isinstance(node, Scalar) and not node.is_null and node.text.strip():
        return True
    if not isinstance(node, Scalar) or node.is_null:
        _wrong_kind(node, quoted(name), "text", faults, instead)
    elif sign := re.match(r">[1-9]", line_of(faults.lines, node.line)[node.column - 1 :]):
        message = f"{quoted(sign[0])} announces a text of several lines here, and none follows"
        faults.error(Code.BLANK, node, message, f'to say more than {sign[0][1:]}, put it in quotes: "{sign[0]}"')
    else:
        faults.error(Code.BLANK, node, f"{quoted(name)} is blank", f"write something{instead}")
    return False


def _is_one_of(node: Node, kind: Text | Word, name: str, faults: Faults) -> bool:
    """Return whether a text is one of the words that are expected, if there are such."""
    if isinstance(kind, Text) or not isinstance(node, Scalar) or node.text in kind.words:
        return True
    hint = Names(kind.words).hint(node.text, faults)
    faults.error(Code.UNKNOWN_WORD, node, f"{quoted(name)} cannot be {quoted(node.text)}", hint)
    return False


def _sound_list(node: Node, kind: ListOf, name: str, instead: str, faults: Faults) -> Node | None:
    if not isinstance(node, Sequence):
        if kind.blank and _is_null(node):
            return node
        _wrong_kind(node, quoted(name), "a list", faults)
        return None
    if len(node.items) < kind.at_least:
        _too_few(node, name, kind.at_least, instead, faults)
        return None
    kept = (_sound(item, kind.of, name, faults) for item in node.items)
    return Sequence(node.line, node.column, [item for item in kept if item is not None])


def _sound_table(node: Node, kind: Table, name: str, instead: str, faults: Faults) -> Node | None:
    if not isinstance(node, Mapping):
        if kind.blank and _is_null(node):
            return node
        _wrong_kind(node, quoted(name), "keys with values", faults)
        return None
    if len(node.entries) < kind.at_least:
        _too_few(node, name, kind.at_least, instead, faults)
        return None
    kept = []
    names = re.compile(kind.naming.pattern)
    for key, value in node.entries:
        glued = _glued_hint(key, value)
        if not names.search(key.text):
            hint = glued or f"a name in {quoted(name)} is written {kind.naming.words}"
            faults.error(Code.BAD_NAME, key, f"{quoted(key.text)} cannot be a name here", hint)
        sound = None if glued else _sound(value, kind.of, key.text, faults)
        if sound is not None:
            kept.append((key, sound))
    return Mapping(node.line, node.column, kept)


def _sound_tree(node: Node, name: str, faults: Faults) -> Node | None:
    if not isinstance(node, Mapping):
        if _is_null(node):
            return node
        _wrong_kind(node, quoted(name), "nothing, or names inside it", faults)
        return None
    kept = []
    for key, below in node.entries:
        if not key.text.strip():
            faults.error(Code.BLANK, key, f"a name in {quoted(name)} is blank", "write a name before the colon")
        sound = _sound_tree(below, key.text, faults)
        kept.append((key, sound or Scalar("", True, key.line, key.column)))
    return Mapping(node.line, node.column, kept)


def _unknown_key(key: Scalar, value: Node, record: Record, faults: Faults) -> set[str]:
    """Report a key that is not declared, and return the one that was meant, if there is one like it."""
    if record.one_of and key.text in list(LinkKind):
        can_be = f"only {', '.join(map(quoted, record.one_of))} can be decided"
        faults.error(Code.UNKNOWN_KEY, key, f"{quoted(key.text)} is not a key of {record.called}", can_be)
        return {*record.one_of}
    names = Names(record.fields)
    hint = _glued_hint(key, value) or names.hint(key.text, faults)
    faults.error(Code.UNKNOWN_KEY, key, f"{quoted(key.text)} is not a key of {record.called}", hint)
    nearest = None if faults.full else names.nearest(key.text.partition(":")[0])
    return {nearest} if nearest else set()


def _of_misspelt(value: Node, field: Field, faults: Faults) -> dict[str, Node]:
    """Return what stands behind a misspelt key as what was meant, if its shape leaves no doubt of that."""
    has_shape = (isinstance(value, Mapping) and isinstance(field.kind, Table | Tree)) or (
        isinstance(value, Sequence) and isinstance(field.kind, ListOf)
    )
    sound = _sound(value, field.kind, field.key, faults) if has_shape else None
    return {} if sound is None else {field.key: sound}


def _check_presence(
    written: dict[str, Scalar], meant: set[str], record: Record, faults: Faults, at: Positioned
) -> None:
    """Check which keys are there, whatever stands behind them; a misspelt key was reported already."""
    for field in record.fields.values():
        if field.required and field.key not in written and field.key not in meant:
            message = f"{record.called} needs {quoted(field.key)}"
            faults.error(Code.MISSING_KEY, at, message, f"{field.key}: {field.doc}")
    if record.one_of:
        there = [written[key] for key in record.one_of if key in written]
        if not there and not meant & {*record.one_of}:
            choice = ", ".join(map(quoted, record.one_of))
            faults.error(Code.ONE_RELATION, at, f"{record.called} needs a relation", f"add one of {choice}")
        for extra in there[1:]:
            message = f"{record.called} has one relation, and here {quoted(there[0].text)} stands already"
            faults.error(Code.ONE_RELATION, extra, message, "write the second relation as an entry of its own")
    if record.together:
        for key, missing in (record.together, record.together[::-1]):
            if key in written and missing not in written and missing not in meant:
                message = f"{quoted(key)} needs {quoted(missing)} beside it"
                faults.error(Code.KEYS_TOGETHER, written[key], message, f"{missing}: {record.fields[missing].doc}")


def _wrong_kind(node: Node, called: str, expected: str, faults: Faults, instead: str = "") -> None:
    """Report that a value is of another kind than was declared."""
    if isinstance(node, Scalar):
        found = "nothing is written" if node.is_null else f"there is the text {quoted(node.text)}"
    else:
        found = "there is a list" if isinstance(node, Sequence) else "there are keys with values"
    hint = _HINTS[expected]
    if _is_null(node) and expected == "text":
        hint = f"write something{instead}"
    if expected == "keys with values" and isinstance(node, Scalar):
        hint = _glued(node.text) or hint
    faults.error(Code.WRONG_KIND, node, f"{called} needs {expected}, and {found}", hint)


_HINTS = {
    "text": "put a text with brackets or a colon in it in quotes",
    "a list": "write [a, b], or one to a line behind hyphens",
    "keys with values": "write `key: value`, one to a line and indented, or {key: value}",
    "nothing, or names inside it": "write each name on a line of its own, with a colon behind it",
}
"""How to write what was expected."""


def _too_few(node: Node, name: str, at_least: int, instead: str, faults: Faults) -> None:
    message = f"{quoted(name)} needs {_ENTRIES[at_least]}"
    faults.error(Code.TOO_FEW, node, message, f"add what is missing{instead}")


_ENTRIES = {1: "at least one entry", 2: "at least two entries"}


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _glued_hint(key: Scalar, value: Node) -> str | None:
    """Return the hint for a key such as `killed:4` with nothing behind it."""
    return _glued(key.text) if _is_null(value) else None


def _glued(text: str) -> str | None:
    key, _, value = text.partition(":")
    return f"a space is missing behind the colon: write {quoted(f'{key}: {value}')}" if key and value else None
