"""Looking for a patient's studies at a PACS (C-FIND, study root), their series with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pynetdicom.association import Association
from pynetdicom.presentation import build_context

from hccdesk.delivery.pacs_contexts import FIND
from hccdesk.delivery.pacs_line import PacsLine, talk
from hccdesk.domain.delivery import FoundSeries, FoundStudy, PacsNode, StudyQuery
from hccdesk.domain.errors import DeliveryError, DeliveryLaterError
from hccdesk.domain.pacs_checks import check_query, check_uid
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence

FINDING = "Looking at the PACS"
MOST_STUDIES, MOST_SERIES = 200, 1000
_PENDING = (0xFF00, 0xFF01)
_STUDY_KEYS = (
    *("PatientID", "PatientName", "PatientBirthDate", "PatientSex", "StudyInstanceUID"),
    *("StudyDate", "StudyTime", "StudyDescription", "AccessionNumber"),
)
_SERIES_KEYS = ("SeriesInstanceUID", "Modality", "SeriesDescription", "SeriesNumber", "NumberOfSeriesRelatedInstances")


def find(node: PacsNode, query: StudyQuery, progress: Progress) -> tuple[FoundStudy, ...]:
    """Studies that match, the newest first, each with its series, CT in front.

    Raises `InputError` for a question that says nothing, and `DeliveryError`, also where more match than one looks
    through.
    """
    check_query(query)
    return talk(PacsLine(node), lambda line: _find(line, query), progress, FINDING)


def find_series(line: PacsLine, association: Association, study_uid: str) -> tuple[FoundSeries, ...]:
    """The series of a study, CT in front, then by their numbers."""
    asked = Dataset()
    asked.QueryRetrieveLevel, asked.StudyInstanceUID = "SERIES", study_uid
    for keyword in _SERIES_KEYS:
        setattr(asked, keyword, "")
    found = [_series(study_uid, answer) for answer in _answers(line, association, asked, MOST_SERIES)]
    return tuple(sorted((one for one in found if one.series_instance_uid), key=_place))


def holds(line: PacsLine, association: Association, study: str, series: str, instance: str) -> bool:
    """Whether the PACS has this object; True where it does not let us ask, as only fetching can tell then."""
    if not _can_find(association):
        return True
    asked = Dataset()
    asked.QueryRetrieveLevel = "IMAGE"
    asked.StudyInstanceUID, asked.SeriesInstanceUID, asked.SOPInstanceUID = study, series, instance
    answers = list(_answers(line, association, asked, MOST_SERIES))  # to the last: the next question comes after it
    return any(_uid(one, "SOPInstanceUID") == instance for one in answers)


def _find(line: PacsLine, query: StudyQuery) -> tuple[FoundStudy, ...]:
    with line.associate([build_context(FIND)]) as association:
        _refuse_without_finding(association)
        found = [_study(answer) for answer in _answers(line, association, _asked(query), MOST_STUDIES)]
        studies = [study for study in found if study.study_instance_uid]
        line.total = len(studies)
        whole = []
        for study in sorted(studies, key=lambda one: one.study_date, reverse=True):
            whole.append(replace(study, series=find_series(line, association, study.study_instance_uid)))
            line.done += 1
        return tuple(whole)


def _refuse_without_finding(association: Association) -> None:
    if not _can_find(association):
        raise DeliveryError(
            "the PACS does not let this computer look for studies.",
            what_to_do="Ask whoever looks after the PACS to allow C-FIND (study root) for our AE title.",
        )


def _can_find(association: Association) -> bool:
    return any(context.abstract_syntax == FIND for context in association.accepted_contexts)


def _asked(query: StudyQuery) -> Dataset:
    asked = Dataset()
    asked.QueryRetrieveLevel = "STUDY"
    for keyword in _STUDY_KEYS:
        setattr(asked, keyword, "")
    name = query.patient_name.strip()
    if not (name + query.patient_id + query.accession_number).isascii():
        asked.SpecificCharacterSet = "ISO_IR 192"
    asked.PatientID = query.patient_id.strip()
    asked.AccessionNumber = query.accession_number.strip()
    if name:
        # A name is one of several spellings, and components, of what is kept: any part of it is to be found.
        asked.PatientName = name if {"*", "?"} & set(name) else f"*{'*'.join(name.replace('^', ' ').split())}*"
    if query.study_date_from or query.study_date_to:
        asked.StudyDate = f"{query.study_date_from}-{query.study_date_to}"
    return asked


def _answers(line: PacsLine, association: Association, asked: Dataset, most: int) -> Iterator[Dataset]:
    n_answers = 0
    for status, identifier in association.send_c_find(asked, FIND):
        if not status:
            raise line.broken()
        if status.Status in _PENDING:
            n_answers += 1
            if n_answers > most:
                raise DeliveryError(
                    Sentence.of("the PACS found more than {most} that match.", most=most),
                    what_to_do="Say more about the patient.",
                )
            if identifier is None:
                raise DeliveryError(
                    "the PACS answered with what is no DICOM.", what_to_do="Ask whoever looks after the PACS."
                )
            yield identifier
        elif status.Status != 0:
            raise _refused(int(status.Status))


def _refused(status: int) -> DeliveryError:
    kind = DeliveryLaterError if status == 0xA700 else DeliveryError
    return kind(
        Sentence.of("the PACS could not look for it (status {status}).", status=f"{status:04X}"),
        what_to_do="Ask whoever looks after the PACS.",
    )


def _study(answer: Dataset) -> FoundStudy:
    return FoundStudy(
        _uid(answer, "StudyInstanceUID"),
        text_of(answer, "PatientID"),
        text_of(answer, "PatientName"),
        text_of(answer, "PatientBirthDate"),
        text_of(answer, "PatientSex"),
        text_of(answer, "StudyDate"),
        text_of(answer, "StudyDescription"),
        text_of(answer, "AccessionNumber"),
    )


def _series(study_uid: str, answer: Dataset) -> FoundSeries:
    counted = text_of(answer, "NumberOfSeriesRelatedInstances")
    return FoundSeries(
        study_uid,
        _uid(answer, "SeriesInstanceUID"),
        text_of(answer, "Modality"),
        text_of(answer, "SeriesDescription"),
        text_of(answer, "SeriesNumber"),
        int(counted) if counted.isdecimal() else -1,
    )


def _uid(answer: Dataset, keyword: str) -> str:
    uid = text_of(answer, keyword)
    if uid:
        check_uid(uid)
    return uid


def text_of(answer: Dataset, keyword: str) -> str:
    """An element as text; where no charset is told and it is not ASCII, UTF-8 or GB18030 is taken for it."""
    tag = tag_for_keyword(keyword)
    if tag is None or tag not in answer:
        return ""
    held: Any = answer.get_item(tag)
    raw = held.value if isinstance(held, RawDataElement) else None
    if isinstance(raw, bytes) and not raw.isascii() and not answer.get("SpecificCharacterSet"):
        return _shown(_guessed(raw))
    try:
        value = answer[tag].value
    except Exception:  # a value that is none of its kind, of a machine that we do not know
        return ""
    return _shown("" if value is None else str(value))


def _guessed(raw: bytes) -> str:
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def _place(series: FoundSeries) -> tuple[bool, int, str]:
    number = int(series.number) if series.number.isdecimal() else 1 << 30
    return series.modality != "CT", number, series.series_instance_uid
