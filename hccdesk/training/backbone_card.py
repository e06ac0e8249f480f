"""The backbone's manifest and model card: what it saw, what it can and cannot tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest
from hccdesk.training.backbone_statistics import FeatureScale
from hccdesk.training.families import FAMILIES, HELD_OUT
from hccdesk.training.linear_probe import ProbeResult

BACKBONE, IMAGENET_BACKBONE = "resnet50-backbone", "resnet50-imagenet"
VERSION = "0.2.0"
WEIGHTS = "resnet50.onnx"
BANNER = "**DEMONSTRATION. Made from images by formula and synthetic patients. It has never seen a real one.**"
_DIRECTION = "2,048 features a picture, without meaning of their own."


@dataclass(frozen=True, slots=True)
class BackboneMeasures:
    """What was measured of a finished backbone, each on images of a seed of their own."""

    held_out_formulas: ProbeResult
    untrained: ProbeResult
    """The same probe on a network of random weights: what pixels and shape alone give."""
    real_tiles: ProbeResult | None
    scales: tuple[FeatureScale, ...]


def own_manifest() -> ModelManifest:
    """Of the backbone made here."""
    return _manifest(
        BACKBONE,
        CohortKind.PHANTOM,
        title="ResNet50 feature extractor",
        intended_use="Turns CT crops and slide patches into features for the demonstration heads. Predicts nothing.",
        cohort="images made from formulas; CT crops and biopsy patches of phantom patients",
        licence="Apache-2.0",
        known_limits=(
            "Trained on synthetic patients only: its numbers say nothing about a real patient.",
            "A stand-in for ImageNet weights; its names and shapes are torchvision's.",
        ),
    )


def imagenet_manifest(sha256: str) -> ModelManifest:
    """Of a backbone with a site's own weights; `sha256` of the file they came from."""
    return _manifest(
        IMAGENET_BACKBONE,
        CohortKind.PUBLIC,
        title="ResNet50 feature extractor, weights given by the site",
        intended_use="Turns CT crops and slide patches into features for heads trained at this site. Predicts nothing.",
        cohort=f"photographs (ImageNet, as the site says); file with sha256 {sha256}",
        licence="That of the weights file given by the site, for example ImageNet's; not this program's. Not for "
        "passing on unless that licence allows it.",
        known_limits=(
            "Whether these weights come from ImageNet is the site's word: only names, shapes and numbers were checked.",
            "Photographs hold no Hounsfield units and no stained tissue.",
        ),
        citation="Russakovsky O, et al. ImageNet Large Scale Visual Recognition Challenge. Int J Comput Vis "
        "2015;115:211-252; and the source of the weights.",
    )


def backbone_card(manifest: ModelManifest, how: Sequence[str], measures: BackboneMeasures) -> str:
    """MODEL_CARD.md."""
    parts = [
        f"# {manifest.title}",
        *([BANNER] if manifest.is_demonstration else []),
        f"`{manifest.model_id}` version {manifest.version}. Licence: {manifest.licence}",
        f"## What it is for\n\n{manifest.intended_use} {_DIRECTION}",
        "## What it must not be used for\n\n" + _listed(_must_not(manifest)),
        "## How it was made\n\n" + _listed(how),
        "## What was measured\n\n" + _listed(_measured(measures)),
        "## Known limits\n\n" + _listed(manifest.known_limits),
    ]
    return "\n\n".join(parts) + "\n"


def _must_not(manifest: ModelManifest) -> tuple[str, ...]:
    alone = "anything by itself: its features mean nothing without a head that was trained and validated on them"
    if not manifest.is_demonstration:
        return (alone,)
    return (alone, "any comparison with the published models, whose weights it does not contain")


def _measured(measures: BackboneMeasures) -> list[str]:
    seen, untrained = measures.held_out_formulas, measures.untrained
    said = [
        f"Linear probe (logistic, ridge) on {len(HELD_OUT)} families of images by formula that no training saw "
        f"({', '.join(name for name, _ in HELD_OUT)}): {seen.accuracy:.1%} of {seen.images} held-out images named "
        f"rightly; guessing {seen.chance:.1%}, the same network with random weights {untrained.accuracy:.1%}."
    ]
    if measures.real_tiles:
        said += _of_real_tiles(measures.real_tiles)
    else:
        said.append("Real liver tiles against synthetic tissue: not measured, no tiles were given.")
    said += [f"Mean feature in use over {scale.images} {scale.kind}: {scale.mean:.4g}." for scale in measures.scales]
    return said


def _of_real_tiles(probe: ProbeResult) -> list[str]:
    return [
        f"Linear probe, real liver tiles against synthetic tissue, left out slide by slide: {probe.accuracy:.1%} of "
        f"{probe.images} patches told rightly; guessing {probe.chance:.1%}.",
        "What that can mean: how far real tissue lies from what the heads were trained on; a high figure is a warning "
        "that a real slide is new to them. What it cannot mean: anything about tumour, response or prognosis; the real "
        "tiles are few, not of carcinoma, and differ from ours in scanner and stain as well.",
    ]


def how_made(families: int, details: Sequence[str]) -> tuple[str, ...]:
    """The recipe in sentences."""
    fractals = sum(name.startswith("fractal") for name, _ in FAMILIES)
    return (
        f"{families} families of images by formula, {fractals} of them iterated function systems (a fractal each), the "
        "others noise, nuclei, stripes, nodules with and without rim, cells, Julia sets, and tissue (cords, glands, "
        "fat, fibres).",
        *details,
    )


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _manifest(
    model_id: str,
    kind: CohortKind,
    *,
    title: str,
    intended_use: str,
    cohort: str,
    licence: str,
    known_limits: tuple[str, ...],
    citation: str = "",
) -> ModelManifest:
    return ModelManifest(
        model_id=model_id,
        version=VERSION,
        kind=ModelKind.BACKBONE,
        title=title,
        intended_use=intended_use,
        cohort_kind=kind,
        cohort=cohort,
        regimen=None,
        weights=WEIGHTS,
        files={},
        backbone=None,
        ct_input=None,
        slide_input=None,
        outputs=("features", "feature_map"),
        direction=_DIRECTION,
        threshold=None,
        performance=(),
        applicability={},
        known_limits=known_limits,
        licence=licence,
        citation=citation,
    )
