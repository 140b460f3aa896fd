"""30(7): nothing that anybody in office is given ranks by checks, violations or fines; no page, no sort, no export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.backend.control.walls.reading import LINK, answers

OFFICES = ("inspector", "head", "prosecutor", "appeal_body", "ombudsman", "regulator", "editor", "admin")
# Indicators that may not measure anybody's work, as counts, as places in a row, as people compared.
COUNTED = re.compile(
    r"(?:количеств\w+|числ[оа]|сумм[аы]|дол[яи]|итого|всего)\s+(?:\w+\s+){0,2}(?:проверок|нарушений|штрафов|предписаний)|"
    r"(?:проверок|нарушений|штрафов)\s+(?:проведено|выявлено|наложено)|(?:проверок|нарушений|штрафов)\s*:\s*\d+(?![\d.(])|"
    r"рейтинг\s+(?:инспектор|орган|бизнес|объект)|лучши[ейх]\s+(?:инспектор|орган)|худши[ейх]\s+|"
    r"по\s+(?:числу|количеству|сумме)\s+(?:проверок|нарушений|штрафов)",
    re.IGNORECASE,
)
# Names of columns and keys of the same in what programs are given.
KEYS = re.compile(
    r'"(?:\w*_)?(?:checks|inspections|violations|breaches|fines|penalties)_(?:count|total|sum|number)"|'
    r'"(?:count|total|number)_of_(?:checks|inspections|violations|fines)"|"rank(?:ing)?"|"best_inspector\w*"',
    re.IGNORECASE,
)
# What an address may order a list by, and what it may never.
ORDERS = frozenset({"sort", "order", "order_by", "orderby", "by", "group", "desc", "asc"})
FORBIDDEN = re.compile(
    r"check|inspection|violation|breach|fine|penalt|event_count|rating|проверк|нарушен|штраф", re.IGNORECASE
)
TAGS = re.compile(r"<(script|style|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)
SORTING = re.compile(
    r'class="(?:table__sort|sorts)[^"]*"[^>]*>(.*?)</(?:a|nav)>|aria-sort="[^"]*"[^>]*>(.*?)</th>', re.DOTALL
)


def said(text: str) -> str:
    return TAGS.sub(" ", text)


def orders_in(page: str) -> Iterator[tuple[str, str]]:
    """Yield what the addresses of a page order by: names and values of the parameters that order."""
    for link in LINK.findall(page):
        for name, value in parse_qsl(urlsplit(link.replace("&amp;", "&")).query):
            if name.lower() in ORDERS:
                yield name, value


def faults_of(address: str, text: str) -> list[str]:
    """Return what an answer says that it may not."""
    found = [match[0] for match in (COUNTED.search(said(text)), KEYS.search(text)) if match]
    found += [f"orders by {name}={value}" for name, value in orders_in(text) if FORBIDDEN.search(f"{name} {value}")]
    found += [f"column {said(''.join(one))}" for one in SORTING.findall(text) if FORBIDDEN.search(said("".join(one)))]
    return [f"{address}: {one}" for one in found]


@pytest.fixture
def officials(walled, regulator, editor, admin, ombudsman) -> dict[str, Any]:
    """Everybody in office."""
    more = {"regulator": regulator, "editor": editor, "admin": admin, "ombudsman": ombudsman}
    return {name: one for name, one in {**walled.browsers, **more}.items() if name in OFFICES}


@pytest.mark.parametrize("office", OFFICES)
def test_nothing_an_office_is_given_counts_or_orders_by_checks_violations_or_fines(walled, officials, office) -> None:
    wrong, opened = [], 0
    for address, status, text in answers(officials[office], walled.ids, walled.keys.get(office)):
        opened += status == 200
        wrong += faults_of(address, text) if status == 200 else []
    assert wrong == []
    assert opened > 20
