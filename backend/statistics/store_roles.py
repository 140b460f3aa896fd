"""Rights in the store on PostgreSQL: three roles publish, freeze and read; none of them owns its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend.statistics.store_tables import FROZEN_READ, READ
from rules.faults import Fault, InputError
from rules.text import Text

PUBLISHES, FREEZES, READS = "yasno_release", "yasno_freeze", "yasno_feed"
WRITTEN_BY_RELEASE = ("policy", "calendar", "intent", "charge", "release", "cell", "announcement", "note", "burned")
# The site itself: days and freezes by its clock, a note or the choice of a pilot by an administrator.
WRITTEN_BY_SITE = ("calendar", "frozen", "note", "pilot_choice", "burned")
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def grants(database: str, *, make_roles: bool = True) -> Iterator[str]:
    """Yield the statements, for the owner of the store's tables to run in its database.

    Raises:
        InputError: the name is no name of a database.
    """
    if not NAME.fullmatch(database):
        raise InputError([_no_name(database)])
    every = (PUBLISHES, FREEZES, READS)
    if make_roles:
        yield from (f"CREATE ROLE {role} LOGIN;" for role in every)
    yield f"GRANT CONNECT ON DATABASE {database} TO {', '.join(every)};"
    yield f"GRANT USAGE ON SCHEMA public TO {', '.join(every)};"
    yield f"GRANT SELECT ON {_listed(READ)} TO {', '.join(every)};"
    yield f"GRANT SELECT ({_listed(FROZEN_READ)}) ON frozen TO {READS};"
    yield f"GRANT SELECT ON frozen, intent TO {PUBLISHES}, {FREEZES};"
    yield f"GRANT INSERT ON {_listed(WRITTEN_BY_RELEASE)} TO {PUBLISHES};"
    yield f"GRANT INSERT ON {_listed(WRITTEN_BY_SITE)} TO {FREEZES};"
    yield from _rows_of_announced()


def _rows_of_announced() -> Iterator[str]:
    """Before the minute of its announcement nobody but the publisher reads a release; the site knows that there is one.

    The owner of the tables reads everything, as an owner does.
    """
    for table, column in (("release", "id"), ("cell", "release")):
        announced = f'EXISTS (SELECT 1 FROM announcement a WHERE a.release = "{table}"."{column}")'  # noqa: S608
        everything = (PUBLISHES, FREEZES) if table == "release" else (PUBLISHES,)
        readers = [role for role in (FREEZES, READS) if role not in everything]
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;'
        for name in ("announced_rows", "own_rows"):
            yield f'DROP POLICY IF EXISTS {name} ON "{table}";'
        yield f'CREATE POLICY announced_rows ON "{table}" FOR SELECT TO {", ".join(readers)} USING ({announced});'
        yield f'CREATE POLICY own_rows ON "{table}" TO {", ".join(everything)} USING (true) WITH CHECK (true);'


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _no_name(name: str) -> Fault:
    message = Text(f"«{name[:40]}» не имя базы.", f"“{name[:40]}” is no name of a database.")
    remedy = Text("Латинские строчные буквы, цифры, подчёркивание.", "Lower-case letters, digits, underscores.")
    return Fault("database_name", "database", message, remedy)
