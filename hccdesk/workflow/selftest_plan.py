"""What a check of the installation is made of: sections, each a list of checks that are run one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.case_library import CaseLibrary
from hccdesk.domain.progress import Progress
from hccdesk.domain.selftest import CheckState
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.every_device import DeviceStanding
from hccdesk.workflow.workbench import Workbench

Outcome = tuple[CheckState, Sentence]
"""How a check went, and its finding."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to check; `run` may raise whatever the thing raises where it is broken."""

    name: Sentence
    run: Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the checks work with. `scratch` is an empty folder that goes away; `progress` is asked to stop.

    `library` makes the scratch library; `own_library` is the user's folder, None where there is none.
    """

    bench: Workbench
    devices: tuple[DeviceStanding, ...]
    assets: Path
    scratch: Path
    progress: Progress
    library: Callable[[Path], CaseLibrary]
    own_library: Path | None = None


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section before it is run; `checks` finds out what there is to check."""

    key: str
    title: Sentence
    checks: Callable[[Ground], Sequence[Check]]


def judged(passed: bool, finding: Sentence) -> Outcome:
    """Passed or failed."""
    return (CheckState.PASSED if passed else CheckState.FAILED), finding


def not_applicable(reason: Sentence) -> Outcome:
    """Nothing to check here, and why."""
    return CheckState.NOT_APPLICABLE, reason


def all_judged(findings: Iterable[tuple[bool, Sentence]]) -> Outcome:
    """Several findings in one: those that failed, or all where none did."""
    given = tuple(findings)
    failed = tuple(finding for finding in given if not finding[0])
    return judged(not failed, Sentence.listed([what for _, what in failed or given]))
