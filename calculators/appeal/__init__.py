"""Appeals of 248-ФЗ art. 39–43, pure: who files, where, until when, with what in it, and would the body consider it."""

from __future__ import annotations

from calculators.appeal.addressee import addressee
from calculators.appeal.contents import contents
from calculators.appeal.doors import door
from calculators.appeal.filing_term import FilingTerm, Timeliness, filing_term, term_of, timeliness
from calculators.appeal.precheck import precheck
from calculators.appeal.shapes import (
    Addressee,
    Author,
    AuthorRole,
    BodyLevel,
    BodyNode,
    Channel,
    Check,
    Decider,
    Door,
    DoorCode,
    EarlierAppeal,
    EarlierOutcome,
    FiledBy,
    Filer,
    FilerKind,
    Filing,
    FoundBreach,
    MotionOutcome,
    RefusalGround,
    Signature,
    Subject,
    Target,
    Told,
)
from calculators.appeal.suggesting import Suggestion, from_check, suggest
from calculators.appeal.who import who

__all__ = [
    "Addressee",
    "Author",
    "AuthorRole",
    "BodyLevel",
    "BodyNode",
    "Channel",
    "Check",
    "Decider",
    "Door",
    "DoorCode",
    "EarlierAppeal",
    "EarlierOutcome",
    "FiledBy",
    "Filer",
    "FilerKind",
    "Filing",
    "FilingTerm",
    "FoundBreach",
    "MotionOutcome",
    "RefusalGround",
    "Signature",
    "Subject",
    "Suggestion",
    "Target",
    "Timeliness",
    "Told",
    "addressee",
    "contents",
    "door",
    "filing_term",
    "from_check",
    "precheck",
    "suggest",
    "term_of",
    "timeliness",
    "who",
]
