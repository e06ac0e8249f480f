"""Backbone vectors kept on disk, a file a patient, named by everything that decides them."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.atomic_file import write_whole
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.manifest import CtInputSpec, SlideInputSpec
from hccdesk.domain.regimen import Regimen
from hccdesk.workflow.input_hash import file_sha256

CT_RECIPE, SLIDE_RECIPE = 1, 2
"""Counted up when the same files, spec and backbone begin to give other vectors or facts."""


@dataclass(frozen=True, slots=True)
class PatientVectors:
    """Vectors (slice or patch, 2048) of one patient, in order, and facts of the region by name (`roi_volume_ml`, …)."""

    vectors: NDArray[np.float32]
    facts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class FeatureKey:
    """What a patient's vectors follow from: `images` is the sha256 of the image's and the region's files."""

    images: str
    name: str

    @classmethod
    def of(  # noqa: PLR0917 - the list of what decides a result
        cls,
        patient: CohortPatient,
        image: Path,
        region: Path,
        spec: CtInputSpec | SlideInputSpec,
        backbone_sha256: str,
        precision: str,
        regimen: Regimen,
    ) -> FeatureKey:
        """Reads every file of the image once; raises `InputError` for one that cannot be read."""
        images = files_sha256(image)
        chosen = [patient.ct_series, patient.ct_roi_label] if isinstance(spec, CtInputSpec) else []
        # Whom the row names decides whether the images are refused as another patient's.
        named = [patient.patient_id, patient.record.sex, patient.record.age_years, patient.record.name]
        recipe = CT_RECIPE if isinstance(spec, CtInputSpec) else SLIDE_RECIPE
        facts = [recipe, images, files_sha256(region), chosen, named, regimen.value, dataclasses.asdict(spec)]
        text = json.dumps([*facts, backbone_sha256, precision], default=str)
        return cls(images, hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class FeatureCache:
    """A folder of such files; one that is damaged is made again."""

    folder: Path

    def read(self, key: FeatureKey) -> PatientVectors | None:
        """What was kept, or None."""
        try:
            with np.load(io.BytesIO(self._file(key).read_bytes()), allow_pickle=False) as kept:
                facts = {name: float(kept[name]) for name in kept.files if name != "vectors"}
                return PatientVectors(np.asarray(kept["vectors"], dtype=np.float32), facts)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def write(self, key: FeatureKey, found: PatientVectors) -> None:
        """Keep it, whole or not at all."""
        content = io.BytesIO()
        np.savez(content, allow_pickle=False, vectors=found.vectors, **found.facts)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._file(key), content.getvalue())

    def _file(self, key: FeatureKey) -> Path:
        return self.folder / f"{key.name}.npz"


def files_sha256(path: Path) -> str:
    """Of a file, or of the sorted hashes of every file in a folder; raises `InputError` for what cannot be read."""
    if not path.is_dir():
        return file_sha256(path)
    parts = sorted(file_sha256(part) for part in path.rglob("*") if part.is_file())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
