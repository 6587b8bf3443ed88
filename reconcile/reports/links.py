"""Which addresses of a case may become links: those of the web, and nothing that a browser would run or open."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What an address may hold beside letters, digits and `-._~`, which stay as they are."""


def web_link(address: str | None) -> str | None:
    r"""Return an address to link to, with everything unusual in it percent-encoded; None where it is none of the web.

    Examples
    --------
    >>> web_link("https://example.org/a b?c=“d”")
    'https://example.org/a%20b?c=%E2%80%9Cd%E2%80%9D'
    >>> web_link("javascript:alert(1)"), web_link("java\nscript:alert(1)"), web_link("//example.org")
    (None, None, None)
    """
    address = (address or "").strip()
    if not all(character.isprintable() for character in address):
        return None
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as a bracket that is not closed
        return None
    return quote(address, _KEPT) if known else None
