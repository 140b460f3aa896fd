"""Schemas of the API's description: pydantic models, and the JSON Schemas of the command line's formats."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from rules.reading import read_schema

PROBLEM = "application/problem+json"
REFERENCE = "#/components/schemas/"
_MODELS: dict[str, type[BaseModel]] = {}
_FORMATS: set[str] = set()


class TextOut(BaseModel):
    """Text for people, in both languages."""

    ru: str = Field(examples=["Тренировка по эвакуации"])
    en: str = Field(examples=["Evacuation drill"])


class ProblemError(BaseModel):
    """One fault: what is wrong and what to do."""

    code: str = Field(description="Stable name of the fault", examples=["wrong_value"])
    field: str | None = Field(description="Where it is", examples=["facts.employees"])
    message: TextOut
    remedy: TextOut
    line: int | None = Field(default=None, description="Line of the body, where the JSON itself is broken")


class Problem(BaseModel):
    """A refusal (RFC 9457): the first fault in the language asked for, and every fault in both."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["«-3» does not fit the field «facts.employees»."])
    status: int = Field(examples=[422])
    detail: str = Field(description="What to do", examples=["Write a value of at least 0."])
    code: str = Field(examples=["wrong_value"])
    errors: list[ProblemError]
    reference: str | None = Field(default=None, description="Name of an unexpected fault, for those who look after it")


_MODELS["Problem"] = Problem


def component_of(model: Any) -> dict[str, Any]:
    """Return a reference to a model's schema, and remember to describe it. A dict is a schema itself."""
    if model is None or isinstance(model, dict):
        return model or {}
    if isinstance(model, str):
        _FORMATS.add(model)
        return {"$ref": REFERENCE + _name(model)}
    _MODELS.setdefault(model.__name__, model)
    if _MODELS[model.__name__] is not model:
        raise ValueError(f"two models are called {model.__name__}")
    return {"$ref": REFERENCE + model.__name__}


def components() -> dict[str, Any]:
    """Return every schema that was referred to."""
    _, described = models_json_schema(
        [(one, "validation") for one in _MODELS.values()], ref_template=REFERENCE + "{model}"
    )
    found: dict[str, Any] = dict(described["$defs"])
    for name in sorted(_FORMATS):
        found |= _format(name)
    return found


@cache
def _format(name: str) -> dict[str, Any]:
    """Return a format's schema with its inner definitions as components of their own."""
    shape: dict[str, Any] = json.loads(read_schema(name))
    inner = shape.pop("$defs", {})
    for key in ("$schema", "$id"):
        shape.pop(key, None)
    owner = _name(name)
    found = {f"{owner}{_name(part)}": _moved(schema, owner) for part, schema in inner.items()}
    return {owner: _moved(shape, owner), **found}


def _moved(value: Any, owner: str) -> Any:
    if isinstance(value, dict):
        return {
            key: REFERENCE + owner + _name(part.rpartition("/")[2])
            if key == "$ref" and isinstance(part, str)
            else _moved(part, owner)
            for key, part in value.items()
        }
    return [_moved(part, owner) for part in value] if isinstance(value, list) else value


def _name(code: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in code.replace("_", "-").split("-"))
