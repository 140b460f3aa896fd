"""Forty ways to spoil a requirement file, each answered with its place, its reason and its cure."""

import pytest

from rules.faults import InputError
from rules.reading import check_registry, read_registry

ENTRY = """- id: fire.drill
  title: {ru: "Учебная эвакуация", en: "Evacuation drill"}
  plain: {ru: "Раз в полгода.", en: "Twice a year."}
  kind: duty
  specificity: concrete
  applies_when: {fact: people_at_once, op: gte, value: 50}
  act: {type: "Постановление", number: "1479", date: 2020-09-16, title: "Правила"}
  provision: "п. 9"
  in_force: {from: 2021-01-01, until: 2026-12-31}
  authority: mchs
  assessment: [control, liability]
  sanctions:
    - {article: "КоАП 20.4", company: [300000, 400000]}
  steps:
    - {ru: "Проведите", en: "Hold it"}
  recurrence: {mode: recurring, times_per_year: 2, due: [{month: 2, day: 1}]}
  effort: {one_off_hours: 2, one_off_rub: [0, 10, 20], basis: estimate}
  life: running
  situations: [open_cafe, all]
  case_applies: {people_at_once: 60}
  case_not: {people_at_once: 10}
  verified: true
  checked_in: "газета"
  confidence: high
"""

# what stands in a sound entry, what is written instead, the field blamed, the line, a word of the answer
SPOILED = [
    ("id: fire.drill", "id: 12", "id", 1, '"12"'),
    ("- id: fire.drill\n ", "-", "id", 1, "id"),
    ('title: {ru: "Учебная эвакуация", en: "Evacuation drill"}', "title: Эвакуация", "title", 2, "ключ"),
    (', en: "Evacuation drill"', "", "title.en", 2, "title.en"),
    ('"Учебная эвакуация"', '""', "title.ru", 2, "title.ru"),
    ("kind: duty", "kind: dutty", "kind", 4, "duty"),
    ("kind: duty", "knd: duty", "knd", 4, "kind"),
    ("specificity: concrete", "specificity: 1.5", "specificity", 5, '"1.5"'),
    ("fact: people_at_once, op: gte", "fact: people_at_onse, op: gte", "applies_when.fact", 6, "people_at_once"),
    ("op: gte", "op: ge", "applies_when.op", 6, "gte"),
    ("op: gte", "op: contains_any", "applies_when.op", 6, "gte"),
    ("value: 50}\n", "value: fifty}\n", "applies_when.value", 6, "число"),
    ("applies_when: {fact: people_at_once, op: gte, value: 50}", "applies_when:", "applies_when", 6, "applies_when"),
    (
        "applies_when: {fact: people_at_once, op: gte, value: 50}",
        "applies_when: {all: []}",
        "applies_when.all",
        6,
        "all",
    ),
    ('number: "1479"', "number: 1479", "act.number", 7, '"1479"'),
    ('number: "1479"', "number: 010", "act.number", 7, '"010"'),
    ('number: "1479"', "number: 2020-09-16", "act.number", 7, '"2020-09-16"'),
    ("date: 2020-09-16", "date: 2021-02-29", "act.date", 7, "2021-02-29"),
    ("date: 2020-09-16", 'date: "16.09.2020"', "act.date", 7, "2026-09-01"),
    (', number: "1479"', "", "act.number", 7, "number"),
    ('provision: "п. 9"', "provision: 9", "provision", 8, '"9"'),
    ('provision: "п. 9"', "provision:", "provision", 8, "provision"),
    ("until: 2026-12-31", "until: 2020-12-31", "in_force.until", 9, "2020-12-31"),
    ("until: 2026-12-31", "untill: 2026-12-31", "in_force.untill", 9, "until"),
    ("authority: mchs", "authority: mchss", "authority", 10, "mchs"),
    ("assessment: [control, liability]", "assessment: control", "assessment", 11, "список"),
    ("[control, liability]", "[control, liabilty]", "assessment[1]", 11, "liability"),
    ("[300000, 400000]", "[400000, 300000]", "sanctions[0].company", 13, "возрастанию"),
    ("[300000, 400000]", "[-1, 5]", "sanctions[0].company[0]", 13, "не меньше 0"),
    ("[300000, 400000]", '["300000", 400000]', "sanctions[0].company[0]", 13, "без кавычек"),
    ('article: "КоАП 20.4", ', "", "sanctions[0].article", 13, "article"),
    ("times_per_year: 2", "times_per_year: 0", "recurrence.times_per_year", 16, "1/3"),
    ("times_per_year: 2", 'times_per_year: "1/0"', "recurrence.times_per_year", 16, "1/3"),
    ("mode: recurring, ", "", "recurrence.mode", 16, "mode"),
    ("{month: 2, day: 1}", "{month: 2, day: 30}", "recurrence.due[0]", 16, "день"),
    ("{month: 2, day: 1}", "{month: 2, after: month, day: 1}", "recurrence.due[0]", 16, "after"),
    ("[0, 10, 20]", "[0, 20, 10]", "effort.one_off_rub", 17, "возрастанию"),
    ("one_off_hours: 2", "one_off_hours: true", "effort.one_off_hours", 17, "число"),
    ("situations: [open_cafe, all]", "situations: [open_caffe]", "situations[0]", 19, "open_cafe"),
    ("case_applies: {people_at_once: 60}", "case_applies: {people_at_once: 40}", "case_applies", 20, "applies_when"),
    ("case_applies: {people_at_once: 60}", "case_applies: {okved: [56.10]}", "case_applies.okved[0]", 20, "кавычках"),
    ("case_not: {people_at_once: 10}", "case_not: {}", "case_not", 21, "мало"),
    ("case_not: {people_at_once: 10}", "case_not: {people_at_once: -1}", "case_not.people_at_once", 21, "не меньше 0"),
    ("verified: true", 'verified: "yes"', "verified", 22, "true"),
    ("confidence: high", "confidence: hihg", "confidence", 24, "high"),
    ("kind: duty", "kind: duty\n  kind: ban", "kind", 5, "kind"),
    ("kind: duty", "kind: &a duty\n  life: *a", "life", 5, "Повторите"),
    ("kind: duty", "kind: !!str duty", "kind", 4, "метк"),
    ("kind: duty", "kind: duty\n  overlaps: [{with: fire.none, kind: duplicate}]", "overlaps[0].with", 5, "fire.drill"),
    ("kind: duty", "kind: duty\n  overlaps: [{with: fire.drill, kind: overlap}]", "overlaps[0].with", 5, "другой"),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "fire").mkdir()
    return tmp_path


