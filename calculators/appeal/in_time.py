"""Grounds 1 and 2 of 42(1): the term ran out and no motion asks to restore it, or that motion was refused."""

from __future__ import annotations

from datetime import datetime

from calculators.appeal.answering import breach, clean, told, undecided, unknown
from calculators.appeal.doors import court_only_of, governed, pretrial_of
from calculators.appeal.filing_term import FilingTerm, Timeliness, missing_for_term, term_of, timeliness
from calculators.appeal.refusing import heading
from calculators.appeal.shapes import Check, Filing, MotionOutcome, Subject
from rules.faults import InputError
from rules.text import Text

ASK = Text(
    "Приложите ходатайство о восстановлении срока и назовите уважительную причину (248-ФЗ, ст. 40 ч. 7).",
    "Add a motion to restore the term and name a valid reason (248-ФЗ, art. 40(7)).",
)
PROOF = Text(
    "Приложите подтверждение портала со временем подачи: решает оно, а не наши часы.",
    "Add the portal's confirmation with the time of filing: it decides, not our clock.",
)
BOTH = Text(f"{PROOF.ru} {ASK.ru}", f"{PROOF.en} {ASK.en}")
TO_COURT = Text(
    "Отказ по этому пункту не закрывает суд: п. 2 нет среди названных в 248-ФЗ, ст. 42 ч. 3.",
    "This refusal does not close the court: item 2 is not among those named in 248-ФЗ, art. 42(3).",
)


def own_terms(filing: Filing) -> bool:
    """Return whether the terms of 40(5) and 40(6) are not those of this act: a fine, another law, no pre-trial way."""
    elsewhere = (filing.fine, governed(filing) is False, pretrial_of(filing) is False, court_only_of(filing))
    return any(elsewhere)


def known_term(filing: Filing) -> FilingTerm | None:
    """Return the term, None while it is not known, cannot be counted, or is not the one of 40(5) and 40(6)."""
    try:
        return None if own_terms(filing) else term_of(filing)
    except InputError:
        return None


def standing(filing: Filing) -> Timeliness:
    """Return how the filing stands to its term."""
    return timeliness(known_term(filing), filing.filed_at, filing.proof_at, filing.registered_at)


def too_late(filing: Filing) -> Check:
    """Ground 1: after the terms of 40(5) and 40(6), and without a motion to restore."""
    if own_terms(filing):
        ru, en = "Сроки ст. 40 здесь не действуют: у этого решения свой срок.", "Art. 40 sets no term for this."
        return clean(*heading(1), ru, en)
    if filing.restore_motion:
        ru, en = "Ходатайство о восстановлении срока есть.", "There is a motion to restore the term."
        return clean(*heading(1), ru, en)
    found, term = standing(filing), known_term(filing)
    if term is None:
        return _not_counted(filing)
    if found is Timeliness.IN_TIME:
        return clean(*heading(1), f"В срок: до {_ru(term.shown_until)}.", f"In time: until {_en(term.shown_until)}.")
    if found is Timeliness.UNKNOWN:
        return _no_moment(filing, term)
    if found is Timeliness.LATE:
        return _late(filing, term)
    ru = f"Между {_ru(term.shown_until)} и {_ru(term.admissible_until)}: решит тот, кто рассматривает."
    en = f"Between {_en(term.shown_until)} and {_en(term.admissible_until)}: an official decides."
    return undecided(*heading(1), ru, en, BOTH)


def _late(filing: Filing, term: FilingTerm) -> Check:
    ru = f"Последняя секунда была {_ru(term.admissible_until)}."
    en = f"The last second was {_en(term.admissible_until)}."
    if filing.restore_motion is None:
        missing = ("restore_motion",)
        return unknown(*heading(1), f"{ru} Есть ли ходатайство?", f"{en} Is there a motion?", missing, ASK)
    return breach(*heading(1), f"{ru} Ходатайства нет.", f"{en} There is no motion.", ASK)


def _not_counted(filing: Filing) -> Check:
    missing = missing_for_term(filing)
    if missing:
        ru, en = "Срок не посчитать: не всё известно.", "The term cannot be counted: something is not known."
        return unknown(*heading(1), ru, en, missing)
    anchor = "received_on" if filing.subject is Subject.PRESCRIPTION else "learned_on"
    ru, en = "Календарь этого года не известен.", "The calendar of that year is not known."
    return unknown(*heading(1), ru, en, (anchor,))


def _no_moment(filing: Filing, term: FilingTerm) -> Check:
    told_when = filing.files or filing.registered_at
    ru = f"Срок до {_ru(term.shown_until)}. " + ("Решает час подачи." if told_when else "Когда подаёте?")
    en = f"The term runs until {_en(term.shown_until)}. " + ("The hour decides." if told_when else "When do you file?")
    return unknown(*heading(1), ru, en, ("proof_at" if told_when else "filed_at",), PROOF if told_when else None)


def not_restored(filing: Filing) -> Check:
    """Ground 2: a motion to restore the term was refused."""
    outcome = filing.restore_outcome
    if outcome is MotionOutcome.DENIED:
        ru, en = "В восстановлении срока отказали.", "The motion to restore the term was refused."
        return breach(*heading(2), ru, en, TO_COURT)
    if outcome is MotionOutcome.GRANTED:
        return clean(*heading(2), "Срок восстановили.", "The term was restored.")
    if filing.restore_motion is False:
        return clean(*heading(2), "Ходатайства не было.", "There was no motion.")
    if filing.restore_motion is None:
        ru, en = "Есть ли ходатайство, не известно.", "Whether there is a motion is not known."
        return unknown(*heading(2), ru, en, ("restore_motion",))
    if outcome is MotionOutcome.PENDING:
        ru, en = "О восстановлении срока ещё не решили.", "The motion to restore the term is not decided yet."
        return undecided(*heading(2), ru, en)
    ru, en = "Что решили о сроке, не известно.", "What was decided on the term is not known."
    return unknown(*heading(2), ru, en, ("restore_outcome",), None if told(filing.restore_reason) else ASK)


def _ru(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M:%S} ({_offset(moment)})"


def _en(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} ({_offset(moment)})"


def _offset(moment: datetime) -> str:
    return f"UTC{moment.isoformat()[-6:]}"
