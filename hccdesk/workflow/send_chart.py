"""What was made for the chart, on its way to a PACS: queued, sent, read back and compared."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hccdesk.domain.delivery import ChartFolder, DeliveryOutcome, PacsNode
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import Progress
from hccdesk.workflow.delivery_queue import delivery_queue
from hccdesk.workflow.pacs_nodes import pacs_nodes


def send_chart(
    chart: ChartFolder, node: PacsNode, library: Path, case_id: str | None, at: datetime, *, progress: Progress
) -> DeliveryOutcome:
    """Queue the DICOM objects and send them now; what does not arrive is tried again later.

    The queue keeps copies, so that the folder may go. Every object is in the outcome, also one that was waiting before
    or that another window sends just now; nobody else's is.
    """
    things = [thing for thing in chart.objects if thing.sop_instance_uid]
    if not things:
        raise DeliveryError("There is no DICOM object to send.", what_to_do="A CT study to file them in is needed.")
    queue = delivery_queue(library)
    numbers = {entry.number for entry in queue.add(node, things, case_id, at)}
    return queue.run(pacs_nodes(), at, progress, all_now=False, only=numbers)
