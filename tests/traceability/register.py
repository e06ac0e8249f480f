"""The hazards with their controls, and the rows of bad input: read from their files and checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SEVERITIES = {
    "S1": "none worth naming",
    "S2": "delay, annoyance",
    "S3": "harm that is noticed and mended, or loss of confidentiality",
    "S4": "a treatment chosen wrongly is possible",
    "S5": "a treatment chosen wrongly is likely",
}
PROBABILITIES = {
    "P1": "hardly ever",
    "P2": "seldom",
    "P3": "now and then",
    "P4": "often",
    "P5": "nearly always",
}


@dataclass(frozen=True)
class Control:
    """What keeps a hazard away. `tests` are names of tests, or patterns of them, that cannot carry the marker."""

    id: str
    does: str
    tests: tuple[str, ...]


@dataclass(frozen=True)
class Hazard:
    """What can go wrong; `before` and `after` are how probable it is without and with its controls."""

    id: str
    title: str
    cause: str
    harm: str
    severity: str
    before: str
    after: str
    residual: str
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class BadRow:
    """One kind of bad input. `untested` says why no test is about it, `left_open` what the tests do not show."""

    id: str
    group: str
    title: str
    tests: tuple[str, ...]
    untested: str
    left_open: str


def hazards(path: Path = HERE / "hazards.toml") -> tuple[Hazard, ...]:
    """In their order; raises `ValueError` for a file that contradicts itself."""
    found = tuple(_hazard(entry) for entry in _read(path)["hazard"])
    _require_unique([one.id for one in found])
    _require_unique([control.id for one in found for control in one.controls])
    for one in found:
        if not one.controls:
            raise ValueError(f"{one.id} has no control")
        if one.severity not in SEVERITIES or not {one.before, one.after} <= set(PROBABILITIES):
            raise ValueError(f"{one.id} has an unknown severity or probability")
        if strange := [control.id for control in one.controls if not control.id.startswith(f"{one.id}-")]:
            raise ValueError(f"{one.id} has controls of another hazard: {strange}")
    return found


def bad_rows(path: Path = HERE / "bad_rows.toml") -> tuple[BadRow, ...]:
    """BAD-001 to the last, without a gap; raises `ValueError` otherwise."""
    found = tuple(
        BadRow(
            entry["id"],
            group["title"],
            entry["title"],
            tuple(entry.get("tests", ())),
            entry.get("untested", ""),
            entry.get("left_open", ""),
        )
        for group in _read(path)["group"]
        for entry in group["row"]
    )
    if [row.id for row in found] != [f"BAD-{number:03d}" for number in range(1, len(found) + 1)]:
        raise ValueError("the rows of bad input are not numbered through")
    return found


def _hazard(entry: dict[str, Any]) -> Hazard:
    controls = tuple(Control(one["id"], one["does"], tuple(one.get("tests", ()))) for one in entry.get("control", ()))
    texts = {name: entry[name] for name in ("id", "title", "cause", "harm", "severity", "before", "after", "residual")}
    return Hazard(**texts, controls=controls)


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _require_unique(ids: list[str]) -> None:
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise ValueError(f"given twice: {twice}")
