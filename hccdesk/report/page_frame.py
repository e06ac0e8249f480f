"""What stands on every page: whose report this is, which report, its state, and what made it."""

from __future__ import annotations

from collections.abc import Iterator

from hccdesk.domain.board_opinion import BoardRecord
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.report_options import ALL_PARTS, NOTHING_ON_RECORD, ReportPart
from hccdesk.domain.result import CaseResult
from hccdesk.report import numbers
from hccdesk.report.board_part import is_final, status_words
from hccdesk.report.document import PageFrame
from hccdesk.report.moment import utc
from hccdesk.report.part_names import left_out
from hccdesk.report.person_name import person
from hccdesk.report.plain_text import plain
from hccdesk.report.standing import DEMONSTRATION, shows_demonstration
from hccdesk.report.voice import Voice

LONGEST_NAME = 64
"""Characters of a patient's name or identifier in the header (a DICOM name group holds 64)."""


def page_frame(
    result: CaseResult,
    number: str,
    voice: Voice,
    parts: frozenset[ReportPart] = ALL_PARTS,
    board: BoardRecord = NOTHING_ON_RECORD,
) -> PageFrame:
    """Header and footer of every page."""
    return PageFrame(
        patient=_patient(result, voice),
        patient_detail=_detail(result, voice),
        status=status_words(result, board, voice),
        report_id=voice.say("Report {number}", number=number),
        page_words=voice.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        demonstration=voice.say(DEMONSTRATION) if shows_demonstration(result) else "",
        footer=(_software(result), _use(result, voice, parts)),
        is_final=is_final(result, board),
    )


def _use(result: CaseResult, voice: Voice, parts: frozenset[ReportPart]) -> str:
    said = voice.say("Research use only · analysed {moment}", moment=utc(result.provenance.finished_at))
    return " · ".join(text for text in (said, left_out(parts, voice)) if text)


def _patient(result: CaseResult, voice: Voice) -> str:
    name = person(result.clinical.name or _first(result, "name") or "")
    return plain(name, LONGEST_NAME) if name else voice.say("Name unknown")


def _detail(result: CaseResult, voice: Voice) -> str:
    patient_id = result.clinical.patient_id or _first(result, "patient_id")
    shown = plain(patient_id, LONGEST_NAME) if patient_id else voice.say("unknown")
    age = result.clinical.age_years
    years = voice.say("{age} years", age=numbers.general(age)) if age is not None else voice.say("age unknown")
    identity = (voice.say("ID {patient_id}", patient_id=shown), _sex(result, voice), years)
    return " · ".join((*identity, *_accession(result, voice)))


def _accession(result: CaseResult, voice: Voice) -> tuple[str, ...]:
    """The number under which the CT was ordered, as its headers give it."""
    number = result.ct_series.acquisition.accession_number if result.ct_series else None
    return (voice.say("CT accession {number}", number=plain(number, 32)),) if number else ()


def _sex(result: CaseResult, voice: Voice) -> str:
    known = (result.clinical.sex, *(identity.sex for identity in _identities(result)))
    sex = next((s for s in known if s is not None), None)
    if sex is None:
        return voice.say("sex unknown")
    return voice.say("male") if sex is Sex.MALE else voice.say("female")


def _first(result: CaseResult, field: str) -> str | None:
    return next((text for i in _identities(result) if (text := getattr(i, field))), None)


def _identities(result: CaseResult) -> Iterator[PatientIdentity]:
    if result.provenance.overrides:
        return  # the images name somebody else: the header then says only what the clinical row says
    if result.ct_series is not None:
        yield result.ct_series.patient
    if result.slide is not None:
        yield result.slide.patient


def _software(result: CaseResult) -> str:
    """Models of one version share its number, and those that are never shown are left out, so that it fits the line."""
    versions: dict[str, list[str]] = {}
    never = {manifest.model_id for manifest in result.models if not manifest.offered}
    for fact in (one for one in result.provenance.models if one.model_id not in never):
        versions.setdefault(fact.version, []).append(fact.model_id)
    models = [f"{', '.join(ids)} {version}" for version, ids in versions.items()]
    return plain(" · ".join((f"hccdesk {result.provenance.software_version}", *models)), 400)
