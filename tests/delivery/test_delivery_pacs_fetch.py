"""Fetching a patient's CT: by both ways, all or nothing, only what was asked for, and never more than it may be."""

from __future__ import annotations

import os
import re
import socket
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pydicom
import pytest
from orthanc import Orthanc
from pacs_objects import SERIES, STUDY, a_report, a_slice, written
from pacs_peers import Peer, a_peer
from pydicom.dataset import Dataset

from hccdesk.delivery.pacs_fetch import fetch
from hccdesk.delivery.pacs_receiver import Limits
from hccdesk.domain.delivery import PacsNode
from hccdesk.domain.errors import Cancelled, DeliveryError, InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow.fetch_series import fetch_series

pytestmark = pytest.mark.network
N_SLICES = 6


@pytest.fixture
def filled(orthanc: Orthanc, tmp_path: Path) -> Orthanc:
    data = [a_slice(number) for number in range(1, N_SLICES + 1)]
    for number, one in enumerate((*data, a_report(), a_slice(1, study="1.2.9", series="1.2.9.1", patient="Q"))):
        orthanc.upload(written(one, tmp_path / "sent" / f"{number}.dcm"))
    return orthanc


@pytest.fixture(params=["C-GET", "C-MOVE"])
def prefers_get(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "C-GET")


