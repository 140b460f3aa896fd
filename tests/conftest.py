"""People and things that tests speak of. The day is always 28 November 2026."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from backend.accounts.models import MemberKind
from backend.clock import FixedClock
from backend.config import Settings
from backend.db.engine import make_engine, open_session, writing
from rules.roles import Role
from tests.databases import (
    SQLITE,
    chosen_engine,
    empty_database,
    forget_statements,
    make_sqlite,
    postgresql_database,
    postgresql_template,
)
from tests.installation import installation
from tests.people import ACCOUNTANT, Browser, People

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
# What a run of tests is about; every other YASNO_ name is a setting of somebody's installation.
ABOUT_THE_RUN = ("YASNO_TEST_", "YASNO_REQUIRE_SERVICES", "YASNO_FUZZ", "YASNO_PICTURES")


def pytest_configure() -> None:
    """Take the settings of whoever starts the tests away: `make` and a bare pytest run the same."""
    for name in [name for name in os.environ if name.startswith("YASNO_") and not name.startswith(ABOUT_THE_RUN)]:
        del os.environ[name]


@pytest.fixture
def clock() -> FixedClock:
    """A clock standing at noon in Moscow."""
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file to copy from."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    make_sqlite(path)
    return path


@pytest.fixture(scope="session")
def empty_postgresql() -> Iterator[str]:
    """A migrated database on PostgreSQL to copy from."""
    with postgresql_template() as url:
        yield url


@pytest.fixture
def postgresql(empty_postgresql: str) -> Iterator[str]:
    """The address of an empty, migrated PostgreSQL database of this test's own."""
    with postgresql_database(empty_postgresql) as url:
        yield url


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of an installation."""
    path = tmp_path / "data"
    path.mkdir()
    return path


@pytest.fixture
def database(request: pytest.FixtureRequest, data: Path) -> Iterator[str]:
    """The address of this test's empty, migrated database; a module that is about PostgreSQL overrides this."""
    with empty_database(request, data) as url:
        yield url


@pytest.fixture
def settings(data: Path, database: str) -> Settings:
    """An installation with an empty, migrated database, embedded unless the run is about another."""
    return installation(data, database, secret="a secret of the tests, long enough to sign with")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over what is about SQLite itself in a run about another database."""
    if chosen_engine() == SQLITE:
        return
    passed_over = pytest.mark.skip(reason="about SQLite itself")
    for item in items:
        if item.get_closest_marker("sqlite"):
            item.add_marker(passed_over)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The database of this test."""
    made = make_engine(settings.database_url)
    yield made
    made.dispose()
    forget_statements()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that writes; the test commits."""
    with open_session(engine, write=True) as opened:
        yield opened


BUILT: dict[tuple[str, str, bool, bool], object] = {}


@pytest.fixture
def app(settings: Settings, clock: FixedClock, engine: Engine):
    """The whole application. Building it takes half a second, so each process does it once and hands it on."""
    from backend.app import create_app

    kind = (settings.secret, settings.public_url, settings.demo, settings.worker)
    if kind not in BUILT:
        BUILT[kind] = create_app(settings, clock=clock)
    built = BUILT[kind]
    for counts in ("call_counts", "run_counts"):
        built.app.state.pop(counts, None)
    built.app.state.update({"settings": settings, "engine": engine, "writer": writing(engine), "clock": clock})
    return built


@pytest.fixture
def person(app, settings, engine, clock) -> Iterator[People]:
    """Makes people with accounts: `person("anna@example.ru", Role.EDITOR)` returns their signed-in browser."""
    with ExitStack() as stack:
        yield People(app, settings, engine, clock, stack)


@pytest.fixture
def visitor(person) -> Browser:
    """A browser nobody has signed in with."""
    return person.browser()


@pytest.fixture
def owner(person) -> Browser:
    """An entrepreneur with a café; `owner.business` is the café."""
    return person("owner@example.ru", name="Анна Соколова", business="Кафе «Лён»")


@pytest.fixture
def accountant(person, owner) -> Browser:
    """The café's accountant: reads and answers, by a power of attorney until the end of the year."""
    ends = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)
    part = {"business": owner.business, "kind": MemberKind.REPRESENTATIVE, "scopes": ACCOUNTANT, "ends_at": ends}
    return person("accountant@example.ru", name="Борис Орлов", **part)


@pytest.fixture
def stranger(person) -> Browser:
    """An entrepreneur with another business."""
    return person("stranger@example.ru", name="Вера Лисина", business="Пекарня «Хлеб да соль»")


@pytest.fixture
def regulator(person) -> Browser:
    """An official of Роспотребнадзор in Moscow."""
    return person("regulator@example.ru", Role.REGULATOR, name="Глеб Седов")


@pytest.fixture
def editor(person) -> Browser:
    """An editor of the registry."""
    return person("editor@example.ru", Role.EDITOR, name="Дарья Ким")


@pytest.fixture
def admin(person) -> Browser:
    """An admin of the installation."""
    return person("admin@example.ru", Role.ADMIN, name="Егор Минин")


@pytest.fixture
def inspector(person) -> Browser:
    """An inspector of the fire service in Moscow."""
    return person("inspector@mchs.example", Role.INSPECTOR, name="Инна Петрова")


@pytest.fixture
def head(person) -> Browser:
    """The head of the fire service in Moscow."""
    return person("head@mchs.example", Role.AUTHORITY_HEAD, name="Глеб Сомов")


@pytest.fixture
def prosecutor(person) -> Browser:
    """A prosecutor of Moscow."""
    return person("prosecutor@law.example", Role.PROSECUTOR, name="Павел Реутов")


@pytest.fixture
def ombudsman(person) -> Browser:
    """The ombudsman of Moscow."""
    return person("ombudsman@defence.example", Role.OMBUDSMAN, name="Ольга Мирная")


@pytest.fixture
def appeal_body(person) -> Browser:
    """Whoever hears appeals in the fire service in Moscow."""
    return person("appeals@mchs.example", Role.APPEAL_BODY, name="Аркадий Весов")
