"""QuPath's classes: which outlines are to be ignored, and whether the others are surely tumour.

QuPath 0.2 to 0.5 write a class as `{"name": …}` or `{"names": […]}`; a derived class has several parts
("Tumor: Positive"). A name that ends in an asterisk is ignored by convention (https://qupath.readthedocs.io,
"Annotations": "Ignore*"); its "Region*" is the exception, being QuPath's own word for a region of interest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_REGION = "region*"
_TUMOUR_OR_REGION = re.compile(r"tumou?r|肿瘤|腫瘤|\broi\b|region", re.IGNORECASE)
_BESIDE_IT = re.compile(r"non|peri|para|adjacent|normal|outside|非|旁|外|正常", re.IGNORECASE)
_LONGEST_NAME = 60
_MOST_NAMES = 20


def class_of(feature: dict[str, Any]) -> str:
    """The feature's class as QuPath shows it, on one line; empty where it has none."""
    properties = feature.get("properties")
    given = properties.get("classification") if isinstance(properties, dict) else None
    if isinstance(given, dict):
        names = given.get("names")
        given = ": ".join(str(name) for name in names) if isinstance(names, list) else given.get("name")
    return _one_line(given) if isinstance(given, str) else ""


def is_ignored(name: str) -> bool:
    """Whether QuPath's user marked the outline as one to ignore."""
    parts = [part.strip().lower() for part in name.split(":")]
    return any(part == "ignore" or (part.endswith("*") and part != _REGION) for part in parts)


def unclear_classes(names: Iterable[str]) -> tuple[str, ...]:
    """The distinct classes, in the order given, where they leave open whether all is tumour; otherwise empty.

    Clear is no class at all, or a single one that says tumour or region of interest and not beside it.
    """
    distinct = tuple(dict.fromkeys(name for name in names if name))
    if len(distinct) <= 1 and all(_says_tumour(name) for name in distinct):
        return ()
    return distinct[:_MOST_NAMES]


def _says_tumour(name: str) -> bool:
    return _TUMOUR_OR_REGION.search(name) is not None and _BESIDE_IT.search(name) is None


def _one_line(name: str) -> str:
    return "".join(character for character in " ".join(name.split()) if character.isprintable())[:_LONGEST_NAME]
