"""YAML 1.2 text as positioned nodes.

PyYAML tells the events of a text. What its scalars mean is not left to it, for its rules are those of YAML
1.1, where `no` and `12:30` are not text: here every scalar is text, and whoever reads a node decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml
from yaml import events

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import line_of, quoted
from reconcile.casefile.files import LEFT_OUT, forbidden_character

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.casefile.faults import Faults, Positioned

DEEPEST = 64
"""Mappings and lists that may stand one in the other."""

MOST_VALUES = 1_000_000
"""Values that a file may hold, with those that aliases repeat counted each time."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


# The nodes are not frozen: a file of ten thousand claims has a quarter of a million of them, and a frozen
# dataclass takes three times as long to make. Nobody changes one once it is composed.


@dataclass(slots=True, eq=False)
class Scalar:
    """A piece of text; `plain` when it was written without quotes."""

    text: str
    plain: bool
    line: int
    column: int

    @property
    def is_null(self) -> bool:
        """Whether nothing is written here: an empty value, `~` or `null`."""
        return self.plain and self.text in _NULLS


class Unread(Scalar):
    """Stands where something is written that cannot be read, and was reported: no check has more to say of it."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys and their values in the order written; no key occurs twice, and `repeated` has what stood there again."""

    line: int
    column: int
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    repeated: list[tuple[Scalar, Node]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Sequence:
    """Values in the order written."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


Node: TypeAlias = Scalar | Mapping | Sequence


def compose(text: str, faults: Faults) -> Node | None:
    """Return the one document of a YAML text: a null where there is none, None where it must be refused.

    Parameters
    ----------
    text
        Text without the characters that YAML forbids.
    faults
        Takes what is wrong. Tags, duplicate keys, control characters, a key that is no text, an alias that leads
        nowhere or in a circle, and a second document leave the rest readable; anything else is the end of it: bad
        syntax, nesting that is too deep, more values than a file may have.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml, ten times as fast, where PyYAML has it
    composer = _Composer(faults)
    parser = loader(text)
    try:
        for event in iter(parser.get_event, None):
            if handle := _HANDLERS.get(type(event)):
                handle(composer, event)
    except yaml.MarkedYAMLError as error:
        from reconcile.casefile.syntax import report_syntax  # noqa: PLC0415 - a sound file is read without it

        report_syntax(error, faults, composer.innermost)
        return None
    except _RefusedError as refused:
        faults.error(refused.code, refused.at, refused.message, refused.hint)
        return composer.root if refused.code is Code.SECOND_DOCUMENT else None
    except (ValueError, OverflowError):  # PyYAML's own parser, of an escape for a character that cannot be
        at = composer.innermost or Scalar("", True, 1, 1)
        message = "an escape in double quotes is for no character that there is"
        faults.error(Code.BAD_ESCAPE, at, message, "write the character itself")
        return None
    finally:
        parser.dispose()
    return None if isinstance(composer.root, Unread) else composer.root or Scalar("", True, 1, 1)


class _RefusedError(Exception):
    """The text must not be read any further."""

    def __init__(self, code: Code, at: Positioned, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.at, self.message, self.hint = code, at, message, hint


class _Anchored(NamedTuple):
    """What an anchor names, how many values it holds, and how deep they nest."""

    node: Node
    values: int
    height: int


@dataclass(slots=True, eq=False)
class _Open:
    """A mapping or list being filled, and what its own anchor will need."""

    node: Mapping | Sequence
    anchor: str | None
    values_before: int
    height: int = 1

    @property
    def is_passed_over(self) -> bool:
        """Whether what is read now is left out, inside a key that is no text."""
        return False


class _OpenList(_Open):
    """A list being filled."""

    node: Sequence

    def put(self, node: Node) -> bool:
        """Add a value, and return whether such a one can stand here."""
        self.node.items.append(node)
        return True


@dataclass(slots=True, eq=False)
class _OpenMapping(_Open):
    """A mapping being filled, and the key that waits for its value."""

    node: Mapping
    key: Scalar | None = None

    @property
    def is_passed_over(self) -> bool:
        return isinstance(self.key, Unread)

    def put(self, node: Node) -> bool:
        """Add a key or the value of the last one, and return whether such a one can stand here."""
        if self.key is None:
            self.key = node if isinstance(node, Scalar) else Unread("", True, node.line, node.column)
            return isinstance(node, Scalar)
        if not isinstance(self.key, Unread):
            self.node.entries.append((self.key, node))
        self.key = None
        return True


class _Composer:
    """Builds nodes from events, without recursion: depth is data here."""

    def __init__(self, faults: Faults) -> None:
        self.root: Node | None = None
        self._faults = faults
        self._has_left_out = Code.CONTROL_CHARACTER in faults.codes
        self._open: list[_OpenList | _OpenMapping] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._values = 0
        self._documents = 0
        self._words: dict[str, str] = {}

    @property
    def innermost(self) -> Positioned | None:
        """The innermost mapping or list that is not finished."""
        return self._open[-1].node if self._open else None

    def start_document(self, event: events.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            message, hint = "a second document starts here", "keep one case a file, and delete the line `---`"
            raise _RefusedError(Code.SECOND_DOCUMENT, _at(event), message, hint)

    def scalar(self, event: events.ScalarEvent) -> None:
        mark = event.start_mark
        assert mark is not None, "every event of a parser has its place"
        text = self._words.setdefault(event.value, event.value)  # most texts of a file are repeated
        if self._has_left_out:
            text = text.replace(LEFT_OUT, "")
        node = Scalar(text, not event.style, mark.line + 1, mark.column + 1)
        if event.tag is not None:
            self._refuse_tag(event)
        if event.style == '"' and (found := forbidden_character(text)):  # an escape can write any character
            message = f"the escape for the control character U+{ord(found):04X} cannot stand in a case file"
            self._faults.error(Code.CONTROL_CHARACTER, node, message, "delete it")
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, 1, 0)
        self._count(1, event)
        self._place(node)

    def start_mapping(self, event: events.MappingStartEvent) -> None:
        node = Mapping(*_position(event))
        self._start(_OpenMapping(node, event.anchor, self._values), event)

    def start_sequence(self, event: events.SequenceStartEvent) -> None:
        node = Sequence(*_position(event))
        self._start(_OpenList(node, event.anchor, self._values), event)

    def end(self, _event: events.CollectionEndEvent) -> None:
        done = self._open.pop()
        if isinstance(done.node, Mapping):
            self._check_keys(done.node)
        if done.anchor is not None:
            self._anchors[done.anchor] = _Anchored(done.node, self._values - done.values_before, done.height)
        if self._open:
            self._open[-1].height = max(self._open[-1].height, done.height + 1)

    def alias(self, event: events.AliasEvent) -> None:
        anchored = self._anchors.get(event.anchor or "")
        if anchored is None:
            self._place(self._report_alias(event))
            return
        self._count(anchored.values, event)
        node = anchored.node
        if isinstance(node, Scalar):
            node = Scalar(node.text, node.plain, *_position(event))
        elif self._open:
            self._open[-1].height = max(self._open[-1].height, anchored.height + 1)
            self._check_depth(len(self._open) + anchored.height, event)
        self._place(node)

    def _report_alias(self, event: events.AliasEvent) -> Unread:
        """Report an alias that repeats nothing that could be written out, and return what stands for it."""
        name, at = event.anchor or "", Unread("", True, *_position(event))
        if name in self._anchors:  # it is not finished
            message, hint = f"{quoted('*' + name)} stands inside what it repeats", "write out what is meant"
            self._faults.error(Code.ALIAS_LOOP, at, message, hint)
        else:
            message = f"nothing is anchored as {quoted('&' + name)}"
            self._faults.error(Code.UNKNOWN_ALIAS, at, message, 'put a text that starts with * in quotes: "*…"')
        return at

    def _start(self, fresh: _OpenList | _OpenMapping, event: events.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._refuse_tag(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = None  # an alias to it is a loop until it ends
        self._place(fresh.node)
        self._open.append(fresh)
        self._count(1, event)
        self._check_depth(len(self._open), event)

    def _place(self, node: Node) -> None:
        """Put a node where it belongs: into the list or mapping being filled."""
        if not self._open:
            self.root = node
        elif not self._open[-1].put(node) and not any(each.is_passed_over for each in self._open[:-1]):
            message = "a key must be text, and this is a list or a mapping"
            hint = 'put a text that starts with a bracket in quotes: "{…}"'
            self._faults.error(Code.KEY_NOT_TEXT, node, message, hint)

    def _refuse_tag(self, event: events.NodeEvent) -> None:
        at = _at(event)
        written = line_of(self._faults.lines, at.line)[at.column - 1 :].split(maxsplit=1)[0]
        message, hint = (
            f"tags, such as {quoted(written)}, are not allowed",
            'put a text that starts with ! in quotes: "!…"',
        )
        self._faults.error(Code.TAG, at, message, hint)

    def _check_keys(self, node: Mapping) -> None:
        """Look for keys that stand twice, and for the rest of a figure: most mappings have neither."""
        is_sound = len({key.text for key, _ in node.entries}) == len(node.entries)
        if not is_sound or any(key.text.isdecimal() for key, _ in node.entries):
            from reconcile.casefile.keys import settle  # noqa: PLC0415 - a sound file is read without it

            settle(node, self._faults)

    def _count(self, values: int, event: events.Event) -> None:
        self._values += values
        if self._values > MOST_VALUES:
            message = f"the file holds more than {MOST_VALUES:,} values, counting what aliases repeat"
            raise _RefusedError(Code.TOO_MANY_VALUES, _at(event), message, "split the case")

    def _check_depth(self, depth: int, event: events.Event) -> None:
        if depth > DEEPEST:
            message = f"more than {DEEPEST} mappings or lists stand one in the other"
            raise _RefusedError(Code.TOO_DEEP, _at(event), message, "is a bracket missing that closes one of them?")


def _at(event: events.Event) -> Scalar:
    return Scalar("", True, *_position(event))


def _position(event: events.Event) -> tuple[int, int]:
    """Return the line and column of an event, counted from 1."""
    mark = event.start_mark
    assert mark is not None, "every event of a parser has its place"
    return mark.line + 1, mark.column + 1


_HANDLERS: dict[type[events.Event], Callable[[_Composer, Any], None]] = {
    events.DocumentStartEvent: _Composer.start_document,
    events.ScalarEvent: _Composer.scalar,
    events.AliasEvent: _Composer.alias,
    events.MappingStartEvent: _Composer.start_mapping,
    events.SequenceStartEvent: _Composer.start_sequence,
    events.MappingEndEvent: _Composer.end,
    events.SequenceEndEvent: _Composer.end,
}
