"""What a release is and is not, in plain words: the quality note, and the notes sheet of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the note."""

    code: str
    title: Text
    text: Text


METHOD = Part(
    "method",
    Text("Как получены числа", "How the numbers are made"),
    Text(
        "Ответы за окно замораживаются, у одной группы владельца случайно берётся ограниченное число ответов, из них "
        "собираются таблицы. В каждую ячейку один раз добавляется случайный шум (дискретный гауссов, библиотека "
        "OpenDP), уровни согласуются методом наименьших квадратов. Средние, доли и суммы посчитаны из зашумлённых "
        "таблиц. Выпуск подписан и не меняется: сколько ни читать, числа те же.",
        "Answers of a window are frozen, a limited number of each owner group's answers is taken at random and counted "
        "in tables. Every cell gets random noise once (discrete Gaussian, library OpenDP); levels are reconciled by "
        "least squares. Means, shares and totals are made from the noisy tables. A release is signed and never "
        "changes: however often it is read, the numbers are the same.",
    ),
)
WHO = Part(
    "population",
    Text("Чьи это ответы", "Whose answers these are"),
    Text(
        "Бизнесы из загруженной выписки реестра с подтверждённой учётной записью; одна группа владельца считается "
        "одним бизнесом. Это не выборка: отвечает кто хочет, весов нет. О тех, кто не ответил, числа не говорят.",
        "Businesses of an imported register extract whose account is proven; an owner group counts as one. It is no "
        "sample: whoever wants to answers, and there are no weights. Of others it tells nothing.",
    ),
)
WITHHELD = Part(
    "withheld",
    Text("Где данных нет и почему", "Where there is no data, and why"),
    Text(
        "Строка показана, когда её зашумлённое число ответов не меньше порога: порог есть стандартное отклонение её "
        "собственного шума, умноженное на factor. Иначе смотрите уровень выше: требование, тему. Пустая и скрытая "
        "строки выглядят одинаково, различить их нельзя ни в одном формате.",
        "A row is shown when its noisy number of answers reaches the threshold: factor times the standard deviation of "
        "its own noise. Otherwise look one level up: requirement, topic. An empty and a withheld row look the same; no "
        "format tells one from the other.",
    ),
)
LIMITS = Part(
    "limits",
    Text("Чего числа не могут", "What the numbers cannot do"),
    Text(
        "± 95 % покрывает только шум, не то, кто ответил. Два выпуска различаются, когда интервал разности не включает "
        "0. Ряд прерывается, где у требования новая версия или у выпуска другие параметры. Складывать n_noisy разных "
        "показателей нельзя: ответы одни и те же. Доли меньше нуля показаны нулём, поэтому среднее долей может "
        "расходиться с value в последних знаках.",
        "± 95 % covers the noise alone, not who answered. Two releases differ when the interval of the difference "
        "excludes 0. A series breaks where a requirement has a new version or a release other parameters. Do not add "
        "n_noisy of different measures: the answers are the same ones. Shares below zero are shown as zero, so a mean "
        "made from shares may differ from value in the last digits.",
    ),
)
MISTAKES = Part(
    "mistakes",
    Text("Если в выпуске ошибка", "If a release holds a mistake"),
    Text(
        "Рядом появится примечание. Второго выпуска за то же окно не бывает: он раскрыл бы то, что скрыл первый.",
        "A note appears beside it. There is never a second release of the same window: it would give away what the "
        "first one protects.",
    ),
)
SYNTHETIC = Part(
    "synthetic",
    Text("Вымышленные данные", "Synthetic data"),
    Text(
        "Выпуск сделан из вымышленных ответов для показа. О настоящих бизнесах он не говорит ничего.",
        "This release is made from invented answers, to show how it works. It tells nothing of real businesses.",
    ),
)
ALWAYS = (METHOD, WHO, WITHHELD, LIMITS, MISTAKES)


def explain(header: Mapping[str, Any]) -> list[Part]:
    """Return the note of one release: what is said of all, its own parameters, whether it is invented."""
    first = [SYNTHETIC] if header.get("synthetic") else []
    return [*first, *ALWAYS, parameters(header)]


def parameters(header: Mapping[str, Any]) -> Part:
    """Return the numbers that say how well a release protects."""
    noise = header.get("noise_sd") or {}
    named = {"ε": "epsilon", "δ": "delta", "cap": "cap", "factor": "factor"}
    numbers = {name: header.get(key) for name, key in named.items()}
    # A year has no groups of businesses, so no noise of a cell.
    numbers |= {f"noise sd {level}": noise.get(level) for level in ("cell", "requirement")}
    said = ", ".join(f"{name} = {number}" for name, number in numbers.items() if number is not None) + "."
    return Part(
        "parameters",
        Text("Параметры защиты", "Parameters of protection"),
        Text(f"{said} Что это значит: {header.get('privacy')}.", f"{said} What it means: {header.get('privacy')}."),
    )
