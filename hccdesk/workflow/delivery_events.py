"""What a run of the queue is in the audit trail."""

from __future__ import annotations

from hccdesk.domain.audit import AuditAction, AuditEvent
from hccdesk.domain.delivery import DeliveryOutcome, QueuedDelivery


def delivery_events(outcome: DeliveryOutcome) -> tuple[AuditEvent, ...]:
    """An act for each object that arrived, or failed for good; what is tried again is none yet."""
    return (
        *(_event(AuditAction.DELIVERED, entry) for entry in outcome.delivered),
        *(_event(AuditAction.DELIVERY_FAILED, entry) for entry in outcome.failed),
    )


def _event(action: AuditAction, entry: QueuedDelivery) -> AuditEvent:
    return AuditEvent(action, entry.case_id, entry.thing.sha256, detail=f"{entry.thing.kind.value} {entry.node}")
