"""Whether anything tried to reach a network while the installation was checked, as far as Python can see it."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from hccdesk.domain.errors import HccdeskError
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.runtimes import reports_are_off
from hccdesk.sandbox.worker import Sandbox
from hccdesk.workflow.selftest_plan import Check, Ground, Outcome, judged

_INTERNET = (socket.AF_INET, socket.AF_INET6)
_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")


class _Watch:
    """Counts sockets and look-ups of names; an audit hook cannot be taken away, so there is one for the process."""

    def __init__(self) -> None:
        self.seen = 0
        self.is_hooked = False
        self.lock = threading.Lock()

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.__new__":
            self.seen += arguments[1] in _INTERNET
        elif event in _LOOK_UPS:
            self.seen += 1


_watch = _Watch()


@dataclass(frozen=True, slots=True)
class Watched:
    """What was counted in this process when the watch began, and which worker is watched."""

    seen: int
    worker_pid: int


def internet_sockets_seen() -> int:
    """How many internet sockets and look-ups this process has made since it was first asked."""
    with _watch.lock:
        if not _watch.is_hooked:
            _watch.is_hooked = True
            sys.addaudithook(_watch.hook)
    return _watch.seen


def begin_watching(sandbox: Sandbox) -> Watched:
    """Watch this process and the worker from now on; one that cannot be started is found out by what asks it next."""
    with suppress(HccdeskError):
        sandbox.call(internet_sockets_seen)
    return Watched(internet_sockets_seen(), sandbox.pid)


def network_checks(watched: Watched, ground: Ground) -> Sequence[Check]:
    """This process and the worker that read files; and what libraries might do where Python does not see it."""
    return [
        Check(Sentence.of("the program"), partial(_program, watched)),
        Check(Sentence.of("the process that reads files"), partial(_worker, watched, ground.bench.sandbox)),
        Check(Sentence.of("reports of the network runtimes to their makers"), _reports),
    ]


def _program(watched: Watched) -> Outcome:
    return _judged(internet_sockets_seen() - watched.seen)


def _worker(watched: Watched, sandbox: Sandbox) -> Outcome:
    seen = sandbox.call(internet_sockets_seen)
    if sandbox.pid != watched.worker_pid:
        return judged(False, Sentence.of("it had to be started again during the check, and was not watched"))
    return _judged(seen)


def _judged(seen: int) -> Outcome:
    return judged(
        seen == 0,
        Sentence.of("internet sockets opened by Python code during this check: {n} (limit 0)", n=seen),
    )


def _reports() -> Outcome:
    if not reports_are_off():
        return judged(False, Sentence.of("a library that runs networks was not told to report nothing"))
    return judged(
        True,
        Sentence.of("switched off before they were loaded; what compiled code sends is not counted by this check"),
    )
