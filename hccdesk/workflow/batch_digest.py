"""What tells whether inputs are still the same: a sha256 over every file of them, and over what was chosen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import Progress
from hccdesk.workflow.input_hash import file_sha256
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.open_slide import files_of

STAGE = "Comparing the files"
SLIDE = "slide"


def batch_digest(files: Mapping[str, Path], chosen: Any, workbench: Workbench, progress: Progress) -> str:
    """Of the inputs by role, a folder with every file in it, and of what JSON can hold of the choices.

    Raises `InputError` for one that is gone or cannot be read.
    """
    told = [[role, _content(role, path, workbench, progress)] for role, path in sorted(files.items())]
    return hashlib.sha256(json.dumps([told, chosen], sort_keys=True, default=str).encode()).hexdigest()


def _content(role: str, path: Path, workbench: Workbench, progress: Progress) -> list[list[str]]:
    parts = _parts(role, path, workbench)
    found = []
    for number, part in enumerate(parts):
        progress.step(number, len(parts), STAGE)
        found.append([part.relative_to(path.parent).as_posix(), file_sha256(part)])
    return found


def _parts(role: str, path: Path, workbench: Workbench) -> list[Path]:
    if not path.exists():
        raise InputError("there is no such file or folder.", where=path)
    if role == SLIDE:
        return list(workbench.sandbox.call(files_of, path))
    return [path] if path.is_file() else sorted(part for part in path.rglob("*") if part.is_file())
