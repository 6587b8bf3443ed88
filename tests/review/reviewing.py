"""What the tests of a review share: a copy of the case of Kyiv, and how its toll reads."""

from __future__ import annotations

from pathlib import Path

import reconcile
from reconcile.casefile import decisions_path

KYIV = Path(__file__).parents[2] / "cases" / "kyiv-2025-06-06.yaml"


def copy_of_kyiv(folder: Path) -> Path:
    """Copy the case into a folder, without decisions."""
    path = folder / KYIV.name
    path.write_bytes(KYIV.read_bytes())
    return path


def killed(path: Path) -> tuple[int | None, int | None]:
    """Return the bounds on the killed of Kyiv, as the next report gives them."""
    toll = reconcile.report(reconcile.load(path)).questions[0]
    assert (toll.outcome, toll.place) == ("killed", "Kyiv")
    return toll.lower, toll.upper


def written(path: Path) -> list[tuple[str, str, str, str]]:
    """Return what the decisions file holds: pair, answer and reason of each entry."""
    import yaml  # noqa: PLC0415 - read with another reader than the program's own

    beside = decisions_path(path)
    entries = yaml.load(beside.read_text(encoding="utf-8"), yaml.BaseLoader) if beside.exists() else []
    kinds = ("within", "same-as", "apart-from")
    return [
        (entry["claim"], next(entry[kind] for kind in kinds if kind in entry), entry["answer"], entry["because"])
        for entry in entries
    ]
