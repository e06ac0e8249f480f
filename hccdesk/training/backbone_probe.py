"""What the backbone has learnt: formulas it never saw, and how far real tissue lies from the synthetic."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hccdesk.domain.errors import InputError
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.training.backbone_statistics import vectors
from hccdesk.training.families import HELD_OUT
from hccdesk.training.linear_probe import ProbeResult, linear_probe
from hccdesk.training.networks import BackboneNetwork
from hccdesk.training.phantom_images import tissue_patches
from hccdesk.training.specs import SLIDE_SPEC
from hccdesk.training.textures import draw_texture

PROBE_SEED = 4001
"""Of the probes' own images and patients: nothing was trained with it."""
IMAGES_OF_A_FAMILY, SIDE_PX = 60, 96
PHANTOM_SLIDES, PATCHES_OF_A_PHANTOM, EVERY = 12, 2, 2
Images = NDArray[np.uint8]


def held_out_formulas() -> tuple[Images, NDArray[np.int64]]:
    """Images of the families kept back, and their classes."""
    rng = np.random.default_rng(PROBE_SEED)
    classes = np.repeat(np.arange(len(HELD_OUT)), IMAGES_OF_A_FAMILY)
    return np.stack([draw_texture(HELD_OUT[number][1], rng, SIDE_PX) for number in classes]), classes


def probe_held_out_formulas(backbone: BackboneNetwork) -> ProbeResult:
    """Can families that were never seen be told apart? Half of each family's images train the probe, half test it."""
    images, classes = held_out_formulas()
    features, trains = vectors(backbone, images, 32), np.arange(len(classes)) % 2 == 0
    return linear_probe(features[trains], classes[trains], features[~trains], classes[~trains])


def probe_real_liver_tiles(backbone: BackboneNetwork, folder: Path) -> ProbeResult:
    """Can patches of real liver tiles be told from synthetic tissue? Left out slide by slide, each tile a slide.

    It says how far apart the two are to these features, nothing about disease: a high figure is a warning that heads
    trained on synthetic tissue have not seen the like of a real slide. Refused: a folder with fewer than two tiles.
    """
    real = [_patches_of(tile) for tile in _tiles(folder)]
    synthetic = _synthetic(len(real))
    # The last tile's features are compared with phantoms that the probe has not seen either.
    real_features = [vectors(backbone, patches) for patches in real]
    synthetic_features = [vectors(backbone, patches) for patches in synthetic]
    parts = [_without(slide, real_features, synthetic_features) for slide in range(len(real))]
    images = sum(part.images for part in parts)
    weigh = [part.images / images for part in parts]
    return ProbeResult(
        sum(part.accuracy * w for part, w in zip(parts, weigh, strict=True)),
        images,
        sum(part.chance * w for part, w in zip(parts, weigh, strict=True)),
    )


def _without(slide: int, real: list[NDArray[np.float32]], synthetic: list[NDArray[np.float32]]) -> ProbeResult:
    others = [number for number in range(len(real)) if number != slide]
    train = [np.concatenate([kind[number] for number in others]) for kind in (synthetic, real)]
    return linear_probe(*_labelled(*train), *_labelled(synthetic[slide], real[slide]))


def _labelled(
    synthetic: NDArray[np.float32], real: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    return np.concatenate([synthetic, real]), np.repeat([0, 1], [len(synthetic), len(real)])


def _tiles(folder: Path) -> list[Path]:
    tiles = sorted(path for path in folder.glob("*") if path.suffix.lower() in {".jpg", ".jpeg", ".png"})
    if len(tiles) < 2:
        raise InputError(
            "there are fewer than two tiles to compare.",
            where=folder,
            what_to_do="Give a folder of JPEG or PNG tiles, each of one slide.",
        )
    return tiles


def _patches_of(tile: Path) -> Images:
    """Every second whole patch of a tile, (n, px, px, 3): neighbours would say the same again."""
    with Image.open(tile) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    px = SLIDE_SPEC.patch_px
    rows, columns = pixels.shape[0] // px, pixels.shape[1] // px
    whole = pixels[: rows * px, : columns * px].reshape(rows, px, columns, px, 3)
    return np.ascontiguousarray(whole.transpose(0, 2, 1, 3, 4).reshape(-1, px, px, 3)[::EVERY])


def _synthetic(groups: int) -> list[Images]:
    """As many groups of phantom slides as there are real ones, no patient in two."""
    patients = sample_cohort(PHANTOM_SLIDES, PROBE_SEED)
    spec = SLIDE_SPEC
    patches = [tissue_patches(p, PATCHES_OF_A_PHANTOM, spec.um_per_px, spec.patch_px) for p in patients]
    return [np.concatenate(patches[group::groups]) for group in range(groups)]
