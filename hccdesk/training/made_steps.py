"""Steps of a recipe that are not done again while what they are made from stays the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.store.manifest_file import MANIFEST_NAME


@dataclass(frozen=True, slots=True)
class MadeSteps:
    """`models` holds what the steps make, a bundle each; `notes` a file a bundle that says from what it was made."""

    models: Path
    notes: Path

    def unless_made(self, model_id: str, key: str, make: Callable[[], None]) -> bool:
        """Call `make` unless the bundle there is the one that was made from `key`; returns whether it was called."""
        if self._note(model_id) == {"key": key, "manifest_sha256": self.manifest_sha256(model_id)}:
            return False
        make()
        self.notes.mkdir(parents=True, exist_ok=True)
        note = {"key": key, "manifest_sha256": self.manifest_sha256(model_id)}
        write_whole(self._file(model_id), (json.dumps(note, indent=2) + "\n").encode())
        return True

    def manifest_sha256(self, model_id: str) -> str | None:
        """Of the bundle that is there; None where there is none."""
        manifest = self.models / model_id / MANIFEST_NAME
        return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else None

    def _file(self, model_id: str) -> Path:
        return self.notes / f"{model_id}.json"

    def _note(self, model_id: str) -> object:
        try:
            return json.loads(self._file(model_id).read_bytes())
        except (OSError, ValueError):
            return None
