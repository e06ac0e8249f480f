"""Where the pages of one setting of the report are in the next."""

from __future__ import annotations

from collections.abc import Iterator


def new_places(before: tuple[str, ...], after: tuple[str, ...]) -> dict[int, int]:
    """For each old page that is still there its new place, both counted from 0.

    A page is known by its part of the report and its number within the part.
    """
    found = {name: place for place, name in _names(after)}
    return {place: found[name] for place, name in _names(before) if name in found}


def _names(titles: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, int]]]:
    for place, title in enumerate(titles):
        yield place, (title, titles[:place].count(title))
