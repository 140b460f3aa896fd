"""What the step runner is given for warnings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from backend.control.cases.binding import acts_in, control_type_of, left_by, recipients, region_of, shared_guards
from backend.control.cases.naming import type_name
from backend.control.kinds.warning import NAME
from backend.control.models import ControlWarning
from backend.control.undoing import tell_it_is_undone
from backend.errors import Conflict
from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from rules.control.prevention import banned_in_warning
from rules.procedures import procedures
from rules.text import Text


def no_deadline_and_no_demand(session: Session, case: ControlWarning, actor: Actor | None) -> None:
    """See that a warning sets no deadline and demands no papers (49(2)).

    Raises:
        Conflict: its words do.
    """
    found = next((one for words in (case.action, case.proposal) for one in banned_in_warning(words)), None)
    if found is not None:
        raise Conflict(
            Text(f"В предостережении нельзя: «{found.words}» (49(2)).", f"A warning may not say “{found.words}”."),
            Text("Исправьте проект.", "Correct the draft."),
        )


def about(session: Session, case: ControlWarning) -> Mapping[str, Any]:
    """Return what notices say of a warning."""
    return {"about": type_name(case.control_type), "number": case.platform_number, "business": case.business_name}


bind(
    Binding(
        table=procedures()[NAME],
        find=lambda session, case_id: session.get(ControlWarning, case_id),
        recipients=recipients,
        link=lambda case, role: f"/cases/{NAME}/{case.id}",
        about=about,
        region=region_of,
        guards={**shared_guards(NAME), "no_deadline_and_no_demand": no_deadline_and_no_demand},
        effects={"tell_it_is_undone": tell_it_is_undone(NAME)},
        scope=Scope.CONTROL,
        left=left_by,
        control_type=control_type_of,
        acts=acts_in(NAME),
    )
)
