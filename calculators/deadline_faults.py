"""What is wrong with a term, a moment or a pause, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rules.faults import Fault
from rules.nearest import nearest
from rules.terms import Deadline
from rules.text import Text


def too_far() -> Fault:
    """The term leads beyond the years a date can have."""
    return Fault(
        "date_too_far",
        "term",
        Text("Срок ведёт за пределы известных лет.", "The term leads beyond the years known."),
        Text("Возьмите срок короче.", "Take a shorter term."),
    )


def time_missing() -> Fault:
    """Hours need a time."""
    return Fault(
        "time_missing",
        "date",
        Text("Срок в часах считают от времени, а указан только день.", "Hours run from a time; only a day is given."),
        Text("Укажите время: 2026-05-12T10:30.", "Give the time: 2026-05-12T10:30."),
    )


def pause_of_hours() -> Fault:
    """Hours run without a break."""
    return Fault(
        "pause_of_hours",
        "pause",
        Text("Срок в часах идёт без перерыва.", "A term in hours runs without a break."),
        Text("Уберите паузу.", "Leave the pause out."),
    )


def pause_of_backward() -> Fault:
    """A term before its anchor has no clock to stop."""
    return Fault(
        "pause_of_backward",
        "pause",
        Text("Срок, который считают назад, не ставят на паузу.", "A term counted backwards cannot be paused."),
        Text("Уберите паузу.", "Leave the pause out."),
    )


def pause_backwards(first: date, last: date) -> Fault:
    """The pause ends before it begins."""
    return Fault(
        "pause_backwards",
        "pause",
        Text(
            f"Пауза кончается {last:%d.%m.%Y}, раньше начала {first:%d.%m.%Y}.",
            f"The pause ends on {last}, before it begins on {first}.",
        ),
        Text("Поменяйте даты местами.", "Swap the dates."),
    )


def set_elsewhere(deadline: Deadline, code: str | None = None) -> Fault:
    """No statute sets the term, and nobody has read what the act on the type of control says."""
    if code is not None:
        return Fault(
            "term_not_known",
            "control_type",
            Text(
                f"Срок «{deadline.title.ru}» для вида контроля «{code}» не известен: сверьте с положением.",
                f"“{deadline.title.en}” is not known for the type “{code}”: check its act.",
            ),
            Text("Укажите сам срок: --term.", "Give the term itself: --term."),
        )
    return Fault(
        "term_set_by_control_type",
        "key",
        Text(
            f"Срок «{deadline.title.ru}» закон не называет: он стоит в положении о виде контроля.",
            f"No statute sets “{deadline.title.en}”: the act on the type of control does.",
        ),
        Text(
            "Укажите вид контроля: --control-type, например education, или сам срок: --term.",
            "Name the type of control: --control-type, for example education, or the term itself: --term.",
        ),
    )


def another_law(deadline: Deadline, code: str) -> Fault:
    """The type of control is outside 248-ФЗ, so none of its clocks run."""
    return Fault(
        "another_law",
        "control_type",
        Text(
            f"Вид контроля «{code}» идёт по другому закону: срок «{deadline.title.ru}» к нему не относится.",
            f"Another law governs “{code}”: “{deadline.title.en}” does not concern it.",
        ),
        Text("Возьмите срок из того закона и укажите его: --term.", "Take the term from that law and give it: --term."),
    )


def unknown_key(key: str, known: Iterable[str]) -> Fault:
    """There is no term of this name; the nearest is named."""
    names = list(known)
    near = nearest(key, names)
    remedy = Text(f"Есть: {', '.join(names)}.", f"There are: {', '.join(names)}.")
    if near:
        remedy = Text(f"Может быть, «{near}».", f"Perhaps “{near}”.")
    message = Text(f"Срока «{key}» нет.", f"There is no term “{key}”.")
    return Fault("unknown_deadline", "key", message, remedy)


def no_edition(deadline: Deadline, day: date) -> Fault:
    """No edition of the term covers the day."""
    return Fault(
        "term_not_in_force",
        "date",
        Text(
            f"Срок «{deadline.title.ru}» на {day:%d.%m.%Y} не действует.",
            f"The term “{deadline.title.en}” is not in force on {day}.",
        ),
        Text("Сверьте дату или укажите сам срок: --term.", "Check the date or give the term itself: --term."),
    )