def faults_of(folder, text):
    (folder / "fire" / "requirements.yaml").write_text(text, encoding="utf-8")
    return check_registry(folder).faults


def test_the_sound_entry_has_no_faults(folder):
    assert faults_of(folder, ENTRY) == ()


@pytest.mark.parametrize(("sound", "spoiled", "field", "line", "word"), SPOILED)
def test_a_spoiled_entry_is_answered_with_place_reason_and_cure(folder, sound, spoiled, field, line, word):
    assert sound in ENTRY
    faults = faults_of(folder, ENTRY.replace(sound, spoiled, 1))
    assert field in [fault.field for fault in faults]
    fault = next(fault for fault in faults if fault.field == field)
    assert (fault.file, fault.line) == ("fire/requirements.yaml", line)
    assert word in f"{fault.message.ru} {fault.remedy.ru}"
    assert fault.message.en
    assert fault.remedy.en


def test_every_fault_is_named_at_once_over_all_files(folder):
    (folder / "a.yaml").write_text("- id: [", encoding="utf-8")
    (folder / "b.yaml").write_bytes(b"- id: \xff\xfe")
    (folder / "c.yaml").write_text("id: not a list", encoding="utf-8")
    faults = faults_of(
        folder, ENTRY.replace("kind: duty", "kind: x\n  life: y").replace("authority: mchs", "authority: z")
    )
    assert {fault.file for fault in faults} == {"a.yaml", "b.yaml", "c.yaml", "fire/requirements.yaml"}
    assert {"kind", "life", "authority"} <= {fault.field for fault in faults}


def test_an_id_written_twice_names_the_first_file(folder):
    (folder / "again.yaml").write_text(ENTRY, encoding="utf-8")
    (fault,) = faults_of(folder, ENTRY)
    assert (fault.code, fault.file, fault.entry, fault.line) == (
        "repeated_id",
        "fire/requirements.yaml",
        "fire.drill",
        1,
    )
    assert "again.yaml" in fault.message.ru


def test_a_broken_file_does_not_make_links_to_its_entries_wrong(folder):
    (folder / "other.yaml").write_text("- {id: fire.other", encoding="utf-8")
    linked = ENTRY.replace("kind: duty", "kind: duty\n  overlaps: [{with: fire.other, kind: overlap}]")
    assert [fault.file for fault in faults_of(folder, linked)] == ["other.yaml"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError) as refusal:
        check_registry(tmp_path / "nowhere")
    assert refusal.value.faults[0].code == "no_folder"


