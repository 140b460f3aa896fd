"""The package of an appeal: a PDF, the files under their hashes, the text for each field of the portal's form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlmodel import Session

from backend.appeals.effects import files_of
from backend.appeals.filing import grounds_of
from backend.appeals.models import Appeal
from backend.appeals.naming import SUBJECTS, title_of
from backend.control.cases.draft_pdf import Paper, Section, render
from backend.control.cases.naming import type_name
from backend.control.models import EventFile
from backend.papers.service import load
from backend.web import formats
from rules.text import Text

MARK = "Подготовлено на платформе «Ясно». Подаётся только через Госуслуги или региональный портал (248-ФЗ, ст. 40 ч. 1)"
PROOF = "Подтверждение:"
# A zip of the same files has the same bytes.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def appeal_pdf(session: Session, row: Appeal, readable: Sequence[EventFile] | None = None) -> bytes:
    """Return the appeal as PDF, with the seven items of 41(1); it names the files that its reader may read."""
    motions = tuple(line for line in (_stay(row), _restore(row)) if line)
    files = tuple(
        f"{one.name}, SHA-256 {one.sha256}" for one in (files_of(session, row) if readable is None else readable)
    )
    sections = (
        Section("Что обжалуется", lines=(SUBJECTS[row.subject].ru, row.contested)),
        Section("Основания и доводы", lines=_grounds(session, row)),
        Section("Требования", lines=tuple(f"{n}. {one}" for n, one in enumerate(row.demands, start=1))),
        Section("Ходатайства", lines=motions),
        Section("Позиция уполномоченного", lines=(row.position_text,) if row.position_text else ()),
        Section("Приложения", lines=files),
    )
    return render(
        Paper(
            title="Жалоба",
            facts=_facts(row),
            sections=tuple(one for one in sections if any(one.lines)),
            signature="Подпись: электронная, ставится на портале (248-ФЗ, ст. 40 ч. 1)",
            law="248-ФЗ, гл. 9, ст. 39–43",
            mark=MARK,
        )
    )


def _facts(row: Appeal) -> tuple[tuple[str, str], ...]:
    return (
        ("Куда", row.hearing_name),
        ("На чьё решение или действие", ", ".join(part for part in (row.authority_name, row.author_name) if part)),
        ("Вид контроля", type_name(row.control_type).ru if row.control_type else ""),
        ("Кто подаёт", row.filer_name),
        ("Адрес", row.filer_address),
        ("Представитель", ", ".join(part for part in (row.representative, row.proxy) if part)),
        ("Номер проверки в ЕРКНМ", row.event_number),
        ("Номер объекта в ЕРВК", row.object_number),
        ("Когда узнали о нарушении", formats.day(row.known_on, "ru") if row.known_on else ""),
        ("Как связаться", row.contact_way),
        ("Как получить решение", row.decision_way),
    )


def _grounds(session: Session, row: Appeal) -> tuple[str, ...]:
    lines = [
        f"{one.n}. {one.text}" + (f" {PROOF} {one.evidence}" if one.evidence.rstrip(".") not in one.text else "")
        for one in grounds_of(session, row)
    ]
    return (*lines, row.arguments) if row.arguments else tuple(lines)


def _stay(row: Appeal) -> str:
    return (
        f"Приостановить исполнение обжалуемого решения (ст. 40 ч. 9). {row.stay_asked_reason}"
        if row.asks_for_stay
        else ""
    )


def _restore(row: Appeal) -> str:
    return f"Восстановить срок подачи (ст. 40 ч. 7). {row.restore_reason}" if row.asks_to_restore else ""


def fields(session: Session, row: Appeal) -> list[tuple[Text, str]]:
    """Return the text for each field of the portal's form, to be copied one by one."""
    return [
        (Text("Предмет жалобы", "Subject"), SUBJECTS[row.subject].ru),
        (
            Text("Орган и должностное лицо", "Body and official"),
            ", ".join(filter(None, (row.authority_name, row.author_name))),
        ),
        (Text("Номер в реестре", "Number in the register"), row.event_number or row.object_number),
        (Text("Сведения о решении или действии", "The decision or action"), row.contested),
        (Text("Основания и доводы", "Grounds and arguments"), "\n\n".join(_grounds(session, row))),
        (Text("Требования", "Demands"), "\n".join(row.demands)),
        (Text("Ходатайства", "Motions"), "\n".join(filter(None, (_stay(row), _restore(row))))),
    ]


def package_zip(session: Session, row: Appeal, data: Path) -> bytes:
    """Return the package as a zip: the PDF, the texts, the files; the same appeal gives the same bytes."""
    held: dict[str, bytes] = {"жалоба.pdf": appeal_pdf(session, row), "тексты полей.txt": _texts(session, row)}
    for n, file in enumerate(files_of(session, row), start=1):
        held[f"приложения/{n:02d} {file.name}"] = load(data, file.sha256)
    return _zip(held)


def _texts(session: Session, row: Appeal) -> bytes:
    parts = [f"{name.ru}\n{text}" for name, text in fields(session, row) if text]
    return ("\n\n".join([title_of(row).ru, *parts]) + "\n").encode()


def _zip(held: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
