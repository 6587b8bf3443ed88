"""The whole command on large cases, beside what libyaml takes to compose the same file in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import families

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
CASES = HERE.parents[1] / "cases"
ENDED = -9
COMPOSE = """\
import sys, time, yaml
began = time.perf_counter()
with open(sys.argv[1], encoding="utf-8") as file:
    yaml.compose(file, Loader=yaml.CSafeLoader)
print(time.perf_counter() - began, file=sys.stderr)
"""


@dataclass(frozen=True, slots=True)
class Incident:
    """A case file to report on, and in which format. `size` is None for one that is too small to compare."""

    family: str
    label: str
    text: str
    size: int | None = None
    format: str = "json"


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took. `code` is its exit code, negative where it was ended; `words` what it said."""

    code: int
    seconds: float
    megabytes: float
    words: str


@dataclass(frozen=True, slots=True)
class Reported:
    """What reporting on an incident took: medians over all rounds.

    `seconds` and `composing` are of whole processes, from start to end; `compose` is libyaml's work alone. `exact`
    of `questions` questions have exact bounds, as far as the format tells. `code` is the command's exit code, `ENDED`
    if it had to be ended.
    """

    incident: Incident
    code: int
    seconds: float
    megabytes: float
    compose: float
    composing: float
    exact: int = 0
    questions: int = 0


def country(sizes: list[int]) -> Iterator[Incident]:
    """A country's month, in so many claims; one figure in fifty is stale, or too high."""
    for size in sizes:
        yield Incident("country", f"{size:,}", families.country(size), size)


def calm(sizes: list[int]) -> Iterator[Incident]:
    """The same, but for the figures that are stale or too high."""
    for size in sizes:
        yield Incident("calm", f"{size:,}", families.country(size, clash=0), size)


def anywhere(sizes: list[int]) -> Iterator[Incident]:
    """A calm month in which everybody speaks of any place and of any group in it."""
    for size in sizes:
        yield Incident("anywhere", f"{size:,}", families.country(size, clash=0, anywhere=True), size)


def text(sizes: list[int]) -> Iterator[Incident]:
    """The calm month, with all that there is to say of it as text."""
    for size in sizes:
        yield Incident("text", f"{size:,}", families.country(size, clash=0), size, "table")


def disagreeing(size: int, clashes: int) -> Iterator[Incident]:
    """One town, so many claims and so many disagreements."""
    yield Incident("disagreeing", f"{size:,}, {clashes} clashes", families.disagreeing(size, clashes), size)


def shipped() -> Iterator[Incident]:
    """Every case that comes with the project, without its decisions."""
    for path in sorted(CASES.glob("*.yaml")):
        if not path.name.endswith(".decisions.yaml"):
            yield Incident("shipped", path.stem, path.read_text(encoding="utf-8"))


def report(incident: Incident, limit: float, rounds: int) -> Reported:
    """Report on an incident and compose its file, in turns; only once if the command runs out of time."""
    with TemporaryDirectory() as folder:
        path, out = Path(folder) / "case.yaml", Path(folder) / "report"
        path.write_text(incident.text, encoding="utf-8")
        command = ["-m", "reconcile", str(path), f"--format={incident.format}", f"-o{out}", f"--max-seconds={limit}"]
        ours: list[Run] = []
        theirs: list[Run] = []
        for _ in range(rounds):
            theirs.append(_run(limit, "-c", COMPOSE, str(path)))
            if not ours or ours[-1].code == 0:
                ours.append(_run(2 * limit, *command))
        written = out.exists() and incident.format == "json"
        questions = json.loads(out.read_bytes())["reports"][0]["questions"] if written else []
    return Reported(
        incident,
        ours[-1].code,
        median(run.seconds for run in ours),
        max(run.megabytes for run in ours),
        median(float(run.words) for run in theirs),
        median(run.seconds for run in theirs),
        sum(asked["status"] == "exact" for asked in questions),
        len(questions),
    )


def _run(limit: float, *arguments: str) -> Run:
    done = subprocess.run(
        [sys.executable, str(HERE / "measure.py"), str(limit), sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    return Run(found["code"], found["seconds"], found["megabytes"], done.stderr.strip())
