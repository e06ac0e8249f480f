"""Cohorts at their edges: groups, unknown values, one group, no event, nothing known, a handful of patients."""

from __future__ import annotations

import json

import jsonschema
import pytest
from described_cohort import call_it_phantom, write_table

from hccdesk.domain.errors import Cancelled, InputError, StoreError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import NotComputed
from hccdesk.resources import schema
from hccdesk.store.description_file import description_document
from hccdesk.workflow.describe_cohort import describe_cohort, write_cohort_description
from hccdesk.workflow.open_cohort import open_cohort


def rows_of(description, variable):
    return [row for row in description.baseline if row.variable == variable]


def described(folder, by=None, patients=90, **changed):
    without = {"ttp_months": "", "ttp_event": ""}
    return describe_cohort(open_cohort(write_table(folder, without | changed, patients)), by)


def test_that_one_term_is_not_offered_under_two_names(tmp_path):
    found = described(tmp_path, vp="vp4")
    assert "portal_vein_invasion" not in {row.term for row in found.regressions[0].rows}


def test_that_a_term_unknown_in_many_patients_does_not_take_them_along(tmp_path):
    table = write_table(tmp_path)
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[2::4] = [line.replace("vp4", "").replace("vp3", "").replace("none", "") for line in lines[2::4]]
    table.write_text("\n".join(lines), encoding="utf-8")
    vp4 = next(row for row in describe_cohort(open_cohort(table)).regressions[0].rows if row.term == "vp4")
    assert vp4.univariate_p < 0.05
    assert vp4.multivariate.reason.text == "Not entered: unknown in too many patients."


def test_that_groups_by_response_are_warned_of_and_not_tested_for_response(tmp_path):
    found = described(tmp_path, "responded")
    assert found.groups == (("no objective response", 55), ("objective response", 35))
    assert found.response_test is None
    assert any("guarantee-time bias" in note.text for note in found.notes)


def test_that_a_number_is_split_at_its_median(tmp_path):
    found = described(tmp_path, "age_years")
    (low, n_low), (high, n_high) = found.groups
    assert low.startswith("Age: ≤ ") and high.startswith("Age: > ")
    assert n_low + n_high == 90
    assert any("median of the known values" in note.text for note in found.notes)


def test_that_patients_of_unknown_group_count_among_all_only(tmp_path):
    found = described(tmp_path, "cirrhosis")
    assert found.groups == (("Cirrhosis: no", 30), ("Cirrhosis: yes", 52))
    assert rows_of(found, "age_years")[0].cells[2].n == 90
    assert found.notes[0].text.startswith("8 patients belong to no group")
    assert "cirrhosis=" not in " ".join(row.term for row in found.regressions[0].rows)


@pytest.mark.parametrize("by", ["patient_id", "treatment_date", "nonsense", "albumin_g_per_l"])
def test_that_a_column_without_groups_is_refused_with_those_there_are(tmp_path, by):
    with pytest.raises(InputError, match=rf"cannot be grouped by {by}.*Choose one of age_years, sex"):
        described(tmp_path, by)


def test_that_more_groups_than_can_be_compared_are_refused(tmp_path):
    table = write_table(tmp_path)
    text = table.read_text(encoding="utf-8").replace("centre", "label_ward")
    lines = [line.rsplit(",", 1)[0] + f",w{i % 12}" for i, line in enumerate(text.splitlines()[1:])]
    table.write_text("\n".join([text.splitlines()[0], *lines]), encoding="utf-8")
    with pytest.raises(InputError, match="label_ward has 12 different values; at most 10"):
        describe_cohort(open_cohort(table), "label_ward")


def test_that_one_group_is_described_and_every_comparison_says_why_not(tmp_path):
    found = described(tmp_path, "arm", arm="HAIC")
    assert {row.test.reason.text for row in found.baseline if row.test} == {"There is only one group."}
    assert found.response_test.reason.text == "There is only one group."
    assert isinstance(found.survival[0].log_rank, NotComputed)
    assert found.survival[0].hazard_ratios == ()
    check(found)


@pytest.mark.bad("BAD-079")
def test_that_a_cohort_without_events_says_so_everywhere(tmp_path):
    found = described(tmp_path, "arm", pfs_event="0")
    pfs = found.survival[0]
    assert pfs.groups[0].median_months.reason.text == "not reached"
    assert pfs.log_rank.reason.text == "no event was observed"
    assert pfs.hazard_ratios[0][1].reason.text == "No event in HAIC, which the others are compared with."
    cox = found.regressions[1]
    assert all(isinstance(row.univariate, NotComputed) for row in cox.rows)
    check(found)


@pytest.mark.bad("BAD-079")
def test_that_a_group_without_events_has_no_ratio_and_leaves_the_others_theirs(tmp_path):
    table = write_table(tmp_path)
    lines = table.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split(",")
    at, centre = columns.index("pfs_event"), columns.index("centre")
    rows = [line.split(",") for line in lines[1:]]
    changed = [[*r[:at], "0", *r[at + 1 :]] if r[centre] == "C" else r for r in rows]
    table.write_text("\n".join([lines[0], *(",".join(row) for row in changed)]), encoding="utf-8")
    pfs = describe_cohort(open_cohort(table), "centre").survival[0]
    assert pfs.hazard_ratios[1][1].reason.text == "No event in this group."
    # R: coxph(Surv(months, event) ~ centre) with no event in C: B 1.069464340503340 (0.5789897545, 1.9754304229)
    assert limits(pfs.hazard_ratios[0][1]) == pytest.approx((1.06946434050334, 0.5789897545156836, 1.975430422883694))


