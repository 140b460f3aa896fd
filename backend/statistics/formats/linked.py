"""A description as linked data: one tree of nodes, written as JSON-LD and as Turtle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing named by its address or a prefixed name; its type is told to who does not look the address up."""

    iri: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value: words in a language, or text of a datatype."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing with its types and what is said of it; without an address it is known only from here."""

    types: tuple[str, ...]
    iri: str = ""
    said: Mapping[str, Iterable[Value]] = field(default_factory=dict)


Value: TypeAlias = "Ref | Literal | Node"


def write_jsonld(node: Node) -> bytes:
    """Return the tree as JSON-LD."""
    document = {"@context": dict(PREFIXES), **_json(node)}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def write_turtle(node: Node) -> bytes:
    """Return the same statements as Turtle."""
    heads = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    subjects = {_name(one.iri): one for one in (node, *_named(node))}
    told = [f"\n{name} " + " ;\n    ".join(_statements(one, 1)) + " .\n" for name, one in subjects.items()]
    return (heads + "".join(told)).encode()


def _named(node: Node) -> Iterator[Node]:
    """Yield what is named inside and has something said of it: in Turtle it stands by itself."""
    for value in (one for values in node.said.values() for one in values):
        if isinstance(value, Ref) and value.type:
            yield Node((value.type,), value.iri)
        elif isinstance(value, Node):
            if value.iri:
                yield value
            yield from _named(value)


def _json(value: Value) -> dict[str, Any]:
    if isinstance(value, Ref):
        return {"@id": value.iri, **({"@type": [value.type]} if value.type else {})}
    if isinstance(value, Literal):
        told = {"@language": value.language, "@type": value.datatype}
        return {"@value": value.value, **{name: one for name, one in told.items() if one}}
    named = {"@id": value.iri} if value.iri else {}
    said = {name: [_json(one) for one in values] for name, values in value.said.items()}
    return {**named, "@type": list(value.types), **said}


def _statements(node: Node, depth: int) -> Iterator[str]:
    yield "a " + ", ".join(node.types)
    for name, values in node.said.items():
        found = [_turtle(one, depth + 1) for one in values]
        if found:
            yield f"{name} {', '.join(found)}"


def _turtle(value: Value, depth: int) -> str:
    if isinstance(value, Ref):
        return _name(value.iri)
    if isinstance(value, Literal):
        # A string of JSON is a string of Turtle.
        text = json.dumps(value.value, ensure_ascii=False)
        return text + (f"@{value.language}" if value.language else f"^^{value.datatype}" if value.datatype else "")
    if value.iri:
        return _name(value.iri)
    space = "\n" + "    " * depth
    return "[" + space + f" ;{space}".join(_statements(value, depth)) + " ]"


def _name(iri: str) -> str:
    return iri if iri.partition(":")[0] in PREFIXES else f"<{_iri(iri)}>"


def _iri(iri: str) -> str:
    if any(sign in iri for sign in '<>"{}|^`\\ \n'):
        raise ValueError(f"«{iri}» is no address")
    return iri
