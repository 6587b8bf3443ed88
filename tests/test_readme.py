"""What the README shows is what the program does."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

import reconcile
from reconcile.casefile import read
from reconcile.reports import table

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def block(name: str) -> str:
    """Return the fenced block behind a marker."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```\n", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_session_is_what_the_command_prints(
    golden: Callable[[Path, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    case = reconcile.load("cases/kyiv-2025-06-06.yaml")
    report = reconcile.report(case, reconcile.Options(outcome=("killed", "wounded")))
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    session = "$ reconcile cases/kyiv-2025-06-06.yaml --outcome killed --outcome wounded\n"
    shown = session + "\n".join(line.rstrip() for line in table.to_text(report, console).splitlines()) + "\n"
    golden(README, README.read_text(encoding="utf-8").replace(block("session"), shown))


def test_the_example_case_reads_without_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(block("case"), encoding="utf-8")
    case, diagnostics = read(path)
    assert diagnostics == []
    assert case is not None
    assert list(case.claims)[-1] == "national/children"


def test_each_set_up_command_is_one_line() -> None:
    assert block("run").count("\n") == block("tests").count("\n") == 1


def test_ci_runs_the_very_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    line = next(line for line in script.splitlines() if line.startswith("tests="))
    found = subprocess.run(
        ["bash", "-c", f'{line}; printf %s "$tests"'], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == block("tests").strip()


def test_the_python_lines_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    source = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert source is not None
    names: dict[str, object] = {}
    exec(source[1], names)
    last = source[1].strip().splitlines()[-1]
    assert eval(last, names) == int(last.rpartition("# ")[2])


EXAMPLES = re.findall(r"<!-- example -->\n```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0].lstrip("# "))
def test_each_example_comes_out_as_it_says(example: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(f"title: An example\ndate: 2025-06-06\n{example}", encoding="utf-8")
    report = reconcile.report(reconcile.load(path))
    said = example.splitlines()[0].rpartition(": ")[2]
    toll = report.questions[0]
    found = [str(toll.lower) if toll.lower == toll.upper else f"{toll.lower}–{toll.upper}"]
    for number, noun in (
        (len(report.ambiguities), "open question"),
        (len(report.disagreements), "disagreement"),
        (len(report.tensions), "tension"),
        (len(report.withdrawn), "withdrawn"),
    ):
        if number:
            found.append(f"{number} {noun}")
    assert ", ".join(found) == said
