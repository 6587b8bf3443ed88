"""The case that `reconcile new` writes: a small one that works, and teaches the format."""

from __future__ import annotations

import re


def starter(name: str) -> str:
    """Return a commented case file, with a title made from its name.

    Examples
    --------
    >>> [line for line in starter("harbour-fire").splitlines() if line.startswith("title")]
    ['title: "Harbour fire"']
    """
    import json  # noqa: PLC0415 - only a new case needs it

    return _STARTER.replace("TITLE", json.dumps(_title(name), ensure_ascii=False), 1)


def _title(name: str) -> str:
    """Return a file's name as words: hyphens become spaces, save in dates."""
    words = re.sub(r"\.ya?ml$", "", name.replace("\\", "/").rpartition("/")[2])
    words = re.sub(r"(?<![0-9])[-_]+|[-_]+(?![0-9])", " ", words)
    words = " ".join("".join(character if character.isprintable() else " " for character in words).split())
    return (words[:1].upper() + words[1:]) or "Untitled"


_STARTER = """\
# A case: who gave which figure, of whom, where and when. Write in your own words what the sources said;
# `reconcile check` says whether the file is sound, `reconcile` what the tolls are. This one is invented:
# replace it.

title: TITLE
date: 2024-03-09                 # when people were hurt; a night is 2024-03-08/2024-03-09
timezone: UTC                    # for times without an offset; a name such as Europe/Kyiv
summary: A fire in the harbour of an invented town, and the figures given of it that day.

# Places, each with the places inside it: a figure for a district can be part of the figure for its town.
places:
  Port Example:
    Harbour:
    Old Town:

# Who is counted. Groups inside one another, as places are; two groups may share members (a firefighter may
# be a woman) unless they are listed as exclusive.
groups:
  people:
    firefighters:
    children:
    adults:
exclusive:
  - [children, adults]

# Who gives figures. `grade` is optional: how reliable the source is, from A to F.
sources:
  mayor: {name: Mayor of Port Example, role: head of the town council, grade: B}
  brigade: {name: Port Example Fire Brigade, grade: A}
  hospital: {name: Old Town Hospital}
  courier: {name: Example Courier, url: "https://courier.example/harbour-fire"}

# One entry a statement, by an id of your choice.
claims:
  mayor-noon:
    source: mayor                # an id from `sources`, or simply a name
    via: courier                 # who relayed it
    at: 2024-03-09T12:00         # when it was said; a date alone means that some time that day
    says: {killed: 4, wounded: about 40}
    place: Port Example
    quote: Four of us are dead, and some forty are hurt.

  brigade-noon:
    source: brigade
    at: 2024-03-09T12:30
    says: {killed: 3}
    place: Harbour
    who: firefighters

  hospital-evening:
    source: hospital
    at: 2024-03-09T19:00
    says: {wounded: at least 35}  # 4 · at least 4 · 35-45 · about 40 · up to 40 · none · dozens
    place: Port Example
    so-far: yes                  # the count was still running
    including:                   # stated parts of the figure
      - {says: {wounded: 6}, who: children}
    note: Patients that were moved to other towns may be missing here.

# What somebody said about two claims: within, same-as, apart-from, replaces, repeats, overlaps (with by),
# sum-of.
links:
  - claim: brigade-noon
    within: mayor-noon           # are the three firefighters among the mayor's four?
    answer: unclear              # yes (if left out), no, or unclear
    quote: We do not know whom the mayor has counted.

# The tolls to report. Without this they follow from the claims.
questions:
  - {outcome: killed, place: Port Example}
  - {outcome: wounded, place: Port Example}

# The assumptions to work with, all of them optional.
settings:
  parts: possible                # or presumed: another source's narrower figure is a part of the wider one
  same-scope: alternatives       # or nested: an open smaller figure is within a larger one
  vague: logical                 # what dozens means: logical, airwars, acled, emdat
"""
