"""Disputes as the business sees them: submit, follow, answer, withdraw; with an account or by a secret link."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from pydantic import Field
from sqlmodel import Session

from backend.accounts import limits
from backend.accounts.models import Business
from backend.clock import Clock
from backend.db.engine import open_session
from backend.errors import Invalid, NotFound
from backend.law import current_law
from backend.papers.downloads import download
from backend.permissions import Actor, Permission, Scope
from backend.profiles.matching import BusinessMatch, match_business
from backend.profiles.queries import find_business, load_profile
from backend.requirements import disputes
from backend.requirements.dispute_faults import said_better
from backend.requirements.dispute_files import Attached, attached, check_room, find_file, keep_files, read_with
from backend.requirements.dispute_views import GROUNDS, desk_for, rows, show
from backend.requirements.explaining import explain_item
from backend.requirements.models import Dispute, Ground
from backend.requirements.queries import find_requirement
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.forms import Input
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.requirements import Requirement
from rules.text import Text

OWN = {"permission": Permission.OWN_BUSINESS}
PUBLIC = {"permission": Permission.PUBLIC}
LONGEST = 2000
SUBMITTED = say_after(
    "dispute_submitted",
    Text(
        "Спор № {0} подан. Пока его решают, требование в силе.",
        "Dispute No. {0} is submitted. Until it is decided, the requirement stays in force.",
    ),
)
WITHDRAWN = say_after("dispute_withdrawn", Text("Спор отозван.", "The dispute is withdrawn."))
ANSWERED = say_after("dispute_answered", Text("Ответ отправлен.", "Your answer is sent."))


EMPTY = {
    "ground": (Text("Не выбрано, в чём дело.", "No ground is chosen."), Text("Выберите.", "Choose one.")),
    "text": (
        Text("Объяснения нет, а по нему решают.", "There is no explanation, and it decides."),
        Text("Напишите, что у вас не так.", "Write how your case differs."),
    ),
}
NO_ANSWER = (Text("Ответ пустой.", "The answer is empty."), Text("Напишите его.", "Write it."))


class ClaimInput(Input):
    """A dispute as it is typed."""

    ground: Ground
    text: str = Field(min_length=1, max_length=LONGEST)
    name_shown: bool = False


class AnswerInput(Input):
    """An answer to a question."""

    text: str = Field(min_length=1, max_length=LONGEST)


class NewDisputePage(Controller):
    """First the answer that decided; only then the dispute."""

    path = "/requirements/{requirement:str}/dispute"

    @get(opt=OWN, sync_to_thread=True)
    def ask(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, requirement: str) -> Response[Any]:
        """Offer to correct the answer, then ask for the reason."""
        if actor.business_id is None:
            return see("/")
        entry, business, match = _matter(session, actor, clock, requirement)
        running = disputes.find_open(session, business.id, entry.id)
        if running is not None:
            return see(f"/disputes/{running.id}")
        return _claim_page(request, session, entry, business, match)

    @post(opt=OWN, sync_to_thread=True)
    def submit(
        self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, form: Form, requirement: str
    ) -> Response[Any]:
        """Submit the dispute; who has no account gets a secret link, and may submit a few a day."""
        if actor.anonymous_run:
            limits.count(request, limits.DISPUTE_FROM)
        given = attached(form, actor)
        entry, business, match = _matter(session, actor, clock, requirement)
        try:
            typed = read_with(ClaimInput, form.flat(), given)
            check_room(session, business.id, given.files)
        except Invalid as refusal:
            return _claim_page(request, session, entry, business, match, form, said_better(refusal, EMPTY))
        claim = disputes.Claim(typed.ground, typed.text, typed.name_shown)
        dispute, token = disputes.submit(session, actor, business, match, entry, claim, clock.now())
        reason = disputes.messages_of(session, dispute.id)[0]
        keep_files(session, settings_of(request).data, reason, given.files, clock.now())
        return see(f"/d/{token}" if token else f"/disputes/{dispute.id}", SUBMITTED, dispute.number or 0)


class DisputesPage(Controller):
    """The disputes of this business."""

    path = "/disputes"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock) -> Response[Any]:
        """List them, nearest term first."""
        if actor.business_id is None:
            return see("/")
        own = list(disputes.list_own(session, find_business(session, actor).id))
        return page(request, "requirements/disputes.html", rows=rows(session, own, clock.today(), mine=True))


class DisputePage(Controller):
    """One dispute of this business."""

    path = "/disputes/{dispute_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, actor: Actor, clock: Clock, dispute_id: str) -> Response[Any]:
        """Show where it stands and what can be done."""
        dispute = disputes.find_own(session, actor, dispute_id)
        return _dispute_page(request, session, dispute, actor, clock, f"/disputes/{dispute.id}")


class DisputeStep(Controller):
    """What the business does in its dispute."""

    path = "/disputes/{dispute_id:str}/{action:str}"

    @post(opt=OWN, sync_to_thread=True)
    def take(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        dispute_id: str,
        action: str,
    ) -> Response[Any]:
        """Withdraw it, or answer the question."""
        given = attached(form, actor)
        dispute = disputes.find_own(session, actor, dispute_id)
        return _step(request, session, dispute, actor, clock, form, given, action, f"/disputes/{dispute.id}")


class DisputeFilePage(Controller):
    """A file of one's own dispute."""

    path = "/disputes/{dispute_id:str}/files/{file_id:str}"

    @get(opt=OWN, sync_to_thread=True)
    def hand_out(
        self, request: AnyRequest, session: Session, actor: Actor, dispute_id: str, file_id: str
    ) -> Response[bytes]:
        """Hand it out, also when the dispute is over."""
        row = find_file(session, disputes.find_own(session, actor, dispute_id), file_id)
        return download(settings_of(request).data, row.sha256, row.name)


