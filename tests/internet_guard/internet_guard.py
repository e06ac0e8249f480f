"""Stops every internet socket that Python code opens, and writes it down, in this process and in those it starts.

What libraries open without Python (Qt, a network runtime) is seen by `tests/security/test_security_no_network.py`,
which asks the kernel. Standard library only: `sitecustomize.py` beside it loads this into every interpreter.
"""

from __future__ import annotations

import os
import socket
import sys
import traceback
from typing import Any

REPORT_VARIABLE = "HCCDESK_TEST_SOCKET_REPORT"
LOOPBACK_VARIABLE = "HCCDESK_TEST_LOOPBACK"
"""Set to 1 while a test marked `network` runs: sockets of this machine with itself are let through."""

_INTERNET = {int(socket.AF_INET), int(socket.AF_INET6)}
_LOOPBACK = {"127.0.0.1", "::1", "localhost", ""}
_ITSELF = {"None", *_LOOPBACK}
"""Looked up without a name: the machine that asks."""
_OUTGOING = {("0.0.0.0", 0), ("::", 0)}
"""Bound to before a connection is made, whose own address is watched; a server has a port."""
_WATCHED = {
    *("socket.__new__", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"),
    *("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"),
}
_NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_installed = False


class InternetTouchedError(PermissionError):
    """Something asked for an internet socket."""


def install() -> None:
    """Watch this interpreter until it ends; a second time changes nothing."""
    global _installed  # noqa: PLW0603 - an audit hook cannot be taken back, so that one is for the whole process
    if not _installed:
        _installed = True
        sys.addaudithook(_hook)


def bootstrap(code: str) -> str:
    """`code` for `python -c`, watched from its first line; for interpreters that are started without environment."""
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - no more imports than needed
    return (
        f"import sys; sys.path.insert(0, {here!r}); import internet_guard; internet_guard.install(); "
        f"del sys.path[0]; {code}"
    )


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _WATCHED and (what := _touched(event, arguments)):
        _write_down(what)
        raise InternetTouchedError(f"tests open no internet socket: {what}")


def _touched(event: str, arguments: tuple[Any, ...]) -> str:
    """What was asked for, in a word; empty where it is none of the internet's."""
    loopback = os.environ.get(LOOPBACK_VARIABLE) == "1"
    if event == "socket.__new__":
        return "" if loopback or int(arguments[1]) not in _INTERNET else f"{event} family {int(arguments[1])}"
    if event in _NAMES:
        return "" if loopback and str(arguments[0]) in _ITSELF else f"{event} {arguments[0]!r}"
    if event == "socket.getnameinfo":
        return "" if loopback else event
    address = arguments[1]
    if not isinstance(address, tuple) or int(arguments[0].family) not in _INTERNET:
        return ""  # a socket of this machine's own, as of multiprocessing
    if event == "socket.bind" and loopback and address[:2] in _OUTGOING:
        return ""
    return "" if loopback and str(address[0]) in _LOOPBACK else f"{event} {address!r}"


def _write_down(what: str) -> None:
    path = os.environ.get(REPORT_VARIABLE)
    if path:
        stack = "".join(traceback.format_stack(limit=12)[:-2])
        with open(path, "a", encoding="utf-8") as report:  # noqa: PTH123
            report.write(f"process {os.getpid()}: {what}\n{stack}\n")
