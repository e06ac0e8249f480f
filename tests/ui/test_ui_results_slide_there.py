"""Whether the slide of a result is the one on the desk: by its content, for a reopened case has it from a copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from ui_builder import a_result, a_slide

from hccdesk.domain.case import SlideInput
from hccdesk.domain.provenance import InputFact
from hccdesk.ui.case_inputs import CaseInputs
from hccdesk.ui.results.run_state import slide_is_there

COPY, ORIGINAL = Path("/library/slide.svs"), Path("/stick/biopsy.svs")


@pytest.mark.parametrize(("sha256", "there"), [("a" * 64, True), ("b" * 64, False)])
def test_that_a_copy_is_the_slide_where_its_content_is_and_not_where_it_is_not(sha256: str, there: bool) -> None:
    result = a_result(slide=replace(a_slide(), path=ORIGINAL))
    read = replace(result.provenance, inputs=(InputFact("slide", "biopsy.svs", "a" * 64),))
    inputs = CaseInputs(
        slide=SlideInput(replace(a_slide(), path=COPY), None), facts=(InputFact("slide", "slide.svs", sha256),)
    )
    assert slide_is_there(inputs, replace(result, provenance=read)) is there


def test_that_without_a_record_of_the_content_the_place_decides() -> None:
    result = a_result(slide=replace(a_slide(), path=ORIGINAL))
    unread = replace(result, provenance=replace(result.provenance, inputs=()))
    assert slide_is_there(CaseInputs(slide=SlideInput(replace(a_slide(), path=ORIGINAL), None)), unread)
    assert not slide_is_there(CaseInputs(slide=SlideInput(replace(a_slide(), path=COPY), None)), unread)
