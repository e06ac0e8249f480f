"""The pictures that the networks learn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hccdesk.domain.progress import NoProgress
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.training import features
from hccdesk.training.backbone import BackboneSettings, ImageBank, new_classifier, texture_bank, train_on_banks
from hccdesk.training.phantom_banks import PHANTOM_CLASSES, ct_bank, tissue_bank
from hccdesk.training.phantom_images import ct_crops, stain_wander, tissue_patches
from hccdesk.training.specs import CT_SPEC
from hccdesk.training.textures import FAMILIES, draw_texture


@pytest.mark.parametrize("label", range(len(FAMILIES)), ids=[name for name, _ in FAMILIES])
def test_that_every_texture_is_a_picture_and_no_two_are_alike(label: int) -> None:
    rng = np.random.default_rng(label)
    first, second = draw_texture(label, rng, 48), draw_texture(label, rng, 48)
    assert first.shape == (48, 48, 3)
    assert first.dtype == np.uint8
    assert first.std() > 0
    assert (first != second).any()


def test_that_a_texture_bank_is_the_same_again_and_has_every_family() -> None:
    settings = BackboneSettings(texture_images=2 * len(FAMILIES), texture_side_px=32)
    first, second = (texture_bank(settings, NoProgress()) for _ in range(2))
    assert (first.images == second.images).all()
    assert np.bincount(first.classes).tolist() == [2] * len(FAMILIES)


def test_that_phantom_crops_are_what_inference_would_see() -> None:
    patient = sample_cohort(1, 77)[0]
    images = ct_crops(patient, 2, CT_SPEC)
    assert images.shape == (2, 3, 224, 224)
    assert images.dtype == np.float32
    # Inside the window, normalised: between (0 - 0.485) / 0.229 and (1 - 0.406) / 0.225.
    assert images.min() >= -2.12
    assert images.max() <= 2.65


def test_that_stains_wander_from_slide_to_slide_and_not_within_one() -> None:
    patches = np.full((3, 4, 4, 3), 200, np.uint8)
    wandered = [stain_wander(patches, np.random.default_rng(seed)) for seed in (1, 2)]
    assert (wandered[0] == wandered[0][:1]).all()
    assert (wandered[0] != wandered[1]).any()
    assert (np.abs(wandered[0].astype(int) - 200) < 30).all()


def test_that_tissue_is_the_same_patient_again() -> None:
    patient = sample_cohort(1, 78)[0]
    first, second = (tissue_patches(patient, 1, 0.25, 512) for _ in range(2))
    assert first.shape == (1, 512, 512, 3)
    assert (first == second).all()


def test_that_phantom_classes_follow_the_hidden_axes() -> None:
    patients = sorted(sample_cohort(12, 79), key=lambda p: p.biology.vascular_disorder)
    patients = [patients[0], patients[-1]]
    ct = ct_bank(patients, NoProgress())
    assert ct.classes[0] < ct.classes[-1]
    tissue = tissue_bank(patients, NoProgress())
    assert ct.classes.max() < tissue.classes.min()
    assert tissue.classes.max() < len(FAMILIES) + PHANTOM_CLASSES


def test_that_the_backbone_takes_a_step_on_all_banks_at_once() -> None:
    settings = BackboneSettings(texture_images=23, texture_side_px=32, crop_px=32, images_of_each=2, steps=2)
    textures = texture_bank(settings, NoProgress())
    others = ImageBank(textures.images, textures.classes + 5)
    network = new_classifier(settings, PHANTOM_CLASSES)
    before = network.conv1.weight.detach().clone()
    assert np.isfinite(train_on_banks(network, [textures, others], settings, NoProgress()))
    assert (network.conv1.weight != before).any()


def test_that_features_are_computed_once_and_then_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    class Backbone:
        sha256 = "f" * 64

        def features(self, images: np.ndarray) -> tuple[np.ndarray, None]:
            calls.append(len(images))
            return np.ones((len(images), 2048), np.float32), None

    monkeypatch.setattr(features, "ct_crops", lambda patient, slices, spec: np.zeros((3, 3, 8, 8), np.float32))
    patients = sample_cohort(2, 80)
    for _ in range(2):
        cohort = features.ct_cohort(patients, 4, Backbone(), tmp_path / "ct", NoProgress())
    assert calls == [3, 3]
    assert cohort.features.shape == (2, 4, 2048)  # three slices, the first repeated
    assert cohort.responded.tolist() == [p.outcome.responded for p in patients]


def test_that_other_weights_do_not_read_old_features(tmp_path: Path) -> None:
    patients = sample_cohort(1, 80)
    names = set()
    for sha in ("a" * 64, "b" * 64):

        class Backbone:
            sha256 = sha

            def patch_features(self, rgb: np.ndarray, spec: object) -> np.ndarray:
                return np.zeros((len(rgb), 2048), np.float32)

        features.tissue_cohort(patients, 1, Backbone(), tmp_path / "t", NoProgress())
        names |= {p.name for p in tmp_path.iterdir()}
    assert len(names) == 2
