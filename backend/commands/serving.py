"""`yasno demo`, `serve`, `migrate`, `seed`: from an empty machine to the site."""

from __future__ import annotations

import click

from backend.config import ConfigError, Settings, read_settings


@click.command()
def demo() -> None:
    """Migrate, load the law and the demo world, and serve the site in the foreground."""
    settings = _settings()
    _prepare(settings)
    if settings.demo:
        click.echo("Показ: войти можно любым человеком со страницы входа. Пустая установка: YASNO_DEMO=0", err=True)
    _run(settings)


@click.command()
def serve() -> None:
    """Serve the site in the foreground; the database has been migrated."""
    _run(_settings())


@click.command()
def migrate() -> None:
    """Bring the database to the newest revision."""
    from backend.db.engine import make_engine
    from backend.schema import upgrade

    upgrade(make_engine(_settings().database_url))


@click.command()
def seed() -> None:
    """Load the law's edition and, with YASNO_DEMO=1, the demo world."""
    _prepare(_settings())


def _settings() -> Settings:
    try:
        return read_settings()
    except ConfigError as error:
        raise _refused(str(error)) from None


def _refused(message: str) -> SystemExit:
    click.echo(message, err=True)
    return SystemExit(2)


def _prepare(settings: Settings) -> None:
    """Bring the database up to date; what stands already is left alone."""
    from backend.seed.loading import load_demo, load_law, prepared

    with prepared(settings) as (engine, clock):
        click.echo("База и реестр требований…", err=True)
        load_law(engine, clock.now())
        if settings.demo and load_demo(engine, clock.now(), settings.data):
            click.echo("Показ: около 40 придуманных компаний готовы.", err=True)


def _run(settings: Settings) -> None:
    from sqlalchemy.exc import DBAPIError

    from backend.server import run

    try:
        run(settings, ready=lambda: click.echo(f"Ясно: {settings.public_url} (Ctrl+C — остановить)", err=True))
    except ConfigError as error:
        raise _refused(str(error)) from None
    except DBAPIError:
        raise _refused("База не готова. Сначала: yasno migrate / The database is not ready: yasno migrate") from None
