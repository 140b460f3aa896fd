"""A new edition of the law: versions that were are kept, lists are recomputed, owners told what the law changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.jobs.work import run_due
from backend.law import current_law
from backend.notifications.models import Notice
from backend.notifications.wording import say
from backend.requirements.editions import current_edition, load_edition_into, read_version
from backend.requirements.models import EditionRow, ListSnapshot, RequirementVersion

NEW, REWRITTEN, OLD = "fire.alarm_installed", "food.shelf_life", "food.of_long_ago"
BEFORE = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def earlier():
    """An edition of the past: one entry was not there, one was worded otherwise, one has gone since."""
    edition = current_law().edition
    entries = dict(edition.requirements)
    del entries[NEW]
    entries[REWRITTEN] = replace(entries[REWRITTEN], version="1" * 16)
    raw = dict(edition.requirements[REWRITTEN].raw) | {"id": OLD}
    entries[OLD] = replace(edition.requirements[REWRITTEN], id=OLD, version="2" * 16, raw=raw)
    return replace(edition, sha256="e" * 64, number=None, requirements=entries)


def load(engine, edition, now):
    """Load an edition, as a house does when it starts with one."""
    with open_session(engine, write=True) as session:
        load_edition_into(session, edition, now)
        session.commit()


@pytest.fixture
def updated(engine, cafe, earlier, hands):
    """The earlier edition was loaded on 12 November; today the house runs the law of today."""
    load(engine, earlier, BEFORE)
    load(engine, current_law().edition, hands.clock.now())
    run_due(hands)


def snapshots(engine) -> list[ListSnapshot]:
    with open_session(engine) as session:
        return list(session.exec(select(ListSnapshot)))


def test_a_first_edition_tells_nobody_anything(engine, cafe, hands):
    load(engine, current_law().edition, hands.clock.now())
    run_due(hands)
    assert snapshots(engine) == []


def test_every_version_that_was_is_kept_with_its_words(engine, updated, earlier):
    law = current_law()
    with open_session(engine) as session:
        assert current_edition(session).sha256 == law.edition.sha256
        old = session.get_one(RequirementVersion, (REWRITTEN, "1" * 16))
        new = session.get_one(RequirementVersion, (REWRITTEN, law.edition.requirements[REWRITTEN].version))
        assert (old.edition, new.edition) == (earlier.sha256, law.edition.sha256)
        read = read_version(old, law)
        assert read.title == law.edition.requirements[REWRITTEN].title
        assert read.sanctions == law.edition.requirements[REWRITTEN].sanctions
        assert len(session.exec(select(EditionRow)).all()) == 2


def test_the_list_is_recomputed_and_says_what_the_law_changed(engine, updated, cafe):
    (row,) = snapshots(engine)
    assert (row.came, row.went, row.changed) == ([NEW], [OLD], [REWRITTEN])
    assert row.applies[NEW] == current_law().edition.requirements[NEW].version
    page = cafe.get("/list").text.replace("\xa0", " ")
    assert "С 28 ноября: +1, −1, изменилось 1" in page
    changes = cafe.get("/list/changes").text
    assert f"/requirements/{NEW}" in changes
    assert "Изменилось" in changes


def test_the_owner_is_told_once_in_words(engine, updated, cafe, hands):
    run_due(hands)
    with open_session(engine) as session:
        (notice,) = session.exec(select(Notice).where(Notice.person_id == cafe.person.id)).all()
    said = say(notice.kind, notice.params, "ru")
    assert said.title.replace("\xa0", " ") == "С 28 ноября 2026 +1 требование, −1, изменилось 1"
    assert notice.link == "/list/changes"


def test_an_answer_changed_meanwhile_is_not_taken_for_the_law(engine, owner, earlier, fill, hands):
    fill(owner.business, "hairdresser")
    load(engine, earlier, BEFORE)
    fill(owner.business, "cafe")
    load(engine, current_law().edition, hands.clock.now())
    run_due(hands)
    (row,) = snapshots(engine)
    assert (row.came, row.went, row.changed) == ([NEW], [OLD], [REWRITTEN])


def test_loading_the_same_edition_again_changes_nothing(engine, updated, hands):
    load(engine, current_law().edition, hands.clock.now())
    run_due(hands)
    assert len(snapshots(engine)) == 1


def test_a_house_that_was_updated_finds_its_new_edition_by_itself(engine, cafe, earlier, clock, hands):
    load(engine, earlier, BEFORE)
    from backend.requirements.jobs import look

    with open_session(engine, write=True) as session:
        look(session, {}, clock.now())
        session.commit()
    run_due(hands)
    assert len(snapshots(engine)) == 1


def test_a_day_on_which_entries_end_with_a_successor_tells_owners(engine, cafe):
    from backend.requirements.jobs import new_day

    entries = current_law().edition.requirements.values()
    days = sorted({one.in_force.from_ for one in entries if one.in_force.from_ and one.in_force.from_.year >= 2026})
    assert days
    with open_session(engine, write=True) as session:
        new_day(session, {}, datetime(days[-1].year, days[-1].month, days[-1].day, 6, tzinfo=UTC))
        session.commit()
    assert all(row.on == days[-1] for row in snapshots(engine))
