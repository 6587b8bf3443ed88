"""The graph of claims as data: for programs as JSON, for Gephi and its like as GraphML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reconcile.graph import Relation
from reconcile.pictures.labels import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconcile.graph import ClaimGraph

    Questions = Mapping[tuple[str, str], str]

FORMAT = "reconcile/graph/1"


def graphs_json(graphs: Iterable[tuple[ClaimGraph, Questions]]) -> str:
    """Write graphs of claims as one JSON document.

    Parameters
    ----------
    graphs
        Each graph with its open questions: pairs of claim ids, each with its label (`A1`).

    Returns
    -------
    str
        `{"format": "reconcile/graph/1", "graphs": […]}`. A graph has its `case` (`title`, `path`, `sha256`); `nodes`,
        one a claim, those that are withdrawn as well; `edges`, each read from `claim` to `other`, with `relation`,
        `symmetric`, `basis`, `convention` (null unless one added it), `by` (people shared, at least and at most, or
        null) and `question` (the label of the open question, or null); `totals`, each a `whole` and its `parts`; and
        `withdrawn`, each a `claim`, what it gave way to (`by`) and the `basis`. Claims that their scopes keep apart
        have no edge. A symmetric relation stands once.
    """
    document = {"format": FORMAT, "graphs": [_to_json(graph, questions) for graph, questions in graphs]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def graph_graphml(graph: ClaimGraph, questions: Questions | None = None) -> str:
    """Write a graph of claims as GraphML.

    Returns
    -------
    str
        Nodes and edges as in `graphs_json`, and an edge `replaced by` from each claim that is withdrawn. What is not
        known is left out; `by` becomes `by_least` and `by_most`; `label` is what to write on a node.
    """
    import networkx  # noqa: PLC0415, ICN001 - slow to load, and for this alone

    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    found.graph["title"] = clean(graph.case.title)
    for node in _nodes(graph):
        label = f"{node['figure']} {graph.case.sources[node['source']].name}"
        found.add_node(clean(node.pop("id")), label=clean(label), **_plain(node))
    for edge in _edges(graph, questions or {}):
        least, most = edge.pop("by") or (None, None)
        facts = _plain({**edge, "by_least": least, "by_most": most})
        found.add_edge(facts.pop("claim"), facts.pop("other"), **facts)
    for gone in graph.withdrawn:
        facts = {"relation": "replaced by", "basis": gone.basis, "symmetric": False}
        found.add_edge(clean(gone.claim), clean(gone.by), **facts)
    return "\n".join(networkx.generate_graphml(found)) + "\n"


def _to_json(graph: ClaimGraph, questions: Questions) -> dict[str, object]:
    ids = [claim.id for claim in graph.claims]
    case = graph.case
    return {
        "case": {"title": case.title, "path": case.path, "sha256": case.sha256},
        "nodes": list(_nodes(graph)),
        "edges": list(_edges(graph, questions)),
        "totals": [{"whole": ids[total.whole], "parts": [ids[part] for part in total.parts]} for total in graph.totals],
        "withdrawn": [{"claim": gone.claim, "by": gone.by, "basis": gone.basis} for gone in graph.withdrawn],
    }


def _nodes(graph: ClaimGraph) -> Iterator[dict[str, Any]]:
    """Iterate over the facts of each claim, in the order of the case."""
    gone = {withdrawal.claim for withdrawal in graph.withdrawn}
    at_hand = gone | {claim.id for claim in graph.claims}
    for claim in graph.case.claims.values():
        if claim.id in at_hand:
            scope = claim.scope
            yield {
                "id": claim.id,
                "source": claim.source,
                "outcome": scope.outcome,
                "place": scope.place,
                "who": scope.who,
                "during": scope.window.text,
                "figure": str(claim.count),
                "lo": claim.count.lo,
                "hi": claim.count.hi,
                "open": claim.count.open,
                "at": claim.at.text if claim.at else None,
                "via": claim.via,
                "identified": claim.identified,
                "withdrawn": claim.id in gone,
            }


def _edges(graph: ClaimGraph, questions: Questions) -> Iterator[dict[str, Any]]:
    ids = [claim.id for claim in graph.claims]
    labels = {frozenset(pair): label for pair, label in questions.items()}
    for edge in graph.edges():
        one, other = ids[edge.claim], ids[edge.other]
        yield {
            "claim": one,
            "other": other,
            "relation": edge.relation.value,
            "symmetric": edge.relation not in {Relation.WITHIN, Relation.POSSIBLY_WITHIN},
            "basis": edge.basis,
            "convention": edge.basis if edge.basis in graph.settings.conventions else None,
            "by": list(edge.by) if edge.by else None,
            "question": labels.get(frozenset((one, other))) if edge.relation.is_open else None,
        }


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known, as what may stand in XML."""
    return {
        name: clean(value) if isinstance(value, str) else value for name, value in facts.items() if value is not None
    }
