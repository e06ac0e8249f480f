"""A JSON file of ours that says its own sha256: read strictly, refused in words when it was cut short or changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hccdesk.domain.errors import StoreError
from hccdesk.domain.sentence import Sentence
from hccdesk.store.result_file import DIGEST, document_sha256

LARGEST_FILE = 1 << 28
DAMAGE = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, RecursionError, MemoryError,
    NotImplementedError,
)  # fmt: skip
"""What reading values out of a file raises where the file is not what it says."""


@dataclass(frozen=True, slots=True)
class SealedKind:
    """What a file must say of itself, and its usual name."""

    format: str
    version: int
    name: str


def sealed_document(path: Path, kind: SealedKind) -> dict[str, Any]:
    """The document; `StoreError` where the file is gone, cut short, changed, another kind's or of another version."""
    document = _parsed(path, _bytes(path))
    if not isinstance(document, dict) or document.get("format") != kind.format:
        raise StoreError(
            Sentence.of("this is no {name} of hccdesk.", name=kind.name),
            where=path,
            what_to_do=Sentence.of("Name the {name} that hccdesk wrote.", name=kind.name),
        )
    _check_version(path, document.get("version"), kind)
    try:
        whole = document[DIGEST] == document_sha256(document)
    except (StoreError, *DAMAGE):
        whole = False
    if not whole:
        raise changed(path)
    return document


def changed(path: Path) -> StoreError:
    """The file is not as it was written."""
    return StoreError(
        "this file was changed after hccdesk wrote it, so no report is made from it.",
        where=path,
        what_to_do="Take the file as it was written, or analyse the case again.",
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise StoreError("this file is larger than any of its kind.", where=path)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise StoreError("there is no such file.", where=path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise StoreError(Sentence.of("the file cannot be read ({reason}).", reason=reason), where=path) from error


def _parsed(path: Path, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_without_twins, parse_constant=_refuse)
    except DAMAGE as error:
        raise StoreError(
            "this file is damaged or was cut short.",
            where=path,
            what_to_do="Copy it again from where it was written, or analyse the case again.",
        ) from error


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _check_version(path: Path, version: object, kind: SealedKind) -> None:
    if type(version) is not int or version < 1:
        raise changed(path)
    if version > kind.version:
        raise StoreError(
            "this file was written by a newer version of hccdesk.", where=path, what_to_do="Update hccdesk."
        )
    if version < kind.version:
        raise StoreError(
            Sentence.of(
                "this {name} was written by an earlier version of hccdesk and does not hold all that a report prints.",
                name=kind.name,
            ),
            where=path,
            what_to_do="Analyse the case again with this version.",
        )
