"""JSON with the sha256 over it, so that a changed bit is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


class DamagedError(ValueError):
    """Something that was kept is not what was written."""


def sealed(body: Mapping[str, Any]) -> tuple[str, str]:
    """The JSON of `body`, and its sha256. `ValueError` for a number that is none."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return text, hashlib.sha256(text.encode("ascii")).hexdigest()


def unsealed(text: str, sha256: str) -> dict[str, Any]:
    """What was sealed; `DamagedError` where it is not that any more."""
    if hashlib.sha256(text.encode("utf-8")).hexdigest() != sha256:
        raise DamagedError
    told = json.loads(text)
    if not isinstance(told, dict):
        raise DamagedError
    return told
