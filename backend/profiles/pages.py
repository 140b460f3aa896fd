"""Questions and answers: one question a page, back, change one answer, places, erase everything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import Cookie
from sqlmodel import Session

from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.law import current_law
from backend.permissions import Actor, Permission, Scope
from backend.profiles import questions, service
from backend.profiles.answers import read_answers
from backend.profiles.identity import RUN_COOKIE, find_run
from backend.profiles.matching import BusinessMatch, PlaceMatch, match_business
from backend.profiles.models import Origin
from backend.profiles.queries import Profile, find_business, load_profile
from backend.profiles.schemas import PlaceInput
from backend.profiles.thresholds import NearNumber, near_numbers, to_be_asked
from backend.profiles.words import value_text
from backend.web.context import AnyRequest, Form, language_of, settings_of
from backend.web.forms import REQUIRED, read
from backend.web.pages import MenuItem, page
from backend.web.redirects import say_after, see
from rules.facts import FactType
from rules.faults import Fault
from rules.matching.interview import Question
from rules.text import Text

CHANGED = say_after("changed", Text("Сохранено. Требований стало: {0}, ушло: {1}.", "Saved. Added: {0}, removed: {1}."))
ERASED = say_after("erased", Text("Всё стёрто.", "Everything is erased."))
NO_NAME = Fault("missing", "name", REQUIRED, Text("Напишите адрес или название.", "Write an address or a name."))
OWN = {"permission": Permission.OWN_BUSINESS}


class QuestionsPage(Controller):
    """The interview: the question that settles most comes first."""

    path = "/questions"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, place: str = "", more: bool = False
    ) -> Response[Any]:
        """Show the next question, or go to the list when enough is settled."""
        if actor.business_id is None:
            return see("/")
        match, here = _here(session, actor, clock, place)
        question = current_law().interview.next_question(here.profile.given, clock.today())
        asked = questions.answered_screens(current_law(), here.profile)
        near = near_numbers(here, _named_near(request), clock.today())
        if question is None or (not more and questions.enough(match, asked)):
            return page(request, "profiles/near.html", near=near, place=here.place) if near else see("/list")
        if question.facts == ("okved",):
            return see("/")
        return _question_page(request, match, here, question.facts, question, more=more, near=near)

    @post(opt=OWN, sync_to_thread=True)
    def submit(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Keep the answers and go on; a page left empty is shown again."""
        match, here = _here(session, actor, clock, form.get("place"), Scope.ANSWER)
        codes, more = _asked(form), bool(form.get("more"))
        question = current_law().interview.next_question(here.profile.given, clock.today())
        depends = questions.depends_of(question, current_law(), here, codes)
        try:
            answers = read_answers(form, codes, current_law().vocabulary, clock.today(), depends)
        except Invalid as refusal:
            return _question_page(request, match, here, codes, question, more=more, form=form, refusal=refusal)
        fresh = current_law().interview.record({}, answers)
        service.record_facts(session, here.profile.place.business_id, here.place.id, fresh, Origin.ANSWER, clock.now())
        near = _near_now(session, actor, clock, here.place.id, codes)
        return see(f"/questions?place={here.place.id}" + ("&more=true" if more else "") + near)


