"""One window per user: a second start hands its files to the first and brings it forward. No network is involved."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from hccdesk.domain.errors import HccdeskError

ANSWER_MS = 3000
LONGEST_MESSAGE = 1 << 20
_DONE = b"done\n"


class FirstWindow(QObject):
    """Whether this start is the first, and what later starts ask.

    Signals: `asked(tuple of Path)` by a later start; often without any path.
    """

    asked = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        """`folder` is the user's own and no other's; lock and socket lie in it."""
        super().__init__(parent)
        self._name = _socket_name(folder)
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale when its process is gone, not when it is old
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._heard: dict[QLocalSocket, bytes] = {}

    def claim(self) -> bool:
        """Become the first; False where another one runs."""
        if not self._lock.tryLock(0) and self._lock.error() == QLockFile.LockError.LockFailedError:
            return False
        QLocalServer.removeServer(self._name)  # a socket without a lock was left by a crash
        self._server.listen(self._name)
        return True

    def hand_over(self, paths: Sequence[Path]) -> None:
        """Ask the first window to come forward with these; raises `HccdeskError` where it does not answer."""
        message = json.dumps({"open": [str(path.absolute()) for path in paths]}).encode() + b"\n"
        socket, until = QLocalSocket(), monotonic() + ANSWER_MS / 1000
        while monotonic() < until:  # it may have only just started, and not listen yet
            socket.connectToServer(self._name)
            if socket.waitForConnected(200) and self._told(socket, message):
                return
            socket.abort()
        raise HccdeskError("hccdesk is already running and does not answer.", what_to_do="End it, then start it again.")

    def release(self) -> None:
        """No longer the first; at the end of the program."""
        self._server.close()
        self._lock.unlock()

    def _told(self, socket: QLocalSocket, message: bytes) -> bool:
        socket.write(message)
        return socket.waitForReadyRead(ANSWER_MS) and bytes(socket.readAll().data()) == _DONE

    @Slot()
    def _on_connection(self) -> None:
        while socket := self._server.nextPendingConnection():
            self._heard[socket] = b""
            socket.readyRead.connect(self._on_words)
            socket.disconnected.connect(self._on_gone)
            if socket.bytesAvailable():
                self._hear(socket)

    @Slot()
    def _on_words(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        heard = self._heard.get(socket, b"") + bytes(socket.readAll().data())
        self._heard[socket] = heard
        if len(heard) > LONGEST_MESSAGE:
            socket.abort()
        elif heard.endswith(b"\n"):
            self._heard[socket] = b""
            socket.write(_DONE)
            socket.flush()
            self.asked.emit(_paths(heard))

    @Slot()
    def _on_gone(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._heard.pop(socket, None)
            socket.deleteLater()


def _paths(message: bytes) -> tuple[Path, ...]:
    """What is asked to be opened; nothing, where the message is none of ours."""
    try:
        told = json.loads(message)["open"]
        return tuple(Path(path) for path in told if isinstance(path, str))
    except (ValueError, KeyError, TypeError):
        return ()


def _socket_name(folder: Path) -> str:
    digest = sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    # On Unix a path in the user's own folder; a path too long for a socket (about 100 bytes) goes by its digest.
    path = folder / "window.socket"
    return f"hccdesk-{digest}" if sys.platform == "win32" or len(os.fsencode(path)) > 90 else str(path.absolute())
