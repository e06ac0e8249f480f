"""A CT that can only be looked at: no model has it, and result and report say why."""

from __future__ import annotations

import pytest

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.workflow.assess_ct import assess_ct
from hccdesk.workflow.enter_clinical import enter_clinical

WHY = Sentence.of("the CT can only be looked at: {reason}", reason=Sentence.of("slices are missing"))


@pytest.mark.parametrize(("set_aside", "said"), [(WHY, WHY.text), (None, "no CT was given")])
def test_that_a_ct_that_is_only_looked_at_is_not_said_to_be_missing(set_aside, said):
    record = ClinicalRecord(age_years=61.0)
    case = enter_clinical(Regimen.TACE_HAIC_PD1_TKI, record, None, None, (), None, set_aside)
    found = assess_ct(case, None, None, None, None)
    assert isinstance(found, NotComputed)
    assert found.reason.text == said


def test_that_a_case_of_such_a_ct_alone_can_be_analysed():
    case = enter_clinical(Regimen.TACE_HAIC_PD1_TKI, ClinicalRecord(), None, None, (), None, WHY)
    assert case.ct_set_aside is WHY
