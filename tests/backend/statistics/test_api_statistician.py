"""A statistician takes a release from a real server with own tools, and two formats agree to the last number."""

from __future__ import annotations

import hashlib
import io

import httpx
import pyshacl
import pytest
import rdflib
import sdmx
from pyjstat import pyjstat

from tests.backend.api.conftest import lift_limits, serving
from tests.backend.statistics.drawn import API, key_of, quarter, release
from tests.backend.statistics.formats.test_dcat import DCAT, SHAPES, SPDX


@pytest.fixture
def fetch(app, person, regulator, settings):
    """Fetches from a real server with a regulator's key."""
    release(settings)
    lift_limits(app)
    key = key_of(person, regulator)
    with serving(app) as address, httpx.Client(headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:

        def get(path, **more):
            answer = client.get(address + path, **more)
            assert answer.status_code == 200, answer.text
            return answer.content

        yield get


def test_json_stat_and_sdmx_hold_the_same_numbers(fetch, tmp_path):
    whole = f"{API}/releases/2026Q3"
    frame = pyjstat.Dataset.read(fetch(f"{whole}?format=jsonstat").decode()).write("dataframe", naming="id")
    shown = frame[(frame.statistic == "value") & frame.value.notna()]
    cube = {(row.item.partition("@")[0], row.segment, row.measure): row.value for row in shown.itertuples()}
    flow = sdmx.read_sdmx(io.BytesIO(fetch(f"{whole}/structure"))).dataflow["DF_VOICES"]
    (tmp_path / "q.csv").write_bytes(fetch(whole, headers={"Accept": "application/vnd.sdmx.data+csv"}))
    series = {}
    for one in sdmx.read_sdmx(tmp_path / "q.csv", structure=flow).data[0].obs:
        key = {name: value.value for name, value in one.key.values.items()}
        if one.value:
            segment = "_T" if key["SIZE"] == "_T" else f"{key['SIZE']}.{key['SECTOR']}"
            name = key["REQUIREMENT"] if key["REQUIREMENT"] != "_T" else key["DOMAIN"]
            series[(name, segment, key["MEASURE"])] = float(one.value)
    assert cube == series
    assert len(cube) == sum(row.published for row in quarter())


def test_a_harvester_finds_every_file_by_the_record_and_its_checksum_holds(fetch, settings):
    graph = rdflib.Graph().parse(data=fetch(f"{API}/releases/2026Q3/record?format=turtle"), format="turtle")
    good, _, text = pyshacl.validate(graph, shacl_graph=str(SHAPES))
    assert good, text
    files = list(graph.objects(None, DCAT.distribution))
    for one in files:
        at = str(graph.value(one, DCAT.downloadURL)).removeprefix(settings.public_url)
        content = fetch(at)
        checksum = graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)
        assert hashlib.sha256(content).hexdigest() == str(checksum), at
        assert len(content) == int(graph.value(one, DCAT.byteSize)), at
    assert len(files) == 7
