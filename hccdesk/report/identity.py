"""The report's own number: the same result always gets the same one, another result another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import PurePath
from uuid import UUID, uuid5

import numpy as np

from hccdesk.domain.report_options import ALL_PARTS, ReportOptions
from hccdesk.domain.result import CaseResult

WHOLE = ReportOptions()
_NAMESPACE = UUID("6f2d0e0a-3f5b-5c59-9a53-0c9d1c4b7a11")


def report_id(result: CaseResult, options: ReportOptions = WHOLE) -> UUID:
    """UUIDv5 of the whole content of `result`, images by their sha256; folders of files do not enter.

    A copy with parts left out or pictures added says something else, and has a number of its own; so has one with
    more on the board's record, and one with a page for the patient. Language and paper change nothing that is said.
    """
    told: object = _content(result)
    if options.parts != ALL_PARTS or options.key_images:
        told = [told, sorted(options.parts), _content(options.key_images)]
    if options.board.entries or options.patient_page:
        told = [told, _content(options.board), options.patient_page]
    return _numbered(told)


def content_id(value: object) -> UUID:
    """UUIDv5 of the whole content of a value: the number of a document that is made of nothing else."""
    return _numbered(_content(value))


def _numbered(told: object) -> UUID:
    return uuid5(_NAMESPACE, json.dumps(told, sort_keys=True))


def _content(value: object) -> object:
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _content(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, np.ndarray):
        return [str(value.dtype), list(value.shape), hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()]
    if isinstance(value, Mapping):
        return {str(key): _content(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_content(item) for item in value]
    return _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, PurePath):
        return value.name
    if isinstance(value, date):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value
