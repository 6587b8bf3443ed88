"""Figures that only a side of the fight gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import codes

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
groups: {{people: {{militants: , children: }}, servicemen: , drones: }}
sources:
  side: {{name: {name!r}, role: {role!r}}}
  mayor: {{name: Mayor}}
claims:
  a: {{source: side, says: {says}, who: {who}}}
  b: {{source: mayor, says: {{killed: 20}}}}
"""


def found(
    folder: Path,
    *,
    name: str = "Ministry of Defence of Aland",
    role: str = "government",
    says: str = "{killed: 85}",
    who: str = "people",
) -> list[str]:
    return codes(folder, CASE.format(name=name, role=role, says=says, who=who))


@pytest.mark.parametrize("who", ["people", "militants"])
@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Ministry of Defense", "government"),
        ("Colonel Example", "spokesman of the General Staff"),
        ("Armed Forces of Aland", "army"),
        ("Harbour Militia", "armed group"),
        ("The military", "of Aland"),
    ],
)
def test_a_side_of_the_fight(name: str, role: str, who: str, tmp_path: Path) -> None:
    assert found(tmp_path, name=name, role=role, who=who) == ["belligerent-status"]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Governor", "head of the regional military administration"),
        ("Army surgeon", "doctor at the military hospital"),
        ("City defence head", "town council"),
        ("Civil Defence", "rescue service"),
        ("Ministry of Health", "government"),
    ],
)
def test_nobody_who_fights(name: str, role: str, tmp_path: Path) -> None:
    assert found(tmp_path, name=name, role=role) == []


def test_what_does_not_lift_a_toll_of_people(tmp_path: Path) -> None:
    assert found(tmp_path, who="servicemen") == []
    assert found(tmp_path, says="{destroyed: 85}", who="drones") == []
    assert found(tmp_path, says="{detained: 85}") == []


def test_what_another_source_bears_out_or_gives_no_status(tmp_path: Path) -> None:
    assert found(tmp_path, says="{killed: about 20}") == []
    assert found(tmp_path, says="{killed: 3}", who="children") == []
