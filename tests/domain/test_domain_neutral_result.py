"""What a report can be set from tells no more than the report itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from report_builder import a_result

from hccdesk.domain.neutral_result import neutral_result
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.provenance import Override
from hccdesk.domain.sentence import Sentence
from hccdesk.report.outline import outline

SOMEBODY = PatientIdentity("77", "Somebody^Else", None, Sex.FEMALE)
NAMELESS = replace(a_result().clinical, name=None, patient_id=None, sex=None)
CASES = {
    "row names the patient": a_result(),
    "row names nobody": a_result(clinical=NAMELESS),
    "images of somebody else": a_result(
        clinical=NAMELESS,
        provenance=replace(a_result().provenance, overrides=(Override(Sentence.of("another"), "known"),)),
    ),
    "no images": a_result(ct_series=None, slide=None),
}


def with_images_of(result, identity):
    series = result.ct_series and replace(result.ct_series, patient=identity, files=(Path("/far/a.dcm"),))
    slide = result.slide and replace(result.slide, patient=identity, path=Path("/far/away/slide.svs"))
    return replace(result, ct_series=series, slide=slide)


@pytest.mark.parametrize("case", CASES)
def test_that_the_report_of_it_is_the_same_but_for_its_number(case: str) -> None:
    result = with_images_of(CASES[case], SOMEBODY)
    assert outline(result, "en", "n").texts == outline(neutral_result(result), "en", "n").texts


@pytest.mark.parametrize("case", CASES)
def test_that_it_stays_as_it_is(case: str) -> None:
    once = neutral_result(with_images_of(CASES[case], SOMEBODY))
    assert neutral_result(once) == once


def test_that_the_images_tell_only_what_the_row_does_not() -> None:
    told = neutral_result(with_images_of(CASES["row names nobody"], SOMEBODY))
    assert told.ct_series.patient == SOMEBODY
    assert (told.slide.path, told.ct_series.files) == (Path("slide.svs"), ())
    assert neutral_result(with_images_of(a_result(), SOMEBODY)).ct_series.patient == PatientIdentity()
