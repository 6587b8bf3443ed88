"""Exact bounds on a toll when sources give conflicting or overlapping counts."""
