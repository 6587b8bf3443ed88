"""Case files: text in, a `Case` and diagnostics out.

`read` takes a case file with the decisions beside it and gives the case, or everything that is wrong with
the file. The count grammar, the lexicons and the JSON Schema of the format live here too.
"""

from __future__ import annotations

from reconcile.casefile.codes import Code
from reconcile.casefile.counts import CountError, parse_count
from reconcile.casefile.diagnostics import Diagnostic, Severity, diagnostic_at, render, to_json
from reconcile.casefile.files import case_files, decisions_path, is_case_file
from reconcile.casefile.lexicons import LEXICONS
from reconcile.casefile.reader import read
from reconcile.casefile.schema import decisions_schema, json_schema
from reconcile.casefile.starter import starter
from reconcile.casefile.times import TimeError, find_zone, parse_moment, parse_window

__all__ = [
    "LEXICONS",
    "Code",
    "CountError",
    "Diagnostic",
    "Severity",
    "TimeError",
    "case_files",
    "decisions_path",
    "decisions_schema",
    "diagnostic_at",
    "find_zone",
    "is_case_file",
    "json_schema",
    "parse_count",
    "parse_moment",
    "parse_window",
    "read",
    "render",
    "starter",
    "to_json",
]
