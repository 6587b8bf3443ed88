"""Plain values as YAML that says the same to every reader."""

from __future__ import annotations

from typing import Any

import yaml

_Dumper: type[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml, where PyYAML has it, is far quicker


class _CaseDumper(_Dumper):  # type: ignore[misc]  # one of two classes
    """Writes text with anything unusual in it in double quotes, where every character has an escape."""


def _text(dumper: Any, text: str) -> yaml.ScalarNode:  # noqa: ANN401 - one of two classes
    style = None if text.isprintable() else '"'
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
    return node


def _nothing(dumper: Any, _value: None) -> yaml.ScalarNode:  # noqa: ANN401 - as above
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:null", "")
    return node


_CaseDumper.add_representer(str, _text)
_CaseDumper.add_representer(type(None), _nothing)


def to_yaml(value: dict[str, Any]) -> str:
    """Return a mapping of mappings, texts and None as a YAML file; None is written as nothing at all."""
    text: str = yaml.dump(value, Dumper=_CaseDumper, sort_keys=False, allow_unicode=True, width=120)
    return text
