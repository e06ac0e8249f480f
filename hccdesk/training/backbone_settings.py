"""How the backbone is pretrained: every choice with its reason, in one place."""

from __future__ import annotations

from dataclasses import dataclass

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""The normalisation every published ResNet50 expects, so that weights can be exchanged without other changes."""


@dataclass(frozen=True, slots=True)
class Stage:
    """So many steps on crops of one size, from every bank whose images are at least that large."""

    steps: int
    crop_px: int
    images_of_each: int


@dataclass(frozen=True, slots=True)
class BackboneSettings:
    """Pretraining on images made by formula: textures, fractals, tissue, and phantom CT and biopsies."""

    seed: int = 1
    phantom_seed: int = 9001
    """A cohort of its own: no head is trained or measured on these patients."""
    phantom_patients: int = 120
    """Four CT crops and eight corners of biopsy patches each: enough to tell fifths of the hidden axes apart."""
    formula_images: int = 4_000
    """About 85 of each family; a step draws six and alters each, so that hardly any is seen alike twice."""
    formula_side_px: int = 96
    """Leaves a crop of 64 px room to move."""
    stages: tuple[Stage, ...] = (Stage(600, 64, 6), Stage(24, 224, 4))
    """Small crops learn fast on a CPU (a third of a second a step). The last steps see CT and tissue at the size of
    inference: features learnt on crops alone grow or fall silent when the picture grows (Touvron et al. 2019, "Fixing
    the train-test resolution discrepancy")."""
    learning_rate: float = 1e-3
    l2: float = 1e-2
    """Decoupled (AdamW), its usual value."""
    reduced_precision: bool = True
    """bfloat16 in the convolutions; weights and statistics stay float32."""
    statistics_batches: int = 24
    statistics_images_of_each: int = 8
    """BatchNorm's statistics are measured anew after training, over 192 CT crops and as many crops of tissue, half and
    half in every batch, at 224 px. Learnt running on small crops of mixed images they made CT features some 300
    times larger than tissue's."""
    statistics_crop_px: int = 224

    @property
    def steps(self) -> int:
        """Of all stages."""
        return sum(stage.steps for stage in self.stages)

    def stage_of(self, step: int) -> Stage:
        """The stage that a step belongs to."""
        for stage in self.stages:
            if step < stage.steps:
                return stage
            step -= stage.steps
        raise ValueError("there is no such step")
