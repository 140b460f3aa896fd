"""The yearly release: whose answers are frozen, what of them, and that it is published like any other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.assessments.models import FlagKind
from backend.db.engine import open_session
from backend.requirements.models import EditionRow
from backend.statistics.calendar import QUARTER, YEAR, enter_day, window_of
from backend.statistics.feed import feed_of
from backend.statistics.freezing import freeze as freeze_quarter
from backend.statistics.models import WindowPresence
from backend.statistics.press import publish_window
from backend.statistics.publishing import announce_due
from backend.statistics.verifying import document_of
from backend.statistics.yearly import SCHEMA, read_year
from backend.statistics.yearly_freezing import costs_of, events_of, flags_of, freeze, without_names, year_of
from calculators.release.shapes import Level
from calculators.release.yearly import OF_EVENTS, Event, Said
from rules.exact_json import json_in_order
from tests.backend.statistics.counting_world import YEAR_END, Town, for_everybody, press_of
from tests.press import fits

WINDOW = window_of("2026")
LAST_YEAR = datetime(2025, 12, 31, 20, 59, tzinfo=UTC)


@pytest.fixture
def town(engine):
    """Businesses that count."""
    return Town(engine)


def collected(engine):
    """Return what would be frozen: costs, flags, events."""
    with open_session(engine) as session:
        year = year_of(session, WINDOW)
        return list(costs_of(session, year)), list(flags_of(session, year)), list(events_of(session, year))


def test_a_cost_is_the_business_s_own_figure_in_its_bin(engine, town):
    business = town.business()
    town.cost(business, 2500)
    ((who, said),), _, _ = collected(engine)
    one = for_everybody()
    assert who == business
    assert (said.measure, said.requirement, said.version, said.bin) == ("cost", one.id, one.version, 1)


def test_a_change_loaded_before_the_freeze_loses_no_cost_of_the_year(engine, town):
    """The year ends with one version, the edition of January has another: the cost is of the year's own."""
    town.cost(town.business(), 2500)
    one = for_everybody()
    with open_session(engine, write=True) as session:
        (loaded,) = session.exec(select(EditionRow)).all()
        former = {**loaded.contents, one.id: "0.9-former"}
        session.add(EditionRow(sha256="f" * 64, contents=former, loaded_at=loaded.loaded_at + timedelta(days=1)))
        present = {"sha256": "e" * 64, "contents": loaded.contents, "loaded_at": datetime(2027, 1, 4, tzinfo=UTC)}
        session.add(EditionRow(**present))
        session.commit()
    ((_, said),), _, _ = collected(engine)
    assert said.version == "0.9-former"
    with open_session(engine) as session:
        frame = year_of(session, WINDOW).frame
    assert (said.requirement, said.version) in {(item.requirement, item.version) for item in frame.items}


def test_an_estimate_of_the_catalogue_is_nobody_s_voice(engine, town):
    town.business()
    assert collected(engine) == ([], [], [])


def test_flags_count_by_kind_and_version(engine, town):
    business = town.business()
    town.flag(business)
    town.flag(business, FlagKind.CONTRADICTION)
    _, flags, _ = collected(engine)
    assert {said.measure for _, said in flags} == {"flag_duplicate", "flag_contradiction"}
    assert {said.version for _, said in flags} == {for_everybody().version}


def test_an_event_tells_marks_and_facts_in_bins(engine, town):
    town.event(town.business(), 1, asked=("", "лицензия у вас есть"))
    _, _, ((_, event),) = collected(engine)
    expected = {"event_clarity": 1, "event_courtesy": 4, "event_days": 1, "event_notice": 2, "event_again": 1}
    assert dict(event.bins) == expected


def test_what_papers_do_not_tell_is_left_out(engine, town):
    town.event(town.business(), 1, working_days=None, noticed_at=None)
    _, _, ((_, event),) = collected(engine)
    assert set(event.bins) == {"event_clarity", "event_courtesy"}


def test_a_merged_copy_is_no_second_event(engine, town):
    business = town.business()
    kept = town.event(business, 1)
    town.event(business, 2, merged_into=kept)
    assert len(collected(engine)[2]) == 1


