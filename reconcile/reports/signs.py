"""Signs of our own in an encoding that lacks them: spelt in ASCII, where other characters are escaped.

Text is encoded with `errors=SPELT`; importing this module makes Python know that name.
"""

from __future__ import annotations

import codecs

SPELT = "reconcile-spelt"
"""The name of the error handler."""

_ASCII = {
    **dict.fromkeys("–—−─░", "-"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    "·": "/",
    "…": "...",
    "≥": ">=",
    "≤": "<=",
    "→": "->",
    "←": "<-",
    "█": "#",
}


def _spelt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_ASCII.get(sign) or _escaped(sign) for sign in lacking), error.end


def _escaped(sign: str) -> str:
    return sign.encode("ascii", "backslashreplace").decode()


codecs.register_error(SPELT, _spelt)
