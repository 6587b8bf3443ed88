"""Review: from a range to a settled figure, one decision at a time.

`decide` writes one decision into the file beside a case and gives the report before and after it. A `Session`
walks through the open questions of a case, the most settling first, and writes each answer as it is given.
`prompt` and `screen` put a session to a person: as plain text, and on a full screen.

The case file, the evidence, is never touched. The decisions file is only ever appended to.

>>> from reconcile.review import Decision
>>> from reconcile.model import Answer, LinkKind
>>> because = "the mayor's office confirmed it by phone"
>>> decision = Decision("rescuers", LinkKind.WITHIN, "mayor-toll", Answer.YES, "OK", because, "2025-06-07T10:02:11Z")
>>> print(decision.line())
- {claim: rescuers, within: mayor-toll, answer: yes, by: OK, on: 2025-06-07T10:02:11Z, because: the mayor's office confirmed it by phone}
"""  # noqa: E501 - an entry is one line

from __future__ import annotations

from reconcile.review.changes import moved, new_disagreements
from reconcile.review.deciding import Decided, decide
from reconcile.review.decision import Decision, DecisionError
from reconcile.review.ledger import append
from reconcile.review.session import Session, Step
from reconcile.review.signature import Signature, signature

__all__ = [
    "Decided",
    "Decision",
    "DecisionError",
    "Session",
    "Signature",
    "Step",
    "append",
    "decide",
    "moved",
    "new_disagreements",
    "signature",
]
