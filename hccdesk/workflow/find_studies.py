"""Look for a patient's studies at a PACS."""

from __future__ import annotations

from hccdesk.domain.delivery import FoundStudy, PacsNode, StudyQuery
from hccdesk.domain.pacs_checks import check_node
from hccdesk.domain.progress import Progress


def find_studies(node: PacsNode, query: StudyQuery, progress: Progress) -> tuple[FoundStudy, ...]:
    """Studies that match, the newest first, each with its series, CT in front. Raises `DeliveryError`."""
    from hccdesk.delivery.pacs_find import find  # noqa: PLC0415 - the network is not loaded before it is asked for

    check_node(node)
    return find(node, query, progress)