class LinkedDisputePage(Controller):
    """A dispute of somebody without an account, by its secret link."""

    path = "/d/{token:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session, clock: Clock, token: str) -> Response[Any]:
        """Show where it stands; whoever has the link may see and answer."""
        dispute, bearer = disputes.find_by_link(session, token)
        return _dispute_page(request, session, dispute, bearer, clock, f"/d/{token}")


class LinkedDisputeStep(Controller):
    """What the bearer of the link does."""

    path = "/d/{token:str}/{action:str}"

    @post(opt=PUBLIC, sync_to_thread=True)
    def take(
        self, request: AnyRequest, session: Session, clock: Clock, form: Form, token: str, action: str
    ) -> Response[Any]:
        """Withdraw it, or answer the question."""
        given = _attached_by_bearer(request, form, token)
        dispute, bearer = disputes.find_by_link(session, token)
        return _step(request, session, dispute, bearer, clock, form, given, action, f"/d/{token}")


class LinkedDisputeFilePage(Controller):
    """A file of the dispute of a secret link."""

    path = "/d/{token:str}/files/{file_id:str}"

    @get(opt=PUBLIC, sync_to_thread=True)
    def hand_out(self, request: AnyRequest, session: Session, token: str, file_id: str) -> Response[bytes]:
        """Hand it out to the bearer of the link."""
        dispute, _ = disputes.find_by_link(session, token)
        row = find_file(session, dispute, file_id)
        return download(settings_of(request).data, row.sha256, row.name)


def _attached_by_bearer(request: AnyRequest, form: Form, token: str) -> Attached:
    """Look into files only for a link that exists, and while no write waits for it."""
    with open_session(request.app.state.engine) as reading:
        _, bearer = disputes.find_by_link(reading, token)
    return attached(form, bearer)


def _matter(
    session: Session, actor: Actor, clock: Clock, requirement: str
) -> tuple[Requirement, Business, BusinessMatch]:
    business = find_business(session, actor, Scope.DISPUTE)
    match = match_business(load_profile(session, business), clock.today())
    return find_requirement(requirement), business, match


def _claim_page(
    request: AnyRequest,
    session: Session,
    entry: Requirement,
    business: Business,
    match: BusinessMatch,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    return page(
        request,
        "requirements/dispute_new.html",
        status_code=422 if refusal else 200,
        entry=entry,
        explained=explain_item(match, entry),
        grounds=GROUNDS,
        desk=desk_for(session, entry.authority or "", str(match.places[0].known.facts.get("region") or "")),
        named=bool(business.name),
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


def _dispute_page(
    request: AnyRequest,
    session: Session,
    dispute: Dispute,
    actor: Actor,
    clock: Clock,
    address: str,
    form: Form | None = None,
    refusal: Invalid | None = None,
) -> Response[Any]:
    business = session.get_one(Business, dispute.business_id)
    return page(
        request,
        "requirements/dispute.html",
        status_code=422 if refusal else 200,
        shown=show(session, dispute, actor, "business", clock.today()),
        address=address,
        secret=address.startswith("/d/"),
        ends=business.expires_at,
        known=dispute.requirement in current_law().edition.requirements,
        values=form.flat() if form else {},
        faults=refusal.faults if refusal else (),
    )


def _step(
    request: AnyRequest,
    session: Session,
    dispute: Dispute,
    actor: Actor,
    clock: Clock,
    form: Form,
    given: Attached,
    action: str,
    address: str,
) -> Response[Any]:
    if action == "withdraw":
        disputes.withdraw(session, actor, dispute, clock.now())
        return see(address, WITHDRAWN)
    if action != "give_facts":
        raise NotFound
    try:
        typed = read_with(AnswerInput, {"text": form.get("text")}, given)
        check_room(session, dispute.business_id, given.files, dispute)
    except Invalid as refusal:
        better = said_better(refusal, {"text": NO_ANSWER})
        return _dispute_page(request, session, dispute, actor, clock, address, form, better)
    reply = disputes.give_facts(session, actor, dispute, typed.text, clock.now())
    keep_files(session, settings_of(request).data, reply, given.files, clock.now())
    return see(address, ANSWERED)


ROUTES: list[Any] = [
    NewDisputePage,
    DisputesPage,
    DisputePage,
    DisputeStep,
    DisputeFilePage,
    LinkedDisputePage,
    LinkedDisputeStep,
    LinkedDisputeFilePage,
]
