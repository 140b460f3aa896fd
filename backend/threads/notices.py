"""Words of notices about threads: in which case something was written, none of what was written."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

ABOUT = Text("{about}", "{about}")

NOTICES = {
    "thread.message": Wording(Text("Новое сообщение в переписке", "A new message in the correspondence"), ABOUT),
    "thread.request": Wording(Text("Вам прислали запрос", "You were sent a request"), ABOUT),
    "thread.answer": Wording(Text("Пришёл ответ на запрос", "A request was answered"), ABOUT),
    "thread.shown": Wording(
        Text("Прежние сообщения показаны новому участнику", "Earlier messages were shown to a newcomer"), ABOUT
    ),
}
