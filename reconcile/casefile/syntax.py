"""Mistakes in YAML, in plain words.

A YAML parser tells where it gave up and in what state it was. Here that is turned into what the writer did:
which slip it was, where it happened (often above the place of giving up), and how to mend it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import line_of, quoted
from reconcile.model import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml import MarkedYAMLError
    from yaml.error import Mark

    from reconcile.casefile.faults import Faults, Positioned


def report_syntax(error: MarkedYAMLError, faults: Faults, innermost: Positioned | None) -> None:
    """Report what a YAML parser stumbled over.

    Parameters
    ----------
    error
        As PyYAML raised it, whether from libyaml or from its own parser.
    faults
        Takes the fault, and knows the file's lines.
    innermost
        Where the innermost mapping or list starts that was open at the time.
    """
    slip = _Slip.of(error, faults, innermost)
    for problem, explain in _EXPLANATIONS:
        if re.search(problem, slip.problem):
            code, at, message, hint = explain(slip)
            faults.error(code, at, message, hint)
            return
    faults.error(Code.SYNTAX, slip.at, f"this is not YAML: {slip.problem}")


class _Slip(NamedTuple):
    """Where the parser gave up (`at`), where what it was reading began (`start`), and the lines around."""

    problem: str
    at: Origin
    start: Origin
    lines: list[str]
    innermost: Positioned | None

    @classmethod
    def of(cls, error: MarkedYAMLError, faults: Faults, innermost: Positioned | None) -> _Slip:
        at = _origin(error.problem_mark or error.context_mark, faults.path)
        start = _origin(error.context_mark, faults.path) if error.context_mark else at
        return cls(error.problem or "", at, start, faults.lines, innermost)

    @property
    def before(self) -> str:
        """The line up to where the parser gave up."""
        return line_of(self.lines, self.at.line)[: self.at.column - 1]

    @property
    def rest(self) -> str:
        """The line from where the parser gave up."""
        return line_of(self.lines, self.at.line)[self.at.column - 1 :]

    @property
    def at_end(self) -> bool:
        """Whether the parser gave up behind all that is written."""
        return not self.rest.strip() and not any(line.strip() for line in self.lines[self.at.line :])

    def above(self) -> Origin | None:
        """Return where the last line above starts that has something written in it."""
        for number in range(self.at.line - 1, 0, -1):
            line = self.lines[number - 1].lstrip()
            if line and not line.startswith("#"):
                return Origin(self.at.path, number, len(self.lines[number - 1]) - len(line) + 1)
        return None


_Explained = tuple[Code, "Positioned", str, str | None]


def _bad_start(slip: _Slip) -> _Explained:
    if slip.rest.startswith("\t") or "tab" in slip.problem:
        return Code.TAB, slip.at, "a tab stands where YAML wants spaces", "indent with spaces"
    return _unquoted_sign(slip, slip.at)


def _unquoted_sign(slip: _Slip, at: Origin) -> _Explained:
    sign = line_of(slip.lines, at.line)[at.column - 1 : at.column]
    message = f"a text cannot start with {quoted(sign)}: the sign has a meaning in YAML"
    return Code.UNQUOTED_SIGN, at, message, 'put the text in quotes: "…"'


def _unclosed_quote(slip: _Slip) -> _Explained:
    message = "the quote that opens here is never closed"
    return Code.UNCLOSED_QUOTE, slip.start, message, "close it; write a ' inside single quotes twice"


def _unclosed_bracket(slip: _Slip) -> _Explained:
    bracket = line_of(slip.lines, slip.start.line)[slip.start.column - 1 : slip.start.column]
    closing = "}" if "'}'" in slip.problem else "]"
    if slip.at.line == slip.start.line and slip.rest.strip():
        message = f"a comma or {quoted(closing)} is missing before this"
        hint = "put a comma between entries, and quotes around a text with `,` `:` or a bracket in it"
        return Code.MISSING_COMMA, slip.at, message, hint
    message = f"the bracket {quoted(bracket)} that opens here is not closed"
    hint = f"close it with {quoted(closing)}"
    if not slip.at_end:
        hint += f", or see whether a comma is missing before line {slip.at.line}"
    return Code.UNCLOSED_BRACKET, slip.start, message, hint


def _no_content(slip: _Slip) -> _Explained:
    if slip.innermost and not slip.rest.strip():
        message = "the bracket that opens here is not closed"
        return Code.UNCLOSED_BRACKET, slip.innermost, message, "close it, and all that are open inside it"
    message = f"{quoted(slip.rest[:1])} cannot stand here"
    return Code.SYNTAX, slip.at, message, "separate the values in brackets by single commas: [a, b]"


def _second_colon(slip: _Slip) -> _Explained:
    """Explain a key where none can be: a colon too many on its line, or a fault of the line above."""
    if not re.search(r":\s", slip.before) and (above := slip.above()):
        line = slip.lines[above.line - 1]
        if glued := _glued_colon(line):
            return _missing_space(Origin(above.path, above.line, glued))
        if ":" not in line:
            return _missing_colon(above)
        indent = len(slip.before) - len(slip.before.lstrip())
        if indent + 1 > above.column:
            message = "this line is indented below a key that has its value already"
            hint = "line it up with the keys above, or put a text of several lines in quotes"
            return Code.BAD_INDENTATION, Origin(slip.at.path, slip.at.line, indent + 1), message, hint
    message = "a second colon in one line: YAML takes it for another key"
    return Code.UNQUOTED_COLON, slip.at, message, 'put the text in quotes: "Kyiv: a night"'


def _no_colon(slip: _Slip) -> _Explained:
    if glued := _glued_colon(line_of(slip.lines, slip.start.line)):
        return _missing_space(Origin(slip.start.path, slip.start.line, glued))
    return _missing_colon(slip.start)


def _glued_colon(line: str) -> int | None:
    """Return the column of the colon in `key:value`."""
    found = re.match(r"""\s*(?:- )*[^\s:"'#]+:(?=[^\s/])""", line)
    return found.end() if found else None


