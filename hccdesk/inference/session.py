"""A model opened from verified bytes on the job's device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from hccdesk.domain.errors import DeviceError, ModelBundleError
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device
from hccdesk.inference.onnx_guard import refuse_unsafe_onnx
from hccdesk.inference.runtimes import Arrays, OpenModel, Runtime


class GpuMemoryFullError(Exception):
    """The GPU has no room for a batch of this size; the caller may try a smaller one."""


class Session:
    """One model on one device; it follows the device when a lost GPU is given up for the CPU."""

    def __init__(self, weights: bytes, device: Device) -> None:
        self._weights = weights
        self.device = device
        self._runtime: Runtime | None = None
        self._model: OpenModel | None = None

    def run(self, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
        """All outputs by name for `inputs` by name.

        Raises `GpuMemoryFullError` where the GPU is full, `ModelBundleError` where the model itself cannot be
        opened or run on the CPU, `DeviceError` where a GPU that the user asked for failed.
        """
        while True:
            model = self._opened()
            try:
                return model.run(inputs)
            except Exception as error:
                self._judge(error)

    def _opened(self) -> OpenModel:
        while self._model is None or self._runtime is not self.device.runtime:
            runtime = self.device.runtime
            try:
                self._model, self._runtime = runtime.open(self._weights), runtime
            except Exception as error:
                if not runtime.is_gpu:
                    raise _unusable(error, opened=False) from error
                self.device.give_up_gpu(str(error))
        return self._model

    def _judge(self, error: Exception) -> None:
        if not self.device.runtime.is_gpu:
            raise _unusable(error, opened=True) from error
        if _is_memory(error):
            raise GpuMemoryFullError(str(error)) from error
        self.device.give_up_gpu(str(error))


def open_session(weights: bytes, device: Device) -> Session:
    """The model in `weights`, checked to be whole and self-contained, and opened at once.

    Raises `ModelBundleError` for a damaged or unsafe file and for one that needs a newer runtime.
    """
    refuse_unsafe_onnx(weights)
    session = Session(weights, device)
    session._opened()
    return session


def run_undivided(session: Session, inputs: Mapping[str, NDArray[Any]]) -> Arrays:
    """`session.run` for inputs that cannot be divided: a full GPU is given up for the CPU.

    Raises what `Session.run` raises, with `DeviceError` in place of `GpuMemoryFullError`.
    """
    while True:
        try:
            return session.run(inputs)
        except GpuMemoryFullError as error:
            give_up_full_gpu(session.device, error)


def give_up_full_gpu(device: Device, error: GpuMemoryFullError) -> None:
    """For callers whose batch cannot get smaller: on to the CPU, or `DeviceError` where the GPU was asked for."""
    if not device.runtime.is_gpu:
        raise DeviceError(Sentence.of("The memory is full: {error}", error=str(error))) from error
    device.give_up_gpu("its memory is full")


_MEMORY_WORDS = (
    "out of memory",
    "outofmemory",
    "not enough memory",
    "failed to allocate memory",
    "bfcarena",
    "8007000e",  # HRESULT E_OUTOFMEMORY of Direct3D
    "cudaerrormemoryallocation",
    "cl_out_of_resources",
    "cl_mem_object_allocation_failure",
)


def _is_memory(error: Exception) -> bool:
    text = str(error).casefold()
    return isinstance(error, MemoryError) or any(word in text for word in _MEMORY_WORDS)


def _unusable(error: Exception, opened: bool) -> ModelBundleError:
    text = " ".join(str(error).split())[:200]
    newer = "opset" in text.casefold() or "not a registered" in text.casefold() or "domain" in text.casefold()
    advice = "The model may need a newer hccdesk." if newer else "Install the bundle again from its source."
    what = Sentence.of("The model cannot be opened: {text}", text=text)
    if opened:
        what = Sentence.of("The model cannot be run: {text}", text=text)
    return ModelBundleError(what, what_to_do=advice)
