from datetime import date

import pytest

from hccdesk.domain.identity_check import identity_problems
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.problem import Severity


def severities(**identities: PatientIdentity) -> list[Severity]:
    return [problem.severity for problem in identity_problems(identities)]


@pytest.mark.bad("BAD-034")
@pytest.mark.control("RISK-01-a")
def test_that_two_patient_ids_are_a_stop():
    assert severities(clinical=PatientIdentity("1"), ct=PatientIdentity("2")) == [Severity.STOP]


@pytest.mark.bad("BAD-034")
@pytest.mark.control("RISK-01-a")
def test_that_leading_zeros_make_another_patient():
    assert severities(clinical=PatientIdentity("0012"), ct=PatientIdentity("12")) == [Severity.STOP]


def test_that_padding_width_and_case_of_an_id_do_not_matter():
    assert severities(clinical=PatientIdentity(" hcc_048 "), ct=PatientIdentity("HCC_048")) == []


@pytest.mark.bad("BAD-034")
@pytest.mark.control("RISK-01-a")
def test_that_another_birth_date_or_sex_is_a_stop_although_the_id_is_the_same():
    one = PatientIdentity("1", birth_date=date(1960, 1, 1), sex=Sex.MALE)
    assert severities(ct=one, slide=PatientIdentity("1", birth_date=date(1961, 1, 1))) == [Severity.STOP]
    assert severities(ct=one, slide=PatientIdentity("1", sex=Sex.FEMALE)) == [Severity.STOP]


def test_that_a_differently_written_name_is_a_warning_and_its_order_does_not_matter():
    assert severities(ct=PatientIdentity("1", "Zhang^Wei"), clinical=PatientIdentity("1", "Wei Zhang")) == []
    assert severities(ct=PatientIdentity("1", "Zhang^Wei"), clinical=PatientIdentity("1", "张伟")) == [Severity.WARNING]


@pytest.mark.control("RISK-01-d")
def test_that_an_input_without_an_id_is_noted_and_never_quoted():
    problems = identity_problems({"clinical": PatientIdentity("secret-7"), "slide": PatientIdentity()})
    assert [p.severity for p in problems] == [Severity.NOTE]
    assert "secret-7" not in str(problems)


def test_that_a_lone_input_has_nothing_to_contradict():
    assert severities(clinical=PatientIdentity()) == []
