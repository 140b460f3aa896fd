"""Words of threads that pages and programs share: kinds of messages, prepared sentences of each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.threads.hosts import ThreadSide
from backend.threads.models import MessageKind
from rules.text import Text

KINDS: Mapping[MessageKind, Text] = {
    MessageKind.MESSAGE: Text("Сообщение", "Message"),
    MessageKind.REQUEST: Text("Запрос", "Request"),
    MessageKind.ANSWER: Text("Ответ", "Answer"),
}
RECEIVED = Text("Получено, отвечу по существу позже.", "Received; a full answer will follow.")
OF_OFFICE = (
    RECEIVED,
    Text("Документы получены, их достаточно.", "The papers have come and are enough."),
    Text("Пришлите недостающие документы.", "Send the papers that are missing."),
    Text("Уточните, о каком дне речь.", "Say which day this is about."),
)
SENTENCES: Mapping[ThreadSide, tuple[Text, ...]] = {
    ThreadSide.BUSINESS: (
        RECEIVED,
        Text("Документы приложены.", "The papers are attached."),
        Text("Уточните, какие документы нужны.", "Say which papers are needed."),
        Text("Этих сведений у меня нет.", "I do not have this information."),
    ),
    ThreadSide.AUTHORITY: OF_OFFICE,
    ThreadSide.PROSECUTOR: OF_OFFICE,
    ThreadSide.OMBUDSMAN: (
        RECEIVED,
        Text("Пришлите решение, с которым не согласны.", "Send the decision you do not agree with."),
        Text("Орган, поясните основание решения.", "The authority is asked to explain the ground of its decision."),
        Text("Уточните, о каком дне речь.", "Say which day this is about."),
    ),
}


def sentences(of_host: Sequence[Text], side: ThreadSide) -> list[Text]:
    """Return the prepared sentences of a side: those of the procedure first."""
    return [*of_host, *SENTENCES[side]]
