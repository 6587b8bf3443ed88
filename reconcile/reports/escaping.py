"""Text of a case in Markdown: it stays text, and calls, links and shows nothing on a forge either."""

from __future__ import annotations

import re

from reconcile.reports.printable import isolated, one_line

_NOTHING = "\u200b"
"""A space without width, which no text has that was made printable: behind a sign, it keeps a forge from obeying it.

An entity in place of the sign would not do: a forge looks for names, numbers and addresses in what it has rendered.
"""

_OBEYED = re.compile(
    r"[@#]"  # calls somebody, points to an issue
    r"|\bGH-(?=\d)"
    r"|:(?=//)|\bwww(?=\.)"  # becomes a link
    r"|:(?=(?:[+-]1|[\w-]*[a-z][\w+-]*):)",  # becomes a little picture
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[\\`*_\[\]<>|~]|^[-+=]")
_NUMBERED = re.compile(r"^(\d+)([.)])")
_ENTITIES = {"&": "&amp;", "$": "&#36;", _NOTHING: "&#8203;"}
"""What is markup to no backslash: entities, and on some forges mathematics."""


def plain(text: str) -> str:
    r"""Return a text as one line of Markdown that reads as the text and does nothing.

    Examples
    --------
    >>> print(plain("*4* [killed](x) | see @mayor, #1"))
    \*4\* \[killed\](x) \| see @&#8203;mayor, #&#8203;1
    """
    line = _OBEYED.sub(rf"\g<0>{_NOTHING}", isolated(one_line(text)))
    line = _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", line))
    return "".join(_ENTITIES.get(character, character) for character in line)
