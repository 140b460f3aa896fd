"""What the log's actions are called. The steps of a procedure are named by its own table."""

from __future__ import annotations

from rules.procedures import procedures
from rules.text import Text

ACTIONS = {
    "absence.drop": Text("Убрали отсутствие инспектора", "Inspector's absence removed"),
    "absence.enter": Text("Записали отсутствие инспектора", "Inspector's absence entered"),
    "body.change": Text("Изменили сведения об органе", "Details of a body changed"),
    "body.enter": Text("Внесли орган", "Body entered"),
    "consultation.answer": Text("Ответили на вопрос бизнеса", "Question of a business answered"),
    "consultation.ask": Text("Задали вопрос органу", "Question put to a body"),
    "consultation.withdraw": Text("Отозвали вопрос органу", "Question to a body withdrawn"),
    "control.consent": Text("Показали проверку уполномоченному", "Event shown to the ombudsman"),
    "control.consent_withdrawn": Text("Закрыли проверку для уполномоченного", "Event closed to the ombudsman"),
    "control.message": Text("Написали по делу", "Message in a case"),
    "control_event.create": Text("Завели проверку", "Event prepared"),
    "control_event.draft": Text("Изменили проект решения", "Draft decision changed"),
    "control_event.merge": Text("Соединили запись с проверкой органа", "Own copy merged with an event"),
    "erknm.import": Text("Загрузили данные ЕРКНМ", "Data of ERKNM imported"),
    "event_plan.accept": Text("Приняли расклад плана", "Proposal of a plan accepted"),
    "event_plan.answer": Text("Ответили на замечание к плану", "Remark on a plan answered"),
    "event_plan.count": Text("Запустили расчёт плана", "Plan counted"),
    "event_plan.open": Text("Открыли план года", "Plan of a year opened"),
    "event_plan.place": Text("Поставили проверку в план вручную", "Event placed in a plan by hand"),
    "event_plan.remark_on_entry": Text("Написали замечание к плану", "Remark on a plan"),
    "event_plan.shift": Text("Перенесли проверку в плане", "Event moved in a plan"),
    "object.change": Text("Изменили объект контроля", "Object of control changed"),
    "object.enter": Text("Внесли объект контроля", "Object of control entered"),
    "visit.plan": Text("Запланировали визит", "Visit planned"),
    "warning.correct": Text("Изменили проект предостережения", "Draft warning changed"),
    "warning.draft": Text("Подготовили предостережение", "Warning drafted"),
    "business.change": Text("Изменили данные бизнеса", "Business details changed"),
    "business.create": Text("Создали бизнес", "Business created"),
    "business.prove": Text("Подтвердили ИНН бизнеса", "Tax number proven"),
    "business.unprove": Text("Сняли подтверждение ИНН", "Proof of a tax number taken back"),
    "business.erase": Text("Стёрли бизнес", "Business erased"),
    "calendar_feed.opened": Text("Сделали ссылку на календарь", "Calendar link made"),
    "calendar_feed.revoked": Text("Отозвали ссылку на календарь", "Calendar link revoked"),
    "consent.give": Text("Дали согласие", "Consent given"),
    "consent.withdraw": Text("Отозвали согласие", "Consent withdrawn"),
    "flag.handled": Text("Разобрали сигнал о проблеме", "Reported problem handled"),
    "key.end": Text("Отключили ключ для программ", "Program key ended"),
    "key.make": Text("Сделали ключ для программ", "Program key made"),
    "member.add": Text("Вошёл новый участник бизнеса", "Member joined a business"),
    "member.invite": Text("Пригласили в бизнес", "Member invited"),
    "member.make_owner": Text("Сделали сотрудника владельцем", "Member made an owner"),
    "member.remove": Text("Убрали участника бизнеса", "Member removed"),
    "member.withdraw_invitation": Text("Отозвали приглашение", "Invitation withdrawn"),
    "outbox.try_again": Text("Вернули в очередь то, что не ушло", "Failed work queued again"),
    "person.add": Text("Завели аккаунт", "Account added"),
    "person.block": Text("Закрыли вход человеку", "Person blocked"),
    "person.change": Text("Изменили данные аккаунта", "Account details changed"),
    "person.change_email": Text("Сменили почту", "Email changed"),
    "person.change_password": Text("Сменили пароль", "Password changed"),
    "person.end_sessions": Text("Завершили все входы человека", "All sessions of a person ended"),
    "person.erase": Text("Стёрли аккаунт", "Account erased"),
    "person.sign_in": Text("Вход", "Signed in"),
    "person.sign_up": Text("Регистрация", "Signed up"),
    "person.unblock": Text("Вернули вход человеку", "Person unblocked"),
    "role.grant": Text("Дали роль", "Role granted"),
    "step.outside": Text("Записали номер шага из госсистемы", "Official number of a step recorded"),
    "role.revoke": Text("Сняли роль", "Role revoked"),
    "second_factor.new_codes": Text("Выдали новые коды восстановления", "New recovery codes made"),
    "second_factor.off": Text("Выключили код при входе", "Code at sign-in switched off"),
    "second_factor.on": Text("Подключили приложение с кодами", "App with codes set up"),
    "second_factor.recovery": Text("Вошли кодом восстановления", "Recovery code used"),
    "second_factor.reset": Text("Сбросили приложение с кодами", "App with codes reset"),
    "share_link.made": Text("Сделали ссылку на список", "List link made"),
    "share_link.withdrawn": Text("Отозвали ссылку на список", "List link withdrawn"),
}


def action_words(action: str) -> Text | None:
    """Return an action in words; None when nobody has named it."""
    return ACTIONS.get(action) or _step_words(action)


def _step_words(action: str) -> Text | None:
    """Return the name of a procedure's step: «Взять в работу»."""
    name, _, step = action.partition(".")
    procedure = procedures().get(name)
    steps = procedure.steps if procedure else ()
    return next((one.name for one in steps if one.action == step and one.name), None)
