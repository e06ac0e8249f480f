"""The bundle of the shared backbone: pretrained here, or with weights that the site brings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.progress import Progress
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.training.backbone import ImageBank, formula_bank, new_classifier, train_on_banks
from hccdesk.training.backbone_card import (
    WEIGHTS,
    BackboneMeasures,
    backbone_card,
    how_made,
    imagenet_manifest,
    own_manifest,
)
from hccdesk.training.backbone_probe import PROBE_SEED, probe_held_out_formulas, probe_real_liver_tiles
from hccdesk.training.backbone_settings import BackboneSettings
from hccdesk.training.backbone_statistics import FeatureScale, feature_scale, measure_statistics
from hccdesk.training.bundle_files import network_files, put_bundle
from hccdesk.training.checkpoint import Checkpoints, key_of
from hccdesk.training.device import CPU, Processor
from hccdesk.training.export import round_to_half, to_onnx
from hccdesk.training.families import FAMILIES
from hccdesk.training.imagenet_weights import read_imagenet_weights
from hccdesk.training.loop import TrainingRun
from hccdesk.training.networks import BackboneNetwork, new_resnet50
from hccdesk.training.phantom_banks import PHANTOM_CLASSES, ct_bank, tissue_bank
from hccdesk.training.phantom_images import ct_grey_crops, tissue_patches
from hccdesk.training.specs import CT_SPEC, SLIDE_SPEC
from hccdesk.training.training_record import RECORD_NAME, TrainingRecord

SCALE_PATIENTS = 8


@dataclass(frozen=True, slots=True)
class BackbonePlace:
    """Where the bundle and the checkpoints go, what computes, who is told; `liver_tiles` real ones to probe, if any."""

    models: Path
    work: Path
    progress: Progress
    processor: Processor = CPU
    liver_tiles: Path | None = None


def make_backbone(place: BackbonePlace, settings: BackboneSettings | None = None) -> TrainingRun:
    """Pretrain the backbone (resuming where it was stopped), measure it, and write its bundle."""
    settings = settings or BackboneSettings()
    patients = sample_cohort(settings.phantom_patients, settings.phantom_seed)
    phantoms = [ct_bank(patients, place.progress), tissue_bank(patients, place.progress)]
    classifier = new_classifier(settings, PHANTOM_CLASSES)
    key = key_of(what="backbone", settings=settings, families=[name for name, _ in FAMILIES], device=place.processor)
    run = train_on_banks(
        classifier,
        [formula_bank(settings, place.progress), *phantoms],
        settings,
        place.progress,
        processor=place.processor,
        checkpoints=Checkpoints(place.work / "backbone.checkpoint", key),
    )
    measure_statistics(classifier, phantoms, settings, place.progress)
    _write(place, BackboneNetwork(classifier), own_manifest(), settings, _how(settings, run, phantoms))
    return run


def make_imagenet_backbone(place: BackbonePlace, weights: Path) -> None:
    """The bundle of a site's own weights, unchanged: neither trained nor its statistics measured anew."""
    network = BackboneNetwork(read_imagenet_weights(weights))
    sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
    how = (f"Weights of torchvision's ResNet50 as the site gave them (sha256 {sha256}); the classifier was left out.",)
    _write(place, network, imagenet_manifest(sha256), None, how)


def backbone_onnx(network: BackboneNetwork) -> bytes:
    """The backbone as ONNX; number and size of images are free."""
    round_to_half(network)
    grid = {0: "n", 2: "rows", 3: "columns"}
    return to_onnx(
        network,
        {"images": torch.zeros(2, 3, 64, 64)},
        ("features", "feature_map"),
        {"images": {0: "n", 2: "height", 3: "width"}, "features": {0: "n"}, "feature_map": grid},
    )


def measures_of(network: BackboneNetwork, liver_tiles: Path | None, progress: Progress) -> BackboneMeasures:
    """Probes and feature scales, on images of the probes' own seed."""
    progress.step(0, 3, "probing the backbone")
    seen, untrained = probe_held_out_formulas(network), probe_held_out_formulas(_untrained())
    progress.step(1, 3, "probing the backbone")
    scales = _scales(network)
    progress.step(2, 3, "probing the backbone")
    real = probe_real_liver_tiles(network, liver_tiles) if liver_tiles else None
    progress.step(3, 3, "probing the backbone")
    return BackboneMeasures(seen, untrained, real, scales)


def _untrained() -> BackboneNetwork:
    torch.manual_seed(PROBE_SEED)
    return BackboneNetwork(new_resnet50(1))


def _scales(network: BackboneNetwork) -> tuple[FeatureScale, ...]:
    patients = sample_cohort(SCALE_PATIENTS, PROBE_SEED)
    ct = np.concatenate([ct_grey_crops(p, 2, CT_SPEC, CT_SPEC.side_px) for p in patients])
    tissue = np.concatenate([tissue_patches(p, 2, SLIDE_SPEC.um_per_px, SLIDE_SPEC.patch_px) for p in patients])
    return (
        feature_scale(network, f"CT crops of {CT_SPEC.side_px} px (phantoms)", ct),
        feature_scale(network, f"biopsy patches of {SLIDE_SPEC.patch_px} px (phantoms)", tissue),
    )


def _write(
    place: BackbonePlace,
    network: BackboneNetwork,
    manifest: ModelManifest,
    settings: BackboneSettings | None,
    how: tuple[str, ...],
) -> None:
    onnx = backbone_onnx(network)  # rounds the weights: what is measured is what is shipped
    measures = measures_of(network, place.liver_tiles, place.progress)
    images = np.random.default_rng(5).standard_normal((2, 3, 64, 96)).astype(np.float32)
    record = TrainingRecord(
        preset="" if settings else "given weights",
        settings=settings or Given(manifest.cohort),
        seed=settings.seed if settings else 0,
        measured=asdict(measures),
    )
    content = network_files(WEIGHTS, onnx, {"images": images}) | {
        "MODEL_CARD.md": backbone_card(manifest, how, measures).encode(),
        RECORD_NAME: record.as_bytes(),
    }
    put_bundle(manifest, content, place.models)


@dataclass(frozen=True, slots=True)
class Given:
    """The settings of a backbone that was not trained here: where its weights came from."""

    weights: str


def _how(settings: BackboneSettings, run: TrainingRun, banks: Sequence[ImageBank]) -> tuple[str, ...]:
    ct, tissue = (len(bank.classes) for bank in banks)
    stages = "; ".join(f"{s.steps} steps on crops of {s.crop_px} px" for s in settings.stages)
    return how_made(
        len(FAMILIES),
        (
            f"{settings.formula_images} such images (seed {settings.seed}), {ct} CT crops and {tissue} corners of "
            f"biopsy patches of {settings.phantom_patients} phantom patients (seed {settings.phantom_seed}, in no "
            "other cohort).",
            "Task: the family of the formula; for phantoms the fifth of the hidden axis the patient belongs to.",
            f"{stages} (CT and tissue alone at the largest); AdamW, {settings.learning_rate:g}, falling as a cosine; "
            f"{run.loss:.3f} cross-entropy over the last tenth.",
            f"BatchNorm's statistics then measured anew over {settings.statistics_batches} batches of "
            f"{settings.statistics_images_of_each} CT crops and as many crops of tissue at "
            f"{settings.statistics_crop_px} px.",
            "The heads use it frozen, as both papers do.",
        ),
    )
