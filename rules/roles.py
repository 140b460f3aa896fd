"""The roles a person can hold; rights of each stand in one table of the shell."""

from __future__ import annotations

from enum import StrEnum

from rules.text import Text


class Role(StrEnum):
    """A role in the law or in the platform."""

    BUSINESS = "business"
    REPRESENTATIVE = "representative"
    REGULATOR = "regulator"
    INSPECTOR = "inspector"
    AUTHORITY_HEAD = "authority_head"
    APPEAL_BODY = "appeal_body"
    PROSECUTOR = "prosecutor"
    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    OMBUDSMAN = "ombudsman"
    EDITOR = "editor"
    ADMIN = "admin"


ROLE_NAMES: dict[Role, Text] = {
    Role.BUSINESS: Text("предприниматель", "entrepreneur"),
    Role.REPRESENTATIVE: Text("представитель", "representative"),
    Role.REGULATOR: Text("регулятор", "regulator"),
    Role.INSPECTOR: Text("инспектор", "inspector"),
    Role.AUTHORITY_HEAD: Text("руководитель органа", "head of the authority"),
    Role.APPEAL_BODY: Text("орган по жалобам", "appeal body"),
    Role.PROSECUTOR: Text("прокурор", "prosecutor"),
    Role.DRAFTER: Text("разработчик акта", "drafter"),
    Role.REVIEWER: Text("эксперт", "reviewer"),
    Role.OMBUDSMAN: Text("уполномоченный", "ombudsman"),
    Role.EDITOR: Text("редактор реестра", "registry editor"),
    Role.ADMIN: Text("администратор", "administrator"),
}
