"""The libraries we stand on, with their versions and licences as they state them. No widgets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

LICENCE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Library:
    """One installed library."""

    name: str
    version: str
    licence: str


def libraries() -> tuple[Library, ...]:
    """What the program requires and finds installed, by name; extras are left out."""
    try:
        required = distribution("hccdesk").requires or []
    except PackageNotFoundError:  # run from a folder that was never installed
        return ()
    names = sorted({_name(line) for line in required if "extra ==" not in line}, key=str.lower)
    return tuple(found for name in names if (found := _library(name)) is not None)


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[(]", requirement, maxsplit=1)[0]


def _library(name: str) -> Library | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return Library(found.metadata["Name"] or name, found.version, _licence(found))


def _licence(found: Distribution) -> str:
    """The SPDX expression, else the classifier, else the first line of the licence field."""
    stated = _header(found, "License-Expression")
    if stated:
        return stated
    classifiers = [line for line in found.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    if classifiers:
        return str(classifiers[0]).rpartition("::")[2].strip()
    return _header(found, "License").partition("\n")[0][:LICENCE_LENGTH] or "see the library"


def _header(found: Distribution, name: str) -> str:
    return found.metadata[name].strip() if name in found.metadata else ""
