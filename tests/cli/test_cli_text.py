"""What the terminal shows of an inspection and of a result."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from hccdesk.cli.inspection_json import inspection_json
from hccdesk.cli.inspection_text import NAMED_SKIPS, inspection_lines
from hccdesk.domain.ct import ContrastPhase, CtAcquisition, CtSeries, SkippedFile, Suitability, Verdict
from hccdesk.domain.patient import PatientIdentity
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.inspect_folder import Inspection, RoiFile

ROOT = Path("/data")
NOT_DICOM = Sentence.of("not a DICOM file")


def a_series() -> CtSeries:
    return CtSeries(
        "1.2.3",
        "1.2",
        "Portal venous",
        "CT",
        ContrastPhase.PORTAL_VENOUS,
        (ROOT / "ct/1.dcm",),
        2,
        None,
        Verdict(Suitability.VIEW, (Sentence.of("{n} slices are too few", n=2),)),
        CtAcquisition(),
        PatientIdentity("secret-id", "Secret^Name"),
    )


def found(skips: int = 1, labels: tuple[str, ...] = ("1",)) -> Inspection:
    skipped = tuple(SkippedFile(ROOT / f"{i}.txt", NOT_DICOM) for i in range(skips))
    return Inspection((a_series(),), (), (RoiFile(ROOT / "roi.nrrd", "tumour mask", labels),), skipped)


def test_that_a_series_is_shown_with_its_verdict_and_reason():
    text = "\n".join(inspection_lines(found(), ROOT))
    assert "VIEW    CT · Portal venous · portal venous · 2 slices" in text
    assert "- 2 slices are too few" in text
    assert "ct  1.2.3" in text


def test_that_patients_are_not_named():
    text = "\n".join(inspection_lines(found(), ROOT)) + inspection_json(found())
    assert "secret" not in text.casefold()


def test_that_many_files_skipped_for_one_reason_are_counted():
    text = "\n".join(inspection_lines(found(skips=NAMED_SKIPS + 1), ROOT))
    assert f"{NAMED_SKIPS + 1} files: not a DICOM file" in text
    assert "3.txt" not in text
    assert "3.txt" in "\n".join(inspection_lines(found(skips=NAMED_SKIPS), ROOT))


def test_that_a_picture_saved_as_labels_is_not_listed_label_by_label():
    text = "\n".join(inspection_lines(found(labels=tuple(map(str, range(900)))), ROOT))
    assert "900 different values" in text
    assert "417" not in text


def test_that_nothing_usable_is_said():
    lines = list(inspection_lines(Inspection((), (), (), (SkippedFile(ROOT / "a", NOT_DICOM),)), ROOT))
    assert lines[-1] == "Nothing here can be read as CT, slide or region (1 files skipped)."


def test_that_the_json_names_every_file():
    document = json.loads(inspection_json(found(skips=40)))
    assert len(document["skipped"]) == 40
    assert document["series"][0]["verdict"] == "view"
    assert document["roi_files"][0]["labels"] == ["1"]
    jsonschema.validate(document, {"type": "object", "required": ["series", "slides", "roi_files", "skipped"]})
