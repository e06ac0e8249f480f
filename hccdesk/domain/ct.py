"""CT series: what was found, what it is good for, and its voxels in Hounsfield units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.geometry import VolumeGeometry
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.sentence import Sentence


class ContrastPhase(StrEnum):
    """Contrast phase as far as the headers tell it."""

    NATIVE = "native"
    ARTERIAL = "arterial"
    PORTAL_VENOUS = "portal_venous"
    DELAYED = "delayed"
    UNKNOWN = "unknown"


class Suitability(StrEnum):
    """What a series may be used for, each including the one before: look at, measure in, give to a model."""

    NONE = "none"
    VIEW = "view"
    MEASURE = "measure"
    INFER = "infer"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an image is good for, and why not for more; `reasons` is empty only for `INFER`."""

    suitability: Suitability
    reasons: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class CtAcquisition:
    """How a series was acquired, as its headers say; None where they do not."""

    manufacturer: str | None = None
    scanner_model: str | None = None
    kvp: float | None = None
    slice_thickness_mm: float | None = None
    convolution_kernel: str | None = None
    acquisition_date: date | None = None
    contrast_agent: str | None = None
    accession_number: str | None = None
    """Under which the study was ordered: what the chart finds it by."""


@dataclass(frozen=True, slots=True)
class CtSeries:
    """One series found in a folder, headers only; `files` in the order of position along the normal.

    `geometry` is None where no regular lattice fits; `modality` and `verdict` then say why.
    `header_window_hu` is the (width, level) that the headers ask viewers to open it with.
    """

    series_instance_uid: str
    study_instance_uid: str
    description: str
    modality: str
    phase: ContrastPhase
    files: tuple[Path, ...]
    slice_count: int
    geometry: VolumeGeometry | None
    verdict: Verdict
    acquisition: CtAcquisition
    patient: PatientIdentity
    header_window_hu: tuple[float, float] | None = None


class SkippedKind(StrEnum):
    """What a skipped file is, as far as it can be told."""

    ROI = "roi"
    """A region of interest or label map: something to draw on an image."""
    SLIDE = "slide"
    DAMAGED = "damaged"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that is no usable image, and why."""

    path: Path
    reason: Sentence
    kind: SkippedKind = SkippedKind.OTHER


@dataclass(frozen=True, slots=True)
class CtVolume:
    """One CT series as Hounsfield units. `hu` is (slice, row, column), int16, read-only; padding is -1024."""

    series_instance_uid: str
    phase: ContrastPhase
    hu: NDArray[np.int16]
    geometry: VolumeGeometry

    def __post_init__(self) -> None:
        if self.hu.shape != self.geometry.shape:
            raise ValueError(f"voxels {self.hu.shape} do not fit the lattice {self.geometry.shape}")
        self.hu.setflags(write=False)
