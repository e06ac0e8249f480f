"""Ask a PACS whether it answers."""

from __future__ import annotations

from hccdesk.domain.delivery import PacsAnswer, PacsNode
from hccdesk.domain.pacs_checks import check_node
from hccdesk.domain.progress import Progress


def echo_pacs(node: PacsNode, progress: Progress) -> PacsAnswer:
    """How long it took, and what it takes. Raises `DeliveryError` saying what is wrong."""
    from hccdesk.delivery.pacs_echo import echo  # noqa: PLC0415 - the network is not loaded before it is asked for

    check_node(node)
    return echo(node, progress)
