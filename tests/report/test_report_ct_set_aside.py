"""Annex A of a case whose CT could only be looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report_builder import nothing_computed

from hccdesk.domain.sentence import Sentence
from hccdesk.report.outline import outline

WHY = Sentence.of("the CT can only be looked at: {reason}", reason=Sentence.of("slices are missing"))


@pytest.mark.parametrize(
    ("language", "said", "missing"),
    [
        ("en", "The CT can only be looked at: slices are missing", "No CT was given."),
        ("zh", "该 CT 仅供查看：", "未提供 CT"),
    ],
)
@pytest.mark.control("RISK-09-b")
def test_that_the_annex_says_why_no_model_had_the_ct(language, said, missing):
    texts = "\n".join(outline(replace(nothing_computed(), ct_set_aside=WHY), language).texts)
    without = "\n".join(outline(nothing_computed(), language).texts)
    assert said in texts
    assert said not in without
    assert texts.count(missing) < without.count(missing)
