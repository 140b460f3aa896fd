"""Tables of the store of releases: a database of its own, which holds nothing that a business said.

It has no Alembic: few tables, changed rarely, and their guards (triggers.py) are as much part of them as columns are.
`VERSION` counts their shapes.
"""

from __future__ import annotations

import sqlalchemy as sa

from backend.db.types import Instant

VERSION = 1
MICRO = 1_000_000  # budgets stand as whole millionths of rho: sums are exact

tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What the store is: its version, and whether it tells of real businesses or of made-up ones.
store_info = sa.Table(
    "store_info",
    tables,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("value", sa.String(40), nullable=False),
)
# A policy that a release was made by, as it was signed. Its sum is what a year may cost.
policy = sa.Table(
    "policy",
    tables,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
    sa.Column("yearly_rho_micro", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.CheckConstraint("yearly_rho_micro BETWEEN 1 AND 930000", name="year_in_bounds"),
)
calendar = sa.Table(
    "calendar",
    tables,
    sa.Column("window", sa.String(20), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("closes_at", Instant, nullable=False),
    sa.Column("published_at", Instant, nullable=False),
)
# A window whose answers are frozen, and the hash of the file that holds them until the release.
frozen = sa.Table(
    "frozen",
    tables,
    sa.Column("window", sa.String(20), primary_key=True),
    sa.Column("handover", sa.String(64), nullable=False),
    sa.Column("at", Instant, nullable=False),
)
# Written first, on its own: from here on the window is either published or waits for the same draw again.
intent = sa.Table(
    "intent",
    tables,
    sa.Column("window", sa.String(20), primary_key=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("handover", sa.String(64), nullable=False),
    sa.Column("policy", sa.String(64), sa.ForeignKey("policy.sha256"), nullable=False),
    sa.Column("at", Instant, nullable=False),
)
charge = sa.Table(
    "charge",
    tables,
    sa.Column("window", sa.String(20), sa.ForeignKey("intent.window"), primary_key=True),
    sa.Column("year", sa.Integer, nullable=False, index=True),
    sa.Column("rho_micro", sa.Integer, nullable=False),
    sa.Column("policy", sa.String(64), sa.ForeignKey("policy.sha256"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.CheckConstraint("rho_micro > 0", name="rho_is_positive"),
)
release = sa.Table(
    "release",
    tables,
    sa.Column("id", sa.String(20), primary_key=True),
    sa.Column("window", sa.String(20), sa.ForeignKey("intent.window"), nullable=False, unique=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("header", sa.Text, nullable=False),  # JSON; key and signature stand beside it
    sa.Column("sha256", sa.String(64), nullable=False),  # of the unsigned document's bytes
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("signature", sa.String(128), nullable=False),
    sa.Column("at", Instant, nullable=False),
)
# A withheld row and an empty one are the same row.
cell = sa.Table(
    "cell",
    tables,
    sa.Column("release", sa.String(20), primary_key=True),
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("level", sa.String(20), nullable=False),
    sa.Column("requirement", sa.String(120)),
    sa.Column("version", sa.String(16)),
    sa.Column("domain", sa.String(60), nullable=False),
    sa.Column("size", sa.String(40)),
    sa.Column("sector", sa.String(40)),
    sa.Column("measure", sa.String(60), nullable=False),
    sa.Column("published", sa.Boolean(name="published"), nullable=False),
    sa.Column("value", sa.Double),
    sa.Column("margin95", sa.Double),
    sa.Column("n_noisy", sa.Integer),
    sa.Column("sd", sa.Double),
    sa.Column("shares", sa.String(200)),  # JSON list
    sa.Index("ix_cell_requirement", "release", "requirement"),
    sa.Index("ix_cell_level", "release", "level", "n"),
)
# Only announced releases are seen outside.
announcement = sa.Table(
    "announcement",
    tables,
    sa.Column("release", sa.String(20), sa.ForeignKey("release.id"), primary_key=True),
    sa.Column("at", Instant, nullable=False),
)
note = sa.Table(
    "note",
    tables,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("release", sa.String(20), sa.ForeignKey("release.id"), nullable=False, index=True),
    sa.Column("ru", sa.String(2000), nullable=False),
    sa.Column("en", sa.String(2000), nullable=False),
    sa.Column("at", Instant, nullable=False),
)
# A window that can never be released privately: published as a pilot, or charged in a state of the store that is lost.
burned = sa.Table(
    "burned",
    tables,
    sa.Column("window", sa.String(20), primary_key=True),
    sa.Column("reason", sa.String(40), nullable=False),
    sa.Column("at", Instant, nullable=False),
)

# The operator's written choice of the pilot profile for a year, which burns the year's windows: the decision in words.
pilot_choice = sa.Table(
    "pilot_choice",
    tables,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.String(60), nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

# What readers of the feed may select; the hash of the frozen file is nobody's business.
READ = (
    "store_info",
    "policy",
    "calendar",
    "charge",
    "release",
    "cell",
    "announcement",
    "note",
    "burned",
    "pilot_choice",
)
FROZEN_READ = ("window", "at")
