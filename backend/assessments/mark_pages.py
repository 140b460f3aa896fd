"""Clarity and feasibility, 1 to 5: what is rated is said first, nothing is chosen beforehand, no mean is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments import marks, words
from backend.assessments.models import Mark
from backend.assessments.rated import rated_text, rates_law, refuse_other_sentences, sentences
from backend.assessments.schemas import MarkInput, lists
from backend.clock import Clock
from backend.errors import Invalid, NotFound
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.queries import find_requirement
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
KEPT = say_after("mark_kept", Text("Оценка сохранена.", "The score is saved."))
FORGOTTEN = say_after("mark_forgotten", Text("Оценка снята.", "The score is taken back."))
MANY = ("clarity_tags", "feasibility_tags", "fragments")
FIELDS = tuple(MarkInput.model_fields)


class ScorePage(Controller):
    """The mark of one requirement."""

    path = "/score/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, requirement: str) -> Response[Any]:
        """Show the scales, with one's own mark if it was given."""
        entry, business = find_requirement(requirement), find_business(session, actor)
        mark = marks.find_mark(session, business.id, entry)
        return _score_page(request, business, actor, entry, kept_values(mark), why=bool(mark))

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Keep the mark; a low one asks what hinders."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        if form.get("forget"):
            marks.forget_mark(session, business.id, entry)
            return see(f"/requirements/{entry.id}", FORGOTTEN)
        values = lists({name: form.all(name) for name in form.fields if name in FIELDS}, *MANY)
        if form.get("short"):  # the short form shows the two scales only: the rest stays as it was
            values = kept_values(marks.find_mark(session, business.id, entry)) | values
        try:
            data = _read(entry, values)
        except Invalid as refusal:
            return _score_page(request, business, actor, entry, values, why=True, faults=refusal.faults)
        marks.record_mark(session, business.id, entry, data, clock.now())
        if form.get("short") and (marks.is_low(data.clarity) or marks.is_low(data.feasibility)):
            return see(f"/score/{entry.id}#why", KEPT)
        return see(f"/requirements/{entry.id}", KEPT)


def _read(entry: Requirement, values: Mapping[str, Any]) -> MarkInput:
    data = read(MarkInput, values)
    refuse_other_sentences(entry, data.fragments)
    return data


def kept_values(mark: Mark | None) -> dict[str, Any]:
    """Return a mark as its form shows it."""
    if mark is None:
        return {}
    kept = mark.model_dump(include=set(FIELDS))
    kept["fragments"] = [str(number) for number in mark.fragments]
    kept["retelling_helped"] = {None: "", True: "yes", False: "no"}[mark.retelling_helped]
    return kept


def _score_page(
    request: AnyRequest,
    business: Business,
    actor: Actor,
    entry: Requirement,
    values: Mapping[str, Any],
    *,
    why: bool,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    language = language_of(request)
    if not actor.may_for(business.id, Scope.ANSWER):
        raise NotFound
    return page(
        request,
        "assessments/score.html",
        status_code=422 if faults else 200,
        entry=entry,
        law=rates_law(entry),
        sentences=sentences(rated_text(entry)),
        clarity_tags=_options(words.CLARITY_TAGS, language),
        feasibility_tags=_options(words.FEASIBILITY_TAGS, language),
        anonymous=actor.anonymous_run,
        why=why,
        values=dict(values),
        faults=faults,
    )


def _options(tags: Mapping[str, Text], language: str) -> list[dict[str, str]]:
    return [{"value": code, "label": name.in_(language)} for code, name in tags.items()]


ROUTES: list[Any] = [ScorePage]
