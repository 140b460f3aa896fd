"""Figures that call for an answer: put before the regulator once, from released numbers alone."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.feedback.models import Door, Feedback, FeedbackKind, FeedbackSignal
from backend.feedback.neutral import named
from backend.feedback.sending import send_batch
from backend.law import current_law
from backend.statistics.feed import feed_of
from backend.statistics.figures import figure_of
from backend.statistics.released_figures import released_figures, said_of
from backend.statistics.signals import GAP, calls_for_answer, highest_estimate, open_signals, signals, statement
from backend.web.formats import interval, number
from calculators.release.shapes import Level, Measure, Row, Segment
from rules.roles import Role
from rules.segments import dimensions
from rules.text import Text
from tests.backend.feedback.conftest import MONDAY
from tests.backend.statistics.shelf import put, rows_of

SIGN = "retail.signboard"
HERE = Segment("micro", "services")
CLARITY, FEASIBILITY = str(Measure.CLARITY), str(Measure.FEASIBILITY)


@pytest.fixture
def entry():
    """The requirement that is spoken of."""
    return current_law().edition.requirements[SIGN]


def row(measure=CLARITY, value=2.4, margin=0.1, level=Level.REQUIREMENT, segment=None, **more):
    """One published row about the sign."""
    entry = current_law().edition.requirements[SIGN]
    about = (level, entry.id, entry.version, entry.domain, segment, measure)
    return replace(Row(*about, True, value, margin, 900, 10.0, (0.2,) * 5), **more)


def opened(engine, settings, clock):
    """Look for figures that call for an answer; return the items there are then."""
    with open_session(engine, write=True) as session:
        open_signals(session, feed_of(settings), clock.now())
        session.commit()
    with open_session(engine) as session:
        return session.exec(select(Feedback).order_by(Feedback.created_at, Feedback.id)).all()


def test_a_figure_whose_whole_interval_is_below_the_middle_becomes_one_item(engine, settings, clock, entry):
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.4, (SIGN, CLARITY, HERE): 1.9}, {}))
    items = opened(engine, settings, clock)
    assert [(one.kind, one.door, one.release, one.state) for one in items] == [
        (FeedbackKind.CLARITY, Door.RELEASED, "2026Q3", "TRIAGED")
    ]
    assert items[0].requirement_version == entry.version
    assert items[0].authority == entry.authority
    assert "понятность 2,4 из 5, с 95 % от 2,2 до 2,6" in items[0].statement
    assert "у микробизнеса в услугах и прочем 1,9 из 5" in items[0].statement
    assert "clarity 2.4 of 5, 2.2 to 2.6 with 95%" in items[0].statement


def test_looking_again_adds_nothing(engine, settings, clock):
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.4, (SIGN, FEASIBILITY, None): 2.0}, {}))
    assert len(opened(engine, settings, clock)) == 2
    assert len(opened(engine, settings, clock)) == 2


def test_the_next_release_does_not_ask_again_what_waits_for_an_answer(engine, settings, clock):
    put(settings, "2026Q2", rows_of({(SIGN, CLARITY, None): 2.4}, {}))
    assert len(opened(engine, settings, clock)) == 1
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.3}, {}))
    assert [one.release for one in opened(engine, settings, clock)] == ["2026Q2"]


def test_once_closed_a_later_release_asks_again(engine, settings, clock):
    put(settings, "2026Q2", rows_of({(SIGN, CLARITY, None): 2.4}, {}))
    opened(engine, settings, clock)
    with open_session(engine, write=True) as session:
        session.exec(select(Feedback)).one().state = "CLOSED_REJECTED"
        session.commit()
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.3}, {}))
    assert {one.release for one in opened(engine, settings, clock)} == {"2026Q2", "2026Q3"}


@pytest.mark.parametrize(("value", "margin"), [(2.9, 0.2), (3.0, 0.0), (2.8, 0.2), (4.5, 0.1)])
def test_an_interval_that_reaches_the_middle_asks_nobody(value, margin):
    assert not calls_for_answer(row(value=value, margin=margin))


def test_the_question_the_card_and_the_desk_write_one_value(settings):
    """Ends are rounded outward and a mark to one digit, wherever a released figure is put into words."""
    told = row(value=2.46, margin=0.13)
    figure = figure_of(told)
    desk = (number(Decimal(figure.value), "ru", 1), interval(figure.low, figure.high, "ru"))
    assert desk == ("2,5", "2,3–2,6")
    assert "понятность 2,5 из 5, с 95 % от 2,3 до 2,6" in statement("2026Q3", [told]).ru
    assert "clarity 2.5 of 5, 2.3 to 2.6 with 95%" in statement("2026Q3", [told]).en
    assert said_of(told) == Text("2,5 из 5, 2,3–2,6", "2.5 of 5, 2.3–2.6")
    point = row(value=2.7, margin=0.0)
    assert "с 95 % от 2,70 до 2,70" in statement("2026Q3", [point]).ru
    assert said_of(point).ru == "2,7 из 5, 2,70–2,70"


@pytest.mark.parametrize(("value", "margin", "asked"), [(2.72, 0.18, True), (2.72, 0.21, False), (2.9, 0.09, False)])
def test_whoever_is_asked_reads_an_interval_below_the_middle(value, margin, asked):
    """«от 2,5 до 3,0» asks nobody, as the desk does not count it among those below 3."""
    told = row(value=value, margin=margin)
    assert calls_for_answer(told) is asked
    assert ("до 3,0" in statement("2026Q3", [told]).ru) is not asked


def test_half_widths_of_flags_and_costs_never_read_narrower_than_they_are():
    flagged = row("flag_contradiction", value=None, margin95=None, n_noisy=312, sd=7.2, shares=(1.0,))
    assert "отметок 312, с 95 % ± 15" in statement("2026", [flagged]).ru


def test_a_row_that_is_not_published_asks_nobody(engine, settings, clock):
    put(settings, "2026Q3", rows_of({}, {}))
    assert opened(engine, settings, clock) == []


def test_a_text_that_was_changed_since_is_not_asked_about(engine, settings, clock):
    rows = [replace(one, version="0" * 16) if one.requirement == SIGN else one for one in rows_of({}, {})]
    put(settings, "2026Q3", [row(version="0" * 16), *rows])
    assert opened(engine, settings, clock) == []


def test_a_pilot_asks_nobody_its_numbers_have_no_interval(engine, settings, clock):
    put(settings, "pilot-2026", [row(value=None, margin95=None, sd=None, shares=None)], kind="pilot")
    assert opened(engine, settings, clock) == []


def test_a_flag_that_is_released_asks(engine, settings, clock):
    flagged = row("flag_contradiction", value=None, margin95=None, n_noisy=312, sd=7.5, shares=(1.0,))
    put(settings, "2026", [flagged], kind="year")
    (item,) = opened(engine, settings, clock)
    assert item.kind is FeedbackKind.CONTRADICTION
    assert "отметок 312, с 95 % ± 15" in item.statement


def test_a_cost_asks_when_most_say_at_least_twice_the_estimate():
    known = current_law().edition.requirements.values()
    dear = max((one for one in known if highest_estimate(one)), key=highest_estimate)
    cheap = min((one for one in known if highest_estimate(one)), key=highest_estimate)
    bins = dimensions().cost_bins
    last = (0.0,) * (len(bins) - 1) + (1.0,)
    costly = row("cost", value=None, margin95=None, sd=7.5, shares=last, requirement=cheap.id, version=cheap.version)
    assert highest_estimate(cheap) * GAP <= bins[-1].first
    assert calls_for_answer(costly)
    assert not calls_for_answer(replace(costly, shares=(1.0,) + (0.0,) * (len(bins) - 1)))
    assert not calls_for_answer(replace(costly, n_noisy=10, sd=100.0))
    assert "доля 100 %" in statement("2026", [costly]).ru
    if highest_estimate(dear) * GAP > bins[-1].first:
        assert not calls_for_answer(replace(costly, requirement=dear.id))


def test_without_an_estimate_no_cost_is_called_too_high():
    known = current_law().edition.requirements.values()
    bare = next(one for one in known if highest_estimate(one) is None)
    assert not calls_for_answer(row("cost", value=None, margin95=None, shares=(0.0,) * 8 + (1.0,), requirement=bare.id))


def test_a_statement_names_nobody_and_has_only_released_numbers(engine, settings, clock):
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.4, (SIGN, CLARITY, HERE): 1.9}, {}))
    (item,) = opened(engine, settings, clock)
    assert named(item.statement) == []
    numbers = set(re.findall(r"\d+(?:[.,]\d+)?", item.statement.replace("2026Q3", "")))
    assert {one.replace(",", ".") for one in numbers} <= {"2.4", "5", "95", "2.2", "2.6", "1.9", "1.7", "2.1"}
    with open_session(engine) as session:
        assert session.exec(select(FeedbackSignal)).all() == []
    assert item.business_id is None
    assert item.named_as == ""


def test_an_authority_is_asked_the_worst_of_a_release_and_no_more(engine, settings, clock, entry):
    same = [one.id for one in current_law().edition.requirements.values() if one.authority == entry.authority][:5]
    told = {(id_, CLARITY, None): 2.0 + place / 10 for place, id_ in enumerate(same)}
    put(settings, "2026Q3", rows_of(told, {}))
    with open_session(engine, write=True) as session:
        open_signals(session, feed_of(settings), clock.now(), most=2)
        session.commit()
    assert {one.requirement for one in opened(engine, settings, clock)} == set(same[:2])


def test_it_goes_on_monday_is_answered_in_public_and_leaves_a_trace(engine, settings, clock, person, entry):
    office = person("office@example.ru", Role.REGULATOR, office=(entry.authority, ""))
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.4}, {}))
    opened(engine, settings, clock)
    assert "2,4 из 5" not in office.get("/desk/statements").text
    person.wait_until(MONDAY)
    with open_session(engine, write=True) as session:
        assert [one.number for one in send_batch(session, clock.now())] == [1]
        session.commit()
    page = office.get("/desk/statements/1").text
    assert "понятность 2,4 из 5" in page
    answer = office.post_form("/desk/statements/1/reject", {"text": "Текст поясняет приложение к приказу."})
    assert answer.status_code == 303, answer.text
    public = office.get("/statements/1").text
    assert "Опубликованная сводка" in public
    assert "Текст поясняет приложение" in public
    with open_session(engine) as session:
        assert session.exec(select(AuditRow).where(AuditRow.object_type == "feedback")).first() is not None


def test_a_systemic_card_tells_what_was_released_of_its_requirement(settings):
    assert released_figures(settings, SIGN) == []
    flagged = row("flag_duplicate", value=None, margin95=None, n_noisy=312, sd=7.5, shares=(1.0,))
    cost = row("cost", value=None, margin95=None, shares=(0.1, 0.2, 0.3, 0.4, 0.0, 0.0, 0.0, 0.0, 0.0))
    put(settings, "2026Q3", rows_of({(SIGN, CLARITY, None): 2.4}, {}))
    put(settings, "2026", [flagged, cost], kind="year")
    told = {one.name.en: (one.said.en, one.release) for one in released_figures(settings, SIGN)}
    assert told["Clarity"] == ("2.4 of 5, 2.2–2.6", "2026Q3")
    assert told["Flagged as repeating another"] == ("about 312 flags", "2026")
    assert told["Rubles a year, the businesses' own figures"][0].startswith("half of them no more than")
    assert released_figures(settings, "fire.no_such") == []


def test_signals_are_told_apart_by_requirement_version_and_kind():
    found = signals([row(), row(segment=HERE, level=Level.CELL), row(FEASIBILITY), row(version="1" * 16)])
    assert [len(rows) for rows in found.values()] == [2, 1, 1]
