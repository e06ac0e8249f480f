"""A DICOM object as it goes into the chart: the source's patient and study, our equipment, a UID made of its bytes."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.tag import Tag
from pydicom.uid import UID, ExplicitVRLittleEndian

import hccdesk
from hccdesk.delivery.character_set import written_in
from hccdesk.delivery.chart_uid import IMPLEMENTATION_UID, number_of, uid_of
from hccdesk.delivery.chart_values import DEMONSTRATION, ChartModel
from hccdesk.delivery.source_study import COPIED, SourceStudy
from hccdesk.domain.delivery import ObjectKind

_MAY_BE_LEFT_OUT = {"StudyDescription", "IssuerOfPatientID", "OtherPatientIDs"}
"""Type 3; the others stand empty where the source has none."""
_SERIES_NUMBERS = {ObjectKind.PDF: 9801, ObjectKind.SEG: 9802, ObjectKind.SR: 9803, ObjectKind.SALIENCY: 9804}
_NO_UID = "2.25.0"
_LONGEST_DESCRIPTION = 64


@dataclass(frozen=True, slots=True)
class BuiltObject:
    """An object's bytes as a file, and its identifiers."""

    kind: ObjectKind
    content: bytes
    sop_class_uid: str
    sop_instance_uid: str
    series_instance_uid: str
    study_instance_uid: str


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """What every object of one result shares: the source, when the result was made, and the models behind it.

    `made_at` is in this computer's zone, which stands in where the source does not say in which its own times are.
    """

    study: SourceStudy
    made_at: datetime
    models: tuple[ChartModel, ...] = ()

    @property
    def is_demonstration(self) -> bool:
        """Whether any of the models was trained on synthetic patients."""
        return any(model.is_demonstration for model in self.models)

    @property
    def local_time(self) -> datetime:
        """When the result was made, in the zone of the source's own times."""
        offset = self.study.utc_offset
        if not offset:
            return self.made_at
        sign = -1 if offset[0] == "-" else 1
        zone = timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5])))
        return self.made_at.astimezone(zone)


def series_uid(kind: ObjectKind, facts: ObjectFacts) -> str:
    """One series of each kind for one CT series, so that a report that changed is another instance beside the first.

    Numbers of demonstration models never share a series with others.
    """
    standing = "demonstration" if facts.is_demonstration else ""
    return uid_of("series", kind.value, facts.study.study_instance_uid, facts.study.series_instance_uid, standing)


def finished(dataset: Dataset, kind: ObjectKind, facts: ObjectFacts, description: str) -> BuiltObject:
    """The object with patient, study, series and equipment as they must be, and a UID made of its own bytes."""
    _describe_study(dataset, facts.study)
    _describe_series(dataset, kind, facts, description)
    _describe_equipment(dataset, facts)
    dataset.file_meta = _file_meta(str(dataset.SOPClassUID))
    dataset.SOPInstanceUID, dataset.InstanceNumber = _NO_UID, 1
    content = hashlib.sha256(_encoded(dataset)).hexdigest()
    dataset.SOPInstanceUID = uid_of("instance", content)
    dataset.InstanceNumber = number_of("instance", content)
    dataset.file_meta.MediaStorageSOPInstanceUID = UID(dataset.SOPInstanceUID)
    return BuiltObject(
        kind,
        _encoded(dataset),
        str(dataset.SOPClassUID),
        str(dataset.SOPInstanceUID),
        str(dataset.SeriesInstanceUID),
        str(dataset.StudyInstanceUID),
    )


def _describe_study(dataset: Dataset, study: SourceStudy) -> None:
    dataset.StudyInstanceUID = study.study_instance_uid
    for keyword, vr in COPIED.items():
        value = study.bytes_of(keyword)
        if keyword in dataset:
            del dataset[keyword]
        if value or keyword not in _MAY_BE_LEFT_OUT:
            tag = Tag(keyword)
            padded = value + b" " * (len(value) % 2)
            # Raw, so that pydicom writes the very bytes of the source whatever its character set.
            dataset[tag] = RawDataElement(tag, vr, len(padded), padded, 0, False, True)
    for keyword, text in (
        ("SpecificCharacterSet", study.character_set),
        ("TimezoneOffsetFromUTC", study.utc_offset),
    ):
        if keyword in dataset:
            del dataset[keyword]
        if text:
            setattr(dataset, keyword, text.split("\\") if "\\" in text else text)


def _describe_series(dataset: Dataset, kind: ObjectKind, facts: ObjectFacts, description: str) -> None:
    dataset.SeriesInstanceUID = series_uid(kind, facts)
    dataset.SeriesNumber = _SERIES_NUMBERS[kind]
    marked = f"DEMONSTRATION {description}" if facts.is_demonstration else description
    dataset.SeriesDescription = written_in(marked, facts.study.character_set)[:_LONGEST_DESCRIPTION]
    for keyword in ("InstanceCreationDate", "InstanceCreationTime", "SeriesDate", "SeriesTime"):
        if keyword in dataset:
            del dataset[keyword]
    dataset.ContentDate, dataset.ContentTime = f"{facts.local_time:%Y%m%d}", f"{facts.local_time:%H%M%S}"


def _describe_equipment(dataset: Dataset, facts: ObjectFacts) -> None:
    dataset.Manufacturer, dataset.ManufacturerModelName = "hccdesk", "hccdesk"
    dataset.SoftwareVersions, dataset.DeviceSerialNumber = hccdesk.__version__, "0"
    if "ContributingEquipmentSequence" in dataset:  # highdicom names itself, with the time of the day
        del dataset.ContributingEquipmentSequence
    if facts.models:
        character_set = facts.study.character_set
        dataset.ContributingEquipmentSequence = [_equipment(model, facts, character_set) for model in facts.models]


def _equipment(model: ChartModel, facts: ObjectFacts, character_set: str) -> Dataset:
    item = Dataset()
    item.PurposeOfReferenceCodeSequence = [code_item("109102", "DCM", "Processing Equipment")]
    item.Manufacturer = "hccdesk"
    item.ManufacturerModelName = written_in(model.model_id, character_set)[:_LONGEST_DESCRIPTION]
    item.SoftwareVersions = written_in(model.version, character_set)[:_LONGEST_DESCRIPTION]
    item.ContributionDateTime = f"{facts.made_at.astimezone(UTC):%Y%m%d%H%M%S}+0000"
    warning = f"{DEMONSTRATION} " if model.is_demonstration else ""
    item.ContributionDescription = f"{warning}Weights sha256 {model.sha256 or 'unknown'}"
    return item


def code_item(value: str, scheme: str, meaning: str) -> Dataset:
    """An item of a code sequence."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def reference_item(sop_class_uid: str, sop_instance_uid: str, frames: Sequence[int] = ()) -> Dataset:
    """An item that names an instance, and frames of it where not all are meant."""
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = sop_class_uid, sop_instance_uid
    if frames:
        item.ReferencedFrameNumber = list(frames)
    return item


def _file_meta(sop_class_uid: str) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(sop_class_uid)
    meta.MediaStorageSOPInstanceUID = UID(_NO_UID)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(IMPLEMENTATION_UID)
    meta.ImplementationVersionName = "HCCDESK"
    return meta


def _encoded(dataset: Dataset) -> bytes:
    written = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydicom would print values of the patient
        dcmwrite(written, dataset, enforce_file_format=True)
    return written.getvalue()
