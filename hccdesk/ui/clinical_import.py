"""What a clinical row from a file does to what was typed, in words. No widgets."""

from __future__ import annotations

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.ui.clinical_values import values_of
from hccdesk.ui.language import translate


def what_was_replaced(typed: ClinicalRecord, read: ClinicalRecord) -> str:
    """How many fields a file filled, and what became of the typed ones; empty where no typed value changed."""
    before, after = values_of(typed), values_of(read)
    known = [name for name, value in before.items() if value is not None]
    unknown = sum(after[name] is None for name in known)
    others = sum(after[name] is not None and after[name] != before[name] for name in known)
    if not (unknown or others):
        return ""
    taken = sum(value is not None for value in after.values())
    told = translate(
        "CaseLoader",
        "{taken} fields were taken from this file. Typed values that are others now: {others}; unknown now: {unknown}.",
    )
    return told.format(taken=taken, others=others, unknown=unknown)
