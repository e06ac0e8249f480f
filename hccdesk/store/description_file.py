"""`description.json`: everything `hccdesk cohort describe` says, after assets/schemas/description.schema.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from hccdesk.atomic_file import write_whole
from hccdesk.domain.cohort_description import CohortDescription
from hccdesk.domain.errors import StoreError
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.store.plain_json import plain

FILE_NAME = "description.json"
FORMAT = "hccdesk-cohort-description"
VERSION = 1


def description_document(description: CohortDescription) -> dict[str, Any]:
    """The description as JSON values, texts in English; what was not computed is `{"not_computed": reason}`.

    Raises `StoreError` naming the place of a number that is not finite.
    """
    document: dict[str, Any] = plain({"format": FORMAT, "version": VERSION, **_opened(description)}, "description")
    return document


def description_bytes(description: CohortDescription) -> bytes:
    """The JSON file: keys sorted, the same description gives the same bytes."""
    document = description_document(description)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=2)
    return (text + "\n").encode("utf-8")


def write_description(description: CohortDescription, folder: Path) -> Path:
    """Write `description.json` into `folder`, whole or not at all; the path it was written to."""
    path = folder / FILE_NAME
    content = description_bytes(description)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise StoreError(
            Sentence.of("The result could not be written ({reason}).", reason=error.strerror or type(error).__name__),
            where=path,
            what_to_do="Choose a folder that can be written to and has space.",
        ) from error
    return path


def _opened(value: Any) -> Any:
    if isinstance(value, NotComputed):
        return {"not_computed": value.reason}
    if isinstance(value, Sentence):
        return value
    if is_dataclass(value):
        return {field.name: _opened(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _opened(item) for key, item in value.items()}
    return [_opened(item) for item in value] if isinstance(value, (list, tuple)) else value
