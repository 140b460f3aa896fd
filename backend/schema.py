"""Every table of every slice, and the migrations that make them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData
from sqlmodel import SQLModel

from backend.config import ROOT

MIGRATIONS = str(ROOT / "migrations")

SLICES_WITH_TABLES = (
    "accounts",
    "clients",
    "webhooks",
    "jobs",
    "audit",
    "notifications",
    "procedures",
    "profiles",
    "requirements",
    "costs",
    "assessments",
    "consultations",
    "authorities",
    "risk",
    "control",
    "appeals",
    "threads",
    "feedback",
    "ombudsman",
    "statistics",
    "reports",
    "web",
)


def metadata() -> MetaData:
    """Return the tables of all slices."""
    for name in SLICES_WITH_TABLES:
        if find_spec(f"backend.{name}.models"):
            import_module(f"backend.{name}.models")
    return SQLModel.metadata


def alembic_config(engine: Engine) -> Config:
    """Return the migrations' configuration for an engine; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", MIGRATIONS)
    config.attributes["engine"] = engine
    return config


@cache
def newest_revision() -> str | None:
    """Return the revision that a database of this code stands at."""
    return ScriptDirectory(MIGRATIONS).get_current_head()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to a revision; a failure leaves nothing behind."""
    command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the database back to a revision."""
    command.downgrade(alembic_config(engine), revision)
