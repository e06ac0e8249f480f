"""Bring series from a PACS to this computer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.pacs_checks import check_node
from hccdesk.domain.progress import Progress


def fetch_series(node: PacsNode, study_uid: str, series_uids: Sequence[str], folder: Path, progress: Progress) -> Path:
    """A new folder within `folder` with these series, or every CT series of the study where none is named.

    All of it or nothing. Raises `DeliveryError`.
    """
    from hccdesk.delivery.pacs_fetch import fetch  # noqa: PLC0415 - the network is not loaded before it is asked for

    check_node(node)
    return fetch(node, study_uid, series_uids, folder, progress)
