"""The name that somebody meant who wrote another."""

from __future__ import annotations

import pytest

from reconcile.casefile.faults import Faults
from reconcile.casefile.names import Names

FEW = Names(["Kyiv", "Lutsk", "Chernihiv"])
MANY = Names([f"{word}-{number}" for word in ("mayor", "brigade", "hospital", "courier") for number in range(500)])


@pytest.mark.parametrize(
    ("names", "word", "nearest"),
    [
        (FEW, "Kiyv", "Kyiv"),
        (FEW, "KYIV", "Kyiv"),
        (FEW, "Chernigiv", "Chernihiv"),
        (FEW, "Odesa", None),
        (FEW, "", None),
        (FEW, "x" * 1_000_000, None),
        (MANY, "mayor-499x", "mayor-499"),
        (MANY, "Mayor-123", "mayor-123"),
        (MANY, "hopital-77", "hospital-77"),
        (MANY, "xbrigade-250", "brigade-250"),
        (MANY, "nobody", None),
    ],
)
def test_nearest(names: Names, word: str, nearest: str | None) -> None:
    assert names.nearest(word) == nearest


def test_hints() -> None:
    faults = Faults("case.yaml")
    assert FEW.hint("Kiyv", faults) == "did you mean `Kyiv`?"
    assert FEW.hint("Odesa", faults) == "expected one of `Kyiv`, `Lutsk`, `Chernihiv`"
    assert Names([]).hint("Odesa", faults) is None
    hint = MANY.hint("nobody", faults)
    assert hint is not None
    assert hint.endswith(", …")


@pytest.mark.parametrize(
    ("written", "name"),
    [("e\u0301cole", "\u00e9cole"), ("\u00c9", "E\u0301"), ("\u041ayi\u0301v", "Ky\u00edv"), ("Ode\u0455a", "Odesa")],
)
def test_what_only_looks_the_same(written: str, name: str) -> None:
    names = Names([name, "ecole", "K"])
    assert names.nearest(written) == name
    assert names.hint(written, Faults("case.yaml")) == (
        f"did you mean `{name}`, which looks the same and is written with other characters? Copy it"
    )
