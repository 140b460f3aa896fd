"""Names of topics, moments of life, kinds and ways of checking, in both languages."""

from __future__ import annotations

from rules.text import Text

TOPICS = {
    "fire": Text("Пожарная безопасность", "Fire safety"),
    "labour": Text("Работники и договоры", "Employment"),
    "occupational_safety": Text("Охрана труда", "Safety at work"),
    "sanitary": Text("Санитарные правила", "Sanitary rules"),
    "food": Text("Еда и напитки", "Food and drink"),
    "retail": Text("Торговля и покупатели", "Trade and customers"),
    "online_trade": Text("Интернет-торговля", "Online trade"),
    "services": Text("Услуги", "Services"),
    "tax": Text("Налоги и касса", "Taxes and tills"),
    "personal_data": Text("Персональные данные", "Personal data"),
    "ecology": Text("Отходы и природа", "Waste and environment"),
    "transport": Text("Транспорт", "Transport"),
    "medicine": Text("Медицина", "Health care"),
    "education": Text("Образование", "Education"),
    "industrial": Text("Опасное оборудование", "Industrial safety"),
}
LIVES = {
    "planning": Text("Когда выбираете, что и где делать", "While planning"),
    "opening": Text("К открытию", "Before opening"),
    "running": Text("Пока работаете", "While running"),
    "changing": Text("Когда что-то меняете", "When something changes"),
    "closing": Text("Когда закрываетесь", "When closing"),
}
KINDS = {
    "duty": Text("Обязанность", "Duty"),
    "ban": Text("Запрет", "Ban"),
    "condition": Text("Условие работы", "Condition of work"),
    "limit": Text("Предел", "Limit"),
}
CHECKS = {
    "licence": Text("лицензия", "licence"),
    "permit": Text("разрешение", "permit"),
    "notification": Text("уведомление", "notification"),
    "accreditation": Text("аккредитация", "accreditation"),
    "conformity": Text("подтверждение соответствия", "conformity assessment"),
    "control": Text("проверки", "inspections"),
    "liability": Text("штрафы по суду или по решению органа", "fines by a court or the authority"),
}
OVERLAPS = {
    "duplicate": Text("Повторяет", "Repeats"),
    "contradiction": Text("Противоречит", "Contradicts"),
    "overlap": Text("Связано", "Related"),
}
SUBJECTS = {
    "company": Text("организации", "a company"),
    "ip": Text("ИП", "a sole trader"),
    "official": Text("руководителю или другому должностному лицу", "a director or other official"),
    "citizen": Text("гражданину", "a citizen"),
}
STATUSES = {
    "not_started": Text("Не начато", "Not started"),
    "no": Text("Не сделано", "Not done"),
    "partly": Text("Частично", "Partly"),
    "yes": Text("Сделано", "Done"),
    "not_applicable": Text("Не касается", "Does not concern"),
    "recheck": Text("Проверьте заново", "Check again"),
}


def topic_name(code: str) -> Text:
    """Return the name of a topic; a new one goes by its code until it is named here."""
    return TOPICS.get(code, Text(code, code))
