"""What a business takes away as proof: receipts of the log for its filing and for the decision; and once more."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from sqlmodel import Session

from backend.appeals.again import open_again
from backend.appeals.filing import NAME
from backend.appeals.models import Appeal
from backend.appeals.queries import find_appeal, find_own
from backend.audit.integrity import as_file
from backend.audit.receipts import last_row_about, leaf_receipt
from backend.clock import Clock
from backend.errors import NotFound
from backend.permissions import Actor, Permission
from backend.procedures.queries import history
from backend.web.redirects import say_after, see
from rules.procedures.appeal_states import PUBLISHED
from rules.text import Text

OWN = {"permission": Permission.CONTROL_OWN}
ROOM = {"permission": Permission.CONTROL_ROOM}
AGAIN = say_after(
    "appeal_again",
    Text("Новый черновик с просьбой восстановить срок. Напишите, почему не успели.", "Say why it was late."),
)
KINDS = {"filing": Text("Квитанция о подаче", "Receipt of filing")} | {
    "decision": Text("Квитанция о решении", "Receipt of the decision")
}


def receipts_of(session: Session, row: Appeal) -> list[dict[str, Any]]:
    """Return the receipts that an appeal has by now: {"href", "name"}."""
    return [
        {"href": f"/appeals/{row.id}/receipts/{kind}", "name": name}
        for kind, name in KINDS.items()
        if _action(session, row, kind)
    ]


def _action(session: Session, row: Appeal, kind: str) -> str | None:
    """Return the action that a receipt is of, the last one taken; None while there is none."""
    for step in reversed(list(history(session, NAME, row.id))):
        decided = step.to_state in PUBLISHED and step.to_state != step.from_state
        if (kind == "filing" and step.action == "submit") or (kind == "decision" and decided):
            return step.action
    return None


class AppealReceipt(Controller):
    """The receipt of a row of the log."""

    path = "/appeals/{appeal_id:str}/receipts/{kind:str}"

    @get(opt=ROOM, sync_to_thread=True)
    def receipt(self, session: Session, actor: Actor, clock: Clock, appeal_id: str, kind: str) -> Response[bytes]:
        """Return it as the file that `yasno receipt verify` takes; before the night's checkpoint it says when."""
        row = find_appeal(session, actor, appeal_id, clock.today()).case
        action = _action(session, row, kind)
        seq = last_row_about(session, NAME, row.id, f"{NAME}.{action}") if action else None
        if seq is None:
            raise NotFound
        return as_file(
            f"yasno-appeal-{row.platform_number}-{kind}.json", [leaf_receipt(session, seq, clock.now()).document]
        )


class AppealAgain(Controller):
    """The same appeal with the motion."""

    path = "/appeals/{appeal_id:str}/again"

    @post(opt=OWN, sync_to_thread=True)
    def begin(self, session: Session, actor: Actor, clock: Clock, appeal_id: str) -> Response[Any]:
        """Open the draft."""
        row = find_own(session, actor, appeal_id, clock.today(), write=True)
        new = open_again(session, actor, row, clock.now())
        return see(f"/appeals/{new.id}/parts/wishes", AGAIN)


ROUTES: list[Any] = [AppealReceipt, AppealAgain]
