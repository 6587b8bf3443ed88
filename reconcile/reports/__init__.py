"""Findings in, a report out: a plain value, and one renderer a module."""
