"""`yasno registry`: check the requirement files, show an entry, import, export, freeze an edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from backend.commands import shared
from backend.commands.standing import standing
from rules.faults import Fault, InputError
from rules.reading import (
    REGISTRY,
    RegistryCheck,
    check_registry,
    load_edition,
    publish_edition,
    published_editions,
)
from rules.requirements import Edition, Requirement
from rules.shapes import unknown_code
from rules.text import Text

PLACES = ("file", "entry", "field", "line")


@click.group(cls=shared.Group)
def registry() -> None:
    """Requirement files: check, show, import, export, freeze."""


@registry.command()
@shared.registry_option
@shared.on_option
@shared.json_option
def check(registry: Path | None, on: date, as_json: bool) -> None:
    """Say everything that is wrong with the requirement files; exit 1 if anything is."""
    found = check_registry(registry)
    answer = _check_answer(found, registry, on)
    shared.write(answer, as_json, lambda: _check_lines(found, answer))
    if found.faults:
        raise SystemExit(shared.ANSWER_IS_NO)


def _check_answer(found: RegistryCheck, folder: Path | None, on: date) -> dict[str, Any]:
    from rules.reading_remarks import remarks_on

    answer: dict[str, Any] = {"requirements": found.entries, "faults": [_placed(fault) for fault in found.faults]}
    if found.edition is None:
        return answer
    remarks = [*remarks_on(found.edition), *_unfrozen(found.edition, folder)]
    numbers = [one.number for one in published_editions() if one.sha256 == found.edition.sha256]
    return answer | {
        "edition": found.edition.sha256,
        "number": numbers[-1] if numbers else None,
        "on": on,
        **_counts(found.edition, on),
        "remarks": [_placed(remark) for remark in remarks],
    }


def _counts(edition: Edition, on: date) -> dict[str, int]:
    entries = edition.requirements.values()
    last = [entry.in_force.until for entry in entries if entry.in_force.until]
    return {
        "not_yet": sum(1 for entry in entries if entry.in_force.from_ and entry.in_force.from_ > on),
        "ended": sum(1 for until in last if until < on),
        "ending_within_a_year": sum(1 for until in last if timedelta() <= until - on <= timedelta(days=365)),
        "without_source": sum(1 for entry in entries if not entry.checked_in),
        "not_verified": sum(1 for entry in entries if not entry.verified),
    }


def _placed(fault: Fault) -> dict[str, Any]:
    shape = fault.as_dict()
    return {name: shape.get(name) for name in (*PLACES, "code", "message", "remedy")}


def _unfrozen(edition: Edition, folder: Path | None) -> Iterable[Fault]:
    if folder is not None and folder.resolve() != REGISTRY:
        return
    published = published_editions()
    if not published or published[-1].sha256 != edition.sha256:
        yield Fault(
            "not_frozen",
            None,
            Text("Файлы отличаются от последней выпущенной редакции.", "The files differ from the newest edition."),
            Text(
                f"Выпустите редакцию: yasno registry freeze --number {len(published) + 1} --published ДАТА.",
                f"Publish one: yasno registry freeze --number {len(published) + 1} --published DATE.",
            ),
        )


def _check_lines(found: RegistryCheck, answer: dict[str, Any]) -> Iterable[str]:
    yield from map(shared.sentence, found.faults)
    if found.edition is None:
        yield shared.told(
            Text(
                f"Записей: {found.entries}. Ошибок: {len(found.faults)}.",
                f"Entries: {found.entries}. Faults: {len(found.faults)}.",
            )
        )
        return
    repeated = Counter(shared.told(Text(**remark["message"])) for remark in answer["remarks"])
    yield from (f"! {words} ({count})" for words, count in repeated.items())
    yield shared.told(
        Text(
            f"Записей: {found.entries}, ошибок нет. Закончились: {answer['ended']}, закончатся за год: "
            f"{answer['ending_within_a_year']}, без источника: {answer['without_source']}.",
            f"Entries: {found.entries}, no faults. Ended: {answer['ended']}, ending within a year: "
            f"{answer['ending_within_a_year']}, without a source: {answer['without_source']}.",
        )
    )


@registry.command()
@click.argument("requirement_id", metavar="ID")
@shared.registry_option
@shared.on_option
@shared.json_option
def show(requirement_id: str, registry: Path | None, on: date, as_json: bool) -> None:
    """Show one entry as it stands."""
    edition = load_edition(registry)
    entry = edition.requirements.get(requirement_id)
    if entry is None:
        raise InputError([unknown_code("id", requirement_id, edition.requirements)])
    answer = {
        "edition": edition.sha256,
        "on": on,
        "version": entry.version,
        "standing": standing(entry, on),
        "requirement": entry.raw,
    }
    shared.write(answer, as_json, lambda: _entry_lines(entry, edition, on))


def _entry_lines(entry: Requirement, edition: Edition, on: date) -> Iterable[str]:
    span = entry.in_force
    authority = edition.authorities.get(entry.authority or "")
    yield f"{shared.told(entry.title)} ({entry.id}, {entry.version})"
    if entry.plain:
        yield shared.told(entry.plain)
    yield f"{entry.act.type} {entry.act.date} № {entry.act.number}, {entry.provision}"
    yield f"{span.from_ or '…'} — {span.until or '…'} ({standing(entry, on)})"
    if authority:
        yield shared.told(authority.name)
    yield from (f"- {shared.told(step)}" for step in entry.steps)
    if entry.read_in:
        yield shared.told(Text(f"Прочитано: {entry.read_in}", f"Read in: {entry.read_in}"))
    else:
        yield shared.told(Text("Сверьте с актом", "Compare with the act"))


@registry.command(name="import")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--domain", help="Folder to put the entries in; default: the first word of their ids.")
@shared.registry_option
@click.option("--on", type=shared.DAY, expose_value=False, hidden=True)
@shared.json_option
def import_(source: Path, domain: str | None, registry: Path | None, as_json: bool) -> None:
    """Bring a file or folder of entries into a registry; with any fault nothing is written."""
    from backend.commands.registry_import import bring_in

    names = bring_in(source, registry or REGISTRY, domain)
    answer = {"files": names, "requirements": len(load_edition(registry).requirements)}
    shared.write(
        answer,
        as_json,
        lambda: [*names, shared.told(Text(f"Файлов: {len(names)}.", f"Files: {len(names)}."))],
    )


@registry.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--domain", required=True, help="Folder to put the list in.")
@shared.registry_option
@click.option("--on", type=shared.DAY, expose_value=False, hidden=True)
@shared.json_option
def checklist(source: Path, domain: str, registry: Path | None, as_json: bool) -> None:
    """Bring in a checklist as its act has it: approved, with number, date and annex; one made here is refused."""
    from backend.commands.checklist_import import bring_in

    name, codes = bring_in(source, registry or REGISTRY, domain)
    said = Text(f"Утверждённых листов: {len(codes)}.", f"Approved lists: {len(codes)}.")
    shared.write({"file": name, "checklists": codes}, as_json, lambda: [name, *codes, shared.told(said)])


@registry.command()
@click.option("--format", "form", type=click.Choice(["json", "csv", "xlsx"]), help="Default: by the name of the file.")
@click.option("--out", default="-", metavar="FILE", help="Where to write; default stdout.")
@shared.registry_option
@shared.on_option
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def export(form: str | None, out: str, registry: Path | None, on: date, as_json: bool) -> None:
    """Hand out the entries as JSON, CSV or XLSX."""
    from backend.commands.registry_export import exported

    ending = Path(out).suffix.removeprefix(".").lower()
    chosen = "json" if as_json else form or (ending if ending in ("json", "csv", "xlsx") else "json")
    shared.write_bytes(out, exported(load_edition(registry), on, chosen))


@registry.command()
@click.option("--number", type=click.IntRange(1), required=True, help="Number of the edition.")
@click.option("--published", type=shared.DAY, required=True, metavar="DATE", help="The day it is published.")
@shared.json_option
def freeze(number: int, published: date, as_json: bool) -> None:
    """Freeze the project's registry as a numbered edition (rules/editions)."""
    entry = publish_edition(number, published)
    answer = {
        "number": entry.number,
        "published": entry.published,
        "edition": entry.sha256,
        "requirements": entry.requirements,
        "file": entry.file,
    }
    words = Text(
        f"Редакция {entry.number} от {entry.published}: {entry.requirements} записей, {entry.file}.",
        f"Edition {entry.number} of {entry.published}: {entry.requirements} entries, {entry.file}.",
    )
    shared.write(answer, as_json, lambda: [shared.told(words)])
