"""The page: the templates filled with dossiers, and nothing in it that a browser would run or fetch."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import printable
from reconcile.reports.dossier import MEANING
from reconcile.reports.html.bars import bar
from reconcile.reports.html.chart import chart
from reconcile.reports.links import web_link
from reconcile.reports.printable import END, ISOLATE, isolated, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2 import Environment

    from reconcile.reports.dossier import Dossier

_STYLE = re.compile("<style[^>]*>(.*?)</style>", re.DOTALL)
_ISOLATES = str.maketrans({ISOLATE: "<bdi>", END: "</bdi>"})


@dataclass(frozen=True, slots=True)
class _Article:
    """One case on the page: its dossier, and where each claim stands.

    Every name on the page that is linked to begins with `prefix`.
    """

    prefix: str
    dossier: Dossier
    anchors: dict[str, str]


def dumps(dossiers: Iterable[Dossier]) -> str:
    """Write what is known of cases as one page.

    Parameters
    ----------
    dossiers
        A dossier for each case, in the order of the page.

    Returns
    -------
    str
        The text of the page. The same dossiers give the same text. No text of a case is taken for markup, and only
        addresses of the web become links.
    """
    return "".join(pieces(dossiers))


def pieces(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Yield the text of `dumps` piece by piece."""
    articles = [_article(f"c{number}", dossier) for number, dossier in enumerate(dossiers, 1)]
    environment = _environment()
    style = environment.get_template("style.css").render()
    styles = [style, *(found for article in articles for found in _STYLE.findall(article.dossier.picture))]
    page = environment.get_template("page.html.j2")
    yield from page.generate(
        articles=articles, style=style, meaning=MEANING, style_hashes=sorted({*map(_hash, styles)})
    )


def _article(prefix: str, dossier: Dossier) -> _Article:
    anchors = {claim.id: f"{prefix}-claim-{number}" for number, claim in enumerate(dossier.exhibits, 1)}
    return _Article(prefix, dossier, anchors)


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - for pages alone
    from markupsafe import Markup, escape  # noqa: PLC0415

    def shown(value: object) -> object:
        return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    def own(text: str) -> Markup:
        """Keep the direction of a text of the case to itself."""
        return Markup("<bdi>{}</bdi>").format(one_line(text))

    def told(text: str) -> Markup:
        """Keep the direction of each name to itself, in a sentence that runs from left to right."""
        return Markup(isolated(escape(one_line(text))).translate(_ISOLATES))  # noqa: S704 - the text is escaped

    def preformatted(text: str) -> Markup:
        return escape("\n".join(map(printable, text.rstrip("\n").split("\n"))))

    environment = Environment(
        loader=PackageLoader("reconcile.reports.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"own": own, "told": told, "preformatted": preformatted, "drawn": Markup, "link": web_link}
    environment.globals |= {"bar": bar, "chart": chart}
    return environment


def _hash(style: str) -> str:
    """Return what a content security policy calls a style that it allows."""
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
