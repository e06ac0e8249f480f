"""Where a result comes from: inputs, models, software, machine and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from hccdesk.domain.sentence import Sentence

_CPU = re.compile(r"CPU \((?P<machine>[^,()]+), (?P<cores>\d+) cores\)")


class DeviceChoice(StrEnum):
    """What the user asked to compute on."""

    AUTO = "auto"
    CPU = "cpu"
    GPU = "gpu"


@dataclass(frozen=True, slots=True)
class RuntimeFacts:
    """What really ran: device, runtime and provider, precision, and what had to be given up on the way."""

    device: str
    runtime: str
    provider: str
    precision: str
    notes: tuple[str, ...] = ()

    @property
    def device_said(self) -> Sentence:
        """The device, to be said in the reader's language; what a maker calls his own stays as it is."""
        known = _CPU.fullmatch(self.device)
        if known is None:
            return Sentence.literally(self.device)
        return Sentence.of("CPU ({machine}, {cores} cores)", **known.groupdict())


@dataclass(frozen=True, slots=True)
class InputFact:
    """One input file or folder by role (`ct`, `ct_roi`, `slide`, `slide_roi`, `clinical`), name and sha256."""

    role: str
    name: str
    sha256: str
    detail: Sentence | str = ""


@dataclass(frozen=True, slots=True)
class ModelFact:
    """An installed model by id, version, kind of cohort, and the sha256 of its weights and of its manifest.

    The manifest holds what turns weights into an answer: threshold, window, patch size, scope.
    """

    model_id: str
    version: str
    cohort_kind: str
    sha256: str
    manifest_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A stop the user passed, and the reason given."""

    stop: Sentence
    reason: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """The whole record; times are UTC, ISO 8601."""

    software_version: str
    started_at: str
    finished_at: str
    runtime: RuntimeFacts | None
    inputs: tuple[InputFact, ...]
    models: tuple[ModelFact, ...]
    overrides: tuple[Override, ...] = ()
