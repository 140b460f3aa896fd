"""The settings of an installation as tests have it: no broker, no mail, no worker."""

from __future__ import annotations

from pathlib import Path

from backend.config import Settings


def installation(data: Path, database_url: str, secret: str) -> Settings:
    """Return the settings of an installation that keeps its files and its rows there."""
    return Settings(
        data=data,
        database_url=database_url,
        broker_url=None,
        smtp_url=None,
        public_url="http://127.0.0.1:8000",
        host="127.0.0.1",
        port=8000,
        demo=False,
        trusted_proxies=(),
        secret=secret,
        worker=False,
    )
