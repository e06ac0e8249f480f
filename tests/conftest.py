"""Fixtures shared by every test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real CT, slides and cohorts; the test is skipped, saying so, where there is none."""
    named = os.environ.get("HCCDESK_REAL_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip("HCCDESK_REAL_DATA does not name a folder of real data")
    return Path(named)


@pytest.fixture(autouse=True, scope="session")
def _own_site_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys and models of the person who runs the tests are left alone."""
    os.environ["HCCDESK_SITE_FOLDER"] = str(tmp_path_factory.mktemp("site"))
