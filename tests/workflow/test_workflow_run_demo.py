"""The demonstration overwrites its own patient and nobody else's."""

from __future__ import annotations

import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import NoProgress
from hccdesk.workflow import run_demo as module

NOTHING_RUN = object()


@pytest.fixture
def demo(monkeypatch, tmp_path):
    made = []
    monkeypatch.setattr(module, "make_sample", lambda folder, _: made.append(folder))
    monkeypatch.setattr(module, "analyse_files", lambda *_: NOTHING_RUN)
    return lambda: (module.run_demo(None, tmp_path, "en", NoProgress()), made)


def test_that_somebodys_patient_folder_is_left_alone(demo, tmp_path):
    (tmp_path / "patient").mkdir()
    row = tmp_path / "patient" / "clinical.json"
    row.write_text('{"patient_id": "REAL"}', encoding="utf-8")
    with pytest.raises(InputError, match="left alone"):
        demo()
    assert row.read_text(encoding="utf-8") == '{"patient_id": "REAL"}'


def test_that_a_file_of_that_name_is_left_alone(demo, tmp_path):
    (tmp_path / "patient").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="left alone"):
        demo()


def test_that_an_interrupted_demonstration_goes_on_in_its_own_folder(demo, tmp_path):
    (tmp_path / "patient").mkdir()
    (tmp_path / "patient" / "clinical.json").write_text('{"patient_id": "PHANTOM-P7-1"}', encoding="utf-8")
    assert demo() == (NOTHING_RUN, [tmp_path / "patient"])
