"""Whether a document is as it was signed: also one that lacks what proves it."""

from __future__ import annotations

import pytest

from backend.statistics.feed import feed_of
from backend.statistics.verifying import document_of, verify_document
from tests.backend.statistics.drawn import release


@pytest.fixture
def document(settings):
    """A signed release."""
    release(settings)
    return document_of(feed_of(settings), "2026Q3")


def test_a_signed_document_holds(document, settings):
    found = verify_document(document, settings)
    assert (found["ok"], found["own_key"], found["key"]) == (True, True, document["key"])


@pytest.mark.parametrize("name", ["key", "signature"])
@pytest.mark.parametrize("given", [None, 7, "left out"])
def test_without_a_key_or_a_signature_nothing_is_proven(document, settings, name, given):
    del document[name]
    if given != "left out":
        document[name] = given
    found = verify_document(document, settings)
    assert (found["ok"], found["key"]) == (False, document.get("key") if name == "signature" else None)
