"""The record of a release for catalogues of open data: DCAT-AP 3, with size and checksum of each file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.statistics.formats.code_lists import NO_DATA
from backend.statistics.formats.files import FileFormat
from backend.statistics.formats.linked import Literal, Node, Ref, Value
from rules.text import Text

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
EU = "http://publications.europa.eu/resource/authority/"
IANA = "https://www.iana.org/assignments/media-types/"
FILE_TYPES: Mapping[str, str] = {"csv-semicolon": "CSV", "jsonstat": "JSON", "sdmx-csv": "CSV"}
STANDARDS: Mapping[str, str] = {"jsonstat": "https://json-stat.org/format/", "sdmx-csv": "https://sdmx.org/"}
FREQUENCIES: Mapping[str, str] = {"quarter": "QUARTERLY", "year": "ANNUAL"}
CONCEPT, DOCUMENT = "skos:Concept", "foaf:Document"
# Codes of the European lists by their English names there; a concept is not valid without one.
LISTED: Mapping[str, str] = {
    "STATISTICAL": "Statistical data",
    "GOVE": "Government and public sector",
    "STABLE": "stable",
}
ABOUT = Text(
    "Насколько обязательные требования понятны и выполнимы для бизнеса: распределения ответов с шумом, из которых "
    "нельзя узнать ответ отдельного бизнеса. Где голосов мало, данных нет.",
    "How clear and feasible mandatory requirements are for businesses: distributions of answers with noise, from which "
    "no single business's answer can be learnt. Where voices are few there is no data.",
)
INVENTED = Text("Данные вымышлены, для показа. ", "The data are synthetic, for demonstration. ")
KEYWORDS = (Text("обязательные требования", "mandatory requirements"), Text("бизнес", "business"))


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the release as it is given out."""

    format: FileFormat
    size: int
    sha256: str


def release_record(header: Mapping[str, Any], files: Sequence[Written], base: str, *, open_data: bool) -> Node:
    """Return the record of a release. `base` is the public address of the installation."""
    address = f"{base}/api/v1/statistics/releases/{header['release']}"
    rights = "PUBLIC" if open_data else "RESTRICTED"
    said: dict[str, Iterable[Value]] = {
        "dct:title": _texts(_title(header)),
        "dct:description": _texts(_described(header)),
        "dct:identifier": [Literal(str(header["release"]))],
        "dct:issued": [Literal(str(header["published_at"]), datatype="xsd:dateTime")],
        "dct:publisher": [_publisher(base)],
        "dcat:contactPoint": [_contact(base)],
        "dct:temporal": [_period(header)],
        "dct:spatial": [_listed("country", "RUS", "dct:Location")],
        "dct:accrualPeriodicity": [_listed("frequency", FREQUENCIES[header["kind"]], "dct:Frequency")],
        "dct:type": [_listed("dataset-type", "STATISTICAL", CONCEPT)],
        "dct:conformsTo": [Ref(f"{base}{header['privacy']}", "dct:Standard")],
        "dct:license": [Ref(LICENCE, "dct:LicenseDocument")],
        "dct:accessRights": [_listed("access-right", rights, "dct:RightsStatement")],
        "dct:language": [_listed("language", one, "dct:LinguisticSystem") for one in ("RUS", "ENG")],
        "dcat:theme": [_listed("data-theme", "GOVE", CONCEPT)],
        "dcat:keyword": [one for word in KEYWORDS for one in _texts(word)],
        "dcat:landingPage": [Ref(address, DOCUMENT)],
        "foaf:page": [Ref(one, DOCUMENT) for one in (f"{address}/notes", f"{base}/api/v1/statistics/quality")],
        "dcat:distribution": [_distribution(header, one, address) for one in files],
    }
    return Node(("dcat:Dataset",), f"{address}/record", said)


def _distribution(header: Mapping[str, Any], file: Written, address: str) -> Node:
    at, code = f"{address}?format={file.format.code}", file.format.code
    kind = FILE_TYPES.get(code, code.upper())
    checksum: dict[str, Iterable[Value]] = {
        "spdx:algorithm": [Ref("spdx:checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm")],
        "spdx:checksumValue": [Literal(file.sha256, datatype="xsd:hexBinary")],
    }
    standards = [STANDARDS[code]] if code in STANDARDS else []
    said: dict[str, Iterable[Value]] = {
        "dct:title": _texts(file.format.name),
        "dct:description": _texts(_without_data(code)),
        "dcat:accessURL": [Ref(at)],
        "dcat:downloadURL": [Ref(at)],
        "dcat:mediaType": [Ref(IANA + file.format.media_type, "dct:MediaType")],
        "dct:format": [_listed("file-type", kind, "dct:MediaTypeOrExtent")],
        "dcatap:availability": [_listed("planned-availability", "STABLE", CONCEPT)],
        "dcat:byteSize": [Literal(str(file.size), datatype="xsd:nonNegativeInteger")],
        "spdx:checksum": [Node(("spdx:Checksum",), said=checksum)],
        "dct:license": [Ref(LICENCE, "dct:LicenseDocument")],
        "dct:issued": [Literal(str(header["published_at"]), datatype="xsd:dateTime")],
        "dct:conformsTo": [Ref(one, "dct:Standard") for one in standards],
    }
    return Node(("dcat:Distribution",), said={name: values for name, values in said.items() if values})


def _publisher(base: str) -> Node:
    return Node(
        ("foaf:Agent",),
        f"{base}/#publisher",
        {"foaf:name": [Literal("Yasno")], "foaf:homepage": [Ref(f"{base}/", DOCUMENT)]},
    )


def _contact(base: str) -> Node:
    said: dict[str, Iterable[Value]] = {"vcard:fn": [Literal("Yasno")], "vcard:hasURL": [Ref(f"{base}/")]}
    return Node(("vcard:Kind", "vcard:Organization"), said=said)


def _listed(list_code: str, code: str, kind: str) -> Node:
    """Return a code of a European list with the list it is of, so that a reader needs not to fetch it."""
    said: dict[str, Iterable[Value]] = {"skos:inScheme": [Ref(EU + list_code)]}
    if code in LISTED:
        said["skos:prefLabel"] = [Literal(LISTED[code], "en")]
    return Node((kind,), f"{EU}{list_code}/{code}", said)


def _without_data(code: str) -> Text:
    mark = NO_DATA[code]
    return Text(f"Где данных нет: {mark.ru}.", f"Where there is no data: {mark.en}.")


def _period(header: Mapping[str, Any]) -> Node:
    window = header["window"]
    said: dict[str, Iterable[Value]] = {
        "dcat:startDate": [Literal(str(window["first"]), datatype="xsd:date")],
        "dcat:endDate": [Literal(str(window["last"]), datatype="xsd:date")],
    }
    return Node(("dct:PeriodOfTime",), said=said)


def _title(header: Mapping[str, Any]) -> Text:
    name, ru, en = header["release"], "", ""
    if header.get("synthetic"):
        ru, en = " (вымышленные данные)", " (synthetic data)"
    return Text(f"Голоса бизнеса о требованиях, {name}{ru}", f"Voices of business on requirements, {name}{en}")


def _described(header: Mapping[str, Any]) -> Text:
    if header.get("synthetic"):
        return Text(INVENTED.ru + ABOUT.ru, INVENTED.en + ABOUT.en)
    return ABOUT


def _texts(text: Text) -> list[Value]:
    return [Literal(text.ru, "ru"), Literal(text.en, "en")]
