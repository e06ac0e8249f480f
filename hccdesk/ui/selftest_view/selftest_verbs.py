"""What the window asks of `workflow`, imported on first use on the worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from hccdesk.domain.audit import AuditEvent
from hccdesk.domain.progress import Progress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.selftest import SelftestReport

if TYPE_CHECKING:
    from hccdesk.workflow.selftest_section import Told


@dataclass(frozen=True, slots=True)
class SelftestDone:
    """What was found, and the act to be recorded."""

    report: SelftestReport
    event: AuditEvent


class SelftestVerbs(Protocol):
    """Both may be slow and belong in a job; `told` is called on its thread."""

    def run(self, device: DeviceChoice, quick: bool, library: Path, progress: Progress, told: Told) -> SelftestDone:
        """Check the installation, and the library in `library` if there is one."""

    def save(self, report: SelftestReport, path: Path, language: str) -> Path:
        """Write the summary; the suffix says how."""


class WorkflowSelftestVerbs:
    """The real ones."""

    def run(self, device: DeviceChoice, quick: bool, library: Path, progress: Progress, told: Told) -> SelftestDone:
        """Check the installation, and the library in `library` if there is one."""
        from hccdesk.workflow.record_selftest import selftest_event  # noqa: PLC0415
        from hccdesk.workflow.selftest import SelftestRequest, selftest  # noqa: PLC0415

        report = selftest(SelftestRequest(device=device, quick=quick, own_library=library), progress, told)
        return SelftestDone(report, selftest_event(report))

    def save(self, report: SelftestReport, path: Path, language: str) -> Path:
        """Write the summary; the suffix says how."""
        from hccdesk.workflow.write_selftest import write_selftest  # noqa: PLC0415

        return write_selftest(report, path, language)