class AnswersPage(Controller):
    """Everything that was said, each answer with a way to change it."""

    path = "/answers"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List the answers by place, with what follows from them."""
        if actor.business_id is None:
            return see("/")
        profile = load_profile(session, find_business(session, actor))
        match = match_business(profile, clock.today())
        vocabulary, language = current_law().vocabulary, language_of(request)

        def told(code: str, one: PlaceMatch) -> str:
            return value_text(vocabulary.facts[code], one.known.facts.get(code), vocabulary).in_(language)

        place = request.query_params.get("place", "")
        here = next((one for one in match.places if one.place.id == place), match.places[0])
        near = near_numbers(here, _named_near(request), clock.today())
        return page(
            request, "profiles/answers.html", match=match, vocabulary=vocabulary, told=told, near=near, place=here.place
        )


class AnswerPage(Controller):
    """One answer, to be changed."""

    path = "/answers/{fact:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, fact: str, place: str = ""
    ) -> Response[Any]:
        """Show the question of a fact with what was answered."""
        match, here = _here(session, actor, clock, place)
        codes = _together(fact)
        if codes == ("okved",):
            return see("/")
        return _question_page(request, match, here, codes, None, editing=fact)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, fact: str
    ) -> Response[Any]:
        """Keep the changed answer and say what it changed."""
        before, here = _here(session, actor, clock, form.get("place"), Scope.ANSWER)
        codes = _together(fact)
        depends = questions.depends_of(None, current_law(), here, codes)
        try:
            answers = read_answers(form, codes, current_law().vocabulary, clock.today(), depends)
        except Invalid as refusal:
            return _question_page(request, before, here, codes, None, editing=fact, form=form, refusal=refusal)
        fresh = current_law().interview.record({}, answers)
        service.record_facts(session, here.profile.place.business_id, here.place.id, fresh, Origin.ANSWER, clock.now())
        after, _ = _here(session, actor, clock, here.place.id)
        came, went = _difference(before, after)
        near = _near_now(session, actor, clock, here.place.id, codes)
        return see(f"/answers?place={here.place.id}{near}" if near else "/answers", CHANGED, came, went)


class PreviousPage(Controller):
    """Back: the question answered last."""

    path = "/questions/previous"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, session: Session, actor: Actor, clock: Clock, place: str = "") -> Response[Any]:
        """Open the latest answer for changing, or the start when there is none."""
        if actor.business_id is None:
            return see("/")
        _, here = _here(session, actor, clock, place)
        said = [
            (known.at, code)
            for code, known in here.profile.known.items()
            if known.origin in (Origin.ANSWER, Origin.UNKNOWN) and code != "okved"
        ]
        return see(f"/answers/{max(said)[1]}?place={here.place.id}" if said else "/")


class PlacesPage(Controller):
    """The places of a business; a business with one never needs this page."""

    path = "/places"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor) -> Response[Any]:
        """List the places."""
        return _places_page(request, load_profile(session, find_business(session, actor)))

    @post(opt=OWN, sync_to_thread=True)
    def add(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form) -> Response[Any]:
        """Add a place and ask what is known of it; name the first one too, now that there are two."""
        business = find_business(session, actor, Scope.ANSWER)
        try:
            name = _read_name(form)
        except Invalid as refusal:
            typed = form.get("name")
            return _places_page(request, load_profile(session, business), refusal.faults, typed)
        place = service.add_place(session, business.id, name, clock.now())
        return see(f"/questions?place={place.id}&more=true")


class PlacePage(Controller):
    """One place: rename it or remove it."""

    path = "/places/{place_id:str}"

    @post(opt=OWN, sync_to_thread=True)
    def change(self, request: AnyRequest, session: Session, actor: Actor, form: Form, place_id: str) -> Response[Any]:
        """Rename the place, or remove it with what was said of it."""
        profile = load_profile(session, find_business(session, actor, Scope.ANSWER))
        place = profile.at(place_id).place
        if form.get("remove"):
            service.remove_place(session, place.business_id, place_id)
            return see("/places")
        try:
            place.name = _read_name(form)
        except Invalid as refusal:
            # The field stands beside this place's name, not where another place is added.
            faults = [replace(fault, field=f"name-{place_id}") for fault in refusal.faults]
            return _places_page(request, profile, faults)
        session.add(place)
        return see("/places")


def _read_name(form: Form) -> str:
    if not form.get("name").strip():
        raise Invalid([NO_NAME])
    return read(PlaceInput, {"name": form.get("name")}).name


def _places_page(request: AnyRequest, profile: Profile, faults: Sequence[Fault] = (), typed: str = "") -> Response[Any]:
    status = 422 if faults else 200
    return page(request, "profiles/places.html", status_code=status, profile=profile, faults=faults, typed_name=typed)


class ErasePage(Controller):
    """«Стереть всё»: the anonymous run goes at once."""

    path = "/erase"

    @get(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, clock: Clock) -> Response[Any]:
        """Say what will go."""
        run = find_run(session, request, clock.now())
        return page(request, "profiles/erase.html", run=run is not None)

    @post(opt={"permission": Permission.PUBLIC}, sync_to_thread=True)
    def erase(self, request: AnyRequest, session: Session, clock: Clock) -> Response[Any]:
        """Erase the run of this browser."""
        run = find_run(session, request, clock.now())
        if run is not None:
            service.erase(session, run, clock.now())
        answer = see("/", ERASED)
        answer.delete_cookie(settings_of(request).cookie(RUN_COOKIE))
        return answer


def _here(
    session: Session, actor: Actor, clock: Clock, place_id: str, scope: Scope = Scope.READ
) -> tuple[BusinessMatch, PlaceMatch]:
    """Return the business matched today and the place spoken of (the first one unless named)."""
    profile = load_profile(session, find_business(session, actor, scope))
    match = match_business(profile, clock.today())
    if not place_id:
        return match, match.places[0]
    found = next((one for one in match.places if one.place.id == place_id), None)
    if found is None:
        raise NotFound
    return match, found


def _near_now(session: Session, actor: Actor, clock: Clock, place_id: str, codes: Iterable[str]) -> str:
    """Return what an address adds so that its page asks whether a number is right; the number itself stays out."""
    numbers = [code for code in codes if current_law().vocabulary.facts[code].type is FactType.NUMBER]
    if not numbers:
        return ""
    _, here = _here(session, actor, clock, place_id)
    return "".join(f"&near={code}" for code in to_be_asked(session, here, numbers, clock.today()))


def _named_near(request: AnyRequest) -> list[str]:
    return [str(code) for code in request.query_params.getall("near", [])]


def _asked(form: Form) -> tuple[str, ...]:
    vocabulary = current_law().vocabulary
    codes = tuple(code for code in form.all("fact") if code in vocabulary.facts)
    if not codes:
        raise NotFound
    return codes


def _together(code: str) -> tuple[str, ...]:
    """Return the facts that share a screen with one."""
    facts = current_law().vocabulary.facts
    if code not in facts:
        raise NotFound
    word = facts[code].ask_together
    return tuple(name for name, fact in facts.items() if word and fact.ask_together == word) or (code,)


def _question_page(
    request: AnyRequest,
    match: BusinessMatch,
    here: PlaceMatch,
    codes: tuple[str, ...],
    question: Question | None,
    *,
    more: bool = False,
    near: Sequence[NearNumber] = (),
    editing: str | None = None,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    law, language = current_law(), language_of(request)
    asked = questions.answered_screens(law, here.profile)
    left = questions.questions_left(law, here, asked)
    fields = [questions.asked_fact(law, code, here, language) for code in codes]
    return page(
        request,
        "profiles/question.html",
        status_code=422 if refusal else 200,
        fields=fields,
        heading=questions.heading_of(law, codes),
        typed=form,
        faults=refusal.faults if refusal else (),
        depends=questions.depends_of(question, law, here, codes),
        counts=match.counts,
        left=left,
        place=here.place,
        several=len(match.places) > 1,
        more=more,
        near=near,
        editing=editing,
        answered=asked,
    )


def _difference(before: BusinessMatch, after: BusinessMatch) -> tuple[int, int]:
    """Return how many requirements came and how many went."""
    had = {id_ for id_, one in before.judged.items() if one.verdict == "applies"}
    has = {id_ for id_, one in after.judged.items() if one.verdict == "applies"}
    return len(has - had), len(had - has)


def with_run(request: AnyRequest, answer: Response[Any], key: str) -> Response[Any]:
    """Put the key of an anonymous run into this browser."""
    settings = settings_of(request)
    answer.set_cookie(
        Cookie(
            key=settings.cookie(RUN_COOKIE),
            value=key,
            max_age=int(service.RUN_LASTS.total_seconds()),
            secure=settings.secure_cookies,
            httponly=True,
            samesite="lax",
        )
    )
    return answer


def has_business(actor: Actor) -> bool:
    """Whether there is a business to speak of: an account's or this browser's."""
    return actor.business_id is not None


ROUTES: list[Any] = [QuestionsPage, PreviousPage, AnswersPage, AnswerPage, PlacesPage, PlacePage, ErasePage]
MENU: list[Any] = [MenuItem("/answers", "Мои ответы", has_business)]
__all__ = ["MENU", "ROUTES", "Profile", "with_run"]
