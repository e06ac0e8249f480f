"""How the CT response head is trained: the paper's settings and quick ones, each open choice with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.manifest import CtInputSpec
from hccdesk.training.loop import LoopSettings
from hccdesk.training.networks import IMAGE_FEATURES
from hccdesk.training.specs import CT_SPEC


@dataclass(frozen=True, slots=True)
class CtHeadSettings:
    """Everything that decides the training of the CT head, apart from patients and backbone.

    What Yin et al. 2024 state is kept in the preset `paper`: the first 49 layers frozen, Adam at 1e-5, 100 epochs,
    binary cross-entropy, dropout and L2 in the perceptron, only slices with tumour, a patient's features the mean
    over the slices.
    """

    preset: str
    epochs: int
    learning_rate: float
    batch: int = 16
    """Slices a step; not stated. Small, so that a hundred epochs at 1e-5 are steps enough to get anywhere."""
    dropout: float = 0.5
    """In the perceptron; its share is not stated. Half is what dropout was proposed with (Srivastava et al. 2014)."""
    l2: float = 1e-3
    """Penalty on the perceptron's weights, in the loss as the paper's L2 is; its size is not stated."""
    decoupled_l2: bool = False
    """With decoupled L2 (AdamW) a strong penalty does not drown Adam's scaling: quick needs one."""
    decorrelation: float = 0.0
    """Penalty on image features being copies of one another, which would tell a Cox model nothing; not in the paper."""
    hidden: tuple[int, int] = (256, 64)
    """Widths of the perceptron, not stated: the smallest that learnt."""
    image_features: int = IMAGE_FEATURES
    """The paper's nomogram has six, its radiomics model seven."""
    patients_weigh_alike: bool = False
    """Draw patients, then a slice, in place of slices: else a large tumour counts for more. The paper counts slices."""
    clinical_start: bool = True
    """Clinical weights begin where a logistic regression on them ends: at 1e-5 a random start would never be left."""
    standardised: bool = True
    """Features are standardised by the training slices, inside the first layer: their scale is the backbone's, and the
    paper's learning rate belongs to one that we do not have."""
    falling_rate: bool = False
    folds: int = 5
    """Of the cross-validation, by patient; the paper has one split. Five keep four fifths of the patients to learn."""
    members: int = 10
    """Networks refitted on resampled patients, for the interval: enough for a spread within a quarter of itself, and
    11 MB. Student's limits pay for their being few."""
    seed: int = 11
    spec: CtInputSpec = CT_SPEC
    """Window, crop and resampling: not stated; reasons in `training.specs`."""

    def steps(self, samples: int) -> int:
        """Steps of all epochs over `samples` slices."""
        return max(1, self.epochs * self.steps_an_epoch(samples))

    def steps_an_epoch(self, samples: int) -> int:
        """Batches that hold every slice once."""
        return max(1, -(-samples // self.batch))

    def loop(self, samples: int) -> LoopSettings:
        """The loop these settings ask for."""
        return LoopSettings(
            steps=self.steps(samples),
            learning_rate=self.learning_rate,
            seed=self.seed,
            l2=self.l2,
            decoupled_l2=self.decoupled_l2,
            falling_rate=self.falling_rate,
            checkpoints=5,
        )


PAPER = CtHeadSettings(preset="paper", epochs=100, learning_rate=1e-5)
"""Yin et al. 2024. Some five minutes for each of the sixteen networks on two cores (3,000 slices), features apart."""

QUICK = CtHeadSettings(
    preset="quick",
    # Ten times fewer, at a rate fifty times higher that falls to nothing.
    epochs=10,
    learning_rate=5e-4,
    batch=64,
    l2=1.0,
    decoupled_l2=True,
    decorrelation=0.05,
    patients_weigh_alike=True,
    falling_rate=True,
)
"""Learns within seconds."""

PRESETS = {settings.preset: settings for settings in (PAPER, QUICK)}
