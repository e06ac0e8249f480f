"""The runtimes that can open an ONNX model, each on one named processor at full precision."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]
_OPENVINO_REPORTS = "openvino_telemetry"


class OpenModel(Protocol):
    """A model held by a runtime; its errors are the runtime's own."""

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        """All outputs by name."""


class Runtime(Protocol):
    """A library on one processor: how it is called in the result, and how it opens a model."""

    @property
    def name(self) -> str:
        """The library and its version."""

    @property
    def provider(self) -> str:
        """The execution provider, as the library calls it."""

    @property
    def device(self) -> str:
        """The processor in words."""

    @property
    def is_gpu(self) -> bool:
        """Whether the processor is not the CPU."""

    def is_installed(self) -> bool:
        """Whether the library offers this provider at all (cheap; opening may still fail)."""

    def open(self, weights: bytes) -> OpenModel:
        """The model, ready to run; raises the runtime's own error, or `OSError` where it would run elsewhere."""


@dataclass(frozen=True)
class OnnxRuntime:
    """ONNX Runtime on exactly one provider, with the CPU behind it only for operators the provider lacks."""

    provider: str
    device: str
    options: tuple[tuple[str, str], ...] = ()
    is_gpu: bool = True

    @property
    def name(self) -> str:
        """The library and its version."""
        return f"ONNX Runtime {_onnxruntime().__version__}"

    def is_installed(self) -> bool:
        """Whether this build of ONNX Runtime holds the provider."""
        return self.provider in _onnxruntime().get_available_providers()

    def open(self, weights: bytes) -> OpenModel:
        """A session on this provider; `OSError` where ONNX Runtime silently chose another."""
        ort = _onnxruntime()
        # Named explicitly, never "all available": the plain wheel also registers a cloud provider.
        providers: list[Any] = [(self.provider, dict(self.options))]
        if self.is_gpu:
            providers.append("CPUExecutionProvider")
        session = ort.InferenceSession(weights, sess_options=self._session_options(ort), providers=providers)
        session.disable_fallback()
        if session.get_providers()[0] != self.provider:
            raise OSError(f"{self.provider} could not be started")
        return _OrtModel(session)

    def _session_options(self, ort: Any) -> Any:
        options = ort.SessionOptions()
        options.log_severity_level = 4
        options.use_deterministic_compute = True
        # Otherwise four bytes ("ORTM") make it read the model in its own format, which nobody looked into.
        options.add_session_config_entry("session.load_model_format", "ONNX")
        if self.provider == "DmlExecutionProvider":
            # DirectML runs only without memory patterns and in order (its own documentation).
            options.enable_mem_pattern = False
            options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        return options


@dataclass(frozen=True)
class _OrtModel:
    session: Any

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        names = [output.name for output in self.session.get_outputs()]
        return dict(zip(names, self.session.run(names, dict(inputs)), strict=True))


@dataclass(frozen=True)
class OpenVino:
    """OpenVINO on one of its devices. The precision is always set: left alone it picks bf16 on some processors."""

    target: str
    device: str
    is_gpu: bool
    precision: str = "f32"

    @property
    def name(self) -> str:
        """The library and its version."""
        return f"OpenVINO {_openvino().__version__.split('-')[0]}"

    @property
    def provider(self) -> str:
        """OpenVINO's name of the device."""
        return f"OpenVINO-{self.target}"

    def is_installed(self) -> bool:
        """Whether OpenVINO is here and sees such a device."""
        if importlib.util.find_spec("openvino") is None:
            return False
        return any(name.split(".")[0] == self.target for name in _openvino().Core().available_devices)

    def reduced_precisions(self) -> tuple[str, ...]:
        """The precisions with fewer digits that the device computes in, of those a network here can be run in."""
        capabilities = _openvino().Core().get_property(self.target, "OPTIMIZATION_CAPABILITIES")
        return tuple(hint for name, hint in (("BF16", "bf16"), ("FP16", "f16")) if name in capabilities)

    def open(self, weights: bytes) -> OpenModel:
        """The model compiled for the device in the precision asked for."""
        core = _openvino().Core()
        hints = {"INFERENCE_PRECISION_HINT": self.precision}
        return _OpenVinoModel(core.compile_model(core.read_model(weights), self.target, hints))


@dataclass(frozen=True)
class _OpenVinoModel:
    compiled: Any

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        answer = self.compiled(dict(inputs))
        return {port.get_any_name(): np.asarray(value) for port, value in answer.items()}


def _onnxruntime() -> Any:
    # From 1.29 on the published builds report models and sessions to their maker. `hccdesk` sets the variable that is
    # read while the library loads; the call is for Windows, whose builds report by another way.
    import onnxruntime  # noqa: PLC0415 - 0.3 s of import, not before it is needed

    onnxruntime.disable_telemetry_events()
    return onnxruntime


def _openvino() -> Any:
    blocked: dict[str, Any] = {_OPENVINO_REPORTS: None}  # None makes its import fail: no telemetry
    sys.modules.update(blocked)
    import openvino  # noqa: PLC0415

    return openvino


def reports_are_off() -> bool:
    """Whether neither library that may be loaded here reports anything to its maker."""
    return os.environ.get("ORT_DISABLE_TELEMETRY") == "1" and (
        "openvino" not in sys.modules or sys.modules.get(_OPENVINO_REPORTS) is None
    )


def cpu_runtime() -> Runtime:
    """ONNX Runtime on the CPU: always there."""
    words = f"CPU ({platform.machine()}, {os.cpu_count()} cores)"
    return OnnxRuntime("CPUExecutionProvider", words, is_gpu=False)


def gpu_runtimes() -> Sequence[Runtime]:
    """The GPU runtimes in the order in which they are tried."""
    coreml = (("ModelFormat", "MLProgram"), ("MLComputeUnits", "CPUAndGPU"))
    return (
        OnnxRuntime("CUDAExecutionProvider", "NVIDIA GPU (CUDA)", (("use_tf32", "0"),)),
        OnnxRuntime("DmlExecutionProvider", "GPU (DirectML)"),
        OnnxRuntime("CoreMLExecutionProvider", "Apple GPU (Core ML)", coreml),
        OpenVino("GPU", "Intel GPU (OpenVINO)", is_gpu=True),
    )


def load_library() -> None:
    """Import ONNX Runtime now instead of at the first analysis.

    On Windows whoever loads first decides which C++ runtime both use: Qt ships an older `msvcp140.dll` than ONNX
    Runtime needs, and after it the import can fail.
    """
    _onnxruntime()