def test_that_each_of_three_groups_is_compared_with_the_first_and_not_with_all_others(tmp_path):
    logistic, cox = described(tmp_path, "centre").regressions
    # R: glm(response ~ centre, binomial), confint.default
    assert ratios(logistic, "centre") == [
        pytest.approx((0.532894736842, 0.188271226117, 1.50833882804), rel=1e-6),
        pytest.approx((0.625, 0.224199589643, 1.74230916578), rel=1e-6),
    ]
    # R 4.2, survival 3.5-3: coxph(Surv(pfs_months, pfs_event) ~ centre)
    assert ratios(cox, "centre") == [
        pytest.approx((1.08588875592, 0.589227906527, 2.00118558060), rel=1e-6),
        pytest.approx((1.47679232094, 0.791921205489, 2.75395524715), rel=1e-6),
    ]


def test_that_groups_of_one_variable_enter_together_or_not_at_all(tmp_path):
    for regression in described(tmp_path, "centre").regressions:
        entered = {row.multivariate is not None for row in regression.rows if row.term.startswith("centre=")}
        assert len(entered) == 1


def ratios(regression, variable):
    found = [row.univariate for row in regression.rows if row.term.startswith(f"{variable}=")]
    return [(one.value, one.low, one.high) for one in found]


def test_that_a_group_of_one_patient_leaves_the_others_their_ratios(tmp_path):
    table = write_table(tmp_path, {"ttp_months": "", "ttp_event": ""})
    lines = table.read_text(encoding="utf-8").splitlines()
    first, months = lines[0].split(","), lines[0].split(",").index("pfs_months")
    soonest = min(range(1, len(lines)), key=lambda i: float(lines[i].split(",")[months]))
    cells = lines[soonest].split(",")
    cells[first.index("centre")], cells[first.index("pfs_event")] = "Z", "1"
    lines[soonest] = ",".join(cells)
    table.write_text("\n".join(lines), encoding="utf-8")
    found = describe_cohort(open_cohort(table), "centre")
    told = {name: ratio for name, ratio, _ in found.survival[0].hazard_ratios}
    assert "separates the patients perfectly" in told.pop("Z").reason.text
    assert not any(isinstance(ratio, NotComputed) for ratio in told.values())


def test_that_groups_are_not_taken_for_causes(tmp_path):
    assert any("no effect of what tells them apart" in note.text for note in described(tmp_path, "arm").notes)


def test_that_a_table_of_nothing_but_patients_is_described(tmp_path):
    nothing = dict.fromkeys(("mrecist", "pfs_months", "pfs_event", "cirrhosis", "vp"), "")
    found = described(tmp_path, "arm", **nothing)
    assert found.response.reason.text == "The response of no patient is known."
    assert (found.response_test, found.survival) == (None, ())
    assert [r.reason.text for r in found.regressions] == ["Objective response: the response of no patient is known."]
    assert rows_of(found, "cirrhosis") == []
    check(found)


@pytest.mark.parametrize("patients", [1, 2, 5])
@pytest.mark.parametrize("by", [None, "arm", "responded", "age_years"])
def test_that_a_handful_of_patients_is_described_without_a_number_that_is_none(tmp_path, patients, by):
    found = described(tmp_path, by, patients)
    assert found.patients == patients
    check(found)


class StopsAt:
    """Progress of a user who stops during `label`."""

    def __init__(self, label):
        self.label = label

    def step(self, done, total, label):
        assert 0 <= done <= total
        if label == self.label:
            raise Cancelled


@pytest.mark.parametrize("label", ["Statistics", "Regressions"])
def test_that_a_description_can_be_stopped(tmp_path, label):
    with pytest.raises(Cancelled):
        describe_cohort(open_cohort(write_table(tmp_path)), "arm", StopsAt(label))


def test_that_progress_never_passes_its_end(tmp_path):
    describe_cohort(open_cohort(write_table(tmp_path, patients=20)), "arm", StopsAt("nothing"))


def test_that_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    found = described(tmp_path, patients=5)
    (tmp_path / "taken").write_text("")
    with pytest.raises(StoreError, match="a file is in the way"):
        write_cohort_description(found, tmp_path / "taken")


@pytest.mark.control("RISK-38-a")
def test_that_no_identifier_is_in_the_document(tmp_path):
    table = write_table(tmp_path)
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("\n0", "\nSECRET-0"), encoding="utf-8")
    files = write_cohort_description(describe_cohort(open_cohort(table), "arm"), tmp_path / "out")
    assert "SECRET" not in files.json.read_text(encoding="utf-8")


def test_that_phantoms_are_called_phantoms(tmp_path):
    call_it_phantom(tmp_path)
    found = described(tmp_path)
    assert (found.kind, found.table) == (CohortKind.PHANTOM, "Ninety by formula (cohort.csv)")


def check(description):
    document = json.loads(json.dumps(description_document(description), allow_nan=False))
    jsonschema.Draft202012Validator(schema("description")).validate(document)


def limits(estimate):
    return estimate.value, estimate.low, estimate.high
