"""PACS, studies and deliveries in words. No widgets."""

from __future__ import annotations

from datetime import datetime

from hccdesk.domain.delivery import DeliveryState, FoundSeries, FoundStudy, ObjectKind, PacsAnswer, QueuedDelivery
from hccdesk.domain.errors import HccdeskError
from hccdesk.ui.language import QT_TRANSLATE_NOOP, translate
from hccdesk.ui.patient_line import readable_name
from hccdesk.ui.spoken import say, say_error

OFFERED = {
    "1.2.840.10008.5.1.4.1.2.2.1": QT_TRANSLATE_NOOP("Pacs", "looking for studies (C-FIND)"),
    "1.2.840.10008.5.1.4.1.2.2.3": QT_TRANSLATE_NOOP("Pacs", "fetching by C-GET"),
    "1.2.840.10008.5.1.4.1.2.2.2": QT_TRANSLATE_NOOP("Pacs", "fetching by C-MOVE"),
    "1.2.840.10008.5.1.4.1.1.104.1": QT_TRANSLATE_NOOP("Pacs", "storing reports (PDF)"),
    "1.2.840.10008.5.1.4.1.1.66.4": QT_TRANSLATE_NOOP("Pacs", "storing segmentations (SEG)"),
    "1.2.840.10008.5.1.4.1.1.88.34": QT_TRANSLATE_NOOP("Pacs", "storing measurements (SR)"),
    "1.2.840.10008.5.1.4.1.1.7.4": QT_TRANSLATE_NOOP("Pacs", "storing explanation maps"),
}
KINDS = {
    ObjectKind.PDF: QT_TRANSLATE_NOOP("Pacs", "Report (PDF)"),
    ObjectKind.SEG: QT_TRANSLATE_NOOP("Pacs", "Regions (SEG)"),
    ObjectKind.SR: QT_TRANSLATE_NOOP("Pacs", "Measurements (SR)"),
    ObjectKind.SALIENCY: QT_TRANSLATE_NOOP("Pacs", "Explanation map"),
    ObjectKind.FHIR: QT_TRANSLATE_NOOP("Pacs", "FHIR file"),
}
STATES = {
    DeliveryState.WAITING: QT_TRANSLATE_NOOP("Pacs", "○ waits"),
    DeliveryState.SENT: QT_TRANSLATE_NOOP("Pacs", "◐ sent, not found there yet"),
    DeliveryState.DELIVERED: QT_TRANSLATE_NOOP("Pacs", "● delivered and compared"),
    DeliveryState.FAILED: QT_TRANSLATE_NOOP("Pacs", "▲ NOT delivered"),
}


def answer_text(answer: PacsAnswer) -> str:
    """What a test found; what is missing is said as loud as what is there."""
    offered = [translate("Pacs", words) for uid, words in OFFERED.items() if uid in answer.accepts]
    missing = [translate("Pacs", words) for uid, words in OFFERED.items() if uid not in answer.accepts]
    between = translate("Pacs", ", ")
    lines = [
        translate("Pacs", "● It answers ({seconds:.2f} s; {name}).").format(
            seconds=answer.seconds, name=answer.implementation or translate("Pacs", "without a name")
        )
    ]
    if offered:
        lines.append(translate("Pacs", "Offers: {what}.").format(what=between.join(offered)))
    if missing:
        lines.append(translate("Pacs", "▲ Does not offer: {what}.").format(what=between.join(missing)))
    return "\n".join(lines)


def study_columns(study: FoundStudy) -> tuple[str, ...]:
    """Patient, date and study, as the tree has them."""
    who = " · ".join(part for part in (readable_name(study.patient_name), study.patient_id) if part)
    born = dated(study.birth_date)
    sex = {"M": translate("Pacs", "male"), "F": translate("Pacs", "female")}.get(study.sex, "")
    facts = ", ".join(part for part in (born, sex) if part)
    return (
        f"{who} ({facts})" if facts else who,
        dated(study.study_date),
        " · ".join(part for part in (study.description, study.accession_number) if part),
        translate("Pacs", "{n} series").format(n=len(study.series)),
    )


def series_columns(series: FoundSeries) -> tuple[str, ...]:
    """A series under its study."""
    number = f"{series.modality} {series.number}".strip()
    return number, "", series.description or translate("Pacs", "without a name"), _counted(series.instances)


def entry_columns(entry: QueuedDelivery, patient: str) -> tuple[str, ...]:
    """A line of the queue; `patient` is whose case it is, as far as this library knows it."""
    return (
        clock(entry.queued_at),
        patient,
        translate("Pacs", KINDS[entry.thing.kind]),
        entry.node,
        translate("Pacs", STATES[entry.state]),
        str(entry.attempts or ""),
        clock(entry.delivered_at or entry.next_try_at),
    )


def fault_text(error: HccdeskError) -> str:
    """What happened and what one can do."""
    said = say_error(error)
    return f"{said[:1].upper()}{said[1:]}"


def entry_text(entry: QueuedDelivery) -> str:
    """What is to be told of it."""
    told = entry.note if entry.state is DeliveryState.DELIVERED else entry.last_fault
    if told is not None:
        said = say(told)
        return f"{said[:1].upper()}{said[1:]}"
    if entry.state is DeliveryState.DELIVERED:
        return translate("Pacs", "It was read back, and every element is as it was sent.")
    return translate("Pacs", "It was not tried yet.")


def _counted(n_images: int) -> str:
    if n_images < 0:  # it does not say
        return ""
    return translate("Pacs", "1 image") if n_images == 1 else translate("Pacs", "{n} images").format(n=n_images)


def dated(text: str) -> str:
    """A DICOM date as one reads it."""
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text


def clock(moment: datetime | None) -> str:
    """Date and time where the window stands."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""
