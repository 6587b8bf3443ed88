"""A report as it is handed on: everything that is said of a case, in reading order, without a layout."""

from __future__ import annotations

from reconcile.reports.dossier.contents import MEANING, Dossier, Part, dossier

__all__ = ["MEANING", "Dossier", "Part", "dossier"]
