"""What the windows ask of `workflow`, imported on first use on the worker thread."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from hccdesk.domain.audit import AuditEvent
from hccdesk.domain.delivery import DeliveryOutcome, FoundStudy, PacsAnswer, PacsNode, QueuedDelivery, StudyQuery
from hccdesk.domain.progress import Progress


class PacsVerbs(Protocol):
    """All of it may be slow and belongs in a job, but for `nodes`; everything raises `HccdeskError`."""

    def nodes(self) -> tuple[PacsNode, ...]:
        """The PACS that are set up."""

    def keep_nodes(self, nodes: Sequence[PacsNode]) -> None:
        """These in the place of those before."""

    def echo(self, node: PacsNode, progress: Progress) -> PacsAnswer:
        """Whether it answers."""

    def find(self, node: PacsNode, query: StudyQuery, progress: Progress) -> tuple[FoundStudy, ...]:
        """Studies that match."""

    def fetch(self, node: PacsNode, study: str, series: Sequence[str], folder: Path, progress: Progress) -> Path:
        """Series of a study, in a new folder."""

    def entries(self, library: Path) -> tuple[QueuedDelivery, ...]:
        """What is on its way, arrived or failed."""

    def run(
        self, library: Path, at: datetime, progress: Progress, *, all_now: bool, only: Collection[int] | None = None
    ) -> DeliveryOutcome:
        """Send what is due, or all, or only these."""

    def forget(self, library: Path, number: int) -> None:
        """Take an entry away."""

    def events(self, outcome: DeliveryOutcome) -> tuple[AuditEvent, ...]:
        """What a run is in the audit trail."""


class WorkflowPacsVerbs:
    """The real ones."""

    def nodes(self) -> tuple[PacsNode, ...]:
        """The PACS that are set up."""
        from hccdesk.workflow.pacs_nodes import pacs_nodes  # noqa: PLC0415

        return pacs_nodes()

    def keep_nodes(self, nodes: Sequence[PacsNode]) -> None:
        """These in the place of those before."""
        from hccdesk.workflow.pacs_nodes import keep_pacs_nodes  # noqa: PLC0415

        keep_pacs_nodes(nodes)

    def echo(self, node: PacsNode, progress: Progress) -> PacsAnswer:
        """Whether it answers."""
        from hccdesk.workflow.echo_pacs import echo_pacs  # noqa: PLC0415

        return echo_pacs(node, progress)

    def find(self, node: PacsNode, query: StudyQuery, progress: Progress) -> tuple[FoundStudy, ...]:
        """Studies that match."""
        from hccdesk.workflow.find_studies import find_studies  # noqa: PLC0415

        return find_studies(node, query, progress)

    def fetch(self, node: PacsNode, study: str, series: Sequence[str], folder: Path, progress: Progress) -> Path:
        """Series of a study, in a new folder."""
        from hccdesk.workflow.fetch_series import fetch_series  # noqa: PLC0415

        return fetch_series(node, study, series, folder, progress)

    def entries(self, library: Path) -> tuple[QueuedDelivery, ...]:
        """What is on its way, arrived or failed."""
        from hccdesk.workflow.delivery_queue import delivery_queue  # noqa: PLC0415

        return delivery_queue(library).entries()

    def run(
        self, library: Path, at: datetime, progress: Progress, *, all_now: bool, only: Collection[int] | None = None
    ) -> DeliveryOutcome:
        """Send what is due, or all, or only these."""
        from hccdesk.workflow.delivery_queue import delivery_queue  # noqa: PLC0415

        return delivery_queue(library).run(self.nodes(), at, progress, all_now=all_now, only=only)

    def forget(self, library: Path, number: int) -> None:
        """Take an entry away."""
        from hccdesk.workflow.delivery_queue import delivery_queue  # noqa: PLC0415

        delivery_queue(library).forget(number)

    def events(self, outcome: DeliveryOutcome) -> tuple[AuditEvent, ...]:
        """What a run is in the audit trail."""
        from hccdesk.workflow.delivery_events import delivery_events  # noqa: PLC0415

        return delivery_events(outcome)
