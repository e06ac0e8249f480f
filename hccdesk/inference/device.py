"""Which processor computes: chosen once a job, given up for the CPU only where the user left the choice to us."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hccdesk.domain.errors import DeviceError
from hccdesk.domain.provenance import DeviceChoice, RuntimeFacts
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.probe_model import PROBE_INPUT, PROBE_MODEL
from hccdesk.inference.runtimes import Runtime, cpu_runtime, gpu_runtimes

PRECISION = "float32"
COMPUTED_WRONGLY = "it computed wrongly"


class Device:
    """The processor of a job. Sessions ask it for its runtime before every run, so that all move together."""

    def __init__(self, choice: DeviceChoice, runtime: Runtime, cpu: Runtime, notes: Sequence[str] = ()) -> None:
        self.choice = choice
        self.runtime = runtime
        self._cpu = cpu
        self._notes = list(notes)

    @property
    def facts(self) -> RuntimeFacts:
        """What runs now, and what had to be given up so far."""
        now = self.runtime
        return RuntimeFacts(now.device, now.name, now.provider, PRECISION, tuple(self._notes))

    def note(self, text: str) -> None:
        """Keep a remark for the result, once."""
        if text not in self._notes:
            self._notes.append(text)

    def give_up_gpu(self, why: str) -> None:
        """Go on with the CPU and note it; `DeviceError` where the GPU was asked for, or the CPU itself failed."""
        lost = self.runtime.device
        if not self.runtime.is_gpu:
            raise DeviceError(Sentence.of("The computation failed on the CPU: {reason}.", reason=_short(why)))
        if self.choice is DeviceChoice.GPU:
            raise DeviceError(
                Sentence.of("The {lost} failed during the computation: {reason}.", lost=lost, reason=_short(why)),
                what_to_do="Run again with --device auto or --device cpu.",
            )
        self.runtime = self._cpu
        self.note(f"The {lost} failed during the computation ({_short(why)}); it was finished on the CPU.")


def choose(
    choice: DeviceChoice,
    gpus: Callable[[], Sequence[Runtime]] = gpu_runtimes,
    cpu: Callable[[], Runtime] = cpu_runtime,
) -> Device:
    """The processor for a job.

    `gpu`: the first of CUDA, DirectML, CoreML and OpenVINO-GPU that is installed and really runs a small model,
    `DeviceError` where none does. `auto`: the same, or else the CPU with a note. `cpu`: the CPU.
    """
    if choice is DeviceChoice.CPU:
        return Device(choice, cpu(), cpu())
    notes: list[str] = []
    for runtime in gpus():
        fault = fault_of(runtime)
        if fault is None:
            return Device(choice, runtime, cpu(), notes)
        if fault:
            notes.append(f"{runtime.device} was not used: {fault}.")
    if choice is DeviceChoice.GPU:
        raise _no_gpu(notes)
    return Device(choice, cpu(), cpu(), [*notes, "No usable GPU was found; everything was computed on the CPU."])


def fault_of(runtime: Runtime) -> str | None:
    """None where the runtime works, "" where it is not installed, otherwise what is wrong with it."""
    try:
        if not runtime.is_installed():
            return ""
        answer = runtime.open(PROBE_MODEL).run({"x": PROBE_INPUT})
    except Exception as error:
        return _short(str(error))
    return None if answer["y"].tolist() == (PROBE_INPUT * 2).tolist() else COMPUTED_WRONGLY


def _no_gpu(notes: Sequence[str]) -> DeviceError:
    what = Sentence.of("No usable GPU was found. Neither CUDA, DirectML, Core ML nor an OpenVINO GPU is installed.")
    if notes:
        what = Sentence.of("No usable GPU was found. {notes}", notes=" ".join(notes))
    return DeviceError(
        what,
        what_to_do="Use --device cpu, or install hccdesk[cuda] (NVIDIA) or hccdesk[directml] (Windows).",
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:160].rstrip(".")
