"""The processor that trains, and the precision that suits it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import torch

from hccdesk.domain.errors import DeviceError


class TrainingDevice(StrEnum):
    """`--device`: what trains."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


@dataclass(frozen=True, slots=True)
class Processor:
    """A torch device; `reduced` is whether convolutions may be computed in bfloat16."""

    device: torch.device
    reduced: bool

    def autocast(self) -> AbstractContextManager[Any]:
        """bfloat16 for the forward pass where the processor has it; it needs no scaling of the loss, float16 would."""
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.reduced)


CPU = Processor(torch.device("cpu"), reduced=False)
"""One processor and full precision: the same bits every time."""


def training_processor(asked: TrainingDevice, *, reduced: bool = False) -> Processor:
    """The processor asked for; `auto` takes CUDA where it is there. Raises `DeviceError` for CUDA that is not."""
    there = torch.cuda.is_available()
    if asked is TrainingDevice.CUDA and not there:
        raise DeviceError(
            "No CUDA device was found for training.",
            what_to_do="Use --device cpu, or install a torch that was built for CUDA and the NVIDIA driver.",
        )
    if there and asked is not TrainingDevice.CPU:
        return Processor(torch.device("cuda"), reduced and torch.cuda.is_bf16_supported())
    return Processor(torch.device("cpu"), reduced)
