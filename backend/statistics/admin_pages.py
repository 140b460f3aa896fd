"""What an administrator sees of releases: days, charges, the policy, notes. Nothing here counts or shows an answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from sqlmodel import Session

from backend.audit.service import record
from backend.clock import Clock
from backend.errors import Invalid
from backend.permissions import Actor, Permission
from backend.statistics.feed import feed_of
from backend.statistics.logged import logged_in
from backend.statistics.noting import LONGEST, add_note
from backend.statistics.policy_file import policy_dict
from backend.statistics.state import state_of
from backend.statistics.store import open_store
from backend.statistics.store_tables import MICRO
from backend.web.context import AnyRequest, Form, settings_of
from backend.web.pages import page
from backend.web.redirects import say_after, see
from rules.faults import Fault
from rules.text import Text

RUN = {"permission": Permission.RELEASES_RUN}
NOTED = say_after("release_noted", Text("Примечание стоит рядом с выпуском.", "The note stands beside the release."))
STATES = {
    "planned": Text("назначен", "planned"),
    "frozen": Text("ответы заморожены", "answers frozen"),
    "published": Text("опубликован", "published"),
    "burned": Text("сожжён, выпуска не будет", "burned, no release"),
}


class ReleasesPage(Controller):
    """Releases of this installation."""

    path = "/admin/releases"

    @get(opt=RUN, sync_to_thread=True)
    def show(self, request: AnyRequest, session: Session) -> Response[str]:
        """Show how they stand."""
        settings = settings_of(request)
        feed, state = feed_of(settings), state_of(settings, logged_in(session))
        return page(
            request,
            "statistics/admin.html",
            state=state,
            dataset=feed.dataset,
            days=feed.calendar(),
            states=STATES,
            heads=feed.releases(),
            spent={window: Decimal(one["rho_micro"]) / MICRO for window, one in feed.charges().items()},
            policy=policy_dict(state.policy.policy) if state.policy else None,
            policy_sha256=state.policy.sha256 if state.policy else None,
        )


class ReleaseNotePage(Controller):
    """A note beside a release: a mistake is told so, a window is never released again."""

    path = "/admin/releases/{release_id:str}/notes"

    @get(opt=RUN, sync_to_thread=True)
    def show(self, request: AnyRequest, release_id: FromPath[str]) -> Response[str]:
        """Show the notes with the form of a new one."""
        return _note_page(request, release_id, {})

    @post(opt=RUN, sync_to_thread=True)
    def submit(
        self,
        request: AnyRequest,
        session: Session,
        actor: Actor,
        clock: Clock,
        form: Form,
        release_id: FromPath[str],
    ) -> Response[Any]:
        """Write a note."""
        settings, now = settings_of(request), clock.now()
        feed_of(settings).head(release_id)
        text = Text(form.get("ru").strip(), form.get("en").strip())
        try:
            add_note(open_store(settings.release_url, settings.dataset), release_id, text, now)
        except Invalid as refusal:
            return _note_page(request, release_id, form.flat(), refusal.faults)
        record(session, actor, "release.note", "release", release_id, text.as_dict(), now)
        return see(f"/admin/releases/{release_id}/notes", NOTED)


def _note_page(
    request: AnyRequest, release_id: str, values: dict[str, str], faults: Sequence[Fault] = ()
) -> Response[str]:
    feed = feed_of(settings_of(request))
    head = feed.head(release_id)
    return page(
        request,
        "statistics/admin_note.html",
        status_code=422 if faults else 200,
        head=head,
        notes=feed.notes(head.id),
        longest=LONGEST,
        values=values,
        faults=faults,
    )


ADMIN_ROUTES: list[Any] = [ReleasesPage, ReleaseNotePage]
