"""Reports as one page of HTML, to be handed on: it needs no network, no script and no other file."""

from __future__ import annotations

from reconcile.reports.html.page import dumps, pieces

__all__ = ["dumps", "pieces"]
