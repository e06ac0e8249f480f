"""Where a CT head is trained: folders, backbone, processor, and who is told how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device, choose
from hccdesk.inference.runtimes import OpenVino
from hccdesk.resources import models_folder
from hccdesk.store.model_bundles import read_bundle
from hccdesk.training.device import CPU, Processor, TrainingDevice
from hccdesk.training.feature_cache import FeatureCache
from hccdesk.training.features import EXACT, REDUCED, FeatureMaker
from hccdesk.workflow.workbench import open_workbench

BACKBONE = "resnet50-backbone"


@dataclass(frozen=True, slots=True)
class HeadPlace:
    """`models` holds the backbone and gets the bundle; `work` keeps features and checkpoints between runs."""

    models: Path
    work: Path
    progress: Progress
    processor: Processor = CPU
    asked: TrainingDevice = TrainingDevice.CPU
    precision: str = EXACT
    backbone_id: str = BACKBONE

    def backbone(self) -> ModelBundle:
        """The backbone of `models`, or else the one that came with the program; raises `InputError` for none."""
        for folder in (self.models, models_folder()):
            if (folder / self.backbone_id).is_dir():
                return read_bundle(folder / self.backbone_id)
        raise InputError(
            Sentence.of("the backbone {name} is not there.", name=self.backbone_id),
            where=self.models,
            what_to_do="Make it with hccdesk train backbone, or name another with --backbone.",
        )

    @contextmanager
    def feature_maker(self, backbone: ModelBundle, regimen: Regimen) -> Iterator[FeatureMaker]:
        """What computes features, with a decoder process that ends with the block."""
        with open_workbench(models_folder=self.models) as workbench:
            network = Backbone(backbone, self._inference_device())
            cache = FeatureCache(self.work / "features")
            yield FeatureMaker(network, workbench, regimen, cache, self.progress, self.precision)

    def _inference_device(self) -> Device:
        if self.precision == REDUCED:
            fast = OpenVino("CPU", "CPU", is_gpu=False, precision="bf16")
            if not fast.is_installed():
                raise InputError(
                    "reduced precision needs OpenVINO, which is not installed.",
                    what_to_do="Leave --precision at exact.",
                )
            return Device(DeviceChoice.CPU, fast, fast)
        # The runtime that serves the board computes features, on its GPU where it has one.
        return choose(DeviceChoice.CPU if self.asked is TrainingDevice.CPU else DeviceChoice.AUTO)
