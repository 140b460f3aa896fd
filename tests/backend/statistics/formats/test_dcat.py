"""The record of a release: valid by our shapes of DCAT-AP, the same in both notations, true of every file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.compare import isomorphic

from backend.statistics.formats.dcat import Written, release_record
from backend.statistics.formats.files import FORMATS
from backend.statistics.formats.linked import Literal, Node, Ref, write_jsonld, write_turtle

SHAPES = Path(__file__).with_name("dcat_shapes.ttl")
DCAT, DCT = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
BASE = "https://yasno.example.ru"


@pytest.fixture
def files(released):
    """Every file of the release."""
    return {code: one.write(released) for code, one in FORMATS.items()}


@pytest.fixture
def record(released, files):
    """The record of the release."""
    written = [Written(FORMATS[code], len(body), hashlib.sha256(body).hexdigest()) for code, body in files.items()]
    return release_record(released.header, written, BASE, open_data=False)


def graph_of(content, kind):
    """Return what a reader of linked data makes of it."""
    return rdflib.Graph().parse(data=content, format=kind)


def test_both_notations_say_the_same_and_keep_to_the_shapes(record):
    turtle, jsonld = graph_of(write_turtle(record), "turtle"), graph_of(write_jsonld(record), "json-ld")
    assert isomorphic(turtle, jsonld)
    good, _, text = pyshacl.validate(turtle, shacl_graph=str(SHAPES))
    assert good, text


def test_size_and_checksum_are_those_of_the_file_behind_the_address(record, released, files):
    graph = graph_of(write_turtle(record), "turtle")
    found = {}
    for one in graph.objects(None, DCAT.distribution):
        checksum = graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)
        found[str(graph.value(one, DCAT.downloadURL))] = (int(graph.value(one, DCAT.byteSize)), str(checksum))
    address = f"{BASE}/api/v1/statistics/releases/{released.id}?format="
    assert found == {address + code: (len(body), hashlib.sha256(body).hexdigest()) for code, body in files.items()}


def test_the_shapes_refuse_a_record_that_lacks_something(record):
    for name in ("dct:title", "dct:description", "dct:license", "dct:temporal", "dct:publisher", "dcat:distribution"):
        lacking = Node(record.types, record.iri, {key: value for key, value in record.said.items() if key != name})
        good, _, _ = pyshacl.validate(graph_of(write_turtle(lacking), "turtle"), shacl_graph=str(SHAPES))
        assert not good, name


def test_an_invented_release_says_so_in_the_record(record, released):
    text = write_turtle(record).decode()
    assert ("Данные вымышлены" in text) is released.header["synthetic"]


def test_words_with_quotes_and_line_ends_stay_words():
    said = {"dct:title": [Literal('«a» "b"\n\\ c', "ru")], "dct:license": [Ref("https://x.example/")]}
    node = Node(("dcat:Dataset",), "https://x.example/d", said)
    assert isomorphic(graph_of(write_turtle(node), "turtle"), graph_of(write_jsonld(node), "json-ld"))
    with pytest.raises(ValueError, match="no address"):
        write_turtle(Node(("dcat:Dataset",), 'https://x.example/"> .', {}))
