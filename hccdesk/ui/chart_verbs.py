"""What the delivery window asks for; every method may be slow and belongs in a job."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from hccdesk.domain.delivery import ChartFolder, DeliveryOutcome, PacsNode
from hccdesk.domain.progress import Progress

if TYPE_CHECKING:
    from hccdesk.workflow.chart_of_case import ChartCase, MadeChart
    from hccdesk.workflow.workbench import Workbench


class ChartVerbs(Protocol):
    """Making objects and sending them."""

    def chart_of_case(self, case: ChartCase, folder: Path, progress: Progress) -> MadeChart:
        """The objects, written into the folder."""

    def send_chart(
        self,
        chart: ChartFolder,
        node: PacsNode,
        library: Path,
        case_id: str | None,
        at: datetime,
        *,
        progress: Progress,
    ) -> DeliveryOutcome:
        """The DICOM objects queued for a PACS, sent, read back and compared."""

    def pacs_nodes(self) -> tuple[PacsNode, ...]:
        """Every PACS that is set up."""


class WorkflowChartVerbs:
    """The real verbs."""

    def _bench(self, name: str = "case") -> Workbench:
        """The decoder process that reads the headers of the study and builds the objects."""
        raise NotImplementedError

    def chart_of_case(self, case: ChartCase, folder: Path, progress: Progress) -> MadeChart:
        """The objects, written into the folder."""
        from hccdesk.workflow.chart_of_case import chart_of_case  # noqa: PLC0415

        return chart_of_case(case, folder, self._bench(), progress)

    def send_chart(
        self,
        chart: ChartFolder,
        node: PacsNode,
        library: Path,
        case_id: str | None,
        at: datetime,
        *,
        progress: Progress,
    ) -> DeliveryOutcome:
        """The DICOM objects queued for a PACS, sent, read back and compared."""
        from hccdesk.workflow.send_chart import send_chart  # noqa: PLC0415

        return send_chart(chart, node, library, case_id, at, progress=progress)

    def pacs_nodes(self) -> tuple[PacsNode, ...]:
        """Every PACS that is set up."""
        from hccdesk.workflow.pacs_nodes import pacs_nodes  # noqa: PLC0415

        return pacs_nodes()
