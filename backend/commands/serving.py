"""`yasno demo`, `serve`, `migrate`, `seed`: from an empty machine to the site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DBAPIError

from backend.commands import shared
from backend.commands.database import refused, settings, silent
from backend.config import ConfigError, Settings


@click.command(cls=shared.Command)
def demo() -> None:
    """Migrate, load the law and the demo world, and serve the site in the foreground."""
    chosen = settings()
    _prepare(chosen)
    if chosen.demo:
        click.echo("Показ: войти можно любым человеком со страницы входа. Пустая установка: YASNO_DEMO=0", err=True)
    _run(chosen)


@click.command(cls=shared.Command)
def serve() -> None:
    """Serve the site in the foreground; the database has been migrated."""
    _run(settings())


@click.command(cls=shared.Command)
def migrate() -> None:
    """Bring the database to the newest revision."""
    from backend.db.engine import make_engine
    from backend.schema import upgrade

    with _answering_database():
        upgrade(make_engine(settings().database_url))


@click.command(cls=shared.Command)
def seed() -> None:
    """Load the law's edition and, with YASNO_DEMO=1, the demo world."""
    _prepare(settings())


@contextmanager
def _answering_database() -> Iterator[None]:
    """Say that the database does not answer, as every other command does."""
    try:
        yield
    except DBAPIError as error:
        if os.environ.get("YASNO_DEBUG") == "1":
            raise
        raise silent() from error


def _prepare(chosen: Settings) -> None:
    """Bring the database up to date; what stands already is left alone."""
    from backend.seed.loading import load_demo, load_law, prepared
    from backend.seed.releases import add_releases

    with _answering_database(), prepared(chosen) as (engine, clock):
        click.echo("База и реестр требований…", err=True)
        load_law(engine, clock.now())
        if chosen.demo and load_demo(engine, clock.now(), chosen.data):
            click.echo("Показ: около 40 придуманных компаний готовы.", err=True)
        if chosen.demo and (made := add_releases(chosen, clock.now())):
            click.echo(f"Показ: выпуски придуманной статистики готовы: {', '.join(made)}.", err=True)


def _run(chosen: Settings) -> None:
    from backend.server import run

    with _answering_database():
        try:
            run(chosen, ready=lambda: click.echo(f"Ясно: {chosen.public_url} (Ctrl+C — остановить)", err=True))
        except ConfigError as error:
            raise refused(error) from None
