"""What the Analyse button finds and "Save everything" writes is what the command line writes for the same files."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.timeout(600)
MADE_AT = ("started_at", "finished_at")


@pytest.mark.control("RISK-29-a")
def test_that_the_button_and_the_command_line_write_the_same_result(reader, sample, answers, analyse, tmp_path):
    reader.drop(sample.ct_folder, sample.ct_roi, sample.clinical)
    reader.go("Results")
    reader.choose("Compute on", "CPU")
    reader.press("Analyse")
    reader.wait()
    reader.go("Report")
    reader.wait()
    folder = tmp_path / "screen"
    folder.mkdir()
    answers(getExistingDirectory=folder)
    reader.press("Save everything …")
    reader.wait()
    ran = analyse("--ct", sample.ct_folder, "--ct-roi", sample.ct_roi, "--clinical", sample.clinical)
    assert ran.code == 0, ran.err
    (written,) = folder.rglob("result.json")
    screen, line = json.loads(written.read_text(encoding="utf-8")), ran.result
    for one in (screen, line):
        one.pop("sha256")  # of what differs below
        for provenance in (one["provenance"], one["content"]["result"]["provenance"]):
            for name in MADE_AT:
                provenance.pop(name)
            files = [fact for fact in provenance["inputs"] if fact["role"] != "clinical"]
            provenance["inputs"] = files  # the row was a file there, and a form here
            assert [fact["role"] for fact in files] == ["ct", "ct_roi"]
    assert screen.keys() == line.keys()
    for part in screen:
        assert screen[part] == line[part], part
    names = sorted(path.name for path in written.parent.iterdir())
    assert names == sorted(path.name for path in ran.folder.iterdir())
