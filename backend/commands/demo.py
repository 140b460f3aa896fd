"""`yasno demo` and `yasno seed`: everything a fresh machine needs, then the site."""

from __future__ import annotations

import click

from backend.config import ConfigError, Settings, read_settings


@click.command()
def seed() -> None:
    """Load the law's edition and, with YASNO_DEMO=1, the demo world."""
    _prepare(_settings())


@click.command()
def demo() -> None:
    """Migrate, load the law and the demo world, and serve the site in the foreground."""
    from backend.server import run

    settings = _settings()
    _prepare(settings)
    click.echo(f"Ясно: {settings.public_url} (Ctrl+C — остановить)", err=True)
    if settings.demo:
        click.echo("Показ: войти можно любым человеком со страницы входа. Пустая установка: YASNO_DEMO=0", err=True)
    run(settings)


def _settings() -> Settings:
    try:
        return read_settings()
    except ConfigError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from None


def _prepare(settings: Settings) -> None:
    """Bring the database up to date; what stands already is left alone."""
    from backend.seed.loading import load_demo, load_law, prepared

    with prepared(settings) as (engine, clock):
        click.echo("База и реестр требований…", err=True)
        load_law(engine, clock.now())
        if settings.demo and load_demo(engine, clock.now()):
            click.echo("Показ: около 40 придуманных компаний готовы.", err=True)
