"""Everyday trades of small business, as people name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from rules.text import Text

TRADES = Path(__file__).with_name("trades.yaml")


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade: its name, the phrases people type, and what it usually means for ОКВЭД, activities, premises."""

    id: str
    section: str
    title: Text
    phrases: tuple[str, ...]
    okved: tuple[str, ...]
    activities: tuple[str, ...]
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TradeSection:
    """A heading over trades, for people who would rather look than type."""

    code: str
    title: Text
    trades: tuple[Trade, ...]


@lru_cache(maxsize=1)
def sections() -> tuple[TradeSection, ...]:
    """Return the sections in order, each with its trades.

    >>> sections()[0].title.ru
    'Еда и напитки'
    """
    read = yaml.load(TRADES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    trades = [_trade(entry) for entry in read["trades"]]
    return tuple(_section(code, name, trades) for code, name in read["sections"].items())


def _section(code: str, name: Mapping[str, str], trades: list[Trade]) -> TradeSection:
    return TradeSection(code, Text(name["ru"], name["en"]), tuple(trade for trade in trades if trade.section == code))


def _trade(entry: Mapping[str, Any]) -> Trade:
    return Trade(
        id=entry["id"],
        section=entry["section"],
        title=Text(entry["ru"], entry["en"]),
        phrases=tuple(phrase.strip() for phrase in entry["words"].split(",")),
        okved=tuple(entry["okved"]),
        activities=tuple(entry["activities"]),
        premises=tuple(entry["premises"]),
    )
