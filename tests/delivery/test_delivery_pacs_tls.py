"""Encrypted connections: the authority that was named, the host that was named, TLS 1.2 or later, nothing else."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from orthanc import free_port, running_orthanc
from pacs_authority import Authority
from pacs_objects import a_report, a_slice, written
from pacs_peers import Peer, a_peer

from hccdesk.delivery.pacs_deliver import read_back, read_posted, store
from hccdesk.delivery.pacs_fetch import fetch
from hccdesk.delivery.pacs_tls import calling_context
from hccdesk.domain.delivery import PacsNode, TlsChoice
from hccdesk.domain.errors import DeliveryError
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.echo_pacs import echo_pacs

pytestmark = pytest.mark.network


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def fault_of(node: PacsNode) -> str:
    with pytest.raises(DeliveryError) as told:
        echo_pacs(node, NoProgress())
    return told.value.what


def secured(peer: Peer, choice: TlsChoice) -> PacsNode:
    return replace(peer.node, tls=choice)


def test_that_the_right_authority_and_host_are_taken(authority: Authority):
    with a_peer(authority.server_context(authority.certificate("127.0.0.1"))) as peer:
        assert echo_pacs(secured(peer, TlsChoice(authority.file)), NoProgress()).seconds < 5


@pytest.mark.bad("BAD-105")
def test_that_another_authority_is_refused(authority: Authority, tmp_path: Path):
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other", "other")
    with a_peer(other.server_context(other.certificate("127.0.0.1"))) as peer:
        assert "not from the authority" in fault_of(secured(peer, TlsChoice(authority.file)))


@pytest.mark.bad("BAD-105")
def test_that_a_certificate_for_another_host_is_refused_unless_told_otherwise(authority: Authority):
    with a_peer(authority.server_context(authority.certificate("pacs.hospital.example"))) as peer:
        assert "is not made out to 127.0.0.1" in fault_of(secured(peer, TlsChoice(authority.file)))
        lenient = TlsChoice(authority.file, check_host_name=False)
        assert echo_pacs(secured(peer, lenient), NoProgress()).seconds < 5


def test_that_a_certificate_that_ran_out_is_refused(authority: Authority):
    with a_peer(authority.server_context(authority.certificate("127.0.0.1", valid=False))) as peer:
        assert "not valid at this time" in fault_of(secured(peer, TlsChoice(authority.file)))


def test_that_tls_before_1_2_is_not_spoken(authority: Authority):
    assert calling_context(TlsChoice(authority.file)).minimum_version is ssl.TLSVersion.TLSv1_2
    context = authority.server_context(authority.certificate("127.0.0.1"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with a_peer(context) as peer:
        assert "does not speak TLS 1.2 or later" in fault_of(secured(peer, TlsChoice(authority.file)))


def test_that_a_peer_without_tls_and_one_with_it_are_told_apart(authority: Authority):
    with a_peer() as peer:
        assert "does not speak TLS" in fault_of(secured(peer, TlsChoice(authority.file)))
    with a_peer(authority.server_context(authority.certificate("127.0.0.1"))) as peer:
        assert "does not speak DICOM" in fault_of(peer.node)


def test_that_a_peer_that_asks_for_our_certificate_gets_it_or_a_sentence(authority: Authority):
    ours = authority.certificate("desk.example")
    with a_peer(authority.server_context(authority.certificate("127.0.0.1"), wants_ours=True)) as peer:
        shown = TlsChoice(authority.file, ours.certificate, ours.key)
        assert echo_pacs(secured(peer, shown), NoProgress()).seconds < 5
        assert "encrypted connection" in fault_of(secured(peer, TlsChoice(authority.file)))


def test_that_files_that_are_no_certificates_are_told(authority: Authority, tmp_path: Path):
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    node = PacsNode("a", "127.0.0.1", 1, "A", tls=TlsChoice(empty))
    assert "empty.pem cannot be used for TLS" in fault_of(node)
    missing = TlsChoice(authority.file, tmp_path / "ours.pem", tmp_path / "ours.key")
    assert "ours.pem cannot be used for TLS" in fault_of(replace(node, tls=missing))


def test_that_orthanc_takes_and_gives_back_over_tls(authority: Authority, tmp_path: Path):
    theirs, ours = authority.certificate("127.0.0.1"), authority.certificate("desk.example")
    settings = {
        "DicomTlsEnabled": True,
        "DicomTlsCertificate": str(theirs.certificate),
        "DicomTlsPrivateKey": str(theirs.key),
        "DicomTlsTrustedCertificates": str(authority.file),
    }
    with running_orthanc(**settings) as orthanc:
        node = replace(orthanc.node, tls=TlsChoice(authority.file, ours.certificate, ours.key))
        posted = read_posted(written(a_report(), tmp_path / "report.dcm"))
        store(node, posted, NoProgress())
        assert read_back(node, posted, NoProgress()) is None
        assert "does not speak DICOM" in fault_of(orthanc.node)


def test_that_orthanc_sends_images_to_our_port_over_tls(authority: Authority, tmp_path: Path):
    theirs, ours = authority.certificate("127.0.0.1"), authority.certificate("desk.example")
    port = free_port()
    settings = {
        "DicomTlsEnabled": True,
        "DicomTlsCertificate": str(theirs.certificate),
        "DicomTlsPrivateKey": str(theirs.key),
        "DicomTlsTrustedCertificates": str(authority.file),
        "DicomModalities": {"us": {"AET": "HCCDESK", "Host": "127.0.0.1", "Port": port, "UseDicomTls": True}},
    }
    data = a_slice()
    with running_orthanc(**settings) as orthanc:
        orthanc.upload(written(data, tmp_path / "sent.dcm"))
        tls = TlsChoice(authority.file, ours.certificate, ours.key)
        node = replace(orthanc.node, tls=tls, prefer_get=False, receive_port=port)
        series = (str(data.SeriesInstanceUID),)
        folder = fetch(node, str(data.StudyInstanceUID), series, tmp_path / "in", NoProgress())
        assert len(list(folder.iterdir())) == 1


def test_that_images_do_not_come_in_unencrypted_where_tls_was_chosen(authority: Authority, tmp_path: Path):
    """C-MOVE makes the PACS call us: without a certificate of ours there would be no encryption on that way."""
    with a_peer(authority.server_context(authority.certificate("127.0.0.1")), has_get=False) as peer:
        data = a_slice()
        node = replace(secured(peer, TlsChoice(authority.file)), prefer_get=False)
        with pytest.raises(DeliveryError, match="certificate of its own"):
            fetch(node, str(data.StudyInstanceUID), (str(data.SeriesInstanceUID),), tmp_path / "in", NoProgress())
    assert list((tmp_path / "in").iterdir()) == []
