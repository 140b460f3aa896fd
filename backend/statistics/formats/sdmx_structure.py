"""The structure of the SDMX-CSV file as SDMX-ML 3.0: what readers need to know its columns, code by code.

Requirements and their versions are text, not codes: their list grows with the registry, and codes of SDMX hold no dots.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from backend.requirements.names import TOPICS
from backend.statistics.formats.code_lists import (
    LEVELS,
    MEASURES,
    OBS_STATUS,
    domain_name,
    sector_names,
    size_names,
    statistics_of,
)
from backend.statistics.formats.sdmx_csv import AGENCY, DIMENSIONS, FLOW, OF_RELEASE, OF_ROW, STRUCTURE, VERSION
from rules.text import Text

ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
NS = {"mes": ROOT + "message", "str": ROOT + "structure", "com": ROOT + "common"}
CONCEPTS = "CS_VOICES"
CODED = ("DOMAIN", "SIZE", "SECTOR", "MEASURE", "OBS_STATUS", "LEVEL")
WHOLE_NUMBERS, TEXTS = ("N_NOISY", "CAP"), ("REQUIREMENT", "REQUIREMENT_VERSION", "RELEASE", "DATASET", "POLICY")
KINDS: Mapping[str, str] = {
    **dict.fromkeys(WHOLE_NUMBERS, "Integer"),
    **dict.fromkeys((*TEXTS, "PRIVACY", "LICENCE"), "String"),
    **dict.fromkeys(("WINDOW_FIRST", "WINDOW_LAST"), "GregorianDay"),
    "SYNTHETIC": "Boolean",
    "TIME_PERIOD": "ObservationalTimePeriod",
}
NAMES: Mapping[str, Text] = {
    "DOMAIN": Text("Тема", "Topic"),
    "REQUIREMENT": Text("Требование", "Requirement"),
    "REQUIREMENT_VERSION": Text("Версия требования", "Version of the requirement"),
    "SIZE": Text("Размер бизнеса", "Size of business"),
    "SECTOR": Text("Отрасль", "Sector"),
    "MEASURE": Text("Показатель", "Measure"),
    "TIME_PERIOD": Text("Окно", "Window"),
    "OBS_VALUE": Text("Средняя оценка", "Mean score"),
    "OBS_STATUS": Text("Состояние", "Status"),
    "LEVEL": Text("Уровень", "Level"),
    "RELEASE": Text("Выпуск", "Release"),
    "DATASET": Text("Набор", "Dataset"),
    "SYNTHETIC": Text("Вымышленные данные", "Synthetic data"),
    "WINDOW_FIRST": Text("Первый день окна", "First day of the window"),
    "WINDOW_LAST": Text("Последний день окна", "Last day of the window"),
    "EPSILON": Text("ε, параметр защиты", "ε of differential privacy"),
    "DELTA": Text("δ, параметр защиты", "δ of differential privacy"),
    "CAP": Text("Сколько ответов одного бизнеса считается", "Answers of one business that count at most"),
    "NOISE_SD_CELL": Text("Отклонение шума в ячейке", "Noise sd of a cell"),
    "NOISE_SD_REQUIREMENT": Text("Отклонение шума в требовании", "Noise sd of a requirement"),
    "CONFIDENCE": Text("Вероятность интервала ±", "Confidence of ±"),
    "POLICY": Text("SHA-256 правил выпуска", "SHA-256 of the policy"),
    "PRIVACY": Text("Страница о защите", "Page on privacy"),
    "LICENCE": Text("Лицензия", "Licence"),
}


def write_structure(header: Mapping[str, Any]) -> bytes:
    """Return the structure message: code lists, concepts, the dataflow, its structure."""
    root = etree.Element(_tag("mes:Structure"), nsmap=NS)
    _header(_under(root, "mes:Header"), header)
    parts = _under(root, "mes:Structures")
    _code_lists(_under(parts, "str:Codelists"))
    _concepts(_under(parts, "str:ConceptSchemes"))
    flow = _artefact(_under(parts, "str:Dataflows"), "str:Dataflow", FLOW, Text("Голоса бизнеса", "Voices of business"))
    _data_structure(_under(parts, "str:DataStructures"))
    _under(flow, "str:Structure", _urn("datastructure.DataStructure", STRUCTURE))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _header(part: Any, header: Mapping[str, Any]) -> None:
    _under(part, "mes:ID", f"IDREF{str(header['release']).replace('-', '_')}")
    _under(part, "mes:Test", "true" if header.get("synthetic") else "false")
    _under(part, "mes:Prepared", str(header.get("published_at")))
    _under(part, "mes:Sender", id=AGENCY)


def _code_lists(part: Any) -> None:
    domains = {**{code: domain_name(code) for code in TOPICS}, "_T": domain_name("_T")}
    lists = (domains, size_names(), sector_names(), MEASURES, OBS_STATUS, LEVELS)
    for name, codes in zip(CODED, lists, strict=True):
        found = _artefact(part, "str:Codelist", f"CL_{name}", NAMES[name])
        for code, text in codes.items():
            _named(_under(found, "str:Code", id=str(code)), text)


def _concepts(part: Any) -> None:
    scheme = _artefact(part, "str:ConceptScheme", CONCEPTS, Text("Понятия выпуска", "Concepts of a release"))
    figures = {name.upper(): text for name, text in statistics_of("year").items()}
    for name in (*DIMENSIONS, "OBS_VALUE", *OF_ROW, *OF_RELEASE):
        _named(_under(scheme, "str:Concept", id=name), {**figures, **NAMES}[name])


def _data_structure(part: Any) -> None:
    made = _artefact(part, "str:DataStructure", STRUCTURE, Text("Строение выпуска", "Structure of a release"))
    parts = _under(made, "str:DataStructureComponents")
    dimensions = _under(parts, "str:DimensionList", id="DimensionDescriptor")
    for place, name in enumerate(DIMENSIONS, start=1):
        kind, place_of = ("str:TimeDimension", {}) if name == "TIME_PERIOD" else ("str:Dimension", {"position": place})
        _component(dimensions, kind, name, **place_of)
    attributes = _under(parts, "str:AttributeList", id="AttributeDescriptor")
    for name in (*OF_ROW, *OF_RELEASE):
        usage = "mandatory" if name in ("OBS_STATUS", "LEVEL", *OF_RELEASE) else "optional"
        related = _under(_component(attributes, "str:Attribute", name, usage=usage), "str:AttributeRelationship")
        # What is said of the release holds for its whole time period.
        if name in OF_RELEASE:
            _under(related, "str:Dimension", "TIME_PERIOD")
        else:
            _under(related, "str:Observation")
    measures = _under(parts, "str:MeasureList", id="MeasureDescriptor")
    _component(measures, "str:Measure", "OBS_VALUE", usage="optional")


def _component(part: Any, tag: str, name: str, **more: Any) -> Any:
    found = _under(part, tag, id=name, **more)
    _under(found, "str:ConceptIdentity", f"{_urn('conceptscheme.Concept', CONCEPTS)}.{name}")
    shown = _under(found, "str:LocalRepresentation")
    if name in CODED:
        _under(shown, "str:Enumeration", _urn("codelist.Codelist", f"CL_{name}"))
    else:
        _under(shown, "str:TextFormat", textType=KINDS.get(name, "Double"))
    return found


def _artefact(part: Any, tag: str, name: str, text: Text) -> Any:
    return _named(_under(part, tag, id=name, agencyID=AGENCY, version=VERSION), text)


def _named(part: Any, text: Text) -> Any:
    for language in ("ru", "en"):
        name = _under(part, "com:Name", text.in_(language))
        name.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return part


def _urn(kind: str, name: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({VERSION})"


def _under(part: Any, tag: str, text: str | None = None, **attributes: Any) -> Any:
    made = etree.SubElement(part, _tag(tag), {name: str(value) for name, value in attributes.items()})
    made.text = text
    return made


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NS[prefix]}}}{local}"
