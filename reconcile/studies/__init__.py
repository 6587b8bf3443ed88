"""Studies of a case beyond one report: variants side by side, the tolls over time, two revisions compared, proofs."""

from __future__ import annotations

from reconcile.studies.compare import Change, compare, each_claim, options_for
from reconcile.studies.diff import diff
from reconcile.studies.timeline import timeline
from reconcile.studies.why import why

__all__ = ["Change", "compare", "diff", "each_claim", "options_for", "timeline", "why"]
