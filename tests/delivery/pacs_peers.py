"""Peers on the loopback that are no honest PACS: they lie, stall, break off, or are something else altogether."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field

from orthanc import free_port
from pydicom.dataset import Dataset
from pydicom.uid import CTImageStorage, EncapsulatedPDFStorage
from pynetdicom import AE, evt

from hccdesk.delivery.pacs_contexts import FIND, GET, MOVE, PLAIN, VERIFICATION
from hccdesk.domain.delivery import PacsNode


@dataclass
class Peer:
    """A PACS that keeps what it is sent in memory. `twist` changes what it gives back; `says` answers a C-STORE."""

    node: PacsNode
    kept: dict[str, Dataset] = field(default_factory=dict)
    n_stores: int = 0
    keeps: bool = True
    says: int = 0x0000
    store_delay_s: float = 0.0
    twist: Callable[[Dataset], Dataset | None] = lambda data: data
    found: list[Dataset] | None = None
    after_store: Callable[[], None] = lambda: None
    server: object = None

    def on_store(self, event: evt.Event) -> int:
        self.n_stores += 1
        data = event.dataset
        data.file_meta = event.file_meta
        if self.keeps:
            self.kept[str(data.SOPInstanceUID)] = data
        time.sleep(self.store_delay_s)
        self.after_store()
        return self.says

    def on_find(self, event: evt.Event) -> Iterator[tuple[int, Dataset | None]]:
        asked = event.identifier
        if self.found is not None:
            for answer in self.found:
                if answer.get("QueryRetrieveLevel", "STUDY") == asked.QueryRetrieveLevel:
                    yield 0xFF00, answer
            return
        for data in list(self.kept.values()):
            if asked.get("SOPInstanceUID") in (None, "", data.SOPInstanceUID):
                answer = Dataset()
                answer.QueryRetrieveLevel = asked.QueryRetrieveLevel
                answer.SOPInstanceUID = data.SOPInstanceUID
                yield 0xFF00, answer

    def on_get(self, event: evt.Event) -> Iterator[object]:
        asked = event.identifier
        wanted = [
            self.twist(deepcopy(data))
            for data in self.kept.values()
            if asked.get("SOPInstanceUID") in (None, "", data.SOPInstanceUID)
        ]
        sent = [data for data in wanted if data is not None]
        yield len(sent)
        for data in sent:
            yield 0xFF00, data


@contextmanager
def a_peer(ssl_context: ssl.SSLContext | None = None, *, has_get: bool = True, **how: object) -> Iterator[Peer]:
    """One that runs until the block ends."""
    entity = AE(ae_title="PEER")
    entity.require_called_aet = True
    for uid in (VERIFICATION, FIND, MOVE, *((GET,) if has_get else ())):
        entity.add_supported_context(uid)
    for uid in (CTImageStorage, EncapsulatedPDFStorage):
        entity.add_supported_context(uid, list(PLAIN), scu_role=True, scp_role=True)
    entity.acse_timeout = entity.dimse_timeout = entity.network_timeout = 10
    port = free_port()
    node = PacsNode("peer", "127.0.0.1", port, "PEER", timeout_s=3.0, receive_port=free_port())
    peer = Peer(node, **how)  # type: ignore[arg-type]
    handlers = [
        (evt.EVT_C_ECHO, lambda _: 0x0000),
        (evt.EVT_C_STORE, peer.on_store),
        (evt.EVT_C_FIND, peer.on_find),
        (evt.EVT_C_GET, peer.on_get),
    ]
    peer.server = entity.start_server(("127.0.0.1", port), block=False, evt_handlers=handlers, ssl_context=ssl_context)  # type: ignore[arg-type]
    try:
        yield peer
    finally:
        entity.shutdown()


@contextmanager
def a_listener(answer: Callable[[socket.socket], None]) -> Iterator[PacsNode]:
    """Something that takes connections and does with each what `answer` does."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen()
    held: list[socket.socket] = []
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            with suppress(OSError):
                taken, _ = server.accept()
                held.append(taken)
                threading.Thread(target=_quietly, args=(answer, taken), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield PacsNode("listener", "127.0.0.1", server.getsockname()[1], "PEER", timeout_s=1.5)
    finally:
        over.set()
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        for one in (server, *held):
            one.close()


def says_nothing(taken: socket.socket) -> None:
    taken.recv(1 << 16)


def stops_in_the_middle(taken: socket.socket) -> None:
    """The head of an A-ASSOCIATE-AC of 200 bytes, and no more: a careless reader waits for ever."""
    taken.recv(1 << 16)
    taken.sendall(b"\x02\x00\x00\x00\x00\xc8\x00\x01")


def is_a_web_page(taken: socket.socket) -> None:
    taken.recv(1 << 16)
    taken.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
    taken.close()


def hangs_up(taken: socket.socket) -> None:
    taken.recv(1 << 16)
    taken.close()


def _quietly(answer: Callable[[socket.socket], None], taken: socket.socket) -> None:
    with suppress(OSError):
        answer(taken)
