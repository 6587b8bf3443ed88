"""What all tests share: golden files and the flag that renews them; every bound proven; nothing left to chance."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from proving import EveryBound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SLOW = [HealthCheck.too_slow]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write golden files anew; read the diff before you keep it",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have every bound proven, and Hypothesis try the same examples each time, however busy the machine is."""
    settings.register_profile("the same each time", derandomize=True, deadline=None, suppress_health_check=SLOW)
    settings.load_profile("the same each time")
    config.pluginmanager.register(EveryBound(), EveryBound.__name__)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell has what it starts in the background ignore Ctrl-C, and what that starts too: the tests send it.
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a check that a file holds a text; with --update-goldens it writes the text instead."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-goldens"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check
