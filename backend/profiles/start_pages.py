"""The first screen: what do you do? Then the trades that fit, or the register's extract."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.accounts.numbers import inn_fault
from backend.accounts.service import found_business
from backend.clock import Clock
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.profiles import register, service, starting
from backend.profiles.example import first_screen_example
from backend.profiles.pages import with_run
from backend.profiles.queries import find_business, list_places, load_profile
from backend.profiles.run_limit import count_run
from backend.profiles.words import value_text
from backend.web import formats
from backend.web.context import AnyRequest, Form, language_of
from backend.web.pages import page
from backend.web.redirects import see
from rules.faults import Fault
from rules.text import Text

PUBLIC = {"permission": Permission.PUBLIC}
OWN = {"permission": Permission.OWN_BUSINESS}
MOST_LETTERS = 200
EMPTY = Fault(
    "missing",
    "activity",
    Text("Поле пустое.", "The field is empty."),
    Text("Напишите, чем занимаетесь: например, кафе.", "Write what you do: for example, a café."),
)
NOTHING_TICKED = Fault(
    "missing",
    "trade",
    Text("Ничего не отмечено.", "Nothing is ticked."),
    Text("Отметьте занятие или опишите его другими словами.", "Tick a trade or describe it in other words."),
)


class StartPage(Controller):
    """The first screen."""

    path = "/"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """Ask what the visitor does; whoever has a list already may go on with it."""
        return _start_page(request, session, actor, clock.today())


class DescribePage(Controller):
    """Words or a number from the first screen."""

    path = "/start"

    @get(opt=PUBLIC, sync_to_thread=False)
    def again(self) -> Response[Any]:
        """Whoever reloads the address without the words starts anew."""
        return see("/")

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Offer trades for words, the extract's entry for a number."""
        words = form.get("activity")[:MOST_LETTERS]
        if not words:
            return _start_page(request, session, actor, clock.today(), words, EMPTY)
        compact = words.replace(" ", "").replace("\u00a0", "")
        if len(compact) > 6 and compact.isnumeric():
            return _by_number(request, session, actor, clock.today(), compact)
        offered = starting.offer_trades(words, clock.today())
        only = [offered[0].suggestion.id] if len(offered) == 1 else []
        return _trades_page(request, words, offered, only)


class TradesPage(Controller):
    """The trades that were ticked."""

    path = "/start/trades"

    @get(opt=PUBLIC, sync_to_thread=True)
    def browse(self, request: AnyRequest) -> Response[Any]:
        """Show all trades by section."""
        return _trades_page(request, "", [], [])

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Begin the list with the chosen trades."""
        words = form.get("activity")[:MOST_LETTERS]
        ticked = [*form.all("trade"), *form.all("more")][:20]
        chosen = starting.find_chosen(words, ticked)
        if not chosen:
            offered = starting.offer_trades(words, clock.today()) if words else []
            return _trades_page(request, words, offered, ticked, NOTHING_TICKED)
        business, key = _business_of(request, session, actor, clock)
        place = list_places(session, business.id)[0]
        starting.record_start(session, place, chosen, clock.now())
        answer = see("/questions")
        return with_run(request, answer, key) if key else answer


class RegisterPage(Controller):
    """«Это вы?»: the extract's entry, confirmed."""

    path = "/start/register"

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Begin the list with the facts of the extract; the number is not kept."""
        fault = inn_fault(form.get("inn"), "activity")
        entry = None if fault else register.find_entry(session, form.get("inn"))
        if entry is None:
            return see("/")
        business, key = _business_of(request, session, actor, clock)
        place = list_places(session, business.id)[0]
        starting.record_register(session, place, register.facts_of_entry(entry), clock.now())
        answer = see("/questions")
        return with_run(request, answer, key) if key else answer


def _start_page(
    request: AnyRequest, session: Session, actor: Actor, on: date, words: str = "", fault: Fault | None = None
) -> Response[Any]:
    begun, example = False, first_screen_example(on)
    if actor.business_id is not None and actor.may_for(actor.business_id):
        begun = bool(load_profile(session, find_business(session, actor)).main.known)
    return page(
        request,
        "profiles/start.html",
        status_code=422 if fault else 200,
        words=words,
        faults=(fault,) if fault else (),
        total=sum(example.counts.values()),
        begun=begun,
        example=example,
    )


def _by_number(request: AnyRequest, session: Session, actor: Actor, on: date, number: str) -> Response[Any]:
    fault = inn_fault(number, "activity")
    if fault is not None:
        return _start_page(request, session, actor, on, number, fault)
    entry = register.find_entry(session, number)
    if entry is None:
        return _start_page(request, session, actor, on, "", not_in_extract(session))
    vocabulary, language = current_law().vocabulary, language_of(request)
    facts = [
        (vocabulary.facts[code].question, value_text(vocabulary.facts[code], value, vocabulary).in_(language))
        for code, value in register.facts_of_entry(entry).items()
    ]
    return page(request, "profiles/register.html", entry=entry, facts=facts)


def not_in_extract(session: Session) -> Fault:
    """Say that the number is in no extract of ours, and that the list can be had without it."""
    made = register.day_of_extract(session)
    remedy = Text("Ответьте сами: 2 минуты.", "Answer yourself: 2 minutes.")
    if made is None:
        message = Text("Выписки из реестра у нас пока нет.", "We have no register extract yet.")
    else:
        message = Text(
            f"ИНН нет в выписке от {formats.day(made, 'ru')}.", f"Not in our extract of {formats.day(made, 'en')}."
        )
    return Fault("inn_not_found", "activity", message, remedy)


def _trades_page(
    request: AnyRequest, words: str, offered: list[starting.Offered], ticked: list[str], fault: Fault | None = None
) -> Response[Any]:
    return page(
        request,
        "profiles/trades.html",
        status_code=422 if fault else 200,
        words=words,
        offered=offered,
        ticked=ticked,
        sections=starting.trade_sections(),
        faults=(fault,) if fault else (),
    )


def _business_of(request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> tuple[Business, str]:
    """Return the business to record into, made when there is none, and the key of a new run ("" without one).

    Raises:
        TooMany: too many runs were begun from this address.
    """
    if actor.business_id is not None:
        return find_business(session, actor, Scope.ANSWER), ""
    if actor.person_id is not None:
        return found_business(session, actor.person_id, "Мой бизнес", clock.now()), ""
    count_run(request, clock.now())
    return service.start_run(session, clock.now())


ROUTES: list[Any] = [StartPage, DescribePage, TradesPage, RegisterPage]
