"""Tables of control, by what they are about."""

from backend.control.models.events import ControlEvent, EventItem, Violation
from backend.control.models.imports import ErknmImport, ErknmRecord, MergeDifference
from backend.control.models.plans import EventPlan, EventPlanEntry, InspectorAbsence
from backend.control.models.postponements import Postponement
from backend.control.models.prescriptions import Motion, Prescription, PrescriptionItem, RemedyAgreement
from backend.control.models.prevention import ControlWarning, Declaration, PreventiveVisit
from backend.control.models.private import EventAnswers, EventCosts, EventRating
from backend.control.models.room import CaseNote, DocumentRequest, EventFile, EventMessage, RoomConsent, VideoSlot

__all__ = [
    "CaseNote",
    "ControlEvent",
    "ControlWarning",
    "Declaration",
    "DocumentRequest",
    "ErknmImport",
    "ErknmRecord",
    "EventAnswers",
    "EventCosts",
    "EventFile",
    "EventItem",
    "EventMessage",
    "EventPlan",
    "EventPlanEntry",
    "EventRating",
    "InspectorAbsence",
    "MergeDifference",
    "Motion",
    "Postponement",
    "Prescription",
    "PrescriptionItem",
    "PreventiveVisit",
    "RemedyAgreement",
    "RoomConsent",
    "VideoSlot",
    "Violation",
]
