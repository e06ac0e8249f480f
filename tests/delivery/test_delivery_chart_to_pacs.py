"""From a CT at the PACS to the report in its study: fetched, made, sent, read back, with the bytes of the PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pydicom
import pytest
from chart_builder import STUDY_UID, made, write_ct
from orthanc import Orthanc
from pydicom.dataset import Dataset

from hccdesk.domain.delivery import DeliveryState, ObjectKind, StudyQuery
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.delivery_queue import delivery_queue
from hccdesk.workflow.fetch_series import fetch_series
from hccdesk.workflow.find_studies import find_studies

pytestmark = [pytest.mark.network, pytest.mark.control("RISK-56-a")]
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 300 + b"\n%%EOF\n"


def plain(header: Dataset) -> None:
    """As its maker wrote it."""


def chinese(header: Dataset) -> None:
    header.SpecificCharacterSet = "GB18030"
    header.PatientName = "LI^MING=李^明"
    header.StudyDescription = "肝 三期增强"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("change", [plain, chinese])
def test_that_everything_made_from_a_fetched_ct_arrives_in_its_study_and_is_the_same(
    orthanc: Orthanc, tmp_path: Path, change: Callable[[Dataset], None]
):
    for path in write_ct(tmp_path / "scanner", change).iterdir():
        orthanc.upload(path)
    (study,) = find_studies(orthanc.node, StudyQuery(patient_id="000123"), NoProgress())
    assert study.study_instance_uid == STUDY_UID
    assert ("李^明" in study.patient_name) is (change is chinese)
    fetched = fetch_series(orthanc.node, STUDY_UID, (), tmp_path / "fetched", NoProgress())
    chart = made(tmp_path / "chart", fetched, pdf=PDF)
    things = [thing for thing in chart.objects if thing.sop_instance_uid]
    assert {thing.kind for thing in things} == set(ObjectKind) - {ObjectKind.FHIR}

    queue = delivery_queue(tmp_path / "library")
    queue.add(orthanc.node, chart.objects, None, NOW)
    outcome = queue.run((orthanc.node,), NOW, NoProgress(), all_now=False)

    assert [entry.last_fault.text for entry in outcome.failed + outcome.waiting if entry.last_fault] == []
    assert {entry.thing.kind for entry in outcome.delivered} == {thing.kind for thing in things}
    assert {entry.state for entry in queue.entries()} == {DeliveryState.DELIVERED}
    assert [entry.note for entry in outcome.delivered if entry.note] == []
    assert held_pdf(orthanc, chart_uid(things)) == PDF + b"\0" * (len(PDF) % 2)
    (one_study,) = orthanc.ask("/studies")
    assert orthanc.ask(f"/studies/{one_study}")["MainDicomTags"]["StudyInstanceUID"] == STUDY_UID


def chart_uid(things: list) -> str:
    return next(thing.sop_instance_uid for thing in things if thing.kind is ObjectKind.PDF)


def held_pdf(orthanc: Orthanc, uid: str) -> bytes:
    (instance,) = orthanc.ask("/tools/lookup", "POST", uid.encode())
    from io import BytesIO  # noqa: PLC0415

    return bytes(pydicom.dcmread(BytesIO(orthanc.ask(f"/instances/{instance['ID']}/file"))).EncapsulatedDocument)
