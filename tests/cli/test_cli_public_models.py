"""The terminal's summary of a model of public data."""

from __future__ import annotations

from dataclasses import replace

from report_builder import a_result, a_survival_finding

from hccdesk.cli.summary import summary_lines
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence


def lines(finding) -> str:
    return "\n".join(summary_lines(replace(a_result(), survival=(("os-public", finding),))))


def test_that_it_says_another_question_public_data_and_the_source() -> None:
    said = lines(
        a_survival_finding(
            endpoint=Endpoint.OS, cohort_kind=CohortKind.PUBLIC, citation="Shen L, 2018", in_regimen=False
        )
    )
    assert "[Overall survival, not progression-free survival]" in said
    assert "Made from public data, not from this hospital's patients. Shen L, 2018" in said
    assert "made for another regimen" in said


def test_that_a_demonstration_of_progression_free_survival_bears_none_of_it() -> None:
    said = lines(a_survival_finding())
    assert "public data" not in said and "not progression-free" not in said


def test_that_a_model_that_says_nothing_is_named() -> None:
    assert "os-public not computed: not offered" in lines(NotComputed(Sentence.of("not offered")))
