"""A PACS for the tests: Orthanc, started once a module."""

from __future__ import annotations

import os
from collections.abc import Iterator

import internet_guard
import pytest
from orthanc import Orthanc, running_orthanc


@pytest.fixture(scope="module")
def _orthanc_of_the_module() -> Iterator[Orthanc]:
    before = os.environ.get(internet_guard.LOOPBACK_VARIABLE, "0")
    os.environ[internet_guard.LOOPBACK_VARIABLE] = "1"  # the fixture of the single test comes after this one
    try:
        with running_orthanc() as orthanc:
            os.environ[internet_guard.LOOPBACK_VARIABLE] = before
            yield orthanc
    finally:
        os.environ[internet_guard.LOOPBACK_VARIABLE] = before


@pytest.fixture
def orthanc(_orthanc_of_the_module: Orthanc) -> Orthanc:
    """An empty one."""
    _orthanc_of_the_module.empty()
    return _orthanc_of_the_module
