"""Exact bounds on a toll when sources give conflicting or overlapping counts.

    >>> import reconcile
    >>> case = reconcile.load("cases/kyiv-2025-06-06.yaml")
    >>> report = reconcile.report(case)

What is named here is loaded when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.api import CaseError, OptionError, Options, check, load, report
    from reconcile.model import Case
    from reconcile.reports.value import Report

__all__ = ["Case", "CaseError", "OptionError", "Options", "Report", "check", "load", "report"]

_HOMES = {"Case": "reconcile.model", "Report": "reconcile.reports.value"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - see the module's docstring

    found: object = getattr(import_module(_HOMES.get(name, "reconcile.api")), name)
    return found
