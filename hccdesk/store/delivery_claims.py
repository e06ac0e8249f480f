"""Who works on an entry of the queue: one process at a time, until it ends however it ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hccdesk.domain.delivery import DeliveryState, QueuedDelivery
from hccdesk.store.delivery_rows import is_gone
from hccdesk.store.running_process import this_process

CLAIM_OF_ANOTHER_COMPUTER = timedelta(hours=1)
"""Whether a process of another computer lives cannot be asked: its claim holds for this long."""


def is_due(entry: QueuedDelivery, at: datetime) -> bool:
    """Whether it is to be tried without anybody asking for it."""
    on_the_way = entry.state in (DeliveryState.WAITING, DeliveryState.SENT)
    return on_the_way and (entry.next_try_at is None or entry.next_try_at <= at)


def is_free(claim: tuple[Any, ...], at: datetime) -> bool:
    """Whether nobody works on an entry; `claim` is its `delivery_rows.CLAIM`."""
    token, claimed_at, claimed_by = claim
    if token is None or claimed_at is None or is_gone(claimed_by):
        return True
    age = at - datetime.fromisoformat(claimed_at)
    return age > CLAIM_OF_ANOTHER_COMPUTER and not _is_ours(claimed_by)


def _is_ours(claimed_by: str | None) -> bool:
    """Whether a process of this computer has it: that it lives is known."""
    own = this_process()
    return f'"computer": "{own.computer}", "machine": "{own.machine}"' in (claimed_by or "")
