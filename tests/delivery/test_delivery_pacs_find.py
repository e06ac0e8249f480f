"""Looking for a patient at a PACS: Chinese names, CT in front, and questions that are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from orthanc import Orthanc
from pacs_objects import NAME, SERIES, STUDY, a_report, a_slice, written
from pacs_peers import a_peer
from pydicom.dataset import Dataset

from hccdesk.domain.delivery import StudyQuery
from hccdesk.domain.errors import DeliveryError, InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.find_studies import find_studies

pytestmark = pytest.mark.network


@pytest.fixture
def filled(orthanc: Orthanc, tmp_path: Path) -> Orthanc:
    for number, data in enumerate(
        (a_report(), a_slice(1), a_slice(2), a_slice(1, study="1.2.9", series="1.2.9.1", patient="Q"))
    ):
        orthanc.upload(written(data, tmp_path / f"{number}.dcm"))
    return orthanc


@pytest.mark.parametrize("name", ["张", "张^伟", "ZHANG^WEI", "zhang wei", "*张*"])
def test_that_a_patient_is_found_by_any_part_of_the_name_in_any_script(filled: Orthanc, name: str):
    studies = find_studies(filled.node, StudyQuery(patient_name=name, patient_id="P1"), NoProgress())
    assert [study.patient_name for study in studies] == [NAME]


def test_that_a_study_comes_with_all_that_tells_it_apart_and_its_ct_series_in_front(filled: Orthanc):
    (study,) = find_studies(filled.node, StudyQuery(patient_id="P1"), NoProgress())
    assert (study.study_instance_uid, study.birth_date, study.sex) == (STUDY, "19610203", "M")
    assert (study.study_date, study.description, study.accession_number) == ("20260130", "CT Oberbauch 肝", "A77")
    assert [one.modality for one in study.series] == ["CT", "DOC"]
    ct = study.series[0]
    assert (ct.series_instance_uid, ct.description, ct.number, ct.instances) == (SERIES, "动脉期", "3", 2)


def test_that_an_accession_number_and_dates_are_looked_for(filled: Orthanc):
    assert len(find_studies(filled.node, StudyQuery(accession_number="A77"), NoProgress())) == 2
    ago = StudyQuery(study_date_from="20250101", study_date_to="20251231")
    assert find_studies(filled.node, ago, NoProgress()) == ()
    assert len(find_studies(filled.node, StudyQuery(study_date_from="20260101"), NoProgress())) == 2


def test_that_nobody_is_found_where_nobody_is(filled: Orthanc):
    assert find_studies(filled.node, StudyQuery(patient_id="NOBODY"), NoProgress()) == ()


@pytest.mark.parametrize(
    "query",
    [
        StudyQuery(),
        StudyQuery(patient_name="*"),
        StudyQuery(patient_id="?? *"),
        StudyQuery(patient_id="A\\B"),
        StudyQuery(patient_id="P1\n"[:2] + "\x00"),
        StudyQuery(patient_name="x" * 65),
        StudyQuery(study_date_from="30.1.2026"),
    ],
)
def test_that_a_question_that_everybody_answers_is_not_asked(query: StudyQuery):
    from hccdesk.domain.delivery import PacsNode  # noqa: PLC0415

    with pytest.raises(InputError):
        find_studies(PacsNode("a", "127.0.0.1", 1, "A"), query, NoProgress())


@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_that_a_chinese_name_without_a_charset_is_read_all_the_same(charset: str):
    with a_peer(found=[an_answer("PatientName", "WANG^FANG=王^芳".encode(charset))]) as peer:
        (study,) = find_studies(peer.node, StudyQuery(patient_id="1"), NoProgress())
    assert study.patient_name == "WANG^FANG=王^芳"


def test_that_control_signs_in_an_answer_do_not_reach_the_screen():
    with a_peer(found=[an_answer("StudyDescription", b"CT\x1b[31m\x07 red")]) as peer:
        (study,) = find_studies(peer.node, StudyQuery(patient_id="1"), NoProgress())
    assert study.description.isprintable()


@pytest.mark.bad("BAD-105")
def test_that_an_endless_answer_is_ended():
    answers = [an_answer("PatientID", b"x") for _ in range(300)]
    with a_peer(found=answers) as peer, pytest.raises(DeliveryError, match="more than 200"):
        find_studies(peer.node, StudyQuery(patient_id="1"), NoProgress())


@pytest.mark.bad("BAD-105")
def test_that_one_answer_without_end_is_cut_off():
    """Counted while it comes: the memory must not hold it first."""
    answer = an_answer("StudyDescription", b"x" * (100 << 20))
    with a_peer(found=[answer]) as peer, pytest.raises(DeliveryError, match="more than 64 MiB, and no end"):
        find_studies(replace(peer.node, timeout_s=20.0), StudyQuery(patient_id="1"), NoProgress())


@pytest.mark.bad("BAD-105")
def test_that_a_uid_that_is_none_is_refused():
    answer = an_answer("StudyInstanceUID", b"../../etc/passwd")
    with a_peer(found=[answer]) as peer, pytest.raises(InputError, match="no UID"):
        find_studies(peer.node, StudyQuery(patient_id="1"), NoProgress())


def an_answer(keyword: str, raw: bytes) -> Dataset:
    """As some machine sends it, without a charset; bytes as they are."""
    from pydicom.datadict import dictionary_VR, tag_for_keyword  # noqa: PLC0415
    from pydicom.dataelem import DataElement, RawDataElement  # noqa: PLC0415
    from pydicom.tag import Tag  # noqa: PLC0415

    answer = Dataset()
    answer.add(DataElement(0x00080052, "CS", "STUDY"))
    answer.StudyInstanceUID = "1.2.3"
    tag = Tag(tag_for_keyword(keyword))
    padded = raw + b" " * (len(raw) % 2)
    answer[tag] = RawDataElement(tag, dictionary_VR(tag), len(padded), padded, 0, True, True)
    return answer
