"""What a check of the installation found: sections of checks, on what machine, when, by what software."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hccdesk.domain.sentence import Sentence


class CheckState(StrEnum):
    """How a check went."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"


SECTION_TITLES: Mapping[str, Sentence] = {
    "files": Sentence.of("Files"),
    "codecs": Sentence.of("Image decoders"),
    "fonts": Sentence.of("Fonts"),
    "devices": Sentence.of("Devices"),
    "models": Sentence.of("Models"),
    "sandbox": Sentence.of("Hostile files"),
    "store": Sentence.of("Case library"),
    "reference": Sentence.of("Reference case"),
    "network": Sentence.of("No network"),
}
"""The sections by their keys, in their order: the network last, when everything else has had its chance to use one."""
REFERENCE = "reference"
"""The section that takes longest, left out where the check is to be quick."""


@dataclass(frozen=True, slots=True)
class SelftestCheck:
    """One thing that was checked: `finding` holds the figure that was measured and its limit, or why it was not."""

    name: Sentence
    state: CheckState
    finding: Sentence
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SelftestSection:
    """Checks of one kind; `key` is a word that stays, for programs."""

    key: str
    title: Sentence
    checks: tuple[SelftestCheck, ...]

    @property
    def state(self) -> CheckState:
        """Failed where any check failed, passed where any passed."""
        return worst(check.state for check in self.checks)


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """The computer, without its name and without anybody's: `libraries` are (name, version)."""

    system: str
    processor: str
    cores: int
    memory_mib: int | None
    devices: tuple[str, ...]
    python: str
    installed_as: Sentence
    libraries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SelftestReport:
    """The whole check; `at` is UTC; a `quick` one leaves out the reference case."""

    software_version: str
    at: datetime
    seconds: float
    quick: bool
    machine: MachineFacts
    sections: tuple[SelftestSection, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return self.count(CheckState.FAILED) == 0

    def count(self, state: CheckState) -> int:
        """How many checks went so."""
        return sum(check.state is state for section in self.sections for check in section.checks)


def worst(states: Iterable[CheckState]) -> CheckState:
    """The state of several together."""
    given = set(states)
    if CheckState.FAILED in given:
        return CheckState.FAILED
    return CheckState.PASSED if CheckState.PASSED in given else CheckState.NOT_APPLICABLE
