"""Structured logs: one JSON object a line on stderr, without what people wrote, where they looked, or any key."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

# Never written, whatever the caller means well: answers, addresses, tokens and people stand behind these names.
WITHHELD = frozenset(
    {
        "path",
        "url",
        "query",
        "body",
        "form",
        "cookies",
        "headers",
        "token",
        "password",
        "email",
        "inn",
        "name",
        "answer",
    }
)


def configure() -> None:
    """Set the logs of this process up."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            withhold,
            tell_where,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries speak only when something is wrong; their own words about requests stay out.
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format='{"event": "%(name)s", "level": "%(levelname)s"}'
    )


def withhold(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out what must not be written."""
    return {name: "withheld" if name in WITHHELD else value for name, value in event.items()}


def tell_where(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the kind of an exception and its places in our code instead of its words: words may quote an answer."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
    return event
