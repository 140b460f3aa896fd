"""Figures of a release that call for an answer: put before the regulator by the door of released figures. No commit.

A figure is one where the whole interval lies on the bad side. A statement says what anybody can read in the release:
value, interval, group of businesses; so it says nothing of who.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from math import sqrt

from sqlmodel import Session, select

from backend.feedback.models import Feedback, FeedbackKind
from backend.feedback.service import open_released
from backend.law import current_law
from backend.statistics.feed import Feed, Head
from backend.statistics.figures import ends_of
from backend.statistics.words import segment_phrase
from backend.web import formats
from calculators.portfolio import Duty, duty_cost
from calculators.rates import known_years, mean_wage
from calculators.release.shapes import Level, Measure, Row
from calculators.release.yearly import COST, FLAGS, NORMAL95
from rules.requirements import Requirement
from rules.segments import dimensions
from rules.text import Text

MIDDLE = 3  # of the five marks: below it a text is hard
GAP = 2  # so many times the highest estimate is far more than estimated
MAJORITY = 0.5
MOST_OF_AUTHORITY = 10
MOST_GROUPS = 6
KINDS = {
    str(Measure.CLARITY): FeedbackKind.CLARITY,
    str(Measure.FEASIBILITY): FeedbackKind.FEASIBILITY,
    "flag_duplicate": FeedbackKind.DUPLICATE,
    "flag_contradiction": FeedbackKind.CONTRADICTION,
    COST: FeedbackKind.COST,
}
MADE_UP = Text(" Данные для показа: бизнесы придуманы.", " Made-up data: these businesses do not exist.")
NAMES = {Measure.CLARITY: Text("понятность", "clarity"), Measure.FEASIBILITY: Text("выполнимость", "feasibility")}


def open_signals(session: Session, feed: Feed, now: datetime, most: int = MOST_OF_AUTHORITY) -> list[Feedback]:
    """Open an item for each figure of the newest releases that calls for an answer and has none; return them.

    Of one release an authority is asked at most `most` questions, the worst ones; its desk shows the others. Pilots are
    passed over: their numbers have no interval.
    """
    newest = [heads[0] for kind in ("quarter", "year") if (heads := feed.releases(kind))]
    return [item for head in newest for item in _open(session, feed, head, now, most)]


def _open(session: Session, feed: Feed, head: Head, now: datetime, most: int) -> Iterator[Feedback]:
    if session.exec(select(Feedback.id).where(Feedback.release == head.id)).first() is not None:
        return  # this release was gone through
    asked: Counter[str] = Counter()
    found_in = signals(row for _, row in feed.rows(head.id))
    for (requirement, version, kind), found in sorted(found_in.items(), key=_worst_first):
        entry = current_law().edition.requirements.get(requirement)
        if entry is None or entry.version != version or asked[entry.authority or ""] >= most:
            continue  # a text that was changed since is not asked about
        words = statement(head.id, found, synthetic=bool(head.header.get("synthetic")))
        item = open_released(session, kind, entry, head.id, f"{words.ru}\n\n{words.en}", now)
        if item is not None:
            asked[entry.authority or ""] += 1
            item.demo = bool(head.header.get("synthetic"))
            session.add(item)
            yield item


def signals(rows: Iterable[Row]) -> dict[tuple[str, str, FeedbackKind], list[Row]]:
    """Return the rows that call for an answer, by requirement, version and what is wrong.

    >>> row = Row(Level.REQUIREMENT, "fire.exit", "v1", "fire", None, "clarity", True, 2.5, 0.4, 900, 10.0, None)
    >>> list(signals([row]))
    [('fire.exit', 'v1', <FeedbackKind.CLARITY: 'clarity'>)]
    """
    found: dict[tuple[str, str, FeedbackKind], list[Row]] = {}
    for row in rows:
        if row.published and row.requirement and row.version and calls_for_answer(row):
            found.setdefault((row.requirement, row.version, KINDS[row.measure]), []).append(row)
    return found


def _worst_first(found: tuple[tuple[str, str, FeedbackKind], Sequence[Row]]) -> tuple[float, tuple[str, str, str]]:
    """Order figures: the lowest marks first; flags and costs, which have no mark, before them."""
    return min((row.value or 0) + (row.margin95 or 0) for row in found[1]), found[0]


def calls_for_answer(row: Row) -> bool:
    """Whether a published row's whole interval lies on the bad side."""
    if row.measure in FLAGS:
        return row.level is Level.REQUIREMENT
    if row.measure == COST:
        return row.level is Level.REQUIREMENT and _costs_far_more(row)
    if row.measure not in KINDS or row.value is None or row.margin95 is None:
        return False
    # The end that is read, as the desk counts it: «до 3,0» is not below 3.
    return formats.ends(*ends_of(row))[1] < MIDDLE