def test_that_a_series_comes_whole_into_a_private_folder_under_names_of_ours(
    filled: Orthanc, prefers_get: bool, tmp_path: Path
):
    node = replace(filled.node, prefer_get=prefers_get)
    folder = fetch_series(node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    files = list(folder.iterdir())
    assert len(files) == N_SLICES
    assert all(re.fullmatch(r"[0-9a-f]{32}\.dcm", path.name) for path in files)
    assert re.fullmatch(r"[0-9a-f]{32}", folder.name)
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    read = [pydicom.dcmread(path) for path in files]
    assert sorted(one.PixelData[0] for one in read) == list(range(1, N_SLICES + 1))
    assert {one.SeriesInstanceUID for one in read} == {SERIES}
    assert list((tmp_path / "in").iterdir()) == [folder]


def test_that_without_a_series_named_every_ct_series_comes_and_nothing_else(filled: Orthanc, tmp_path: Path):
    folder = fetch_series(filled.node, STUDY, (), tmp_path / "in", NoProgress())
    assert len(list(folder.iterdir())) == N_SLICES


def test_that_our_port_is_closed_before_and_after_a_move(filled: Orthanc, tmp_path: Path):
    node = replace(filled.node, prefer_get=False)
    assert not is_open(node.receive_port)
    fetch_series(node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    assert not is_open(node.receive_port)


def test_that_a_study_that_is_not_there_leaves_nothing(filled: Orthanc, prefers_get: bool, tmp_path: Path):
    node = replace(filled.node, prefer_get=prefers_get)
    for series in ((), ("1.2.3.9",)):
        with pytest.raises(DeliveryError):
            fetch_series(node, "1.2.3", series, tmp_path / "in", NoProgress())
    assert list((tmp_path / "in").iterdir()) == []


def test_that_a_destination_that_the_pacs_does_not_know_is_told(filled: Orthanc, tmp_path: Path):
    node = replace(filled.node, prefer_get=False, calling_ae="STRANGER")
    with pytest.raises(DeliveryError) as told:
        fetch_series(node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    assert "STRANGER" in str(told.value) or "could not send" in str(told.value)
    assert list((tmp_path / "in").iterdir()) == []


def test_that_a_port_that_another_program_has_is_told(filled: Orthanc, tmp_path: Path):
    node = replace(filled.node, prefer_get=False)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", node.receive_port))
        taken.listen()
        with pytest.raises(DeliveryError, match=f"port {node.receive_port} of this computer"):
            fetch_series(node, STUDY, (SERIES,), tmp_path / "in", NoProgress())


@pytest.mark.bad("BAD-105")
@pytest.mark.parametrize("limits", [Limits(objects=N_SLICES - 1), Limits(bytes=2000)])
def test_that_a_peer_that_sends_too_much_is_cut_off(filled: Orthanc, prefers_get: bool, limits: Limits, tmp_path: Path):
    node = replace(filled.node, prefer_get=prefers_get)
    with pytest.raises(DeliveryError, match="sends more than"):
        fetch(node, STUDY, (SERIES,), tmp_path / "in", NoProgress(), limits=limits)
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.bad("BAD-105")
def test_that_one_endless_object_is_cut_off_before_it_is_whole(tmp_path: Path):
    """Counted while it comes: the memory must not hold it first."""
    huge = a_slice()
    huge.PixelData = bytes(200 << 20)
    with a_peer() as peer:
        peer.kept["huge"] = huge
        node = replace(peer.node, timeout_s=20.0)
        with pytest.raises(DeliveryError, match="MiB, and no end"):
            fetch(node, STUDY, (SERIES,), tmp_path / "in", NoProgress(), limits=Limits(bytes=1 << 20))
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.bad("BAD-105")
def test_that_another_patients_image_is_not_taken(tmp_path: Path):
    with a_peer(twist=lambda _: a_slice(study="1.2.9", series="1.2.9.1", patient="Q")) as peer:
        peer.kept["one"] = a_slice()
        with pytest.raises(DeliveryError, match="not asked for"):
            fetch(peer.node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.bad("BAD-105")
def test_that_a_connection_that_ends_in_the_middle_leaves_nothing(tmp_path: Path):
    with a_peer() as peer:
        peer.kept.update({str(number): a_slice(number) for number in range(1, 5)})
        original = peer.on_get

        def on_get(event: object) -> Iterator[object]:
            for number, said in enumerate(original(event)):  # type: ignore[arg-type]
                if number == 3:
                    event.assoc.abort()  # type: ignore[attr-defined]
                    return
                yield said

        rebind(peer, on_get)
        with pytest.raises(DeliveryError, match=r"broke the connection off|did not answer"):
            fetch(peer.node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.bad("BAD-105")
def test_that_images_that_the_pacs_could_not_send_are_counted_and_nothing_is_kept(tmp_path: Path):
    with a_peer() as peer:
        peer.kept.update({str(number): a_slice(number) for number in range(1, 4)})

        def on_get(event: object) -> Iterator[object]:
            yield 3
            for number, data in enumerate(peer.kept.values()):
                if number == 1:
                    data = Dataset()  # noqa: PLW2901 - no object at all: pynetdicom counts it as failed
                yield 0xFF00, data

        rebind(peer, on_get)
        with pytest.raises(DeliveryError, match="could not send 1 images"):
            fetch(peer.node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    assert list((tmp_path / "in").iterdir()) == []


def test_that_cancelling_a_fetch_frees_it_and_leaves_nothing(filled: Orthanc, prefers_get: bool, tmp_path: Path):
    node = replace(filled.node, prefer_get=prefers_get)
    with pytest.raises(Cancelled):
        fetch_series(node, STUDY, (SERIES,), tmp_path / "in", CancelledAtOnce())
    assert list((tmp_path / "in").iterdir()) == []
    until = time.monotonic() + 3
    while is_open(node.receive_port) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_open(node.receive_port)


def test_that_what_is_no_uid_never_reaches_a_pacs_or_a_folder(tmp_path: Path, orthanc: Orthanc):
    for study, series in (("../x", ()), ("1.2", ("*",))):
        with pytest.raises(InputError):
            fetch_series(orthanc.node, study, series, tmp_path / "in", NoProgress())
    assert not (tmp_path / "in").exists()


def test_that_a_stranger_cannot_put_images_into_a_fetch(tmp_path: Path):
    """The port is open during a C-MOVE: what was not asked for is refused there too."""
    from pynetdicom import AE  # noqa: PLC0415

    answers: list[int] = []
    with a_peer(has_get=False) as peer:
        node = replace(peer.node, prefer_get=False)

        def intrude() -> None:
            entity = AE("STRANGER")
            entity.add_requested_context("1.2.840.10008.5.1.4.1.1.2")
            until = time.monotonic() + 3
            while time.monotonic() < until:
                for title, data in (("OTHER", a_slice()), ("HCCDESK", a_slice(study="6.6.6", series="6.6.6.1"))):
                    association = entity.associate("127.0.0.1", node.receive_port, ae_title=title)
                    if association.is_established:
                        answers.append(association.send_c_store(data).Status)
                        association.release()
                        return
                    time.sleep(0.02)

        intruder = threading.Thread(target=intrude, daemon=True)
        rebind_move(peer, intruder)
        with pytest.raises(DeliveryError, match="not asked for"):
            fetch(node, STUDY, (SERIES,), tmp_path / "in", NoProgress())
    assert answers == [0xA900]
    assert list((tmp_path / "in").iterdir()) == []


class CancelledAtOnce:
    """Progress that is cancelled before anything came."""

    def step(self, done: int, total: int, label: str) -> None:
        raise Cancelled


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def rebind(peer: Peer, on_get: object) -> None:
    from pynetdicom import evt  # noqa: PLC0415

    peer.server.bind(evt.EVT_C_GET, on_get)  # type: ignore[attr-defined]


def rebind_move(peer: Peer, intruder: threading.Thread) -> None:
    from pynetdicom import evt  # noqa: PLC0415

    def on_move(event: object) -> Iterator[object]:
        intruder.start()
        intruder.join(5)
        yield "127.0.0.1", peer.node.receive_port
        yield 0

    peer.server.bind(evt.EVT_C_MOVE, on_move)  # type: ignore[attr-defined]


def test_that_what_a_kill_left_of_an_earlier_fetch_is_deleted_and_one_that_goes_on_is_not(tmp_path: Path):
    left, going_on = (tmp_path / f".{name}.part" for name in ("left", "going_on"))
    for part in (left, going_on):
        part.mkdir()
        (part / "a.dcm").write_bytes(b"of a patient")
    os.utime(left, (0, 0))
    with pytest.raises(DeliveryError, match="no program takes connections"):
        fetch_series(PacsNode("x", "127.0.0.1", 1, "X", timeout_s=2.0), "1.2.3", (), tmp_path, NoProgress())
    assert (left.exists(), going_on.exists()) == (False, True)
