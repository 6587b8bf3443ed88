"""What holds of every rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_cases import random_case

import reconcile
from reconcile.casefile import Severity, read
from reconcile.lint import RULES

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_any_case_is_linted(tmp_path: Path, random: Random) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(random, 9), encoding="utf-8")
    case, _ = read(path)
    if case is None or reconcile.check(case):
        return
    found = reconcile.check(case, lint=True)
    places = [(each.origin.line, each.origin.column) for each in found]
    assert places == sorted(places)
    assert all(each.severity is Severity.WARNING and each.code in RULES and each.excerpt for each in found)
    assert reconcile.check(case) == []
