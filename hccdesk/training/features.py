"""Backbone vectors of a cohort's patients: read, checked, cut and computed exactly as at the board."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.case import Case
from hccdesk.domain.cohort import CohortPatient, CohortTable
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.manifest import CtInputSpec, SlideInputSpec
from hccdesk.domain.progress import Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.backbone import FEATURES, Backbone
from hccdesk.inference.preprocess import ct_crop_boxes, ct_images
from hccdesk.training.feature_cache import FeatureCache, FeatureKey, PatientVectors
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.read_patches import read_patches
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.slide_stain import STAIN_FACTS, patch_stain, slide_stain

Floats = NDArray[np.float32]
AT_ONCE = 8
EXACT, REDUCED = "exact", "reduced"
"""Precision of features: float32 as at the board, or bfloat16 where the processor has it, several times faster."""
_IMAGE_REFUSED = Sentence.of("image or outline is missing, or was refused")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A patient who cannot be learnt from: the row of the table (the header is row 1) and the reason.

    `counted` is the reason as a bundle may say it, where that is less: an image's own words can name series or files.
    """

    row: int
    reason: Sentence
    counted: Sentence | None = None

    @property
    def sentence(self) -> Sentence:
        """In one."""
        return Sentence.of("Row {row} was left out: {reason}.", row=self.row, reason=self.reason.unfinished)


