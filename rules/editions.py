"""Frozen editions: the whole registry in one JSON document, read back without checking, in a fraction of the time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rules.exact_json import json_in_order
from rules.facts import OkvedCode
from rules.reading_build import build_condition, build_requirement, build_text
from rules.reading_build_facts import build_vocabulary, facts_part
from rules.requirements import Authority, Edition, LifeSituation
from rules.shapes import as_date

FORMAT = 1


def freeze(edition: Edition, files_sha256: str = "") -> bytes:
    """Return the edition as one JSON document; `files_sha256` says which files it was read from.

    Keys keep their order, because options are shown in the order an editor gave them.
    """
    document = {
        "format": FORMAT,
        "number": edition.number,
        "published": edition.published,
        "sha256": edition.sha256,
        "files_sha256": files_sha256,
        "requirements": [[requirement.version, requirement.raw] for requirement in edition.requirements.values()],
        "facts": edition.vocabulary.raw,
        "okved": [[one.code, one.section, one.name] for one in edition.vocabulary.okved.values()],
        "authorities": [[one.code, one.name.as_dict()] for one in edition.authorities.values()],
        "situations": [[one.code, one.name.as_dict(), list(one.okved)] for one in edition.situations.values()],
    }
    return json_in_order(document) + b"\n"


def thaw(frozen: bytes) -> Edition:
    """Return the edition that `freeze` wrote; nothing is checked again."""
    return edition_in(document_in(frozen))


def document_in(frozen: bytes) -> dict[str, Any]:
    """Return the frozen document as it stands, numbers exact."""
    document: dict[str, Any] = json.loads(frozen, parse_float=Decimal)
    return document


def edition_in(document: Mapping[str, Any]) -> Edition:
    """Return the edition of a frozen document."""
    facts = facts_part(document["facts"])
    dates = frozenset(name for name, fact in facts.items() if fact["type"] == "date")
    okved = {row[0]: OkvedCode(*row) for row in document["okved"]}
    requirements = (
        build_requirement(raw, build_condition(raw["applies_when"], dates), version)
        for version, raw in document["requirements"]
    )
    return Edition(
        sha256=document["sha256"],
        number=document["number"],
        requirements={requirement.id: requirement for requirement in requirements},
        vocabulary=build_vocabulary(document["facts"], okved),
        authorities={code: Authority(code, build_text(name)) for code, name in document["authorities"]},
        situations={
            code: LifeSituation(code, build_text(name), tuple(classes))
            for code, name, classes in document["situations"]
        },
        published=as_date(document["published"]),
    )
