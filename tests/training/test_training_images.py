"""The pictures that the backbone learns from, and what is drawn of them in each step."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.training.backbone import ImageBank, batch, formula_bank
from hccdesk.training.backbone_settings import BackboneSettings, Stage
from hccdesk.training.families import FAMILIES, HELD_OUT
from hccdesk.training.fractals import contracting_maps, fractal
from hccdesk.training.phantom_banks import PHANTOM_CLASSES, ct_bank, tissue_bank
from hccdesk.training.phantom_images import ct_crops, tissue_patches
from hccdesk.training.specs import CT_SPEC
from hccdesk.training.textures import Drawer, draw_texture

EVERY = (*FAMILIES, *HELD_OUT)


@pytest.mark.parametrize("drawer", [drawer for _, drawer in EVERY], ids=[name for name, _ in EVERY])
def test_that_every_family_gives_pictures_no_two_alike(drawer: Drawer) -> None:
    rng = np.random.default_rng(0)
    first, second = draw_texture(drawer, rng, 48), draw_texture(drawer, rng, 48)
    assert first.shape == (48, 48, 3)
    assert first.dtype == np.uint8
    assert first.std() > 0
    assert (first != second).any()


def test_that_families_kept_back_are_in_no_training() -> None:
    assert {name for name, _ in FAMILIES}.isdisjoint(name for name, _ in HELD_OUT)
    assert len({name for name, _ in EVERY}) == len(EVERY)
    assert sum(name.startswith("fractal") for name, _ in FAMILIES) == 24


def test_that_fractals_of_a_family_come_from_maps_that_contract() -> None:
    for family in range(8):
        maps = contracting_maps(family)
        assert np.linalg.norm(maps.matrices, ord=2, axis=(1, 2)).max() < 1  # Banach: there is one attractor
        assert maps.chance.sum() == pytest.approx(1)
        assert (contracting_maps(family).shifts == maps.shifts).all()


def test_that_a_fractals_attractor_is_left_as_it_is_by_its_maps() -> None:
    maps, rng = contracting_maps(3), np.random.default_rng(1)
    points = maps.attractor(rng)
    moved = points[:200] @ maps.matrices[0].T + maps.shifts[0]
    nearest = np.sqrt(((moved[:, None] - points[None]) ** 2).sum(axis=2)).min(axis=1)
    assert np.median(nearest) < 0.02 * np.ptp(points)
    assert fractal(3, rng, 64).shape == (64, 64)


def test_that_a_formula_bank_is_the_same_again_and_has_every_family() -> None:
    settings = BackboneSettings(formula_images=2 * len(FAMILIES), formula_side_px=32)
    first, second = (formula_bank(settings, NoProgress()) for _ in range(2))
    assert (first.images == second.images).all()
    assert np.bincount(first.classes).tolist() == [2] * len(FAMILIES)


def test_that_every_step_belongs_to_a_stage_and_small_images_stay_out_of_large_crops() -> None:
    settings = BackboneSettings(stages=(Stage(2, 16, 3), Stage(1, 40, 2)))
    assert [settings.stage_of(step).crop_px for step in range(settings.steps)] == [16, 16, 40]
    with pytest.raises(ValueError, match="no such step"):
        settings.stage_of(3)
    rng = np.random.default_rng(0)
    small = ImageBank(rng.integers(0, 255, (4, 32, 32, 3)).astype(np.uint8), np.zeros(4, np.int64))
    large = ImageBank(rng.integers(0, 255, (4, 48, 48, 3)).astype(np.uint8), np.ones(4, np.int64))
    images, classes = batch([small, large], settings.stage_of(0), rng)
    assert images.shape == (6, 3, 16, 16)
    assert classes.tolist() == [0, 0, 0, 1, 1, 1]
    images, classes = batch([small, large], settings.stage_of(2), rng)
    assert images.shape == (2, 3, 40, 40)
    assert classes.tolist() == [1, 1]


def test_that_phantom_crops_are_what_inference_would_see() -> None:
    patient = sample_cohort(1, 77)[0]
    images = ct_crops(patient, 2, CT_SPEC)
    assert images.shape == (2, 3, 224, 224)
    assert images.dtype == np.float32
    # Inside the window, normalised: between (0 - 0.485) / 0.229 and (1 - 0.406) / 0.225.
    assert images.min() >= -2.12
    assert images.max() <= 2.65


def test_that_tissue_is_the_same_patient_again() -> None:
    patient = sample_cohort(1, 78)[0]
    first, second = (tissue_patches(patient, 1, 0.25, 512) for _ in range(2))
    assert first.shape == (1, 512, 512, 3)
    assert (first == second).all()


def test_that_phantom_classes_follow_the_hidden_axes_at_the_size_of_inference() -> None:
    patients = sorted(sample_cohort(12, 79), key=lambda p: p.biology.vascular_disorder)
    patients = [patients[0], patients[-1]]
    ct = ct_bank(patients, NoProgress())
    assert ct.side_px == CT_SPEC.side_px
    assert ct.classes[0] < ct.classes[-1]
    tissue = tissue_bank(patients, NoProgress())
    assert tissue.side_px == BackboneSettings().statistics_crop_px
    assert ct.classes.max() < tissue.classes.min()
    assert tissue.classes.max() < len(FAMILIES) + PHANTOM_CLASSES
