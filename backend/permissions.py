"""Who may do what: one table of permissions by role. A route without a permission does not start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rules.roles import Role


class Scope(StrEnum):
    """What a member or representative may do for one business."""

    READ = "read"
    ANSWER = "answer"
    DISPUTE = "dispute"
    MANAGE = "manage"
    CONTROL = "control"  # control events: papers, motions, being there (248-ФЗ art. 31(5)–(6))


ALL_SCOPES = frozenset(Scope)


class Permission(StrEnum):
    """One right to one kind of screen or call."""

    PUBLIC = "public"  # anyone, also without an account
    OWN_BUSINESS = "own_business"  # the business of this browser or account: own list, answers, marks
    SIGNED_IN = "signed_in"
    BUSINESS_BY_KEY = "business_by_key"  # a program with the key of one business
    BUSINESS_MANAGE = "business_manage"
    DISPUTES_ANSWER = "disputes_answer"
    REGISTRY_EDIT = "registry_edit"
    PEOPLE_MANAGE = "people_manage"
    AUDIT_READ = "audit_read"
    OPERATIONS_READ = "operations_read"
    CONTROL_OWN = "control_own"  # a business with an account: its events, objects, visits
    CONTROL_ROOM = "control_room"  # every side of an event; what one sees there says the table of parts
    CONTROL_BY_KEY = "control_by_key"  # a program at a room: of a business, or of somebody in office
    CONTROL_WRITE_BY_KEY = "control_write_by_key"  # the same, changing something
    CONTROL_DESK = "control_desk"  # inspectors and heads of a body
    CONTROL_SIGN = "control_sign"  # heads of a body
    PROSECUTOR_DESK = "prosecutor_desk"
    OMBUDSMAN_DESK = "ombudsman_desk"
    CONSULTATIONS_ANSWER = "consultations_answer"
    CONSULTATIONS_BY_KEY = "consultations_by_key"  # a program of a business that asks, or of the office that answers
    CONSULTATIONS_WRITE_BY_KEY = "consultations_write_by_key"
    IMPORTS_BY_KEY = "imports_by_key"  # a program that looks after the installation's imports of the register
    IMPORTS_WRITE_BY_KEY = "imports_write_by_key"
    APPEALS_DESK = "appeals_desk"  # the body that hears appeals (248-ФЗ art. 40(2))
    FEEDBACK_SORT = "feedback_sort"  # the editor sorts what businesses say of requirements
    FEEDBACK_ANSWER = "feedback_answer"  # a regulator answers
    FEEDBACK_REOPEN = "feedback_reopen"  # the editor or the ombudsman sends an answer back
    FEEDBACK_BY_KEY = "feedback_by_key"  # a program of the office that answers
    FEEDBACK_WRITE_BY_KEY = "feedback_write_by_key"
    FEEDBACK_SORT_BY_KEY = "feedback_sort_by_key"  # a program of the editor
    FEEDBACK_SORT_WRITE_BY_KEY = "feedback_sort_write_by_key"
    FEEDBACK_REOPEN_BY_KEY = "feedback_reopen_by_key"
    STATISTICS_DESK = "statistics_desk"  # releases on the screens of those who answer for rules
    STATISTICS_READ = "statistics_read"  # the same releases for programs
    RELEASES_RUN = "releases_run"  # calendar, policy and notes of releases
    CLIENTS_OWN = "clients_own"  # machine clients of one's business or authority
    CLIENTS_APPROVE = "clients_approve"
    WEBHOOKS_MANAGE = "webhooks_manage"  # a machine client manages its own


EVERY_ROLE = frozenset(Role)

# Every side of a control event.
_ROOM: frozenset[Role | None] = frozenset(
    {
        Role.BUSINESS,
        Role.REPRESENTATIVE,
        Role.INSPECTOR,
        Role.AUTHORITY_HEAD,
        Role.PROSECUTOR,
        Role.APPEAL_BODY,
        Role.OMBUDSMAN,
    }
)

# None stands for somebody who has not signed in.
RIGHTS: Mapping[Permission, frozenset[Role | None]] = {
    Permission.PUBLIC: EVERY_ROLE | {None},
    Permission.OWN_BUSINESS: frozenset({Role.BUSINESS, Role.REPRESENTATIVE, None}),
    Permission.SIGNED_IN: EVERY_ROLE,
    Permission.BUSINESS_BY_KEY: frozenset({Role.BUSINESS, Role.REPRESENTATIVE}),
    Permission.BUSINESS_MANAGE: frozenset({Role.BUSINESS, Role.REPRESENTATIVE}),
    Permission.DISPUTES_ANSWER: frozenset({Role.REGULATOR, Role.EDITOR}),
    Permission.REGISTRY_EDIT: frozenset({Role.EDITOR}),
    Permission.PEOPLE_MANAGE: frozenset({Role.ADMIN}),
    Permission.AUDIT_READ: frozenset({Role.ADMIN}),
    Permission.OPERATIONS_READ: frozenset({Role.ADMIN}),
    Permission.CONTROL_OWN: frozenset({Role.BUSINESS, Role.REPRESENTATIVE}),
    Permission.CONTROL_ROOM: _ROOM,
    Permission.CONTROL_BY_KEY: _ROOM,
    Permission.CONTROL_WRITE_BY_KEY: _ROOM,
    Permission.CONTROL_DESK: frozenset({Role.INSPECTOR, Role.AUTHORITY_HEAD}),
    Permission.CONTROL_SIGN: frozenset({Role.AUTHORITY_HEAD}),
    Permission.PROSECUTOR_DESK: frozenset({Role.PROSECUTOR}),
    Permission.OMBUDSMAN_DESK: frozenset({Role.OMBUDSMAN}),
    Permission.APPEALS_DESK: frozenset({Role.APPEAL_BODY}),
    Permission.FEEDBACK_SORT: frozenset({Role.EDITOR}),
    Permission.FEEDBACK_ANSWER: frozenset({Role.REGULATOR}),
    Permission.FEEDBACK_REOPEN: frozenset({Role.EDITOR, Role.OMBUDSMAN}),
    Permission.FEEDBACK_BY_KEY: frozenset({Role.REGULATOR}),
    Permission.FEEDBACK_WRITE_BY_KEY: frozenset({Role.REGULATOR}),
    Permission.FEEDBACK_SORT_BY_KEY: frozenset({Role.EDITOR}),
    Permission.FEEDBACK_SORT_WRITE_BY_KEY: frozenset({Role.EDITOR}),
    Permission.FEEDBACK_REOPEN_BY_KEY: frozenset({Role.EDITOR, Role.OMBUDSMAN}),
    # Not inspectors: what a business asks may never reach those who assess it (art. 50(7)).
    Permission.CONSULTATIONS_ANSWER: frozenset({Role.REGULATOR}),
    Permission.CONSULTATIONS_BY_KEY: frozenset({Role.BUSINESS, Role.REPRESENTATIVE, Role.REGULATOR}),
    Permission.CONSULTATIONS_WRITE_BY_KEY: frozenset({Role.BUSINESS, Role.REPRESENTATIVE, Role.REGULATOR}),
    Permission.IMPORTS_BY_KEY: frozenset({Role.ADMIN}),
    Permission.IMPORTS_WRITE_BY_KEY: frozenset({Role.ADMIN}),
    # Of people with a business, its owners alone: the room itself says so.
    Permission.CLIENTS_OWN: frozenset({Role.BUSINESS, Role.AUTHORITY_HEAD, Role.REGULATOR}),
    Permission.CLIENTS_APPROVE: frozenset({Role.ADMIN}),
    Permission.WEBHOOKS_MANAGE: frozenset(),  # no role's: only machine clients, by their scope
    Permission.STATISTICS_DESK: frozenset({Role.REGULATOR, Role.OMBUDSMAN}),
    Permission.STATISTICS_READ: frozenset({Role.REGULATOR, Role.OMBUDSMAN}),
    Permission.RELEASES_RUN: frozenset({Role.ADMIN}),
}

# What a machine client may do by each scope of its token; scopes over a business's own things are not offered.
CLIENT_SCOPES: Mapping[str, Permission] = {
    "statistics:read": Permission.STATISTICS_READ,
    "webhooks:manage": Permission.WEBHOOKS_MANAGE,
}

# Whoever acts by office, not for a business: without a second factor they get no further than setting one up.
SECOND_FACTOR = frozenset(Role) - {Role.BUSINESS, Role.REPRESENTATIVE}
# What a key of an office may do only with the right to write.
WRITING_BY_KEY = frozenset(
    {
        Permission.CONTROL_WRITE_BY_KEY,
        Permission.CONSULTATIONS_WRITE_BY_KEY,
        Permission.IMPORTS_WRITE_BY_KEY,
        Permission.FEEDBACK_WRITE_BY_KEY,
        Permission.FEEDBACK_SORT_WRITE_BY_KEY,
        Permission.FEEDBACK_REOPEN_BY_KEY,
    }
)
BEFORE_SECOND_FACTOR = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking, as far as rights go; the runner of procedures and the slices know no more of a person."""

    person_id: str | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    # Scopes by business: owner and members, representatives with their part; the anonymous run has its own business.
    scopes: Mapping[str, frozenset[Scope]] = field(default_factory=dict)
    business_id: str | None = None  # the one chosen now
    authority: str | None = None
    region: str | None = None
    session_id: str | None = None
    client_id: str | None = None
    anonymous_run: bool = False
    lacks_second_factor: bool = False  # their role needs one, and it is not set up yet
    reads_only: bool = False  # a key of an office without the right to write
    # A machine client: no person, no role; what its token's scopes let it do, and nothing else but what is public.
    client_scopes: frozenset[str] = frozenset()
    allowed: frozenset[Permission] = frozenset()

    @property
    def signed_in(self) -> bool:
        """Whether an account stands behind the request."""
        return self.person_id is not None

    @property
    def is_machine(self) -> bool:
        """Whether a machine client asks, not a person nor their key."""
        return self.client_id is not None and self.person_id is None

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles, or the scopes of a machine client, hold the permission."""
        if self.is_machine:
            # Not what is open to somebody without an account: that would be the anonymous run's.
            return permission is Permission.PUBLIC or permission in self.allowed
        allowed = RIGHTS.get(permission, frozenset())
        if not self.signed_in:
            return None in allowed
        if self.lacks_second_factor:
            return permission in BEFORE_SECOND_FACTOR
        if self.reads_only and permission in WRITING_BY_KEY:
            return False
        return bool(self.roles & allowed)

    def may_for(self, business_id: str, scope: Scope = Scope.READ) -> bool:
        """Whether the actor may do this for that business."""
        return scope in self.scopes.get(business_id, frozenset())


NOBODY = Actor()
