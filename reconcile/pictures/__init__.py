"""A graph of claims in, pictures of it out: for the eye, for a terminal, and for other programs."""

from __future__ import annotations

from reconcile.pictures.data import graph_graphml, graphs_json
from reconcile.pictures.dot import picture_dot
from reconcile.pictures.svg import picture_svg
from reconcile.pictures.text import picture_text

__all__ = ["graph_graphml", "graphs_json", "picture_dot", "picture_svg", "picture_text"]