def statement(release: str, rows: Sequence[Row], *, synthetic: bool = False) -> Text:
    """Return what is said of the rows of one requirement, from released numbers alone.

    >>> row = Row(Level.REQUIREMENT, "fire.exit", "v1", "fire", None, "clarity", True, 2.5, 0.25, 900, 10.0, None)
    >>> statement("2026Q3", [row]).en
    'Release 2026Q3: clarity 2.5 of 5, 2.2 to 2.8 with 95%. Figures with noise: they point at nobody.'
    """
    parts = [_part(row) for row in _told(rows)]
    ru, en = "; ".join(one.ru for one in parts), "; ".join(one.en for one in parts)
    made_up = MADE_UP if synthetic else Text("", "")
    return Text(
        f"Выпуск {release}: {ru}. Числа с шумом: они ни на кого не указывают.{made_up.ru}",
        f"Release {release}: {en}. Figures with noise: they point at nobody.{made_up.en}",
    )


def _told(rows: Sequence[Row]) -> list[Row]:
    """The requirement first, then the groups that find it hardest."""
    whole = [row for row in rows if row.segment is None]
    groups = sorted((row for row in rows if row.segment is not None), key=lambda row: (row.value or 0, row.segment))
    return whole + groups[:MOST_GROUPS]


def _part(row: Row) -> Text:
    if row.measure in FLAGS:
        return _flagged(row)
    if row.measure == COST:
        return _costly(row)
    name = NAMES[Measure(row.measure)]
    group = segment_phrase(row.segment) if row.segment else None
    where = Text(f" {group.ru}", f" of {group.en}") if group else Text("", "")
    (value, low, high), (value_en, low_en, high_en) = (_score(row, language) for language in ("ru", "en"))
    return Text(
        f"{name.ru}{where.ru} {value} из 5, с 95 % от {low} до {high}",
        f"{name.en}{where.en} {value_en} of 5, {low_en} to {high_en} with 95%",
    )


def _score(row: Row, language: str) -> tuple[str, str, str]:
    """Return a mark and the ends of its interval as every screen writes them."""
    ends = formats.ends(*ends_of(row))
    value = formats.number(Decimal(row.value or 0), language, 1)
    low, high = (formats.number(end, language, -int(end.as_tuple().exponent)) for end in ends)
    return value, low, high


def _flagged(row: Row) -> Text:
    count, margin = row.n_noisy or 0, formats.half_width(NORMAL95 * (row.sd or 0), "en", 0)
    ru, en = (
        ("повтор другого требования", "a duplicate of another requirement")
        if row.measure == "flag_duplicate"
        else ("противоречие с другим требованием", "a contradiction with another requirement")
    )
    return Text(f"{ru}: отметок {count}, с 95 % ± {margin}", f"{en}: flagged {count} times, ± {margin} with 95%")


def _costly(row: Row) -> Text:
    above, spread = _share_above(row)
    share, margin = round(100 * above), formats.half_width(100 * spread, "en", 0)
    return Text(
        f"в {GAP} раза дороже верхней оценки и больше: доля {share} %, с 95 % ± {margin}",
        f"{GAP} times the highest estimate or more: a share of {share}%, ± {margin} with 95%",
    )


def _costs_far_more(row: Row) -> bool:
    share, margin = _share_above(row)
    return share - margin > MAJORITY


def _share_above(row: Row) -> tuple[float, float]:
    """Return which share counts far more than the estimate, with its half-width; nothing where there is no estimate.

    A bin counts when all of it lies above: the figure errs to the estimate's side. To the first order, as a ratio.
    """
    limit = highest_estimate(current_law().edition.requirements.get(row.requirement or ""))
    if limit is None or not row.shares or not row.n_noisy or row.sd is None:
        return 0.0, 0.0
    above = [one.first >= GAP * limit for one in dimensions().cost_bins]
    share = sum(part for part, is_above in zip(row.shares, above, strict=True) if is_above)
    bins = sum(above)
    spread = sqrt(bins * (1 - share) ** 2 + (len(above) - bins) * share**2)
    return share, NORMAL95 * row.sd * spread / row.n_noisy


def highest_estimate(entry: Requirement | None) -> Decimal | None:
    """Return the catalogue's highest estimate of rubles a year at one place and the country's mean wage."""
    if entry is None or entry.effort is None:
        return None
    cost = duty_cost(Duty(entry.id, entry.effort, entry.recurrence), mean_wage(max(known_years()))).yearly_rub
    return Decimal(cost.high.numerator) / cost.high.denominator if cost and cost.high else None