@dataclass(frozen=True, slots=True)
class CohortFeatures:
    """Patients whose images could be used, their vectors and facts in the same order, and who was left out."""

    patients: tuple[CohortPatient, ...]
    found: tuple[PatientVectors, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def vectors(self) -> tuple[Floats, ...]:
        """(slice or patch, 2048) a patient."""
        return tuple(one.vectors for one in self.found)

    def of(self, patient_ids: Collection[str]) -> tuple[PatientVectors, ...]:
        """Those of these patients."""
        named = zip(self.patients, self.found, strict=True)
        return tuple(one for patient, one in named if patient.patient_id in patient_ids)

    def observed(self, fact: str) -> tuple[float, float]:
        """Smallest and largest of a fact of the region, e.g. `roi_volume_ml`."""
        values = [one.facts[fact] for one in self.found]
        return min(values), max(values)


@dataclass(frozen=True, slots=True)
class FeatureMaker:
    """What computes them: `cache` keeps each patient's, so that a stopped run goes on where it stopped."""

    backbone: Backbone
    workbench: Workbench
    regimen: Regimen
    cache: FeatureCache
    progress: Progress
    precision: str = EXACT

    def ct(self, table: CohortTable, spec: CtInputSpec) -> CohortFeatures:
        """A vector for every slice that holds tumour. Raises `InputError` where two rows have the same CT."""

        def compute(patient: CohortPatient) -> PatientVectors:
            case = cohort_case(patient, self.regimen, self.workbench, self.progress, slide=False)
            return _of_ct(case, self.backbone, spec)

        return self._every(table, spec, lambda p: (p.ct, p.ct_roi), compute, "CT features")

    def tissue(self, table: CohortTable, spec: SlideInputSpec) -> CohortFeatures:
        """A vector for every patch that is kept, in raster order. Raises `InputError` where two rows have one slide."""

        def compute(patient: CohortPatient) -> PatientVectors:
            case = cohort_case(patient, self.regimen, self.workbench, self.progress, ct=False)
            return _of_slide(case, self.backbone, spec, self.workbench, self.progress)

        return self._every(table, spec, lambda p: (p.slide, p.slide_roi), compute, "slide features")

    def _every(
        self,
        table: CohortTable,
        spec: CtInputSpec | SlideInputSpec,
        files: Callable[[CohortPatient], tuple[Path | None, Path | None]],
        compute: Callable[[CohortPatient], PatientVectors],
        label: str,
    ) -> CohortFeatures:
        patients: list[CohortPatient] = []
        found: list[PatientVectors] = []
        left_out: list[LeftOut] = []
        rows: dict[str, int] = {}
        for row, patient in enumerate(table.patients, start=2):
            self.progress.step(row - 2, len(table.patients), label)
            image, region = files(patient)
            try:
                key = self._key(patient, image, region, spec)
                _refuse_same_image(rows, key.images, row)
                one = self.cache.read(key)
                if one is None:
                    one = compute(patient)
                    self.cache.write(key, one)
            except _SameImageError:
                raise
            except InputError as refusal:
                left_out.append(LeftOut(row, _reason(refusal), _IMAGE_REFUSED))
                continue
            patients.append(patient)
            found.append(one)
        self.progress.step(len(table.patients), len(table.patients), label)
        return CohortFeatures(tuple(patients), tuple(found), tuple(left_out))

    def _key(
        self, patient: CohortPatient, image: Path | None, region: Path | None, spec: CtInputSpec | SlideInputSpec
    ) -> FeatureKey:
        if image is None or region is None:
            raise InputError("image or outline is missing.")
        return FeatureKey.of(patient, image, region, spec, self.backbone.sha256, self.precision, self.regimen)


class _SameImageError(InputError):
    """Stops the training: one patient in two rows stands on both sides of every split."""


def _refuse_same_image(rows: dict[str, int], images: str, row: int) -> None:
    if rows.setdefault(images, row) != row:
        raise _SameImageError(
            Sentence.of(
                "Rows {first} and {second} have the very same image: one patient would be two.",
                first=rows[images],
                second=row,
            ),
            what_to_do="Correct the paths, or take one of the rows out.",
        )


def _reason(refusal: InputError) -> Sentence:
    if isinstance(refusal, InputFaults):
        return Sentence.listed([fault.said.unfinished for fault in refusal.faults])
    return refusal.said


def _of_ct(case: Case, backbone: Backbone, spec: CtInputSpec) -> PatientVectors:
    if case.ct_set_aside is not None:
        raise InputError(Sentence.of("{why}", why=case.ct_set_aside))
    if case.ct is None or case.ct.roi is None or case.ct.measurements is None:
        raise InputError("no tumour region")
    volume, roi = case.ct.volume, case.ct.roi
    slices = roi.slice_indices
    if not slices:
        raise InputError("the tumour region is empty")
    boxes, parts = ct_crop_boxes(volume, roi, spec), []
    for start in range(0, len(slices), AT_ONCE):
        end = start + AT_ONCE
        parts.append(backbone.features(ct_images(volume, slices[start:end], boxes[start:end], spec), AT_ONCE)[0])
    facts = {"roi_volume_ml": float(case.ct.measurements.volume_ml), "roi_slices": float(len(slices))}
    return PatientVectors(np.concatenate(parts), facts)


def _of_slide(
    case: Case, backbone: Backbone, spec: SlideInputSpec, workbench: Workbench, progress: Progress
) -> PatientVectors:
    if case.slide is None or case.slide.roi is None:
        raise InputError("no outlined tumour tissue on the slide")
    rows: list[Floats] = []
    stains: list[NDArray[np.float64]] = []

    def take(rgb: NDArray[np.uint8]) -> None:
        rows.append(backbone.patch_features(rgb[None], spec))
        stain = patch_stain(rgb)
        if stain is not None:
            stains.append(stain)

    read_patches(case.slide, spec, workbench.sandbox, progress, take)
    if len(rows) < spec.minimum_patches:
        raise InputError(Sentence.of("too little tissue: {n} patches", n=len(rows)))
    vectors = np.concatenate(rows) if rows else np.zeros((0, FEATURES), np.float32)
    mean = slide_stain(stains)
    stained = {} if mean is None else dict(zip(STAIN_FACTS, map(float, mean), strict=True))
    return PatientVectors(vectors, {"patches": float(len(vectors)), **stained})


def reasons(left_out: Sequence[LeftOut]) -> tuple[tuple[Sentence, int], ...]:
    """How many patients were left out for each reason, in the words a bundle may say."""
    counts: dict[Sentence, int] = {}
    for one in left_out:
        counts[one.counted or one.reason] = counts.get(one.counted or one.reason, 0) + 1
    return tuple(counts.items())
