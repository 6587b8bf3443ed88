"""A case as named entries, each with its fields in words: what two revisions of it are compared by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.wording import title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.model import Case, Claim, Link, Source, Tree

Entries = dict[tuple[str, str], dict[str, str]]
"""What sort of entry, and its name, to its fields."""


def entries(case: Case) -> Entries:
    """Return all that a case says, but for where in the file it says so."""
    found: Entries = {}
    for (what, name), fields in _entries(case):
        alike = 1  # two links may say the same of a pair, each with its own words
        while (key := (what, name if alike == 1 else f"{name} ({alike})")) in found:
            alike += 1
        found[key] = _said(fields)
    return found


def _entries(case: Case) -> Iterator[tuple[tuple[str, str], dict[str, str | None]]]:
    yield ("case", "case"), _about(case)
    for name, claim in case.claims.items():
        yield ("claim", name), _claim(case, claim)
    for what, links in (("link", case.links), ("decision", case.decisions)):
        for link in links:
            yield (what, _pair(link)), _link(link)
    for source in case.sources.values():
        yield ("source", source.id), _source(source)
    for what, tree in (("place", case.places), ("group", case.groups)):
        yield from _tree(what, tree)
    for question in case.questions:
        yield ("question", title(question.outcome, question.place, question.who)), {}


def _said(fields: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value is not None}


def _about(case: Case) -> dict[str, str | None]:
    return {
        "title": case.title,
        "date": case.date.text,
        "timezone": case.timezone,
        "summary": case.summary,
        "exclusive": "; ".join(", ".join(groups) for groups in case.exclusive) or None,
        "parts": case.settings.parts,
        "same-scope": case.settings.same_scope,
        "conventions": ", ".join(case.settings.conventions) or "none",
        "vague": case.settings.vague,
    }


def _claim(case: Case, claim: Claim) -> dict[str, str | None]:
    figure, words = str(claim.count), claim.count.words
    return {
        "source": case.sources[claim.source].name,
        "via": claim.via,
        "at": claim.at.text if claim.at else None,
        "says": f"{claim.scope.outcome}: {figure if words in ('', figure) else f'{words} ({figure})'}",
        "place": claim.scope.place,
        "who": claim.scope.who,
        "during": claim.scope.window.text,
        "part of": claim.part_of,
        "identified": "yes" if claim.identified else None,
        "quote": claim.quote,
        "note": claim.note,
        "url": claim.url,
    }


def _pair(link: Link) -> str:
    return f"{link.claim} {link.kind} {', '.join(link.others)}"


def _link(link: Link) -> dict[str, str | None]:
    return {
        "answer": link.answer.value,
        "shared": None if link.by is None else "-".join(map(str, dict.fromkeys(link.by))),
        "quote": link.quote,
        "note": link.note,
        "because": link.because,
        "reviewer": link.reviewer,
        "on": link.on,
    }


def _source(source: Source) -> dict[str, str | None]:
    return {"name": source.name, "role": source.role, "grade": source.grade, "url": source.url}


def _tree(what: str, tree: Tree) -> Iterator[tuple[tuple[str, str], dict[str, str | None]]]:
    for name, parent in tree.parents.items():
        yield (what, name), {"in": parent}
