"""Backbone vectors of a cohort: as at the board, kept between runs, and nobody left out silently."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.errors import Cancelled, InputError
from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.inference.preprocess import ct_input, patch_images
from hccdesk.training.feature_cache import FeatureCache
from hccdesk.training.features import CohortFeatures, FeatureMaker, reasons
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.open_cohort import open_cohort
from hccdesk.workflow.workbench import Workbench, open_workbench

PATIENTS = 3
REGIMEN = Regimen.TACE_HAIC_PD1_TKI


class MeanBackbone:
    """Stands for the network: a picture's vector is its mean, 2,048 times; counts what it was shown."""

    def __init__(self, sha256: str = "f" * 64) -> None:
        self.sha256 = sha256
        self.seen = 0

    def features(self, images: np.ndarray, batch: int = 8) -> tuple[np.ndarray, None]:
        self.seen += len(images)
        return np.repeat(images.mean(axis=(1, 2, 3), dtype=np.float64)[:, None], 2048, 1).astype(np.float32), None

    def patch_features(self, rgb: np.ndarray, spec: SlideInputSpec) -> np.ndarray:
        return self.features(patch_images(rgb, spec))[0]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> CohortTable:
    return open_cohort(make_phantom_cohort(tmp_path_factory.mktemp("cohort"), PATIENTS, 8401))


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with open_workbench(DeviceChoice.CPU, tmp_path_factory.mktemp("models")) as bench:
        yield bench


def maker(workbench: Workbench, folder: Path, backbone: MeanBackbone | None = None, precision: str = "exact"):
    return FeatureMaker(backbone or MeanBackbone(), workbench, REGIMEN, FeatureCache(folder), NoProgress(), precision)


def test_that_ct_vectors_are_of_every_slice_with_tumour_as_inference_cuts_it(
    cohort: CohortTable, workbench: Workbench, tmp_path: Path
) -> None:
    found = maker(workbench, tmp_path).ct(cohort, CT_SPEC)
    assert [p.patient_id for p in found.patients] == [p.patient_id for p in cohort.patients]
    assert found.left_out == ()
    for patient, one in zip(found.patients, found.found, strict=True):
        case = cohort_case(patient, REGIMEN, workbench, slide=False)
        assert case.ct is not None
        assert case.ct.roi is not None
        expected, _ = MeanBackbone().features(ct_input(case.ct.volume, case.ct.roi, CT_SPEC).images)
        np.testing.assert_allclose(one.vectors, expected, rtol=1e-6)
        assert one.facts["roi_slices"] == len(case.ct.roi.slice_indices)
        assert one.facts["roi_volume_ml"] == case.ct.measurements.volume_ml
    assert found.observed("roi_slices")[0] >= 1


def test_that_tissue_vectors_are_of_the_kept_patches_in_raster_order(
    cohort: CohortTable, workbench: Workbench, tmp_path: Path
) -> None:
    one = replace(cohort, patients=cohort.patients[:1])
    found = maker(workbench, tmp_path).tissue(one, SLIDE_SPEC)
    assert found.left_out == ()
    assert found.vectors[0].shape[0] == found.found[0].facts["patches"] >= SLIDE_SPEC.minimum_patches
    few = replace(SLIDE_SPEC, minimum_patches=4000)
    refused = maker(workbench, tmp_path).tissue(one, few)
    assert [o.reason.text for o in refused.left_out] == [f"too little tissue: {len(found.vectors[0])} patches"]


def test_that_vectors_are_computed_once_and_anew_for_whatever_decides_them(
    cohort: CohortTable, workbench: Workbench, tmp_path: Path
) -> None:
    first, again = MeanBackbone(), MeanBackbone()
    made = maker(workbench, tmp_path, first).ct(cohort, CT_SPEC)
    kept = maker(workbench, tmp_path, again).ct(cohort, CT_SPEC)
    assert first.seen > 0 == again.seen
    assert same(made, kept)
    others = (
        (MeanBackbone("e" * 64), CT_SPEC, "exact"),
        (MeanBackbone(), CT_SPEC, "reduced"),
        (MeanBackbone(), replace(CT_SPEC, margin_mm=5.0), "exact"),
    )
    for backbone, spec, precision in others:
        maker(workbench, tmp_path, backbone, precision).ct(cohort, spec)
        assert backbone.seen > 0


def test_that_a_damaged_file_is_made_again(cohort: CohortTable, workbench: Workbench, tmp_path: Path) -> None:
    made = maker(workbench, tmp_path).ct(cohort, CT_SPEC)
    damaged = sorted(tmp_path.iterdir())[0]
    damaged.write_bytes(damaged.read_bytes()[:100])
    backbone = MeanBackbone()
    assert same(made, maker(workbench, tmp_path, backbone).ct(cohort, CT_SPEC))
    assert backbone.seen > 0


def test_that_a_stopped_run_goes_on_with_the_next_patient(
    cohort: CohortTable, workbench: Workbench, tmp_path: Path
) -> None:
    class Stop:
        def step(self, done: int, total: int, label: str) -> None:
            if label == "CT features" and done == 2:
                raise Cancelled

    stopped = replace(maker(workbench, tmp_path), progress=Stop())
    with pytest.raises(Cancelled):
        stopped.ct(cohort, CT_SPEC)
    assert len(list(tmp_path.iterdir())) == 2
    backbone = MeanBackbone()
    found = maker(workbench, tmp_path, backbone).ct(cohort, CT_SPEC)
    assert backbone.seen == len(found.vectors[2])


def test_that_refused_images_are_listed_with_row_and_reason_and_no_name(
    cohort: CohortTable, workbench: Workbench, tmp_path: Path
) -> None:
    first, second, third = cohort.patients
    mixed_up = replace(second, record=replace(second.record, patient_id="SOMEBODY-ELSE"), patient_id="SOMEBODY-ELSE")
    faulty = replace(cohort, patients=(replace(first, ct_roi=None), mixed_up, third))
    found = maker(workbench, tmp_path).ct(faulty, CT_SPEC)
    assert [p.patient_id for p in found.patients] == [third.patient_id]
    assert [one.row for one in found.left_out] == [2, 3]
    texts = [one.sentence.text for one in found.left_out]
    assert texts[0] == "Row 2 was left out: image or outline is missing."
    assert texts[1].startswith("Row 3 was left out: ")
    assert second.patient_id not in texts[0]
    assert sum(count for _, count in reasons(found.left_out)) == 2


def test_that_one_image_in_two_rows_stops_the_training(
    cohort: CohortTable, workbench: Workbench, tmp_path: Path
) -> None:
    first, second, _ = cohort.patients
    assert first.ct is not None
    copy = tmp_path / "copy"
    shutil.copytree(first.ct, copy)
    twice = replace(cohort, patients=(first, replace(second, ct=copy, ct_roi=first.ct_roi)))
    with pytest.raises(InputError, match="Rows 2 and 3 have the very same image"):
        maker(workbench, tmp_path / "features").ct(twice, CT_SPEC)


def same(one: CohortFeatures, other: CohortFeatures) -> bool:
    pairs = zip(one.found, other.found, strict=True)
    return all(np.array_equal(a.vectors, b.vectors) and a.facts == b.facts for a, b in pairs)
