"""Flags: what is wrong, where, with which other requirement; and the editors' list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.accounts.models import Business
from backend.assessments import flags, words
from backend.assessments.rated import rated_text, refuse_other_sentences, sentences
from backend.assessments.schemas import FlagInput, lists
from backend.clock import Clock
from backend.errors import Invalid
from backend.law import current_law, search_index
from backend.permissions import Actor, Permission, Scope
from backend.profiles.queries import find_business
from backend.requirements.queries import find_requirement
from backend.requirements.words import short_act
from backend.web.context import AnyRequest, Form, language_of
from backend.web.forms import read
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
EDIT = {"permission": Permission.REGISTRY_EDIT}
KEPT = say_after("flag_kept", Text("Сообщили редактору.", "The editor is told."))
KEPT_PRIVATE = say_after("flag_kept_private", Text("Сохранено в ваших бумагах.", "Kept in your papers."))
TAKEN_BACK = say_after("flag_taken_back", Text("Сообщение отозвано.", "The report is taken back."))
FIELDS = tuple(FlagInput.model_fields)
FOUND = 7
MOST_LETTERS = 100
NOT_CHOSEN = {
    "kind": (Text("Не выбрано, что не так.", "What is wrong is not chosen."), Text("Выберите.", "Choose.")),
    "other": (
        Text("Не выбрано второе требование.", "The other requirement is not chosen."),
        Text("Найдите его и выберите.", "Find it and choose it."),
    ),
}


class FlagPage(Controller):
    """Telling of a duplicate or a contradiction."""

    path = "/flag/{requirement:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, requirement: str) -> Response[Any]:
        """Ask what is wrong."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        return _flag_page(request, session, business, actor, entry, Form())

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Search for the other requirement, or keep the flag; a twin may be joined."""
        entry, business = find_requirement(requirement), find_business(session, actor, Scope.ANSWER)
        if form.get("find"):
            return _flag_page(request, session, business, actor, entry, form)
        try:
            data = _read(entry, form)
            join = bool(form.get("join"))
            twin = flags.is_reported(session, entry.id, data.other, data.kind)
            if twin and not join and not form.get("anew"):
                return _flag_page(request, session, business, actor, entry, form, twin=True)
            flags.keep_flag(session, business.id, entry, data, clock.now(), join=twin and join)
        except Invalid as refusal:
            faults = [_in_words(fault) for fault in refusal.faults]
            return _flag_page(request, session, business, actor, entry, form, faults=faults)
        return see(f"/requirements/{entry.id}", KEPT_PRIVATE if actor.anonymous_run else KEPT)


class TakeBackFlagPage(Controller):
    """«Отозвать»."""

    path = "/flags/{flag_id:str}/take-back"

    @post(opt=OWN, sync_to_thread=True)
    def take_back(self, session: Session, actor: Actor, flag_id: str) -> Response[Any]:
        """Take one's own flag back."""
        row = flags.take_back(session, find_business(session, actor, Scope.ANSWER).id, flag_id)
        return see(f"/flag/{row.requirement}", TAKEN_BACK)


class DeskPage(Controller):
    """What editors read of flags stands with all feedback; this address leads there."""

    path = "/desk/flags"

    @get(opt=EDIT, sync_to_thread=True)
    def show(self) -> Response[Any]:
        """Lead to the desk of feedback, where a pair is sorted with whatever else was said of the requirement."""
        return see("/desk/feedback")


def _read(entry: Requirement, form: Form) -> FlagInput:
    values = lists({name: form.all(name) for name in form.fields if name in FIELDS}, "fragments")
    data = read(FlagInput, {name: value for name, value in values.items() if value != ""})
    refuse_other_sentences(entry, data.fragments)
    return data


def _in_words(fault: Fault) -> Fault:
    """Return the fault of a choice not made in words of its own: two «the field is empty» cannot be told apart."""
    if fault.code not in ("missing", "string_too_short") or fault.field not in NOT_CHOSEN:
        return fault
    message, remedy = NOT_CHOSEN[fault.field]
    return replace(fault, message=message, remedy=remedy)


def _flag_page(
    request: AnyRequest,
    session: Session,
    business: Business,
    actor: Actor,
    entry: Requirement,
    form: Form,
    *,
    twin: bool = False,
    faults: Sequence[Fault] = (),
) -> Response[Any]:
    language = language_of(request)
    options = _others(entry, form, language)
    if not options:  # nothing to choose from yet: the fault stands at the search box
        faults = [replace(one, field="q") if one.field == "other" else one for one in faults]
    return page(
        request,
        "assessments/flag.html",
        status_code=422 if faults else 200,
        entry=entry,
        kinds=[{"value": kind.value, "label": name.in_(language)} for kind, name in words.FLAGS.items()],
        law=words,
        sentences=sentences(rated_text(entry)),
        options=options,
        searched=bool(form.get("q")),
        twin=twin,
        mine=[
            (flag, current_law().edition.requirements.get(flag.other))
            for flag in flags.own_flags(session, business.id, entry.id)
        ],
        said=words.FLAGS,
        anonymous=actor.anonymous_run,
        values={**form.flat(), "fragments": form.all("fragments")},
        faults=faults,
    )


def _others(entry: Requirement, form: Form, language: str) -> list[dict[str, str]]:
    """Return the requirements to choose from: those the registry links first, then those found, then the chosen one."""
    requirements = current_law().edition.requirements
    ids = [one.with_ for one in entry.overlaps]
    ids += [other.id for other in requirements.values() if any(one.with_ == entry.id for one in other.overlaps)]
    if form.get("q"):
        ids += [hit.id for hit in search_index().search(form.get("q")[:MOST_LETTERS], FOUND)]
    ids.append(form.get("other"))
    return [
        {
            "value": id_,
            "label": requirements[id_].title.in_(language),
            "hint": short_act(requirements[id_].act, requirements[id_].provision),
        }
        for id_ in dict.fromkeys(ids)
        if id_ in requirements and id_ != entry.id
    ]


ROUTES: list[Any] = [FlagPage, TakeBackFlagPage, DeskPage]
