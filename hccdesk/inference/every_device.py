"""Every processor that a network could run on here, each tried with a small model."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from hccdesk.domain.provenance import DeviceChoice, RuntimeFacts
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import COMPUTED_WRONGLY, Device, fault_of
from hccdesk.inference.runtimes import OpenVino, Runtime, cpu_runtime, gpu_runtimes

FULL_PRECISION = "f32"


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A processor with the library that runs networks on it; `fault` says why it cannot be used.

    `computed_wrongly`: it ran, and its numbers were wrong. `for_patients`: whether an analysis would ever run on it;
    others are tried because they check the first by other means.
    """

    runtime: Runtime
    precision: str
    for_patients: bool
    fault: Sentence | None
    computed_wrongly: bool = False

    @property
    def name(self) -> Sentence:
        """The processor, the library and, where it is not full, the precision."""
        device = RuntimeFacts(self.runtime.device, "", "", self.precision).device_said
        if self.precision == FULL_PRECISION:
            return device
        return Sentence.of("{device}, reduced precision {precision}", device=device, precision=self.precision)

    @property
    def device(self) -> Device:
        """As a job has it; it fails where the processor fails, instead of going on elsewhere."""
        choice = DeviceChoice.GPU if self.runtime.is_gpu else DeviceChoice.CPU
        return Device(choice, self.runtime, cpu_runtime())


def every_device(
    choice: DeviceChoice = DeviceChoice.AUTO,
    gpus: Callable[[], Sequence[Runtime]] = gpu_runtimes,
    cpu: Callable[[], Runtime] = cpu_runtime,
) -> tuple[DeviceStanding, ...]:
    """The CPU first, then the GPUs, then OpenVINO on the CPU at full precision and in those with fewer digits.

    `cpu` and `gpu` leave the others out.
    """
    found: list[DeviceStanding] = []
    if choice is not DeviceChoice.GPU:
        found.append(_standing(cpu(), for_patients=True))
    if choice is not DeviceChoice.CPU:
        for runtime in gpus():
            found.append(_standing(runtime, for_patients=True))
            found += _reduced(found[-1])
    if choice is not DeviceChoice.GPU:
        second = _standing(OpenVino("CPU", f"OpenVINO, CPU ({platform.machine()})", is_gpu=False))
        found += [second, *_reduced(second)]
    return tuple(found)


def _standing(runtime: Runtime, *, for_patients: bool = False) -> DeviceStanding:
    fault = fault_of(runtime)
    if fault is None:
        return DeviceStanding(runtime, FULL_PRECISION, for_patients, None)
    why = Sentence.of("it cannot be used: {fault}", fault=fault) if fault else Sentence.of("not installed here")
    return DeviceStanding(runtime, FULL_PRECISION, for_patients, why, fault == COMPUTED_WRONGLY)


def _reduced(standing: DeviceStanding) -> Iterator[DeviceStanding]:
    runtime = standing.runtime
    if standing.fault is not None or not isinstance(runtime, OpenVino):
        return
    for precision in runtime.reduced_precisions():
        yield replace(standing, runtime=replace(runtime, precision=precision), precision=precision, for_patients=False)
