"""The limit of a search, and a part of it."""

from __future__ import annotations

import time

import pytest

from reconcile.bounds import Clock, OutOfTimeError


def test_a_part_of_the_time_ends_before_the_whole() -> None:
    clock = Clock(1_000)
    with clock.part(0):
        time.sleep(0.001)
        with pytest.raises(OutOfTimeError):
            clock.tick()
    clock.tick()


def test_a_part_of_no_limit_is_none() -> None:
    clock = Clock()
    with clock.part(0.5):
        clock.tick()
    clock.tick()


def test_who_is_stopped_within_a_part_stays_stopped() -> None:
    clock = Clock(1_000)
    with clock.part(0.5):
        clock.stop()
    with pytest.raises(OutOfTimeError):
        clock.tick()
