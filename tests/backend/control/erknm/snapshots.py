"""Files of the register, made here with the names seen in public programs: no real business stands in them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

# By the control digits no such ИНН can be.
CAFE, SHOP, MILL = "7701000001", "7701000002", "500100000003"
HEAD = '<?xml version="1.0" encoding="{}" standalone="yes"?>\n'
ROOT = (
    '<ns2:INSPECTIONS YEAR="2026" MONTH="9" xmlns="https://proverki.gov.ru/opendata/3.0/20220115" '
    'xmlns:ns2="https://proverki.gov.ru/opendata/3.0/20220125">\n'
)
END = "</ns2:INSPECTIONS>\n"


def record(number: int | str, inn: str = CAFE, attributes: str = "", inside: str = "", more: str = "") -> str:
    """Return one event of a business; `more` stands beside the usual elements, `inside` in the subject."""
    return f"""<INSPECTION CLASSIFICATION="КНМ" CREATION_SOURCE="Создано через ФГИС ЕРКНМ" STATUS="Ожидает проведения"
 STATUS_KEY="TYPE_WAITING_CARRY_OUT" ERPID="{number}" TYPE_NAME="Внеплановое КНМ" KO_LEVEL="FEDERAL"
 START_DATE="2026-10-19" STOP_DATE="2026-10-21"{attributes}>
  <PROSECUTOR_OFFICE NAME="Прокуратура города"/>
  <KIND_CONTROL DICT_ID="a" DICT_VERSION_ID="b" VALUE="Федеральный государственный пожарный надзор"/>
  <KIND_KNM DICT_ID="a" VALUE="Выездная проверка"/>
  <SUBJECT INN="{inn}" OGRN="1137700000001" NAME="ООО «Пример»" TYPE="ЮЛ" GUID="g" MSP_CODE="Микропредприятие">
    <OKVEDS CODE="56.10" NAME="Рестораны"/>{inside}
  </SUBJECT>
  <OBJECT ADDRESS="г Москва, ул Примерная, 1" GUID="o">
    <OBJECT_TYPE VALUE="Производственные объекты"/>
    <OBJECT_KIND VALUE="здания"/>
    <OBJECT_SUB_KIND VALUE="помещения"/>
    <RISK_CATEGORY VALUE="значительный риск"/>
  </OBJECT>
  <INSPECTOR INSPECTOR_FULL_NAME="Фамилия Имя" GUID="i"><INSPECTOR_POSITION VALUE="инспектор"/></INSPECTOR>
  <KNO_ORGANIZATION VALUE="ГУ МЧС"/>
  <DECISION FIO_SIGNER="Фамилия Имя"/>
  <REASON_RISK><REASON TEXT="ФЗ №248-ФЗ" MAIN="true"><REASON_TYPE HAS_TEXT="true"/></REASON></REASON_RISK>
  <PLACE>г Москва,
    ул Примерная, 1</PLACE>{more}
</INSPECTION>
"""


def warning(number: int | str, words: str, inn: str = CAFE) -> str:
    """Return a warning as the register has it."""
    return f"""<INSPECTION CLASSIFICATION="ПМ" STATUS="Предостережение объявлено" STATUS_KEY="REMARK" ERPID="{number}">
  <KIND_KNM VALUE="Объявление предостережения"/><SUBJECT INN="{inn}"/>
  <WARNING_INFO><CAPTION>{words}</CAPTION></WARNING_INFO>
</INSPECTION>
"""


def xml(records: Iterable[str], encoding: str = "utf-8", head: str | None = None) -> bytes:
    """Return a whole file."""
    start = HEAD.format(encoding) if head is None else head
    return (start + ROOT + "".join(records) + END).encode(encoding)


def packed(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive of these files."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
