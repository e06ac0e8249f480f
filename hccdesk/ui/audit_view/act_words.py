"""Acts of the audit trail as a reader names them. No widgets."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from hccdesk.domain.audit import AuditAction, AuditRow
from hccdesk.ui.language import QT_TRANSLATE_NOOP, translate

ACTIONS = {
    AuditAction.LIBRARY_MADE: QT_TRANSLATE_NOOP("AuditActs", "Library made"),
    AuditAction.LIBRARY_OPENED: QT_TRANSLATE_NOOP("AuditActs", "Library opened"),
    AuditAction.LIBRARY_MIGRATED: QT_TRANSLATE_NOOP("AuditActs", "Library layout renewed"),
    AuditAction.LIBRARY_BACKED_UP: QT_TRANSLATE_NOOP("AuditActs", "Library backed up"),
    AuditAction.LIBRARY_RESTORED: QT_TRANSLATE_NOOP("AuditActs", "Restored from a backup"),
    AuditAction.LIBRARY_ENCRYPTED: QT_TRANSLATE_NOOP("AuditActs", "Library encrypted"),
    AuditAction.LIBRARY_DECRYPTED: QT_TRANSLATE_NOOP("AuditActs", "Library decrypted"),
    AuditAction.PASSPHRASE_CHANGED: QT_TRANSLATE_NOOP("AuditActs", "Passphrase changed"),
    AuditAction.SETTINGS_CHANGED: QT_TRANSLATE_NOOP("AuditActs", "Settings changed"),
    AuditAction.CASE_SAVED: QT_TRANSLATE_NOOP("AuditActs", "Case saved"),
    AuditAction.CASE_OPENED: QT_TRANSLATE_NOOP("AuditActs", "Case opened"),
    AuditAction.CASE_IMPORTED: QT_TRANSLATE_NOOP("AuditActs", "Case imported"),
    AuditAction.CASE_EXPORTED: QT_TRANSLATE_NOOP("AuditActs", "Case exported"),
    AuditAction.CASE_REMOVED: QT_TRANSLATE_NOOP("AuditActs", "Case taken from the list"),
    AuditAction.CASE_PUT_BACK: QT_TRANSLATE_NOOP("AuditActs", "Case put back"),
    AuditAction.CASE_PURGED: QT_TRANSLATE_NOOP("AuditActs", "Case deleted for good"),
    AuditAction.INPUT_READ: QT_TRANSLATE_NOOP("AuditActs", "Input read"),
    AuditAction.INPUT_KEPT: QT_TRANSLATE_NOOP("AuditActs", "Input copied"),
    AuditAction.INPUT_CHANGED: QT_TRANSLATE_NOOP("AuditActs", "Input found changed"),
    AuditAction.CLINICAL_EDITED: QT_TRANSLATE_NOOP("AuditActs", "Clinical values edited"),
    AuditAction.STAGE_CONFIRMED: QT_TRANSLATE_NOOP("AuditActs", "BCLC stage confirmed"),
    AuditAction.REGIONS_EDITED: QT_TRANSLATE_NOOP("AuditActs", "Regions edited"),
    AuditAction.ANALYSED: QT_TRANSLATE_NOOP("AuditActs", "Analysed"),
    AuditAction.OVERRIDDEN: QT_TRANSLATE_NOOP("AuditActs", "Warning overridden"),
    AuditAction.REPORT_WRITTEN: QT_TRANSLATE_NOOP("AuditActs", "Report written"),
    AuditAction.OPINION_GIVEN: QT_TRANSLATE_NOOP("AuditActs", "Opinion given"),
    AuditAction.RESULT_REVEALED: QT_TRANSLATE_NOOP("AuditActs", "Result revealed"),
    AuditAction.DECISION_GIVEN: QT_TRANSLATE_NOOP("AuditActs", "Decision recorded"),
    AuditAction.SIGNED_OFF: QT_TRANSLATE_NOOP("AuditActs", "Decision signed"),
    AuditAction.DELIVERED: QT_TRANSLATE_NOOP("AuditActs", "Delivered"),
    AuditAction.DELIVERY_FAILED: QT_TRANSLATE_NOOP("AuditActs", "Delivery failed"),
    AuditAction.PACS_CHANGED: QT_TRANSLATE_NOOP("AuditActs", "PACS set up or removed"),
    AuditAction.IMAGES_FETCHED: QT_TRANSLATE_NOOP("AuditActs", "Images fetched"),
    AuditAction.SCREEN_LOCKED: QT_TRANSLATE_NOOP("AuditActs", "Screen locked"),
    AuditAction.SCREEN_UNLOCKED: QT_TRANSLATE_NOOP("AuditActs", "Screen unlocked"),
    AuditAction.SELFTEST_RUN: QT_TRANSLATE_NOOP("AuditActs", "Selftest run"),
    AuditAction.COHORT_SCORED: QT_TRANSLATE_NOOP("AuditActs", "Cohort scored"),
    AuditAction.MODEL_INSTALLED: QT_TRANSLATE_NOOP("AuditActs", "Model installed"),
    AuditAction.MODEL_REMOVED: QT_TRANSLATE_NOOP("AuditActs", "Model removed"),
    AuditAction.KEY_TRUSTED: QT_TRANSLATE_NOOP("AuditActs", "Key trusted"),
    AuditAction.KEY_UNTRUSTED: QT_TRANSLATE_NOOP("AuditActs", "Key no longer trusted"),
    AuditAction.AUDIT_EXPORTED: QT_TRANSLATE_NOOP("AuditActs", "Audit trail exported"),
    AuditAction.UNKNOWN: QT_TRANSLATE_NOOP("AuditActs", "An act of a newer version"),
}


def action_words(action: AuditAction) -> str:
    """The act as the window names it."""
    return translate("AuditActs", ACTIONS[action])


def local_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """Date and time where the window stands."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S}"


def utc_time(moment: datetime) -> str:
    """Date and time as they were recorded."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


def case_words(case_id: str | None) -> str:
    """A case by the beginning of its id, which is nobody's name."""
    return case_id[:8] if case_id else ""


def searched(row: AuditRow) -> str:
    """All of a row that a search looks into, in small letters."""
    event = row.event
    parts = (
        str(row.sequence),
        local_time(row.at),
        row.os_user,
        row.computer,
        action_words(event.action),
        event.action.value,
        event.case_id or "",
        event.object_sha256 or "",
        *event.models,
        event.reason or "",
        event.detail,
        row.software_version,
    )
    return "\n".join(parts).lower()
