"""The quarterly release: clarity and feasibility of every version in force, by segment."""

from __future__ import annotations

from collections.abc import Sequence

from backend.statistics.handover import read_columns, read_frame, sha256_of_file
from backend.statistics.press import Prepared, Press, header_of
from backend.statistics.publishing import Order
from calculators.release.drawing import draw_columns
from calculators.release.sampling import sampled_columns
from calculators.release.shapes import Row, Window


def prepare(press: Press, window: Window) -> Prepared:
    """Return the order of a quarter and its draw from the frozen file.

    Raises:
        InputError: the file of frozen answers is absent.
    """
    path = press.file_of(window.code)
    frame, terms = read_frame(path), press.policy.policy

    def draw_rows() -> Sequence[Row]:
        columns = read_columns(path, frame.items)
        return draw_columns(sampled_columns(columns, terms.cap), frame.items, terms)

    order = Order(
        window=window,
        kind="quarter",
        rho=terms.rho,
        policy=press.policy,
        handover=sha256_of_file(path),
        header=header_of(press, window, "quarter", frame),
    )
    return Prepared(order, draw_rows)
