"""Choosing a processor, running out of its memory, and losing it in mid-run; with a pretended GPU."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hccdesk.domain.ct import CtVolume
from hccdesk.domain.errors import DeviceError
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.result import CtResponseFinding, HaimFinding
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.slide import PatchGrid, PatchSelection
from hccdesk.inference import ct_response, haim
from hccdesk.inference.backbone import Backbone
from hccdesk.inference.device import Device, choose
from hccdesk.inference.probe_model import PROBE_MODEL
from hccdesk.inference.runtimes import Arrays, OpenVino, cpu_runtime, gpu_runtimes

OUT_OF_MEMORY = "BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 411041792"
DEVICE_LOST = "DXGI_ERROR_DEVICE_REMOVED: the GPU device instance has been suspended"


@dataclass
class PretendedGpu:
    """Computes on the CPU, and fails as told: `fault(batch size, how many runs before)` gives a message or None."""

    fault: Callable[[int, int], str | None] = lambda size, runs: None
    installed: bool = True
    cannot_open: str = ""
    provider: str = "PretendedExecutionProvider"
    name: str = "pretended 1.0"
    device: str = "pretended GPU"
    is_gpu: bool = True
    batches: list[int] = field(default_factory=list)

    def is_installed(self) -> bool:
        return self.installed

    def open(self, weights: bytes) -> PretendedModel:
        if self.cannot_open:
            raise RuntimeError(self.cannot_open)
        return PretendedModel(self, cpu_runtime().open(weights), is_probe=weights == PROBE_MODEL)


@dataclass
class PretendedModel:
    gpu: PretendedGpu
    real: Any
    is_probe: bool

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        size = len(next(iter(inputs.values())))
        message = None if self.is_probe else self.gpu.fault(size, len(self.gpu.batches))
        if message:
            raise RuntimeError(message)
        if not self.is_probe:
            self.gpu.batches.append(size)
        return dict(self.real.run(inputs))


def choose_with(choice: DeviceChoice, *gpus: PretendedGpu) -> Device:
    return choose(choice, gpus=lambda: gpus)


def some_images(n: int) -> NDArray[np.float32]:
    return np.random.default_rng(n).standard_normal((n, 3, 64, 64)).astype(np.float32)


def test_that_the_first_gpu_that_works_is_taken() -> None:
    absent, broken, good = (
        PretendedGpu(installed=False),
        PretendedGpu(cannot_open="no driver"),
        PretendedGpu(device="X"),
    )
    device = choose_with(DeviceChoice.GPU, absent, broken, good)
    assert device.runtime is good
    assert device.facts.device == "X"
    assert device.facts.notes == ("pretended GPU was not used: no driver.",)


def test_that_asking_for_a_gpu_where_there_is_none_is_refused_in_words() -> None:
    with pytest.raises(DeviceError, match=r"No usable GPU was found.*--device cpu"):
        choose_with(DeviceChoice.GPU, PretendedGpu(installed=False))


def test_that_auto_goes_on_with_the_cpu_and_says_so() -> None:
    facts = choose_with(DeviceChoice.AUTO, PretendedGpu(cannot_open="no driver")).facts
    assert facts.provider == "CPUExecutionProvider"
    assert facts.precision == "float32"
    assert facts.notes[-1] == "No usable GPU was found; everything was computed on the CPU."


def test_that_the_cpu_is_taken_without_looking_for_gpus() -> None:
    def never() -> tuple[PretendedGpu, ...]:
        raise AssertionError

    assert choose(DeviceChoice.CPU, gpus=never).facts.notes == ()


def test_that_the_gpus_are_tried_in_the_agreed_order_each_at_full_precision() -> None:
    providers = [runtime.provider for runtime in gpu_runtimes()]
    assert providers == ["CUDAExecutionProvider", "DmlExecutionProvider", "CoreMLExecutionProvider", "OpenVINO-GPU"]
    assert ("use_tf32", "0") in gpu_runtimes()[0].options
    assert gpu_runtimes()[3].precision == "f32"


def test_that_a_full_gpu_gets_half_the_batch_until_it_fits(backbone: Backbone, backbone_bundle: ModelBundle) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: OUT_OF_MEMORY if size > 2 else None)
    device = choose_with(DeviceChoice.AUTO, gpu)
    images = some_images(11)
    vectors, maps = Backbone(backbone_bundle, device).features(images, batch=8)
    np.testing.assert_allclose(vectors, backbone.features(images)[0], rtol=1e-5)
    assert maps.shape == (11, 2048, 2, 2)
    assert gpu.batches == [2, 2, 2, 2, 2, 1]  # 8 and 4 did not fit; it is not tried again
    assert device.facts.provider == gpu.provider
    assert "2 at a time" in device.facts.notes[-1]


def test_that_a_gpu_too_small_for_one_image_is_given_up(backbone: Backbone, backbone_bundle: ModelBundle) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: OUT_OF_MEMORY)
    auto = choose_with(DeviceChoice.AUTO, gpu)
    images = some_images(3)
    np.testing.assert_allclose(Backbone(backbone_bundle, auto).features(images)[0], backbone.features(images)[0])
    assert auto.facts.provider == "CPUExecutionProvider"
    with pytest.raises(DeviceError, match="memory is full"):
        Backbone(backbone_bundle, choose_with(DeviceChoice.GPU, gpu)).features(images)


def test_that_a_gpu_lost_in_mid_run_is_replaced_by_the_cpu(backbone: Backbone, backbone_bundle: ModelBundle) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: DEVICE_LOST if runs >= 2 else None)
    device = choose_with(DeviceChoice.AUTO, gpu)
    images = some_images(10)
    vectors, _ = Backbone(backbone_bundle, device).features(images, batch=2)
    np.testing.assert_allclose(vectors, backbone.features(images)[0], rtol=1e-5)
    assert gpu.batches == [2, 2]
    assert device.facts.provider == "CPUExecutionProvider"
    assert "finished on the CPU" in device.facts.notes[-1]


def test_that_a_lost_gpu_that_was_asked_for_is_an_error(backbone_bundle: ModelBundle) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: DEVICE_LOST)
    device = choose_with(DeviceChoice.GPU, gpu)
    with pytest.raises(DeviceError, match=r"DEVICE_REMOVED.*--device auto"):
        Backbone(backbone_bundle, device).features(some_images(1))


def test_that_all_sessions_of_a_job_move_together(backbone_bundle: ModelBundle, haim_bundle: ModelBundle) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: DEVICE_LOST if runs >= 1 else None)
    device = choose_with(DeviceChoice.AUTO, gpu)
    first = Backbone(backbone_bundle, device)
    first.features(some_images(1))
    haim.predict(np.zeros((9, 2048), np.float32), {}, haim_bundle, device, True)  # here the GPU is lost
    first.features(some_images(1))
    assert gpu.batches == [1]
    assert len(device.facts.notes) == 1


def test_that_a_bag_too_large_for_the_gpu_goes_to_the_cpu(haim_bundle: ModelBundle) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: OUT_OF_MEMORY)
    device = choose_with(DeviceChoice.AUTO, gpu)
    found = haim.predict(np.ones((9, 2048), np.float32), {}, haim_bundle, device, True)
    assert isinstance(found, HaimFinding)
    assert "memory is full" in device.facts.notes[-1]
    assert gpu.batches == []


def test_that_a_bag_too_large_for_the_gpu_that_was_asked_for_is_an_error(haim_bundle: ModelBundle) -> None:
    device = choose_with(DeviceChoice.GPU, PretendedGpu(fault=lambda size, runs: OUT_OF_MEMORY))
    with pytest.raises(DeviceError, match=r"memory is full.*--device auto"):
        haim.predict(np.ones((9, 2048), np.float32), {}, haim_bundle, device, True)


def test_that_a_gpu_lost_in_the_explanation_leaves_score_and_explanation_of_one_processor(
    haim_bundle: ModelBundle, cpu: Device
) -> None:
    gpu = PretendedGpu(fault=lambda size, runs: DEVICE_LOST if runs >= 4 else None)
    device = choose_with(DeviceChoice.AUTO, gpu)
    bag = np.random.default_rng(0).standard_normal((9, 2048)).astype(np.float32)
    corners = np.array([(512 * i, 0) for i in range(9)])
    selection = PatchSelection(PatchGrid(corners, 512, 512, 0.25), np.arange(9), {})
    found = haim.predict_and_explain(bag, selection, haim_bundle, device, True)
    expected = haim.predict_and_explain(bag, selection, haim_bundle, cpu, True)
    assert isinstance(found, HaimFinding)
    assert isinstance(expected, HaimFinding)
    assert found.post_treatment_risk_prediction_score == expected.post_treatment_risk_prediction_score
    np.testing.assert_array_equal(found.explanation.contribution, expected.explanation.contribution)
    assert len(gpu.batches) == 4


def full_at_the_ct_head() -> PretendedGpu:
    # Slices in handfuls of two: run 0 is the backbone's, run 1 the head's.
    return PretendedGpu(fault=lambda size, runs: OUT_OF_MEMORY if runs >= 1 else None)


def test_that_a_gpu_full_at_the_ct_head_is_given_up_and_noted(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone: Backbone, backbone_bundle: ModelBundle
) -> None:
    gpu = full_at_the_ct_head()
    device = choose_with(DeviceChoice.AUTO, gpu)
    found = ct_response.predict(volume, roi, a_record(), ct_bundle, Backbone(backbone_bundle, device), True)
    expected = ct_response.predict(volume, roi, a_record(), ct_bundle, backbone, True)
    assert isinstance(found, CtResponseFinding)
    assert isinstance(expected, CtResponseFinding)
    assert found.slice_probabilities == pytest.approx(expected.slice_probabilities, abs=1e-6)
    assert gpu.batches == [2]
    assert device.facts.provider == "CPUExecutionProvider"
    assert "memory is full" in device.facts.notes[-1]


def test_that_a_gpu_full_at_the_ct_head_that_was_asked_for_is_an_error(
    volume: CtVolume, roi: CtRoi, a_record, ct_bundle: ModelBundle, backbone_bundle: ModelBundle
) -> None:
    device = choose_with(DeviceChoice.GPU, full_at_the_ct_head())
    with pytest.raises(DeviceError, match=r"memory is full.*--device auto"):
        ct_response.predict(volume, roi, a_record(), ct_bundle, Backbone(backbone_bundle, device), True)


def test_that_openvino_gives_the_same_numbers_at_full_precision(
    backbone: Backbone, backbone_bundle: ModelBundle
) -> None:
    runtime = OpenVino("CPU", "CPU", is_gpu=False)
    if not runtime.is_installed():
        pytest.skip("OpenVINO is not installed")
    device = Device(DeviceChoice.CPU, runtime, runtime)
    images = some_images(3)
    np.testing.assert_allclose(
        Backbone(backbone_bundle, device).features(images)[0], backbone.features(images)[0], atol=1e-5
    )


def test_that_openvino_brings_no_telemetry() -> None:
    code = (
        "import sys; from hccdesk.inference.runtimes import OpenVino; OpenVino('GPU', 'x', True).is_installed();"
        "sys.exit(any(m.startswith('openvino_telemetry') and v for m, v in sys.modules.items()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
