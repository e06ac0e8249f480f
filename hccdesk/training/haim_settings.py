"""How HAIM is trained: the paper's settings and quick ones, each choice the paper leaves open with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from hccdesk.domain.manifest import SlideInputSpec
from hccdesk.training.loop import LoopSettings
from hccdesk.training.specs import SLIDE_SPEC


@dataclass(frozen=True, slots=True)
class HaimSettings:
    """Everything that decides the training of HAIM, apart from patients and first weights."""

    preset: str
    epochs: int
    learning_rate: float
    bags_at_once: int = 8
    """Not stated. More fit no better into BatchNorm's memory of a processor; fewer make its statistics noise."""
    rows: tuple[int, ...] = ()
    """Sizes of bags drawn anew from a patient's patches at each step, in raster order; none: always all patches."""
    balanced: bool = False
    """As many responders as others in a batch, so that the rarer class is not drowned; Platt restores the share."""
    components: int = 0
    """Principal components that the 2,048 features are turned into (`haim_input`); 0: the features as they are."""
    columns: int = 256
    """Columns mixed of the components: fewer give the network's pooling too little to average."""
    taught_epochs: int = 0
    """Epochs at the start on bags mixed from two learners each, with the mean-pool model's answer for a label: bags
    without number, where the learners alone are soon known by heart."""
    calm_start: bool = False
    """The two neurons begin at zero: at random ones the first losses were ten times that of knowing nothing."""
    batch_norm_momentum: float = 0.01
    """EfficientNet's own. Statistics of a few bags lag far behind at that rate: quick follows them faster."""
    averaging: float = 0.0
    """Decay of the running average of the weights, which is what is watched and kept; 0: the network itself."""
    l2: float = 0.0
    falling_rate: bool = False
    reduced_precision: bool = False
    """Forward pass in bfloat16: half the time; bags of features are noisier than its rounding."""
    watch_every_epochs: float = 1.0
    patience: int = 0
    """Watches without a better network until training ends early; 0: never, the best is kept at the end."""
    test_share: float = 0.15
    """Patients kept apart for the validation report; the paper's own test sets are 19 and 28 of 194."""
    watch_share: float = 0.2
    """Of the others, those who choose the network, its threshold and its calibration; the paper: 47 of 194."""
    ridge_folds: int = 5
    """Folds that choose the ridge of the mean-pool model beside it."""
    seed: int = 12
    spec: SlideInputSpec = SLIDE_SPEC
    """Patches of 512 px at 40× as the paper cuts them; the rest in `training.specs`."""

    def steps(self, learners: int) -> int:
        """Steps of all epochs: an epoch sees as many bags as there are learners."""
        return max(1, round(self.epochs * self.steps_an_epoch(learners)))

    def taught_steps(self, learners: int) -> int:
        """Steps of the taught epochs."""
        return self.taught_epochs * self.steps_an_epoch(learners)

    def watch_every(self, learners: int) -> int:
        """Steps between two looks at the watchers."""
        return max(1, round(self.watch_every_epochs * self.steps_an_epoch(learners)))

    def steps_an_epoch(self, learners: int) -> int:
        """Batches that hold every learner once."""
        return max(1, -(-learners // self.bags_at_once))

    def loop(self, steps: int) -> LoopSettings:
        """The loop these settings ask for: Adam, `steps` steps at most."""
        return LoopSettings(
            steps=steps,
            learning_rate=self.learning_rate,
            seed=self.seed,
            l2=self.l2,
            decoupled_l2=True,
            falling_rate=self.falling_rate,
        )


PAPER = HaimSettings(preset="paper", epochs=3000, learning_rate=0.01)
"""HAIM: Adam, learning rate 0.01, binary cross-entropy, 3,000 epochs, best network kept. Days on a processor."""

QUICK = HaimSettings(
    preset="quick",
    # Early stopping ends it sooner; more never helped.
    epochs=12,
    # At 0.01 it stayed at chance on bags that a linear score separates; at 3e-4 it learns.
    learning_rate=3e-4,
    rows=(8, 16, 32, 64),
    balanced=True,
    # Weighed features alone gave a linear score an AUC of 0.63 in cross-validation on the demonstration's training
    # table, components 0.72 (16 to 200 alike; few are hard to learn by heart). A step takes a tenth of the time.
    components=16,
    taught_epochs=3,
    calm_start=True,
    batch_norm_momentum=0.1,
    averaging=0.97,
    l2=1e-2,
    falling_rate=True,
    reduced_precision=True,
    watch_every_epochs=1.0,
    patience=4,
    # Fifty patients place a threshold and a calibration too loosely: the AUC among them alone is uncertain by 0.08.
    watch_share=1 / 3,
)
"""Minutes on a processor. How it was found: docs/adr/0007."""

PRESETS = {settings.preset: settings for settings in (PAPER, QUICK)}
