"""The right way for what is not an appeal of 248-ФЗ through the portal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from calculators.appeal.shapes import Door, DoorCode, FilerKind, Filing, Subject, Truth
from rules.control import Level, Regime
from rules.text import Text

OBJECTION = Text(
    "На предостережение можно подать и возражение: 248-ФЗ, ст. 49 ч. 4. Срок называет положение о виде контроля.",
    "An objection to the warning is possible too: 248-ФЗ, art. 49(4). The act of the type sets its term.",
)
COURT_TOO = Text(
    "Гражданин, который не ведёт бизнес, может идти сразу в суд: 248-ФЗ, ст. 39 ч. 2.",
    "A citizen who is not in business may go to court at once: 248-ФЗ, art. 39(2).",
)
ACT_TOO = Text(
    "Акт и предписание той же проверки обжалуют отдельно, жалобой по 248-ФЗ.",
    "The act and the prescription of the same event are appealed against apart, under 248-ФЗ.",
)
HERE = Door(
    DoorCode.APPEAL,
    Text("Жалоба через портал", "An appeal through the portal"),
    Text(
        "Подайте жалобу на Госуслугах или на региональном портале.",
        "File the appeal on the federal or the regional portal.",
    ),
    "248-ФЗ, ст. 40 ч. 1",
    verified=True,
)
# Nothing of КоАП was read: shown as a reference.
FINE = Door(
    DoorCode.KOAP,
    Text("Жалоба на постановление по КоАП", "An appeal against a fine under КоАП"),
    Text(
        "Постановление о штрафе обжалуют вышестоящему должностному лицу или в суд, не по 248-ФЗ.",
        "A fine is appealed against to a higher official or in court, not under 248-ФЗ.",
    ),
    "КоАП РФ, ст. 30.1, 30.3",
    verified=False,
    term=Text(
        "10 дней со дня, когда вручили или получили копию: сверьте с КоАП, ст. 30.3.",
        "10 days from the day the copy was handed over or received: check КоАП, art. 30.3.",
    ),
    also=(ACT_TOO,),
)
COURT = Door(
    DoorCode.COURT_ONLY,
    Text("Только суд", "The court alone"),
    Text("Закон оставляет здесь один путь: заявление в суд.", "The law leaves one way here: an application to court."),
    "248-ФЗ, ст. 42 ч. 1 п. 9",
    verified=True,
    term=Text(
        "Три месяца по КАС, ст. 219, или АПК, ст. 198: сверьте с кодексом.",
        "Three months by КАС, art. 219, or АПК, art. 198: check the code.",
    ),
)
NO_PRETRIAL = Door(
    DoorCode.NO_PRETRIAL,
    Text("Досудебной жалобы здесь нет", "No pre-trial appeal here"),
    Text(
        "Положение о муниципальном контроле её исключает: идите в суд или пишите обращение в орган.",
        "The act on the municipal control excludes it: go to court, or write to the body.",
    ),
    "248-ФЗ, ст. 39 ч. 4",
    verified=True,
    term=COURT.term,
)
PAPER = Door(
    DoorCode.PAPER,
    Text("Жалоба без портала", "An appeal without the portal"),
    Text(
        "Тайну через портал не передают: подайте жалобу так, как велит положение о виде контроля.",
        "Secrets do not go through the portal: file the appeal as the act of the type says.",
    ),
    "248-ФЗ, ст. 40 ч. 1.1",
    verified=True,
)


def door(filing: Filing) -> Door:
    """Return the right way; UNKNOWN with what is missing while it is not settled.

    Source: 248-ФЗ art. 39(4), 40(1), 40(1.1), 42(1)9; КоАП ch. 30 as a reference.

    >>> door(Filing(fine=True)).code.value, door(Filing()).missing
    ('koap', ('fine', 'control_type', 'pretrial_applies', 'state_secret', 'subject'))
    """
    settled = _elsewhere(filing)
    if settled is not None:
        return settled
    missing = tuple(_missing(filing))
    if missing:
        words = Text("Куда идти, пока не ясно", "The way is not settled yet")
        todo = Text("Ответьте на вопросы ниже.", "Answer the questions below.")
        return Door(DoorCode.UNKNOWN, words, todo, HERE.article, True, missing=missing, also=_also(filing))
    return replace(HERE, also=_also(filing))


def governed(filing: Filing) -> Truth:
    """Return whether 248-ФЗ governs the control; in part: only where there was interaction.

    >>> governed(Filing(regime=Regime.FZ248_IN_PART)), governed(Filing(regime=Regime.OTHER))
    (None, False)
    """
    regime = regime_of(filing)
    if regime is None:
        return None
    if regime is Regime.FZ248_IN_PART:
        return filing.interaction
    return regime is Regime.FZ248


def regime_of(filing: Filing) -> Regime | None:
    """Return the regime as told, else that of the type of control."""
    return filing.regime or (filing.control_type.regime if filing.control_type else None)


def pretrial_of(filing: Filing) -> Truth:
    """Return whether a pre-trial appeal is possible: only the act on a municipal type may exclude it, 39(4)."""
    type_ = filing.control_type
    if filing.pretrial_applies is not None or type_ is None:
        return filing.pretrial_applies
    if type_.pretrial_applies.known:
        return type_.pretrial_applies.value
    return None if type_.level is Level.MUNICIPAL else True


def court_only_of(filing: Filing) -> Truth:
    """Return whether the court is the only way: not for what 40(4)1–5 lets be appealed against."""
    if filing.court_only is not None:
        return filing.court_only
    named = filing.subject is not None and filing.subject is not Subject.OTHER
    return False if named and governed(filing) else None


def _elsewhere(filing: Filing) -> Door | None:
    if filing.fine:
        return FINE
    if governed(filing) is False:
        return _other_law(filing)
    if filing.court_only:
        return COURT
    if pretrial_of(filing) is False:
        return NO_PRETRIAL
    return PAPER if filing.state_secret else None


def _other_law(filing: Filing) -> Door:
    type_ = filing.control_type
    law = type_.other_law if type_ and type_.other_law else Text("Другой закон", "Another law")
    return Door(
        DoorCode.OTHER_LAW,
        Text("Жалоба по другому закону", "An appeal under another law"),
        Text(
            f"248-ФЗ здесь не действует. Порядок и срок ищите там: {law.ru}.",
            f"248-ФЗ does not apply here. Look for order and term there: {law.en}.",
        ),
        "248-ФЗ, ст. 2",
        verified=True,
    )


def _missing(filing: Filing) -> Iterator[str]:
    if filing.fine is None:
        yield "fine"
    if governed(filing) is None:
        yield "control_type" if regime_of(filing) is None else "interaction"
    if pretrial_of(filing) is None:
        yield "pretrial_applies"
    if filing.state_secret is None:
        yield "state_secret"
    if court_only_of(filing) is None and governed(filing) is not None:
        yield "court_only" if filing.subject is Subject.OTHER else "subject"
    elif filing.subject is None:
        yield "subject"


def _also(filing: Filing) -> tuple[Text, ...]:
    said = {OBJECTION: filing.warning, COURT_TOO: filing.filer.kind is FilerKind.CITIZEN}
    return tuple(text for text, holds in said.items() if holds)
