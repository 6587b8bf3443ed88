"""What each diagnostic means, the smallest file that causes it, and what is printed then.

Each code has its files in `catalogue`: the explanation (`.md`), the example (`.yaml`) and the text (`.txt`). A test
holds the three together.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.casefile.codes import Code


@dataclass(frozen=True, slots=True)
class Explanation:
    """A diagnostic explained.

    `summary` says in a line what it means, `text` what comes of it and how to mend it. `example` is None where no
    small file causes it.
    """

    code: Code
    summary: str
    text: str
    example: str | None
    printed: str


def explain(code: Code) -> Explanation:
    """Return the explanation of a code.

    Examples
    --------
    >>> from reconcile.casefile.codes import Code
    >>> explain(Code.TAB).summary
    'A tab stands where YAML wants spaces.'
    """
    summary, _, text = _read(f"{code}.md").partition("\n\n")
    has_example = _CATALOGUE.joinpath(f"{code}.yaml").is_file()
    return Explanation(
        code=code,
        summary=summary.strip(),
        text=text.strip(),
        example=_read(f"{code}.yaml").rstrip("\n") if has_example else None,
        printed=_read(f"{code}.txt").rstrip("\n"),
    )


def summary(code: Code) -> str:
    """Return in a line what a code means."""
    return _read(f"{code}.md").partition("\n")[0]


_CATALOGUE = files("reconcile.casefile").joinpath("catalogue")


def _read(name: str) -> str:
    return _CATALOGUE.joinpath(name).read_bytes().decode("utf-8", "replace")