def test_a_folder_without_requirement_files_is_refused(tmp_path):
    (tmp_path / "facts.yaml").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError) as refusal:
        check_registry(tmp_path)
    assert refusal.value.faults[0].code == "no_files"


def test_an_empty_file_holds_no_entries(folder):
    (folder / "fire" / "requirements.yaml").write_text("# nothing yet\n", encoding="utf-8")
    assert len(read_registry(folder).requirements) == 0


def test_a_thousand_brackets_do_not_break_the_reader(folder):
    (fault,) = faults_of(folder, "- " + "[" * 5000)
    assert fault.code in {"too_deep", "not_yaml"}
    (fault,) = faults_of(folder, "\n".join("  " * depth + "a:" for depth in range(150)))
    assert fault.code == "too_deep"
    assert set((fault.field or "").split(".")) == {"a"}


OWN_FACTS = """facts:
  size: {type: number, whole: true, min: 0, max: 10}
  colour: {type: category, values: [red, blue]}
"""
OWN_ENTRY = """- id: x.one
  title: {ru: "а", en: "a"}
  applies_when: {fact: colour, op: is, value: red}
  act: {type: "з", number: "1", date: 2020-01-01}
  provision: "1"
  authority: whoever
"""

BAD_FACTS = [
    ("type: number", "type: nummber", "facts.size.type", "number"),
    ("values: [red, blue]", "vals: [red]", "facts.colour.vals", "values"),
    (", values: [red, blue]", "", "facts.colour.values", "values"),
    ("values: [red, blue]", "values: [red, red]", "facts.colour.values", "один раз"),
    ("values: [red, blue]", "values: []", "facts.colour.values", "хотя бы одно"),
    ("max: 10", "max: -10", "facts.size.max", "min"),
    ("min: 0", "min: 2020-01-01", "facts.size.min", "типа"),
    ("whole: true", "whole: 1.5", "facts.size.whole", "true"),
    ("max: 10", "max: 10, relevant_if: {fact: colr, op: is, value: red}", "facts.size.relevant_if.fact", "colour"),
    ("max: 10", "max: 10, implied: [{if: true, value: 11}]", "facts.size.implied[0].value", "не больше 10"),
    ("[red, blue]", "{red: {ru: а, en: a, implies: [bleu]}, blue: null}", "facts.colour.values.red.implies[0]", "blue"),
    ("colour:", "colour: {type: boolean}\n  colour:", "facts.colour", "повторяется"),
    ("min: 0, max: 10", "min: 2.2, max: 2.8", "facts.size.max", "целое"),
    ("max: 10", "max: 10, priors: 5", "facts.size.priors", "ключ"),
    ("facts:", "when_suggested: often\nfacts:", "when_suggested", "ключ"),
]


def test_a_requirement_is_not_left_out_for_the_name_of_its_file(tmp_path):
    (tmp_path / "facts.yaml").write_text(OWN_FACTS, encoding="utf-8")
    (tmp_path / "approved_one.yaml").write_text(OWN_ENTRY, encoding="utf-8")
    (tmp_path / "approved_list.yaml").write_text("- code: x.list\n  questions: []\n", encoding="utf-8")
    assert list(read_registry(tmp_path).requirements) == ["x.one"]


def test_a_folder_may_bring_its_own_vocabulary(tmp_path):
    (tmp_path / "facts.yaml").write_text(OWN_FACTS, encoding="utf-8")
    (tmp_path / "one.yaml").write_text(OWN_ENTRY, encoding="utf-8")
    edition = read_registry(tmp_path)
    assert list(edition.vocabulary.facts) == ["size", "colour"]
    (tmp_path / "facts.yaml").write_text(OWN_FACTS.replace("facts:\n", ""), encoding="utf-8")
    assert list(read_registry(tmp_path).vocabulary.facts) == ["size", "colour"]


@pytest.mark.parametrize(("sound", "spoiled", "field", "word"), BAD_FACTS)
def test_a_spoiled_vocabulary_is_answered_and_hides_nothing_else(tmp_path, sound, spoiled, field, word):
    assert sound in OWN_FACTS
    (tmp_path / "facts.yaml").write_text(OWN_FACTS.replace(sound, spoiled, 1), encoding="utf-8")
    (tmp_path / "one.yaml").write_text(OWN_ENTRY.replace('"з"', "7"), encoding="utf-8")
    faults = check_registry(tmp_path).faults
    assert [fault.field for fault in faults if fault.file == "one.yaml"] == ["act.type"]
    fault = next(fault for fault in faults if fault.field == field)
    assert fault.file == "facts.yaml"
    assert fault.line
    assert word in f"{fault.message.ru} {fault.remedy.ru}"
