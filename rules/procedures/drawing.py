"""A procedure as a picture: states in layers from the beginning down, one arrow for all steps between two states.

Steps open in many states (an appeal, a cancellation) would hide the others: they stand as lines below.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from rules.procedures.steps import Procedure, Step

BOX_WIDTH, BOX_HEIGHT = 190, 54
GAP_X, GAP_Y, MARGIN = 90, 100, 40
Place = tuple[int, int]
# A step open in more states than this stands below the picture, not in it.
MOST_ARROWS = 3
LINE = 18

STYLE = (
    "text{font:13px sans-serif;fill:#1a1a1a}.code{font-size:11px;fill:#555}.label{font-size:11px}"
    "rect{fill:#fff;stroke:#1a1a1a}.end rect{fill:#eee;stroke-width:2.5}"
    "path{fill:none;stroke:#555}.mark{stroke-dasharray:4 3}"
    ".halo{stroke:#fff;stroke-width:4;paint-order:stroke}"
)


def diagram(procedure: Procedure, language: str = "ru") -> str:
    """Return the procedure as an SVG document that stands on its own.

    >>> from rules.procedures import procedures
    >>> diagram(procedures()["dispute"]).startswith("<svg")
    True
    """
    layers = layers_of(procedure)
    places = _places(layers)
    width = 4 * MARGIN + max(len(layer) for layer in layers) * (BOX_WIDTH + GAP_X) - GAP_X
    drawn = 2 * MARGIN + len(layers) * (BOX_HEIGHT + GAP_Y) - GAP_Y
    below = _below(procedure, language)
    height = drawn + LINE * len(below) + (MARGIN if below else 0)
    title = escape(procedure.title.in_(language))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{title}">',
        f"<title>{title}</title><style>{STYLE}</style>",
        '<defs><marker id="tip" markerWidth="9" markerHeight="9" refX="8" refY="4" orient="auto">'
        '<path d="M0,0 L8,4 L0,8 z" style="fill:#555;stroke:none"/></marker></defs>',
        *(_arrow(pair, steps, places, language) for pair, steps in _arrows(procedure).items()),
        *(_box(code, procedure, place, language) for code, place in places.items()),
        *(f'<text x="{2 * MARGIN}" y="{drawn + LINE * row}">{escape(line)}</text>' for row, line in enumerate(below)),
        "</svg>",
    ]
    return "\n".join(parts)


def layers_of(procedure: Procedure) -> list[list[str]]:
    """Return the states in layers: each below every state that leads to it and stands before it in the table."""
    order = {code: index for index, code in enumerate(procedure.states)}
    depth = dict.fromkeys(order, 0)
    for code in order:
        for step in procedure.steps_from(code):
            if order[step.to] > order[code]:
                depth[step.to] = max(depth[step.to], depth[code] + 1)
    layers = ([code for code in order if depth[code] == layer] for layer in range(max(depth.values()) + 1))
    return [layer for layer in layers if layer]


def _places(layers: list[list[str]]) -> dict[str, Place]:
    """Return the upper left corner of every box; narrow layers stand in the middle."""
    widest = max(len(layer) for layer in layers)
    step_x = BOX_WIDTH + GAP_X
    return {
        code: (
            2 * MARGIN + (widest - len(layer)) * step_x // 2 + column * step_x,
            MARGIN + row * (BOX_HEIGHT + GAP_Y),
        )
        for row, layer in enumerate(layers)
        for column, code in enumerate(layer)
    }


def _arrows(procedure: Procedure) -> dict[tuple[str, str], list[Step]]:
    arrows: dict[tuple[str, str], list[Step]] = {}
    often = _often(procedure)
    for step in procedure.steps:
        for state in step.froms:
            steps = arrows.setdefault((state, step.to), [])
            if _title(step) not in often and _title(step) not in map(_title, steps):
                steps.append(step)
    return {pair: steps for pair, steps in arrows.items() if steps}


def _often(procedure: Procedure) -> dict[str, list[Step]]:
    """Return the rows of the steps that are open in many states, by what they are called."""
    rows: dict[str, list[Step]] = {}
    for step in procedure.steps:
        rows.setdefault(_title(step), []).append(step)
    return {
        title: steps
        for title, steps in rows.items()
        if len({state for step in steps for state in step.froms}) > MOST_ARROWS
    }


def _title(step: Step) -> str:
    return step.name.ru if step.name else step.action


def _below(procedure: Procedure, language: str) -> list[str]:
    """Return the lines below the picture: a step that is open in many states, and where it leads."""
    lines = []
    for steps in _often(procedure).values():
        name = steps[0].name.in_(language) if steps[0].name else steps[0].action
        mark = steps[0].overlay or steps[0].lowers
        ends = dict.fromkeys(step.to for step in steps)
        count = len({state for step in steps for state in step.froms})
        where = {"ru": f"состояний: {count}", "en": f"states: {count}"}[language]
        lines.append(f"{name} ({where}) → {mark or ', '.join(ends)}")
    return lines


def _box(code: str, procedure: Procedure, place: Place, language: str) -> str:
    state, (x, y) = procedure.states[code], place
    middle = x + BOX_WIDTH // 2
    name = escape(state.name.in_(language))
    shrink = f' textLength="{BOX_WIDTH - 12}" lengthAdjust="spacingAndGlyphs"' if len(name) > 25 else ""
    return (
        f'<g class="{"end" if state.terminal else "state"}">'
        f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>'
        f'<text x="{middle}" y="{y + 23}" text-anchor="middle"{shrink}>{name}</text>'
        f'<text class="code" x="{middle}" y="{y + 41}" text-anchor="middle">{escape(code)}</text></g>'
    )


def _arrow(pair: tuple[str, str], steps: list[Step], places: Mapping[str, Place], language: str) -> str:
    (from_x, from_y), (to_x, to_y) = places[pair[0]], places[pair[1]]
    if pair[0] == pair[1]:
        return _mark(steps, from_x + BOX_WIDTH, from_y, language)
    down = to_y > from_y
    # Arrows back up start and end beside those that lead down, so that a pair of them can be told apart.
    aside = 20 if down else -50
    start = (from_x + BOX_WIDTH // 2 + aside, from_y + (BOX_HEIGHT if down else 0))
    end = (to_x + BOX_WIDTH // 2 + aside, to_y + (BOX_HEIGHT if to_y < from_y else 0))
    bend = (end[1] - start[1]) // 2 if to_y != from_y else -GAP_Y // 2
    curve = f"M{start[0]},{start[1]} C{start[0]},{start[1] + bend} {end[0]},{end[1] - bend} {end[0]},{end[1]}"
    line = f'<path d="{curve}" marker-end="url(#tip)"/>'
    # Labels of arrows down stand near their end, of arrows up near their beginning, on its outer side.
    x = round(start[0] + (end[0] - start[0]) * 0.74) if down else min(start[0], end[0]) - 6
    y = end[1] - 28 if down else start[1] - 28
    anchor = "middle" if down else "end"
    labels = (_label(step, x, y - 14 * row, language, anchor) for row, step in enumerate(reversed(steps)))
    return line + "".join(labels)


def _mark(steps: list[Step], x: int, y: int, language: str) -> str:
    """Return a loop on the right of a box: a mark that leaves the state as it is."""
    loop = f"M{x},{y + 14} c34,-8 34,34 0,26"
    line = f'<path class="mark" d="{loop}" marker-end="url(#tip)"/>'
    return line + "".join(_label(step, x + 30, y + 24 + 14 * row, language, "start") for row, step in enumerate(steps))


def _label(step: Step, x: int, y: int, language: str, anchor: str = "middle") -> str:
    name = step.overlay or (step.name.in_(language) if step.name else step.action)
    return f'<text class="label halo" x="{x}" y="{y}" text-anchor="{anchor}">{escape(name)}</text>'
