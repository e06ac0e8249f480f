"""A phantom patient's images as a cohort keeps them: a light CT, the tumour's mask, a light slide, its outline."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from hccdesk.phantom.ct_anatomy import make_ct
from hccdesk.phantom.dicom_ct import write_series
from hccdesk.phantom.light_slide import make_light_slide
from hccdesk.phantom.nifti_mask import write_mask
from hccdesk.phantom.patient import PhantomPatient
from hccdesk.phantom.slide_files import write_geojson, write_tiff

CT_SLICES = 6
"""Evenly spaced through the tumour: a complete series of its own, 5 to 15 mm apart."""


@dataclass(frozen=True, slots=True)
class PatientFiles:
    """Where one patient's images lie, within the patient's folder."""

    ct: Path
    ct_roi: Path
    slide: Path
    slide_roi: Path

    @property
    def all_there(self) -> bool:
        """Whether none of them is missing."""
        slices = len(list(self.ct.glob("*.dcm")))
        return slices == CT_SLICES and all(path.is_file() for path in (self.ct_roi, self.slide, self.slide_roi))


def files_in(folder: Path) -> PatientFiles:
    """The images of the patient whose folder this is."""
    return PatientFiles(folder / "ct", folder / "ct_roi.nii.gz", folder / "slide.tiff", folder / "slide_roi.geojson")


def write_patient(patient: PhantomPatient, folder: Path) -> None:
    """Make the patient's images in `folder`, which appears whole or not at all; the same bytes every time.

    Files that a stopped run left beside it are replaced.
    """
    part = folder.with_name(f".{folder.name}.part")
    for leftover in (part, folder):
        shutil.rmtree(leftover, ignore_errors=True)
    part.mkdir(parents=True)
    files = files_in(part)
    ct = make_ct(patient, slice_count=CT_SLICES)
    write_series(ct, patient, files.ct, compressed=True)
    write_mask(ct.tumour_mask, ct.geometry, files.ct_roi)
    slide = make_light_slide(patient)
    write_tiff(slide, files.slide)
    write_geojson(slide.tumour_outline_px, files.slide_roi)
    part.replace(folder)
