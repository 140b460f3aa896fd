"""`yasno migrate` and `yasno serve`."""

from __future__ import annotations

import click

from backend.config import ConfigError, read_settings
from backend.db.engine import make_engine


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    from backend.schema import upgrade

    upgrade(make_engine(read_settings().database_url))


@click.command()
def serve() -> None:
    """Serve the site in the foreground."""
    from backend.server import run

    try:
        settings = read_settings()
    except ConfigError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None
    click.echo(f"Ясно: {settings.public_url}", err=True)
    run(settings)
