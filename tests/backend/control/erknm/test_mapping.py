"""The mapping is a file: another one reads another shape, and a wrong one is refused by field."""

from __future__ import annotations

import pytest

from backend.control.erknm.naming import read_names
from backend.control.erknm.reading import ErknmImport
from rules.faults import InputError

OTHER = """
record: [knm]
subjects: [org]
subject: {inn: ["@tax"]}
fields: {number: [id], status: [state/name], starts_on: ["@from"]}
"""


def names_in(tmp_path, words):
    (tmp_path / "mapping.yaml").write_text(words, encoding="utf-8")
    return read_names(tmp_path / "mapping.yaml")


def test_another_mapping_reads_another_shape(tmp_path):
    names = names_in(tmp_path, OTHER)
    (tmp_path / "a.xml").write_text(
        '<x><list><knm from="2026-01-02"><id>5</id><state><name>s</name></state>'
        '<org tax="7701000001"/></knm></list></x>'
    )
    (event,) = ErknmImport(tmp_path / "a.xml", {"7701000001"}, names=names)
    assert (event.number, event.status, event.starts_on.isoformat()) == ("5", "s", "2026-01-02")


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [
        ("status:", "statuss:", "fields.statuss"),
        ("number: [id], ", "", "fields.number"),
        ('inn: ["@tax"]', 'name: ["@tax"]', "subject.inn"),
        ("record: [knm]", "record: knm", "record"),
        ("record: [knm]", "recrd: [knm]", "recrd"),
    ],
)
def test_a_wrong_mapping_is_refused_by_field(tmp_path, ours, theirs, field):
    with pytest.raises(InputError) as caught:
        names_in(tmp_path, OTHER.replace(ours, theirs))
    assert field in [fault.field for fault in caught.value.faults]


def test_the_projects_mapping_says_that_it_is_not_verified_and_knows_the_names_seen():
    names = read_names()
    seen = [
        "@ERPID", "SUBJECT/@INN", "WARNING_INFO/CAPTION", "WARNING_CONTENT", "KIND_CONTROL/@VALUE", "KIND_KNM/@VALUE",
        "OBJECT/RISK_CATEGORY/@VALUE", "INSPECTOR/@INSPECTOR_FULL_NAME", "DECISION/@FIO_SIGNER", "@GUID", "PLACE",
    ]  # fmt: skip
    assert [path for path in seen if not names.is_known(path)] == []
    assert not names.is_known("SUBJECT/@NOVELTY")
