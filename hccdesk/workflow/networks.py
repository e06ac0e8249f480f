"""The networks of one analysis, each opened once and only when it is needed."""

from __future__ import annotations

from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device
from hccdesk.workflow.installed_models import InstalledModels


class Networks:
    """Opens backbones on `device` and keeps them for the length of an analysis."""

    def __init__(self, models: InstalledModels, device: Device, progress: Progress | None = None) -> None:
        self.device = device
        self._progress = progress or NoProgress()
        self._models = models
        self._open: dict[str, Backbone] = {}

    def backbone_of(self, head: ModelBundle) -> Backbone:
        """The backbone that `head` was trained on; raises `ModelBundleError` where it is not installed."""
        bundle = self._models.backbone_of(head)
        if bundle.weights_sha256 not in self._open:
            self._progress.step(0, 1, "Loading the model")
            self._open[bundle.weights_sha256] = Backbone(bundle, self.device)
        return self._open[bundle.weights_sha256]
