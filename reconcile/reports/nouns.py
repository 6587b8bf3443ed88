"""Names of groups beside the number one: `1 child`, where the group is called `children`."""

from __future__ import annotations

import re

_OTHERWISE = {"babies": "baby", "children": "child", "men": "man", "people": "person"}
"""Endings of plurals that are not made with an `s` alone: `servicemen` and `schoolchildren` have them as well."""

_WITH_S = re.compile(
    r"\w*(ants|ees|ents|ers|ians|ists|ors)"
    "|adults|boys|drones|explosions|girls|guards|hostages|medics|missiles|monks|nationals|nuns|nurses|officials|orphans"
    "|pilgrims|pilots|pupils|relatives|rockets|suspects|vehicles|victims|youths"
)
"""Plurals that are: those who do something or to whom it is done (rescuers, refugees, civilians), and a few more."""


def singular(group: str) -> str:
    """Return the name of a group for a single member: the last word of it, where that is known, in the singular.

    Examples
    --------
    >>> singular("children"), singular("police officers"), singular("cruise-missiles"), singular("staff")
    ('child', 'police officer', 'cruise-missile', 'staff')
    """
    last = re.split(r"\W", group)[-1]
    word = last.lower()
    for plural, one in _OTHERWISE.items():
        if word.endswith(plural):
            return group.removesuffix(last) + last[: -len(plural)] + one
    return group[:-1] if _WITH_S.fullmatch(word) else group
