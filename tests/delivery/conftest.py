"""A PACS for the tests: Orthanc, started once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import internet_guard
import pytest
from orthanc import Orthanc, running_orthanc

from hccdesk.delivery import pacs_deliver


@pytest.fixture(scope="session")
def _orthanc_of_the_session() -> Iterator[Orthanc]:
    before = os.environ.get(internet_guard.LOOPBACK_VARIABLE, "0")
    os.environ[internet_guard.LOOPBACK_VARIABLE] = "1"  # the fixture of the single test comes after this one
    try:
        with running_orthanc() as orthanc:
            os.environ[internet_guard.LOOPBACK_VARIABLE] = before
            yield orthanc
    finally:
        os.environ[internet_guard.LOOPBACK_VARIABLE] = before


@pytest.fixture
def orthanc(_orthanc_of_the_session: Orthanc) -> Orthanc:
    """An empty one."""
    _orthanc_of_the_session.empty()
    return _orthanc_of_the_session


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a PACS dropped is not looked for as long."""
    monkeypatch.setattr(pacs_deliver, "PATIENCE_S", (0.0, 0.2))
