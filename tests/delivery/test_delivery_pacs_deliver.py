"""An object is delivered once the very same was read back: from Orthanc, and from peers that are no honest PACS."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from orthanc import Orthanc
from pacs_objects import PDF, a_report, a_slice, written
from pacs_peers import a_peer
from pydicom.dataset import Dataset

from hccdesk.delivery.pacs_deliver import Posted, is_there, read_back, read_posted, store
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import DeliveryError, DeliveryLaterError
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.sentence import Sentence

pytestmark = [pytest.mark.network, pytest.mark.control("RISK-56-a")]


@pytest.fixture
def posted(tmp_path: Path) -> Posted:
    return read_posted(written(a_report(), tmp_path / "report.dcm"))


def deliver(node: PacsNode, posted: Posted) -> Sentence | None:
    store(node, posted, NoProgress())
    return read_back(node, posted, NoProgress())


@pytest.mark.parametrize("prefer_get", [True, False], ids=["C-GET", "C-MOVE"])
def test_that_orthanc_holds_the_pdf_and_its_bytes_equal_the_report(orthanc: Orthanc, posted: Posted, prefer_get: bool):
    assert not is_there(orthanc.node, posted, NoProgress())
    assert deliver(replace(orthanc.node, prefer_get=prefer_get), posted) is None
    assert is_there(orthanc.node, posted, NoProgress())
    (instance,) = orthanc.ask("/instances")
    held = orthanc.ask(f"/instances/{instance}/content/0042-0011")
    assert held.rstrip(b"\0") == PDF.rstrip(b"\0")


@pytest.mark.bad("BAD-105")
@pytest.mark.usefixtures("hasty")
def test_that_a_peer_that_takes_it_and_drops_it_is_caught(posted: Posted):
    with a_peer(keeps=False) as peer, pytest.raises(DeliveryLaterError, match="took the object, but does not have it"):
        deliver(peer.node, posted)


def _cut(data: Dataset) -> Dataset:
    data.EncapsulatedDocument = data.EncapsulatedDocument[:1000]
    return data


def _coerced(data: Dataset) -> Dataset:
    data.PatientID = "SOMEBODY"
    return data


def _renamed(data: Dataset) -> Dataset:
    data.SOPInstanceUID = "1.2.3.4.5.6.7"
    return data


def _other_patient(_: Dataset) -> Dataset:
    return a_report(b"%PDF-1.7 of somebody else ", patient="Q", study="1.2.9")


@pytest.mark.bad("BAD-105")
@pytest.mark.parametrize(
    ("twist", "told"),
    [
        (_cut, "altered the object: EncapsulatedDocument"),
        (_coerced, "under other patient details than it was sent with: PatientID"),
        (_renamed, "another object"),
        (_other_patient, "another object"),
    ],
)
def test_that_a_peer_that_gives_back_something_else_is_caught(
    posted: Posted, twist: Callable[[Dataset], Dataset], told: str
):
    with a_peer(twist=twist) as peer, pytest.raises(DeliveryError, match=told) as fault:
        deliver(peer.node, posted)
    assert not isinstance(fault.value, DeliveryLaterError)  # trying again would change nothing


def test_that_what_the_pacs_added_is_told_with_the_delivery(posted: Posted):
    def shelved(data: Dataset) -> Dataset:
        data.StudyDescription = "LIVER"
        data.StationName = "SHELF 7"
        return data

    with a_peer(twist=shelved) as peer:
        note = deliver(peer.node, posted)
    assert note is not None
    assert note.text == "The PACS put its own words into StudyDescription and added StationName."


@pytest.mark.bad("BAD-105")
@pytest.mark.parametrize(
    ("status", "told", "later"),
    [(0xA700, "no room", True), (0xA900, "refused the object .status A900", False), (0xC001, "status C001", False)],
)
def test_that_a_refusal_is_told(posted: Posted, status: int, told: str, later: bool):
    with a_peer(says=status) as peer, pytest.raises(DeliveryError, match=told) as fault:
        store(peer.node, posted, NoProgress())
    assert isinstance(fault.value, DeliveryLaterError) is later


@pytest.mark.bad("BAD-105")
def test_that_an_answer_that_comes_too_late_is_a_try_that_failed_and_is_found_out_about_later(posted: Posted):
    with a_peer(store_delay_s=3.5) as peer:
        node = replace(peer.node, timeout_s=1.0)
        began = time.monotonic()
        with pytest.raises(DeliveryLaterError, match=r"did not answer within 1 s"):
            store(node, posted, NoProgress())
        assert time.monotonic() - began < 3.4
        assert is_there(peer.node, posted, NoProgress())  # it took it all the same: it is not sent a second time


def test_that_a_kind_of_object_that_is_not_taken_is_told(tmp_path: Path):
    data = a_slice()
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.66.4"
    segmentation = read_posted(written(data, tmp_path / "seg.dcm"))
    with a_peer() as peer, pytest.raises(DeliveryError, match="does not take this kind of object"):
        store(peer.node, segmentation, NoProgress())


def test_that_a_peer_without_any_way_to_fetch_cannot_be_believed(posted: Posted):
    with a_peer(has_get=False) as peer:
        peer.server.ae.remove_supported_context("1.2.840.10008.5.1.4.1.2.2.2")
        peer.server.contexts = peer.server.ae.supported_contexts
        store(peer.node, posted, NoProgress())
        with pytest.raises(DeliveryError, match="neither by C-GET nor by C-MOVE"):
            read_back(peer.node, posted, NoProgress())


def test_that_a_damaged_file_of_ours_is_not_sent(tmp_path: Path):
    path = tmp_path / "report.dcm"
    path.write_bytes(b"%PDF no DICOM")
    with pytest.raises(DeliveryError, match="no DICOM object"):
        read_posted(path)
