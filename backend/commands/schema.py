"""`yasno schema`: the JSON Schemas of what commands take and answer."""

from __future__ import annotations

import click

from backend.commands import shared
from rules.faults import InputError
from rules.reading import read_schema, schema_names
from rules.shapes import unknown_code


@click.command(cls=shared.Command)
@click.argument("name", required=False)
@shared.json_option
def schema(name: str | None, as_json: bool) -> None:
    """Print the JSON Schema (2020-12) called NAME; without NAME, list the names."""
    names = schema_names()
    if name is None:
        shared.write({"schemas": names}, as_json, lambda: names)
    elif name not in names:
        raise InputError([unknown_code("name", name, names)])
    else:
        shared.write_bytes("-", read_schema(name))
