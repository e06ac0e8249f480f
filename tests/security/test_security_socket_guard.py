"""The guard that every test runs under notices sockets: here, in programs that are started, and in the sandbox."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import internet_guard
import pytest

from hccdesk.sandbox.worker import Sandbox

OPEN_ONE = "import socket; socket.socket(socket.AF_INET, socket.SOCK_STREAM)"


@pytest.fixture
def told(monkeypatch, tmp_path) -> Path:
    """Where the guard writes during this test, so that what is provoked here does not fail it."""
    report = tmp_path / "sockets.txt"
    report.touch()
    monkeypatch.setenv(internet_guard.REPORT_VARIABLE, str(report))
    return report


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_that_an_internet_socket_is_refused_and_written_down(told, family):
    with pytest.raises(internet_guard.InternetTouchedError):
        socket.socket(family, socket.SOCK_DGRAM)
    assert "socket.__new__" in told.read_text(encoding="utf-8")


def test_that_asking_for_a_name_is_refused_and_written_down(told):
    with pytest.raises(internet_guard.InternetTouchedError):
        socket.getaddrinfo("example.org", 443)
    assert "example.org" in told.read_text(encoding="utf-8")


def test_that_a_socket_which_is_passed_over_in_silence_is_still_written_down(told):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", 9))
    assert "test_security_socket_guard" in told.read_text(encoding="utf-8")


def test_that_sockets_of_this_machine_alone_are_left_alone(told):
    ours, theirs = socket.socketpair()
    ours.close()
    theirs.close()
    assert told.read_text(encoding="utf-8") == ""


def test_that_a_program_started_by_a_test_is_watched(told):
    ran = subprocess.run([sys.executable, "-c", OPEN_ONE], capture_output=True, text=True, check=False)
    assert "InternetTouchedError" in ran.stderr
    assert f"process {os.getpid()}" not in told.read_text(encoding="utf-8")
    assert "socket.__new__" in told.read_text(encoding="utf-8")


def test_that_the_worker_of_the_sandbox_is_watched(told):
    with Sandbox() as sandbox, pytest.raises(Exception):  # noqa: B017 - whatever the sandbox makes of it
        sandbox.call(socket.create_connection, ("127.0.0.1", 9))
    assert "socket" in told.read_text(encoding="utf-8")


@pytest.mark.network
def test_that_a_test_of_the_loopback_may_speak_with_this_machine_and_nobody_else(told):
    server = socket.create_server(("127.0.0.1", 0))
    server.close()
    with pytest.raises(internet_guard.InternetTouchedError):
        socket.getaddrinfo("example.org", 443)
