"""training.json: how a bundle was made, whole enough to make it again; no patient in it but as a keyed digest."""

from __future__ import annotations

import dataclasses
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

RECORD_NAME = "training.json"
LIBRARIES = ("hccdesk", "numpy", "torch", "monai", "onnx")


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """What goes into training.json. `settings` is the frozen settings object, `measured` figures by name."""

    preset: str
    settings: Any
    seed: int
    cohort_sha256: str | None = None
    cohort_title: str = ""
    patients: int = 0
    patient_digests: Sequence[str] = ()
    backbone_sha256: str | None = None
    measured: dict[str, Any] = dataclasses.field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """The file, the same bytes for the same record."""
        document = {
            "format": 1,
            **{field.name: getattr(self, field.name) for field in dataclasses.fields(self)},
            "settings": dataclasses.asdict(self.settings),
            "versions": {name: version(name) for name in LIBRARIES} | {"python": platform.python_version()},
        }
        return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()
