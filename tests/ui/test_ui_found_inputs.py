"""What is chosen by itself among what was found, and what is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from hccdesk.ui.found_inputs import Inputs
from hccdesk.workflow.inspect_folder import Inspection, RoiFile


def found(*names: str) -> Inputs:
    outlines = tuple(RoiFile(Path("patient") / name, "outlines", ()) for name in names)
    return Inputs().merged(Inspection((), (), outlines, ()), Path("patient"))


def test_that_one_outline_in_two_formats_is_taken_as_geojson():
    chosen = found("biopsy.xml", "biopsy.geojson").outline
    assert chosen is not None
    assert chosen.path.name == "biopsy.geojson"
    assert len(found("biopsy.xml", "biopsy.geojson").found_outlines) == 2


@pytest.mark.parametrize("names", [("reader a.geojson", "reader b.geojson"), ("one/roi.xml", "two/roi.geojson")])
def test_that_two_outlines_of_different_names_or_folders_are_asked(names):
    assert found(*names).outline is None
