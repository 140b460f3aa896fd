"""`yasno release preview`: what a release of a file of answers would show, with noise drawn afresh at each run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import click

from backend.commands import shared
from calculators.release.shapes import Policy, Row
from rules.segments import dimensions
from rules.text import Text


@click.command(cls=shared.Command)
@click.option("--answers", required=True, metavar="FILE.csv", help='Synthetic or exported answers ("-": stdin).')
@click.option("--profiles", metavar="FILE.csv", help="Segments of the businesses, when the answers do not carry them.")
@shared.json_option
def preview(answers: str, profiles: str | None, as_json: bool) -> None:
    """Show the cells a release of these answers would publish: written nowhere, charged to no ledger.

    Columns of the answers: business, requirement, requirement_version, clarity, feasibility, size, sector. The last two
    may come from the profiles instead: business, size, sector, or business, legal_form, sme_category, employees, okved.

    The data may be made up, and so may its requirements: those that the catalogue does not hold are drawn all the same,
    and stderr says how many they are.
    """
    # Loaded here: the group's other commands need no catalogue and no noise.
    from backend.commands.release_reading import read_release, unknown_requirements, unknown_words
    from calculators.release.drawing import draw
    from calculators.release.sampling import sampled
    from rules.reading import load_edition

    edition = load_edition(None)
    found, items = read_release(_file(answers), _file(profiles) if profiles else None, edition)
    if unknown := unknown_requirements(found, edition):
        click.echo(shared.told(unknown_words(unknown, edition)), err=True)
    policy = Policy()
    document = preview_document(draw(sampled(found, policy.cap), items, policy), policy)
    shared.write(document, as_json, lambda: _lines(document))


def preview_document(rows: Sequence[Row], policy: Policy) -> dict[str, Any]:
    """Return the document of a preview: a release's own shape without an id, a window or a signature."""
    from calculators.release.document import collecting, release_document
    from calculators.release.policy import policy_numbers

    header = {
        "preview": True,
        "release": None,
        "kind": "quarter",
        "window": None,
        "segments_version": dimensions().version,
        **policy_numbers(policy),
        "collecting": collecting(rows),
        "privacy": "/privacy/releases",
    }
    exact: dict[str, Any] = _exact(release_document(header, rows))
    return exact


def _exact(value: Any) -> Any:
    """Return a document with its decimals exact, as every answer of a command has them."""
    if isinstance(value, dict):
        return {key: _exact(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_exact(one) for one in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def _file(path: str) -> tuple[str, bytes]:
    return ("stdin" if path == "-" else path, shared.read_bytes(path))


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    cells = [cell for cell in document["cells"] if cell["published"]]
    total, epsilon = len(document["cells"]), decimal(document["epsilon"])
    yield shared.told(
        Text(
            f"Предпросмотр: показано строк {len(cells)} из {total}, ε = {epsilon}, ничего не записано.",
            f"A preview: {len(cells)} rows of {total} are shown, ε = {epsilon}, nothing is written.",
        )
    )
    if document["collecting"]:
        yield shared.told(Text("Собираем: голосов пока мало.", "Collecting: there are too few voices yet."))
    for cell in cells:
        where = [cell["requirement"] or cell["domain"], cell["version"], *cell["segment"].values(), cell["measure"]]
        told = f"{decimal(cell['value'])} ± {decimal(cell['margin95'])} (n ≈ {cell['n_noisy']})"
        yield f"{' · '.join(filter(None, where))}: {told}"


def decimal(value: Any) -> str:
    """Return a number with the comma of Russian or the point of English."""
    return shared.told(Text(str(value).replace(".", ","), str(value)))
