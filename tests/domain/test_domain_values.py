import pickle

import numpy as np
import pytest

from hccdesk.domain.applicability import ApplicabilityVerdict, RuleAnswer, RuleResult, Scope
from hccdesk.domain.errors import InputError, UntrustedFileError
from hccdesk.domain.result import CtResponseFinding, HaimFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.survival import SurvivalCurve


def rule(answer: RuleAnswer, **more: bool) -> RuleResult:
    return RuleResult("ecog", answer, Sentence.of("ECOG"), **more)


@pytest.mark.parametrize(
    ("rules", "scope"),
    [
        ([rule(RuleAnswer.INSIDE)], Scope.INSIDE),
        ([rule(RuleAnswer.INSIDE), rule(RuleAnswer.UNKNOWN)], Scope.PARTLY),
        ([rule(RuleAnswer.OUTSIDE, soft=True)], Scope.PARTLY),
        ([rule(RuleAnswer.OUTSIDE), rule(RuleAnswer.INSIDE)], Scope.OUTSIDE),
    ],
)
def test_that_the_scope_is_the_worst_of_its_rules(rules, scope):
    assert ApplicabilityVerdict("m", tuple(rules)).scope is scope


@pytest.mark.control("RISK-15-a")
def test_that_only_a_broken_hard_stop_withholds_the_number():
    assert ApplicabilityVerdict("m", (rule(RuleAnswer.UNKNOWN, hard_stop=True),)).hard_stop is None
    broken = rule(RuleAnswer.OUTSIDE, hard_stop=True)
    assert ApplicabilityVerdict("m", (rule(RuleAnswer.OUTSIDE), broken)).hard_stop is broken


@pytest.mark.control("RISK-17-a")
def test_that_the_two_models_have_opposite_polarity():
    # Paper 1 gives P(response): high is good. Paper 2's score is 0 for CR/PR and 1 for SD/PD: low is good.
    ct = CtResponseFinding("m", 0.9, 0.5, (0,), (0.9,), (), np.zeros((1, 7, 7), np.float32), (), True)
    haim = HaimFinding("m", 0.9, 0.5, 9, {}, True)
    assert ct.favours_response
    assert not haim.favours_response


@pytest.mark.control("RISK-46-a")
def test_that_a_curve_says_nothing_beyond_the_time_observed():
    curve = SurvivalCurve((3.0, 9.0), (0.8, 0.4), end_months=20.0)
    assert [curve.at(m) for m in (0.0, 2.9, 3.0, 20.0, 20.1)] == [1.0, 1.0, 0.8, 0.4, None]
    assert curve.median_months == 9.0
    assert SurvivalCurve((3.0,), (0.8,), 20.0).median_months is None


def test_that_a_sentence_keeps_its_facts_for_another_language():
    sentence = Sentence.of("too little tissue: {n} patches", n=5)
    assert sentence.text == "too little tissue: 5 patches"
    assert sentence.in_words("组织过少：{n} 个图块") == "组织过少：5 个图块"
    with pytest.raises(KeyError):
        Sentence.of("{missing}")


def test_that_an_error_is_one_line_and_survives_the_way_between_processes():
    error = UntrustedFileError("the decoder crashed.", where="a.dcm", what_to_do="Export the file again.")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == "a.dcm: the decoder crashed. Export the file again."
    assert isinstance(again, InputError)
    assert again.where == "a.dcm"


def test_that_an_error_keeps_its_sentences_when_pickled() -> None:
    said = Sentence.of("It is cut short: {why}.", why=Sentence.of("{n} bytes", n=3))
    again = pickle.loads(pickle.dumps(InputError(said, where="a.dcm", what_to_do="Give {one}.")))
    assert (again.said, again.advice.text) == (said, "Give {one}.")
    assert str(again) == "a.dcm: It is cut short: 3 bytes. Give {one}."


def test_that_sentences_are_listed_with_their_facts() -> None:
    listed = Sentence.listed([Sentence.of("{n} gaps", n=2), Sentence.of("a tilt.").unfinished])
    assert (listed.template, listed.text) == ("{a}; {b}", "2 gaps; a tilt")
