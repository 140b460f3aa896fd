"""The salt of a comment's hash, which goes with the business; whom a notice names, so that it goes with them.

Hashes of before had no salt: they get one, and those whose business is gone already one that nobody keeps. Notices of
before that name people who joined or left cannot be told from others by the person: they are deleted.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import hashlib
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HISTORY = sa.table("step_history", *(sa.column(name, sa.String) for name in ("id", "subject_id", "comment_hash")))
DISPUTE = sa.table("dispute", sa.column("id", sa.String), sa.column("business_id", sa.String))
SALT = sa.table("step_salt", *(sa.column(name, sa.String) for name in ("step_id", "business_id", "words_salt")))
NOTICE = sa.table("notice", sa.column("kind", sa.String))
NAMING = ("accounts.joined", "accounts.left")
REFUSAL = "rows of this table can only be added"


def upgrade() -> None:
    """Make the table and the column; salt the hashes that are there."""
    op.create_table(
        "step_salt",
        sa.Column("step_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=32), nullable=True),
        sa.Column("words_salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["business_id"], ["business.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["step_id"], ["step_history.id"]),
        sa.PrimaryKeyConstraint("step_id"),
    )
    with op.batch_alter_table("step_salt") as batch:
        batch.create_index(batch.f("ix_step_salt_business_id"), ["business_id"], unique=False)
    _salt_hashes()
    op.execute(sa.delete(NOTICE).where(NOTICE.c.kind.in_(NAMING)))
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("about_id", sa.String(length=32), nullable=True))
        batch.create_index(batch.f("ix_notice_about_id"), ["about_id"], unique=False)
        batch.create_foreign_key("notice_about_id_fkey", "person", ["about_id"], ["id"], ondelete="CASCADE")


def downgrade() -> None:
    """Take both away; hashes keep the salt they got."""
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint("notice_about_id_fkey", type_="foreignkey")
        batch.drop_index(batch.f("ix_notice_about_id"))
        batch.drop_column("about_id")
    with op.batch_alter_table("step_salt") as batch:
        batch.drop_index(batch.f("ix_step_salt_business_id"))
    op.drop_table("step_salt")


def _salt_hashes() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(HISTORY).where(HISTORY.c.comment_hash.is_not(None))).all()
    businesses = {row.id: row.business_id for row in connection.execute(sa.select(DISPUTE))}
    if not rows:
        return
    _guard(on=False)
    for row in rows:
        salt = secrets.token_hex(16)
        made = hashlib.sha256(f"{salt}\n{row.comment_hash}".encode()).hexdigest()
        connection.execute(sa.update(HISTORY).where(HISTORY.c.id == row.id).values(comment_hash=made))
        if row.subject_id in businesses:
            values = {"step_id": row.id, "business_id": businesses[row.subject_id], "words_salt": salt}
            connection.execute(sa.insert(SALT).values(values))
    _guard(on=True)


def _guard(*, on: bool) -> None:
    """Take the trigger that refuses changes of the history off, or put it back as revision 0002 made it."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE step_history {'ENABLE' if on else 'DISABLE'} TRIGGER step_history_append_only")
    elif on:
        op.execute(
            "CREATE TRIGGER step_history_no_update BEFORE UPDATE ON step_history "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    else:
        op.execute("DROP TRIGGER step_history_no_update")
