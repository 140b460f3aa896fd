"""A business's own marks beside the released ones, and whether its answers enter releases at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from litestar import Controller, Response, get
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments.queries import marks_of
from backend.clock import Clock
from backend.errors import SignInNeeded
from backend.law import current_law
from backend.permissions import Actor, Permission
from backend.profiles.queries import find_business
from backend.requirements.queries import find_requirement
from backend.requirements.tables import csv_answer
from backend.statistics.asked import released_of
from backend.statistics.counting import segment_of_business, why_silent
from backend.statistics.feed import Feed, Head, feed_of
from backend.statistics.figures import Figure, Released, Subject, facts_of
from backend.statistics.own_view import SILENT, OwnLine, own_cost_bin, own_line, own_lines, windows_of
from backend.statistics.privacy_pages import policy_in_force
from backend.statistics.requirement_view import distribution, finding, segment_rows
from backend.statistics.words import MEASURES, segment_name
from backend.statistics.yearly_view import yearly_blocks
from backend.web import formats
from backend.web.context import AnyRequest, language_of, settings_of
from backend.web.pages import page
from calculators.release.yearly import COST
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
HEADS = (
    Text("Код", "Code"),
    Text("Требование", "Requirement"),
    Text("Показатель", "Measure"),
    Text("Ваша оценка", "Your score"),
    Text("У кого", "Whose"),
    Text("От", "From"),
    Text("До", "To"),
)


class MyVoices(Controller):
    """What I said, what others say."""

    path = "/my-voices"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List one's own marks beside the released ones."""
        business, settings = _own_business(session, actor), settings_of(request)
        segment, silent = segment_of_business(session, business), why_silent(session, business)
        head, released = newest(feed_of(settings))
        found = own_lines(marks_of(session, business.id), current_law().edition.requirements, released, segment)
        return page(
            request,
            "statistics/mine.html",
            lines=found,
            said=said_of(language_of(request)),
            facts=facts_of(head.header) | {"window": head.window, "kind": head.kind} if head else {},
            silent=SILENT[silent] if silent else None,
            segment=segment_name(segment) if segment else None,
            windows=windows_of(session, business.id),
            cap=policy_in_force(settings).cap,
            measures=MEASURES,
        )


class MyVoicesCsv(Controller):
    """The same for a spreadsheet."""

    path = "/my-voices.csv"

    @get(opt=OWN, sync_to_thread=True)
    def download(self, request: AnyRequest, session: Session, actor: Actor) -> Response[bytes]:
        """Give the list."""
        business, language = _own_business(session, actor), language_of(request)
        _, released = newest(feed_of(settings_of(request)))
        segment = segment_of_business(session, business)
        found = own_lines(marks_of(session, business.id), current_law().edition.requirements, released, segment)
        rows = [row for line in found for row in _cells(line, language)]
        return csv_answer("yasno-my-voices", [[head.in_(language) for head in HEADS], *rows])


class MyVoice(Controller):
    """One requirement: where I am among the others."""

    path = "/my-voices/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str
    ) -> Response[Any]:
        """Show the released distributions with one's own mark in them."""
        entry, business = find_requirement(requirement), _own_business(session, actor)
        segment, feed = segment_of_business(session, business), feed_of(settings_of(request))
        head, released = newest(feed)
        line = own_line(marks_of(session, business.id).get(entry.id), entry, released, segment)
        language = language_of(request)
        return page(
            request,
            "statistics/my_voice.html",
            entry=entry,
            line=line,
            said=said_of(language),
            facts=facts_of(head.header) | {"window": head.window, "kind": head.kind} if head else {},
            parts=[_part(line, released, measure, segment, language) for measure in line.own],
            yearly=yearly_blocks(feed, entry.id),
            cost=COST,
            own_bin=own_cost_bin(session, business, entry, clock.today()),
            measures=MEASURES,
        )


def _own_business(session: Session, actor: Actor) -> Business:
    """Return the actor's business; somebody without an account and without a run of answers is asked to sign in."""
    if actor.business_id is None and not actor.signed_in:
        raise SignInNeeded
    return find_business(session, actor)


def newest(feed: Feed) -> tuple[Head | None, Released]:
    """Return the newest quarter and its rows; nothing before the first one."""
    head = next(iter(feed.releases("quarter")), None)
    return head, released_of(feed, head) if head else Released(())


def said_of(language: str) -> Any:
    """Return what says a line's measure in one sentence, None where nothing is released or marked."""

    def say(line: OwnLine, measure: str) -> str | None:
        own, peers = line.own[measure], line.peers[measure]
        if own is None or peers is None:
            return None
        return peers.said(own, language, formats.interval(peers.figure.low, peers.figure.high, language))

    return say


def _ends(figure: Figure, language: str) -> tuple[str, str]:
    low, high = (formats.number(Decimal(str(end)), language, 2) for end in (figure.low, figure.high))
    return low, high


def _part(line: OwnLine, released: Released, measure: str, segment: Any, language: str) -> dict[str, Any]:
    peers, own = line.peers[measure], line.own[measure]
    figure = peers.figure if peers else None
    subject = Subject(line.entry.id, line.entry.version, line.entry.domain)
    cells = released.cells(subject, measure)
    return {
        "measure": measure,
        "own": own,
        "peers": peers,
        "title": finding(figure, measure),
        "bars": distribution(figure, measure, own),
        "segments": segment_rows(cells, language, segment, own) if cells else [],
    }


def _cells(line: OwnLine, language: str) -> list[list[str]]:
    made = []
    for measure, own in line.own.items():
        if own is not None:
            peers = line.peers[measure]
            ends = _ends(peers.figure, language) if peers else ("", "")
            about = [line.entry.id, line.entry.title.in_(language), MEASURES[measure].in_(language), str(own)]
            made.append([*about, peers.who.in_(language) if peers else "", *ends])
    return made


ROUTES: list[Any] = [MyVoices, MyVoicesCsv, MyVoice]
