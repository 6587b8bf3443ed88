"""Tables in and out: claims from spreadsheets into case files; claims, questions and findings out of cases."""

from __future__ import annotations

from reconcile.tables.cases import Defaults, Imported, case_text, file_names, import_claims
from reconcile.tables.columns import Columns, find_columns
from reconcile.tables.export import TABLES, Frames
from reconcile.tables.faults import Fault, TableError
from reconcile.tables.files import to_csv, to_excel, to_parquet
from reconcile.tables.rows import EXCEL, Table, read_delimited, read_excel

__all__ = [
    "EXCEL",
    "TABLES",
    "Columns",
    "Defaults",
    "Fault",
    "Frames",
    "Imported",
    "Table",
    "TableError",
    "case_text",
    "file_names",
    "find_columns",
    "import_claims",
    "read_delimited",
    "read_excel",
    "to_csv",
    "to_excel",
    "to_parquet",
]
