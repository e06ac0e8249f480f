"""Where bundles are made: folders, plan and progress, and how a finished network is written down."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.manifest import BackboneReference, ModelManifest
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device, choose
from hccdesk.inference.runtimes import OpenVino
from hccdesk.inference.selftest import EXPECTED_FILE, INPUT_FILE
from hccdesk.inference.session import open_session
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.training.cards import model_card
from hccdesk.training.features import Cohort, ct_cohort, tissue_cohort
from hccdesk.training.plan import DemoPlan, Group

BACKBONE, CT_HEAD, HAIM, NOMOGRAM = "resnet50-backbone", "ct-response-demo", "haim-demo", "pfs-nomogram-demo"
EXACT, QUICK = "f32", "bf16"
"""Precision of features: full for patients a model is measured on, reduced for those it learns from."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where bundles go, where features are kept between runs, and who is told how far it is."""

    models: Path
    work: Path
    progress: Progress
    plan: DemoPlan

    def backbone(self) -> BackboneReference:
        """The installed backbone, as heads refer to it."""
        return BackboneReference(BACKBONE, read_bundle(self.models / BACKBONE).weights_sha256)

    def device(self) -> Device:
        """What heads are measured on: the default of inference."""
        return choose(DeviceChoice.CPU)

    def ct(self, name: str, group: Group, precision: str) -> Cohort:
        """The CT features of a group; `precision` is `EXACT` for everything that is measured."""
        cache = self.work / f"{name}-{precision}"
        return ct_cohort(group.draw(), self.plan.slices_per_patient, self._opened(precision), cache, self.progress)

    def tissue(self, name: str, group: Group, precision: str) -> Cohort:
        """The tissue features of a group; `precision` is `EXACT` for everything that is measured."""
        cache = self.work / f"{name}-{precision}"
        return tissue_cohort(group.draw(), self.plan.patches_per_patient, self._opened(precision), cache, self.progress)

    def _opened(self, precision: str) -> Backbone:
        # Most of an hour goes into features; OpenVINO halves it where it is installed.
        fast = OpenVino("CPU", "CPU", is_gpu=False, precision=precision)
        device = Device(DeviceChoice.CPU, fast, fast) if fast.is_installed() else self.device()
        return Backbone(read_bundle(self.models / BACKBONE), device)


def write_network(
    place: Workplace,
    name: str,
    manifest: ModelManifest,
    onnx: bytes,
    *,
    inputs: Mapping[str, NDArray[Any]],
    told: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    """Write a network's bundle with its card and a selftest: `inputs`, and what the file answers to them today."""
    expected = open_session(onnx, place.device()).run(inputs)
    content = {
        manifest.weights: onnx,
        "MODEL_CARD.md": model_card(manifest, *told).encode(),
        INPUT_FILE: _npz(inputs),
        EXPECTED_FILE: _npz(expected),
    }
    write_bundle(manifest, content, place.models / name)


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **dict(arrays))
    return file.getvalue()