@pytest.mark.parametrize("at", [LAST_YEAR, datetime(2026, 12, 31, 21, 1, tzinfo=UTC)])
def test_only_what_was_said_in_the_year_counts(engine, town, at):
    business = town.business()
    town.cost(business, 500, at)
    town.flag(business, at=at)
    assert collected(engine) == ([], [], [])


@pytest.mark.parametrize("less", [{"proven": False}, {"registered": False}, {"demo": True}])
def test_who_does_not_count_is_not_frozen(engine, town, less):
    business = town.business(**less)
    town.cost(business, 500)
    town.flag(business)
    town.event(business, 1)
    assert collected(engine) == ([], [], [])


def test_two_businesses_of_one_number_are_one_unit(engine, town):
    for _ in range(2):
        town.flag(town.business(inn="7700000001"))
    _, flags, _ = collected(engine)
    assert len({said.unit for _, said in flags}) == 1


def test_frozen_answers_have_numbers_of_chance_one_a_group_in_both_lists():
    said = [("business", Said(3, "cost", "r", "v", 1)), ("other", Said(4, "cost", "r", "v", 1))]
    answers, events = without_names(said, [("business", Event(3, 77, {"event_days": 1}))])
    units = {one.unit for one in answers}
    assert len(units) == 2
    assert events[0].unit in units
    assert not units & {3, 4}
    assert events[0].event != 77


def test_the_file_holds_no_name_no_id_no_region_and_no_finding():
    assert SCHEMA.names == ["unit", "event", "measure", "requirement", "version", "bin"]
    for word in ("violation", "fine", "prescription", "region", "body", "inspector"):
        assert not any(word in name for name in (*SCHEMA.names, *OF_EVENTS))


def test_a_year_is_frozen_once_published_once_and_read_from_the_feed(engine, settings, town):
    for rubles in (500, 2500, 50_000):
        business = town.business()
        town.cost(business, rubles)
        town.flag(business)
        town.event(business, 100 + rubles, asked=("",))
    press = press_of(settings)
    enter_day(press.store, WINDOW, YEAR)
    assert freeze(engine, press.store, press.handover, WINDOW, YEAR_END)
    assert not freeze(engine, press.store, press.handover, WINDOW, YEAR_END)
    said, events = read_year(press.file_of("2026"))
    assert (len(said), len(events)) == (6, 3)
    assert sorted(one.bin for one in said if one.measure == "cost") == [0, 1, 4]
    assert publish_window(press, "2026", YEAR_END).drawn
    assert not publish_window(press, "2026", YEAR_END).drawn
    assert not press.file_of("2026").exists()
    assert feed_of(settings).releases() == []
    announce_due(press.store, press.journal, YEAR_END.replace(day=20))
    (head,) = feed_of(settings).releases("year")
    rows = [row for _, row in feed_of(settings).rows(head.id)]
    assert not any(row.published for row in rows)
    assert head.header["collecting"]
    fits("release", json.loads(json_in_order(document_of(feed_of(settings), head.id))))
    assert head.header["noise_sd"] == {"requirement": 7.53}
    assert head.header["contributions"] == {"cost": 10, "flags": 5, "event_marks": 3, "event_facts": 3}
    assert {row.measure for row in rows if row.level is Level.ALL} >= set(OF_EVENTS)
    with open_session(engine) as session:
        assert len(session.exec(select(WindowPresence)).all()) == 3


def test_a_year_with_four_quarters_fits_the_yearly_budget_and_nothing_more(engine, settings, town):
    press = press_of(settings)
    for code in ("2026Q1", "2026Q2", "2026Q3", "2026Q4"):
        enter_day(press.store, window_of(code), QUARTER)
        freeze_quarter(engine, press.store, press.handover, window_of(code), YEAR_END)
        assert publish_window(press, code, YEAR_END).drawn
    enter_day(press.store, WINDOW, YEAR)
    freeze(engine, press.store, press.handover, WINDOW, YEAR_END)
    assert publish_window(press, "2026", YEAR_END).drawn
    assert sum(one["rho_micro"] for one in feed_of(settings).charges().values()) == 925_000
