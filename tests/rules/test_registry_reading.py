"""The whole registry is read: nothing dropped, codes stay text, numbers exact, one canonical form."""

import json
from datetime import date
from decimal import Decimal

import pytest
import yaml

from rules.conditions import as_json
from rules.editions import freeze, thaw
from rules.exact_json import canonical_json
from rules.reading import (
    EDITIONS,
    REGISTRY,
    files_sha256,
    load_edition,
    published_editions,
    read_edition,
    read_registry,
    requirement_files,
)
from rules.versions import edition_sha256, unordered, version_of


@pytest.fixture(scope="module")
def edition():
    return read_registry()


@pytest.fixture(scope="module")
def plainly_read():
    names = requirement_files(REGISTRY)
    return {
        entry["id"]: entry
        for name in names
        for entry in yaml.load((REGISTRY / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
    }


def as_plain(value):
    """What a plain YAML reader has, in the shape of JSON: dates as text, decimals as floats."""
    if isinstance(value, dict):
        return {str(key): as_plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def test_all_entries_of_the_catalogue_are_read(edition, plainly_read):
    assert len(edition.requirements) >= 542
    assert set(edition.requirements) == set(plainly_read)


def test_no_key_and_no_value_is_dropped(edition, plainly_read):
    for name, entry in plainly_read.items():
        assert as_plain(edition.requirements[name].raw) == as_plain(entry), name


def test_every_key_reaches_its_field(edition):
    for one in edition.requirements.values():
        assert as_plain(as_json(one.applies_when)) == as_plain(one.raw["applies_when"])
        assert len(one.sanctions) == len(one.raw.get("sanctions", []))
        assert len(one.steps) == len(one.raw.get("steps", []))
        assert len(one.overlaps) == len(one.raw.get("overlaps", []))
        assert one.domain == one.id.split(".")[0]
        assert one.act.date.isoformat() == one.raw["act"]["date"]
        assert (one.in_force.until is None) == ("until" not in one.raw.get("in_force", {}))


def test_codes_that_look_like_numbers_stay_text(edition):
    codes = edition.vocabulary.okved
    assert {"10.20", "10.2", "56.10"} <= set(codes)
    assert all(isinstance(code, str) for code in edition.vocabulary.facts["region"].values)
    assert "01" in edition.vocabulary.facts["region"].values


def test_the_vocabulary_keeps_every_fact_and_rule(edition):
    raw = yaml.load((REGISTRY / "facts.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    vocabulary = edition.vocabulary
    assert list(vocabulary.facts) == list(raw["facts"])
    assert as_plain(vocabulary.raw["implications"]) == as_plain(raw["implications"])
    assert len(vocabulary.conflicts) == len(raw["conflicts"])
    assert len(vocabulary.likely) == len(raw["likely"])
    assert vocabulary.at_most[0].fact == "customer_area_m2"
    assert vocabulary.when_suggested["main_code"] == Decimal("0.8")
    for name, fact in raw["facts"].items():
        assert len(vocabulary.facts[name].implied) == len(fact.get("implied", []))
        assert list(vocabulary.facts[name].values) == [str(code) for code in fact.get("values", {})]


def test_the_classifier_is_whole(edition):
    assert len(edition.vocabulary.okved) == 2788
    assert edition.vocabulary.okved["56.10"].section == "I"


def test_authorities_and_situations_have_names_in_both_languages(edition):
    assert edition.authorities["mchs"].name.ru == "МЧС России"
    assert edition.situations["open_cafe"].okved == ("56.10", "56.30")
    assert all(one.name.ru and one.name.en for one in (*edition.authorities.values(), *edition.situations.values()))


def test_reordering_keys_and_files_changes_no_byte_of_the_canonical_form(edition):
    entries = [one.raw for one in edition.requirements.values()]
    turned = [json.loads(json.dumps(as_plain(one), sort_keys=True)) for one in reversed(entries)]
    back = [dict(reversed(list(one.items()))) for one in entries]
    assert edition_sha256(back[::-1]) == edition.sha256
    assert canonical_json(back[0]) == canonical_json(entries[0])
    assert len(turned) == len(entries)


def test_writing_a_number_longer_changes_no_hash():
    assert canonical_json({"a": Decimal("0.50"), "b": Decimal("12.0")}) == b'{"a":0.5,"b":12}'


def test_a_version_follows_the_meaning_only(edition):
    raw = dict(edition.requirements["labour.contract_written"].raw)
    version = version_of(raw)
    for key, value in {
        "verified": False,
        "checked_in": "—",
        "effort": {},
        "confidence": "low",
        "situations": [],
    }.items():
        assert version_of(raw | {key: value}) == version, key
    assert version_of(raw | {"title": {"ru": "Другое имя", "en": "Another name"}}) == version
    for key, value in {
        "applies_when": True,
        "provision": "ст. 1",
        "kind": "ban",
        "plain": {"ru": "Иначе.", "en": raw["plain"]["en"]},
        "in_force": {"from": "2030-01-01"},
        "authority": "fns",
        "recurrence": {"mode": "one_off"},
        "sanctions": [],
    }.items():
        assert version_of(raw | {key: value}) != version, key


def test_the_order_of_alternatives_is_no_change_of_meaning():
    one = {"any": [{"fact": "a", "op": "in", "value": ["x", "y"]}, {"fact": "b", "op": "is", "value": True}]}
    other = {"any": [{"fact": "b", "op": "is", "value": True}, {"fact": "a", "op": "in", "value": ["y", "x"]}]}
    assert unordered(one) == unordered(other)


def test_a_frozen_edition_comes_back_equal(edition):
    back = thaw(freeze(edition))
    assert back == edition
    assert list(back.vocabulary.facts["activities"].values) == list(edition.vocabulary.facts["activities"].values)


def test_loading_the_project_gives_the_same_law_as_reading_it(edition):
    loaded = load_edition()
    assert loaded.sha256 == edition.sha256
    assert loaded.requirements == edition.requirements
    assert loaded.vocabulary == edition.vocabulary


def test_published_editions_can_be_read_back():
    for one in published_editions():
        edition = read_edition(one.number)
        assert (edition.number, edition.sha256, edition.published) == (one.number, one.sha256, one.published)
        assert len(edition.requirements) == one.requirements
        assert edition_sha256(entry.raw for entry in edition.requirements.values()) == one.sha256


@pytest.mark.skipif(not (EDITIONS / "index.json").is_file(), reason="no edition is published yet")
def test_the_newest_published_edition_is_what_the_files_say(edition):
    newest = published_editions()[-1]
    assert newest.sha256 == edition.sha256, "yasno registry freeze has not been run after the last edit"
    assert newest.files_sha256 == files_sha256(REGISTRY)
