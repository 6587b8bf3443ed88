"""How the program starts: quickly, with help everywhere, and never with a traceback."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from click.testing import CliRunner

from reconcile.casefile import LEXICONS
from reconcile.cli.program import COMMANDS, program
from reconcile.model import CONVENTIONS

CASES = Path(__file__).parents[2] / "cases"

HEAVY = ("networkx", "numpy", "pandas", "rich", "highspy", "jinja2")

LOADED = f"""
import sys
from reconcile.cli.program import program
try:
    program(sys.argv[1:])
finally:
    sys.stderr.write(" ".join(sorted(set(sys.modules).intersection({HEAVY}))))
"""


INTERRUPTED = """
import sys
class Loading:
    def find_spec(self, name, *_):
        if name == "{}":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Loading())
from reconcile.cli import main
main()
"""


def help_of(*arguments: str) -> str:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exit_code == 0
    return result.stdout


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["check", "--help"], ["check", str(CASES)], ["new", "--help"], ["schema"]],
    ids=" ".join,
)
def test_what_computes_nothing_loads_nothing_heavy(arguments: list[str]) -> None:
    run = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    assert run.stderr == ""


@pytest.mark.parametrize("module", ["click", "reconcile.cli.program", "reconcile.cli.report", "reconcile.api", "rich"])
def test_an_interruption_while_a_module_is_loaded_ends_quietly(module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED.format(module), str(CASES / "kyiv-2025-06-06.yaml")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "interrupted\n")


@pytest.mark.parametrize("name", ["kyiv-2025-06-06", "kyiv-2025-06-06-later"])
def test_a_report_as_json_loads_nothing_heavy(name: str) -> None:
    """No solver is loaded where none is needed."""
    arguments = [str(CASES / f"{name}.yaml"), "--format", "json"]
    run = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    assert run.stderr == ""


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, flag: str) -> None:
    text = help_of(command, flag)
    assert text.startswith(f"Usage: reconcile {command}")
    assert "Example" in text


def test_the_help_of_the_program_is_that_of_the_report_and_lists_the_commands() -> None:
    text = help_of("-h")
    assert text == help_of("--help") == help_of("--strict", "-h") == help_of("report", "-h")
    assert text.startswith("Usage: reconcile [OPTIONS] CASE…\n       reconcile COMMAND")
    for option in (
        *("--format", "-o", "--parts", "--same-scope", "--conventions", "--vague", "--as-of", "--assume"),
        *("--without", "--min-grade", "--outcome", "--place", "--who", "--no-decisions", "--strict"),
        *("--max-seconds", "--version"),
    ):
        assert f"\n  {option}" in text
    for name in (*COMMANDS, *CONVENTIONS, *LEXICONS, "Exit codes"):
        assert name in text


@pytest.mark.parametrize("command", ["report", *COMMANDS])
def test_help_fits_a_terminal(command: str) -> None:
    assert all(len(line) <= 80 for line in help_of(command, "-h").splitlines())


def test_without_arguments_there_is_help() -> None:
    result = CliRunner().invoke(program, [], prog_name="reconcile")
    assert result.exit_code == 2
    assert "Examples:" in result.output


def test_version() -> None:
    try:
        installed = version("reconcile")
    except PackageNotFoundError:
        pytest.skip("only an installed program knows its version")
    assert help_of("--version") == f"reconcile {installed}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.yaml"],
        ["check", "nowhere.yaml"],
        ["check"],
        ["--format", "html"],
        [""],
        ["-"],
        ["--", "--"],
        ["new"],
    ],
    ids=" ".join,
)
def test_mistakes_have_no_traceback(arguments: list[str], tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert run.returncode == 2
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert "Usage: reconcile" in run.stderr