def _missing_space(at: Origin) -> _Explained:
    return Code.MISSING_SPACE, at, "a space is missing behind the colon", "write `key: value`"


def _missing_colon(at: Origin) -> _Explained:
    return Code.MISSING_COLON, at, "this line has no colon, so it gives no key a value", "write `key: value`"


def _not_in_block(slip: _Slip) -> _Explained:
    """Explain something that cannot continue the mapping or list that it stands in."""
    if slip.rest[:1] in ("}", "]"):
        return Code.STRAY_BRACKET, slip.at, f"{quoted(slip.rest[:1])} closes nothing", "delete it"
    before = slip.before.rstrip()
    if before.endswith(('"', "'")):
        if opened := _opened_above(slip, before[-1]):
            message = "the quote that opens here is not closed on its line"
            return Code.UNCLOSED_QUOTE, opened, message, f"close it; it ran on to line {slip.at.line}"
        message = "the quoted text ends before this, yet the line goes on"
        hint = _OTHER_QUOTES[before[-1]]
        return Code.STRAY_QUOTE, slip.at, message, hint
    if before.endswith(("}", "]")):
        message = "the bracket before this is closed, yet the line goes on"
        return (
            Code.STRAY_BRACKET,
            slip.at,
            message,
            'put a text that starts with a bracket in quotes: "[…] …"',
        )
    if not before or before == "-":
        return _bad_indentation(slip)
    return Code.SYNTAX, slip.at, "the line cannot go on like this", 'put the text in quotes: "…"'


_OTHER_QUOTES = {
    "'": 'put the whole text in double quotes: "the mayor\'s night"',
    '"': "put the whole text in single quotes: 'he said \"four\"'",
}


def _opened_above(slip: _Slip, quote: str) -> Origin | None:
    """Return the quote in a line above that this line closed, if it has one quote too many."""
    if slip.before.count(quote) % 2 == 0:
        return None
    for number in range(slip.at.line - 1, 0, -1):
        line = slip.lines[number - 1]
        if line.count(quote) % 2:
            return Origin(slip.at.path, number, line.rindex(quote) + 1)
    return None


def _bad_indentation(slip: _Slip) -> _Explained:
    message = "this line does not line up with the lines it belongs to"
    return Code.BAD_INDENTATION, slip.at, message, "indent what belongs together by the same number of spaces"


def _bad_escape(slip: _Slip) -> _Explained:
    message = "a backslash in double quotes starts an escape, and this is none"
    return Code.BAD_ESCAPE, slip.at, message, "write the backslash twice, or use single quotes"


def _item_behind_key(slip: _Slip) -> _Explained:
    message = "a list cannot start on the line of its key"
    return Code.SYNTAX, slip.at, message, "start it on the next line, or write [a, b]"


def _tag_handle(slip: _Slip) -> _Explained:
    return (
        Code.TAG,
        slip.at,
        "tags, such as `!name`, are not allowed",
        'put a text that starts with ! in quotes: "!…"',
    )


def _sign_at_start(slip: _Slip) -> _Explained:
    return _unquoted_sign(slip, slip.start)


def _too_deep(slip: _Slip) -> _Explained:
    message = "too many mappings or lists stand one in the other"
    return Code.TOO_DEEP, slip.at, message, "is a bracket missing that closes one of them?"


_EXPLANATIONS: tuple[tuple[str, Callable[[_Slip], _Explained]], ...] = (
    (r"cannot start any token|tab character", _bad_start),
    (r"unexpected (end of stream|document)", _unclosed_quote),
    (r"expected ',' or '[\]}]'", _unclosed_bracket),
    (r"expected (the )?node content", _no_content),
    (r"mapping values are not allowed", _second_colon),
    (r"could not find expected ':'", _no_colon),
    (r"expected key|expected <block end>|expected '-' indicator", _not_in_block),
    (r"expected '?<document start>", _bad_indentation),
    (r"escape|hexdecimal", _bad_escape),
    (r"entries are not allowed", _item_behind_key),
    (r"tag handle", _tag_handle),
    (r"nesting depth", _too_deep),
    (r"alphabetic or numeric|comment or (a )?line break|indentation indicators", _sign_at_start),
)
"""What the parsers say, libyaml's words and PyYAML's, and what explains it. The first that fits is taken."""


def _origin(mark: Mark | None, path: str) -> Origin:
    return Origin(path, mark.line + 1, mark.column + 1) if mark else Origin(path, 1, 1)
