"""A library in a folder that others may change is opened, and the reader is warned."""

from __future__ import annotations

import os

import pytest

from hccdesk.workflow.case_library import case_library


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps these by the access list of the profile")
@pytest.mark.parametrize(("mode", "told"), [(0o777, True), (0o770, False), (0o700, False)])
def test_that_opening_a_library_in_a_folder_for_everybody_is_warned_of(tmp_path, mode, told):
    folder = tmp_path / "cases"
    folder.mkdir()
    folder.chmod(mode)
    library = case_library(folder)
    notices = [notice.text for notice in library.open().notices]
    library.close()
    assert any("Everybody on this computer" in notice for notice in notices) is told
