"""Who may file an appeal, through what, and signed how."""

from __future__ import annotations

from calculators.appeal.answering import breach, clean, undecided, unknown
from calculators.appeal.shapes import Channel, Check, FiledBy, FilerKind, Filing, Signature
from rules.text import Text

PERSON = ("controlled_person", Text("Жалоба о вас", "The appeal is about you"), "248-ФЗ, ст. 39 ч. 1, ст. 40 ч. 4")
CHANNEL = ("channel", Text("Как подают", "How it is filed"), "248-ФЗ, ст. 40 ч. 1")
SIGNATURE = ("signature", Text("Подпись", "Signature"), "248-ФЗ, ст. 40 ч. 1")
ENTITLED = ("representative", Text("Кто подаёт", "Who files"), "248-ФЗ, ст. 41 ч. 3, ст. 31 ч. 5")
PORTALS = (Channel.FEDERAL_PORTAL, Channel.REGIONAL_PORTAL)


def who(filing: Filing) -> tuple[Check, ...]:
    """Return four answers: controlled person, channel, signature, representative.

    Source: 248-ФЗ art. 21(9), 31(5), 39(1), 40(1), 40(1.1), 41(3).

    >>> from calculators.appeal.shapes import Filer
    >>> [check.result.value for check in who(Filing(filer=Filer(FilerKind.OOO, signature=Signature.SIMPLE)))]
    ['unknown', 'unknown', 'breach', 'unknown']
    """
    return (_person(filing), _channel(filing), _signature(filing), _representative(filing))


def _person(filing: Filing) -> Check:
    mine = filing.filer.controlled_person
    if mine is None:
        ru, en = "О вас ли решение, не известно.", "Whether the act is about you is not known."
        return unknown(*PERSON, ru, en, ("filer.controlled_person",))
    if mine:
        return clean(*PERSON, "Решение или действие касается вас.", "The act is about you.")
    return breach(
        *PERSON,
        "Решение касается другого.",
        "The act is about somebody else.",
        Text(
            "Жалобу подаёт тот, кого проверяли. Вы можете написать обращение в орган.",
            "The one who was inspected files the appeal. You may write to the body.",
        ),
    )


def _channel(filing: Filing) -> Check:
    if filing.channel is None:
        return unknown(*CHANNEL, "Как подаёте, не известно.", "How you file is not known.", ("channel",))
    if filing.channel in PORTALS:
        if filing.state_secret:
            remedy = Text("Подайте её без портала.", "File it without the portal.")
            ru, en = "В жалобе тайна, а подаёте через портал.", "The appeal holds secrets and goes through the portal."
            return breach(*CHANNEL[:2], "248-ФЗ, ст. 40 ч. 1.1", ru, en, remedy)
        return clean(*CHANNEL, "Через портал.", "Through the portal.")
    if filing.state_secret:
        article = "248-ФЗ, ст. 40 ч. 1.1"
        return clean(*CHANNEL[:2], article, "В жалобе тайна: без портала.", "It holds secrets: without the portal.")
    return _without_portal(filing)


def _without_portal(filing: Filing) -> Check:
    remedy = Text("Подайте на Госуслугах или на региональном портале.", "File on the federal or the regional portal.")
    if filing.filer.kind is FilerKind.CITIZEN:
        ru = "Гражданин вправе слать органу бумаги на бумаге (ст. 21 ч. 9), а жалобу закон ведёт через портал."
        en = "A citizen may send the body papers on paper (art. 21(9)); an appeal the law leads through the portal."
        return undecided(*CHANNEL, ru, en, remedy)
    if filing.state_secret is None or filing.filer.kind is None:
        missing = [name for name, value in _asked(filing).items() if value is None]
        return unknown(*CHANNEL, "Можно ли без портала, не ясно.", "Whether this may do is not known.", missing, remedy)
    return breach(*CHANNEL, "Не через портал.", "Not through the portal.", remedy)


def _asked(filing: Filing) -> dict[str, object]:
    return {"state_secret": filing.state_secret, "filer.kind": filing.filer.kind}


def _signature(filing: Filing) -> Check:
    kind, signature = filing.filer.kind, filing.filer.signature
    if filing.state_secret and filing.channel is Channel.PAPER:
        ru, en = "Бумажную жалобу подписывают рукой.", "A paper appeal is signed by hand."
        return clean(*SIGNATURE[:2], "248-ФЗ, ст. 40 ч. 1.1", ru, en)
    if signature is Signature.QUALIFIED:
        return clean(*SIGNATURE, "Усиленная квалифицированная подпись.", "A qualified electronic signature.")
    if signature is None:
        ru, en = "Чем подпишете, не известно.", "The signature is not known."
        return unknown(*SIGNATURE, ru, en, ("filer.signature",), _signature_remedy(kind))
    if signature is Signature.NONE:
        return breach(*SIGNATURE, "Подписи нет.", "There is no signature.", _signature_remedy(kind))
    if kind is None:
        ru, en = "Кто подаёт, не известно.", "Who files is not known."
        return unknown(*SIGNATURE, ru, en, ("filer.kind",), _signature_remedy(kind))
    if kind.organisation:
        ru, en = "Организации нужна квалифицированная подпись.", "An organisation needs a qualified signature."
        return breach(*SIGNATURE, ru, en, _signature_remedy(kind))
    if signature is Signature.SIMPLE:
        return clean(*SIGNATURE, "Простая подпись гражданина.", "A citizen's simple signature.")
    ru = "Закон называет простую и квалифицированную подпись, а эта неквалифицированная."
    return undecided(
        *SIGNATURE, ru, "The law names the simple and the qualified one; this is neither.", _signature_remedy(kind)
    )


def _signature_remedy(kind: FilerKind | None) -> Text:
    if kind is None or kind.organisation:
        return Text("Подпишите квалифицированной подписью (УКЭП).", "Sign with a qualified signature (УКЭП).")
    return Text("Подпишите простой подписью или УКЭП.", "Sign with a simple or a qualified signature (УКЭП).")


def _representative(filing: Filing) -> Check:
    filer = filing.filer
    delegate = Text("Передайте право на жалобу в ЕСИА.", "Delegate the right to appeal in ЕСИА.")
    if filer.by is FiledBy.SELF:
        return clean(*ENTITLED, "Подаёте сами.", "You file yourself.")
    if filer.by is None:
        return unknown(*ENTITLED, "Сами или через представителя?", "Yourself, or somebody for you?", ("filer.by",))
    if filer.delegated is False:
        ru, en = "Право на жалобу в ЕСИА не передано.", "The right to appeal is not delegated in ЕСИА."
        return breach(*ENTITLED, ru, en, delegate)
    if filer.proxy_covers is False:
        remedy = Text("Оформите доверенность с правом на жалобу.", "Have a power of attorney made that covers appeals.")
        return breach(*ENTITLED, "Доверенность жалоб не охватывает.", "The paper does not cover appeals.", remedy)
    if filer.delegated is None:
        ru, en = "Передано ли право в ЕСИА, не известно.", "Whether the right is delegated in ЕСИА is not known."
        return unknown(*ENTITLED, ru, en, ("filer.delegated",), delegate)
    return clean(*ENTITLED, "Право на жалобу передано в ЕСИА.", "The right to appeal is delegated in ЕСИА.")
