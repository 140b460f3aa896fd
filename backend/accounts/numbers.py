"""Tax and registration numbers of organisations: ASCII digits with a right checksum, nothing else."""

from __future__ import annotations

import re

from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

from rules.faults import Fault
from rules.text import Text

CHECK = Text("Сверьте его с выпиской.", "Check it against the register extract.")


def inn_fault(value: str, field: str = "inn") -> Fault | None:
    """Return what is wrong with an ИНН, or None. python-stdnum forgives spaces and zeros: we do not."""
    if not re.fullmatch(r"[0-9]+", value):
        message = Text("В ИНН бывают только цифры 0–9.", "A tax number has digits 0–9 only.")
        return Fault("inn_digits", field, message, CHECK)
    if len(value) not in (10, 12):
        digits = len(value)
        message = Text(f"В ИНН {digits} цифр, бывает 10 или 12.", f"{digits} digits; a tax number has 10 or 12.")
        remedy = Text("Сверьте или опишите занятие.", "Check it, or describe what you do.")
        return Fault("inn_length", field, message, remedy)
    if set(value) == {"0"} or not stdnum_inn.is_valid(value):
        message = Text(
            "Такого ИНН не бывает: не сходится контрольная цифра.", "No such tax number: its check digit is wrong."
        )
        return Fault("inn_checksum", field, message, CHECK)
    return None


def ogrn_fault(value: str, field: str = "ogrn") -> Fault | None:
    """Return what is wrong with an ОГРН or ОГРНИП, or None."""
    if not re.fullmatch(r"[0-9]+", value):
        message = Text("В ОГРН бывают только цифры 0–9.", "A registration number has digits 0–9 only.")
        return Fault("ogrn_digits", field, message, CHECK)
    if len(value) not in (13, 15):
        digits = len(value)
        message = Text(
            f"В ОГРН {digits} цифр, бывает 13 или 15.", f"{digits} digits; a registration number has 13 or 15."
        )
        return Fault("ogrn_length", field, message, CHECK)
    if set(value) == {"0"} or not stdnum_ogrn.is_valid(value):
        message = Text(
            "Такого ОГРН не бывает: не сходится контрольная цифра.", "No such number: its check digit is wrong."
        )
        return Fault("ogrn_checksum", field, message, CHECK)
    return None
