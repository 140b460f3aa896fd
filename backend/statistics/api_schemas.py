"""What calls about releases give."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backend.web.api_schemas import TextOut


class WindowOut(BaseModel):
    """The days whose answers a release counts."""

    code: str = Field(examples=["2026Q3"])
    first: str = Field(examples=["2026-07-01"])
    last: str = Field(examples=["2026-09-30"])


class NoiseOut(BaseModel):
    """The standard deviation of the noise of one bin."""

    cell: float = Field(examples=[9.98])
    requirement: float = Field(examples=[9.98])


class ReleaseHeadOut(BaseModel):
    """A release without its rows: window, parameters of protection, signature."""

    model_config = ConfigDict(extra="allow")
    release: str = Field(description="Its id: the code of its window", examples=["2026Q3"])
    dataset: str = Field(description="real, or synthetic for invented answers", examples=["real"])
    synthetic: bool
    kind: str = Field(description="quarter or year", examples=["quarter"])
    window: WindowOut
    published_at: str = Field(examples=["2026-10-15T09:00:00+03:00"])
    epsilon: float = Field(examples=[3.0])
    delta: float = Field(examples=[0.000001])
    cap: int = Field(description="Answers of one business that count at most", examples=[10])
    noise_sd: Any = Field(description="Noise sd of one bin: of a cell, of a requirement")
    collecting: bool = Field(description="Too few voices: not one topic is shown")
    policy: str = Field(description="SHA-256 of the signed policy")
    privacy: str = Field(examples=["/privacy/releases"])
    key: str = Field(description="Public key that signed it, Ed25519, hex")
    signature: str
    sha256: str = Field(description="Hash of the signed document: header without key and signature, and cells")


class ReleasesPage(BaseModel):
    """Releases, the newest first."""

    items: list[ReleaseHeadOut]
    next: str | None


class CellOut(BaseModel):
    """One row of a release. Where `published` is false every number is null, whether it is withheld or empty."""

    level: str = Field(examples=["cell"])
    requirement: str | None = Field(examples=["fire.alarm_maintenance"])
    version: str | None
    domain: str = Field(description="Topic group; empty where a row sums all of them up", examples=["fire"])
    segment: dict[str, str] = Field(description="`size` and `sector`; empty: all", examples=[{"size": "micro"}])
    measure: str = Field(examples=["clarity"])
    value: float | None = Field(description="Mean score; measures without a score have none", examples=[3.12])
    margin95: float | None = Field(description="± 95 %, of the noise alone", examples=[0.14])
    n_noisy: int | None = Field(description="Number of answers, with noise", examples=[412])
    published: bool
    sd: float | None = Field(description="Noise sd of one bin of this row, in answers")
    shares: list[float] | None = Field(description="Shares of answers by bin, in the order of the measure's bins")


class CellsPage(BaseModel):
    """Rows in the order of the whole document."""

    release: ReleaseHeadOut
    items: list[CellOut]
    next: str | None


class ReleaseDocument(BaseModel):
    """The signed document. With `format=jsonstat` the same numbers come as JSON-stat 2.0: `value`, `id`, `size`."""

    model_config = ConfigDict(extra="allow")
    release: str | None = None
    cells: list[CellOut] | None = None


class ReleaseNotesOut(BaseModel):
    """What was found out about a release after it; the release itself stays."""

    release: str
    items: list[dict[str, Any]] = Field(examples=[[{"at": "2026-11-02T10:00:00+03:00", "text": {"ru": "…"}}]])


class ReleaseDayOut(BaseModel):
    """A day of releases, told ahead."""

    window: WindowOut
    kind: str = Field(examples=["quarter"])
    closes_at: str = Field(description="Answers until then count")
    published_at: str = Field(description="The same minute for everybody")
    state: str = Field(description="planned, frozen, published; burned: never in a private release")


class ReleaseCalendarOut(BaseModel):
    """Days of releases, the first one first."""

    items: list[ReleaseDayOut]


class NamedCode(BaseModel):
    """A code and its name."""

    code: str
    name: TextOut


class MeasureOut(NamedCode):
    """A measure with its bins: `share_1` is the share of the first one."""

    kind: str = Field(description="Which releases have it: quarter or year")
    bins: list[NamedCode]


class RequirementCode(BaseModel):
    """A requirement of the present edition; a release may hold earlier versions."""

    id: str
    version: str
    domain: str
    title: TextOut


class DimensionsOut(BaseModel):
    """Every code that stands in a release. Codes never change their meaning; a changed list is a new version."""

    version: str = Field(description="Of the lists of this format", examples=["1.0.0"])
    segments_version: int = Field(description="Of sizes, sectors and bins; a release names its own")
    edition: str = Field(description="Hash of the edition the requirements are of")
    total: str = Field(description="Stands where tables sum a dimension up", examples=["_T"])
    levels: list[NamedCode]
    domains: list[NamedCode]
    sizes: list[NamedCode]
    sectors: list[NamedCode]
    segments: list[NamedCode]
    measures: list[MeasureOut]
    statistics: list[NamedCode]
    statuses: list[NamedCode] = Field(description="OBS_STATUS of SDMX-CSV")
    formats: list[NamedCode]
    no_data: list[NamedCode] = Field(description="The one mark for no data in each format")
    requirements: list[RequirementCode]


class QualityPart(BaseModel):
    """One part of the note."""

    code: str = Field(examples=["method"])
    title: TextOut
    text: TextOut


class QualityOut(BaseModel):
    """The quality note: method, whose answers, what is withheld and why, limits, parameters of a release."""

    release: str | None
    parts: list[QualityPart]
