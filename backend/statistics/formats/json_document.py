"""The release as its signed document: everything else is made of it."""

from __future__ import annotations

from typing import Any

from backend.statistics.formats.tidy import Whole
from backend.statistics.signing import exact
from rules.exact_json import json_in_order


def json_bytes(document: Any) -> bytes:
    """Return a document on one line, keys in their order, numbers written as they are hashed: plain, shortest."""
    return json_in_order(exact(document)) + b"\n"


def write_json(whole: Whole) -> bytes:
    """Return header and cells in one document."""
    return json_bytes({**whole.header, "cells": list(whole.cells)})
