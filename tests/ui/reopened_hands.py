"""A case worked on, and the same case in a session that starts after the first one ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import ui_builder as build

from hccdesk.workflow.case_library import case_library


def same(one: object, other: object) -> bool:
    """Equal field by field, arrays bit by bit."""
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and one.dtype == other.dtype and np.array_equal(one, other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if is_dataclass(one):
        return type(one) is type(other) and all(
            same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)
        )
    return one == other


def differences(one: object, other: object, where: str = "") -> list[str]:
    """Where two values are not the same, for a test that says so."""
    if is_dataclass(one) and type(one) is type(other):
        return [
            place
            for field in fields(one)
            for place in differences(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
        ]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return [
            place
            for n, (a, b) in enumerate(zip(one, other, strict=True))
            for place in differences(a, b, f"{where}[{n}]")
        ]
    return [] if same(one, other) else [f"{where}: {one!r} | {other!r}"[:300]]


def settle(qtbot, session, timeout: int = 15_000) -> None:
    """Until nothing is left to be saved or read."""

    def quiet() -> bool:
        working = session.keeping.running or session.compute.running or session.input_keeping.runner.running
        return not (working or session.keeper._timer.isActive() or session.keeper.laying_out)

    qtbot.waitUntil(quiet, timeout=timeout)


@contextmanager
def a_start(qtbot, folder: Path, verbs, *, opinion_first: bool = False) -> Iterator:
    """One start of the program on the library in `folder`."""
    session = build.a_session(folder, verbs, case_library(folder / "library"), opinion_first=opinion_first)
    session.shelf.learn(purge=True)
    settle(qtbot, session)
    try:
        yield session
    finally:
        session.close()


def open_last(qtbot, session) -> None:
    """The case saved last, on the desk."""
    session.shelf.open(session.shelf.entries[0].case_id)
    settle(qtbot, session)
