"""Phantom cohorts: the papers' frequencies, the outcome, and what the truth itself could reach."""

from __future__ import annotations

import numpy as np
import pytest

from hccdesk.domain.clinical_record import Ascites, ClinicalRecord, Hepatitis, PortalVeinInvasion
from hccdesk.domain.patient import Sex
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.outcome import DATA_CUT_OFF, DAYS_PER_MONTH
from hccdesk.phantom.patient import PhantomPatient, sample_patient

N = 4000
Cohort = tuple[PhantomPatient, ...]


@pytest.fixture(scope="module")
def primary() -> Cohort:
    return sample_cohort(N, seed=20_260)


@pytest.fixture(scope="module")
def external() -> Cohort:
    return sample_cohort(N, seed=20_260, external=True)


def _share(cohort: Cohort, condition) -> float:
    return float(np.mean([condition(p.clinical) for p in cohort]))


# Yin et al. 2024, Table 1: total column (n = 122), then the validation cohort (n = 50).
# 4000 patients: the standard error of a proportion is at most 0.8 %, the tolerance 2.5 %.
TABLE_1 = {
    "male": (lambda r: r.sex is Sex.MALE, 0.852, 0.92),
    "hepatitis B": (lambda r: r.hepatitis is Hepatitis.HBV, 0.762, 0.76),
    "hepatitis C": (lambda r: r.hepatitis is Hepatitis.HCV, 0.074, 0.10),
    "cirrhosis": (lambda r: r.cirrhosis, 0.672, 0.96),
    "five tumours or more": (lambda r: r.tumour_count >= 5, 0.402, 0.38),
    "one lobe": (lambda r: r.one_lobe, 0.566, 0.48),
    "encapsulated": (lambda r: r.encapsulated, 0.205, 0.40),
    "diffuse": (lambda r: r.diffuse, 0.361, 0.32),
    "Vp3": (lambda r: r.vp is PortalVeinInvasion.VP3, 0.287, 0.82),
    "Vp4": (lambda r: r.vp is PortalVeinInvasion.VP4, 0.131, 0.18),
    "hepatic vein": (lambda r: r.hepatic_vein_invasion, 0.049, 0.0),
    "lymph node": (lambda r: r.lymph_node_metastasis, 0.148, 0.10),
    "extrahepatic": (lambda r: r.extrahepatic_metastasis, 0.320, 0.30),
}


@pytest.mark.parametrize("feature", TABLE_1)
def test_that_frequencies_are_those_of_the_papers_table(primary: Cohort, external: Cohort, feature: str) -> None:
    condition, at_home, elsewhere = TABLE_1[feature]
    # the capsule comes out at 22 % and 42 %: it is drawn among those not diffuse, who lean towards one (docs/adr/0002)
    tolerance = 0.04 if feature == "encapsulated" else 0.025
    assert _share(primary, condition) == pytest.approx(at_home, abs=tolerance)
    assert _share(external, condition) == pytest.approx(elsewhere, abs=tolerance)


def test_that_age_and_diameter_have_the_papers_mean_and_spread(primary: Cohort, external: Cohort) -> None:
    # Table 1: age 54.0 (10.2) and 58.8 (10.6); largest diameter 95.4 (38.1) and 116.2 (48.3) mm
    for cohort, age, diameter in ((primary, (54.0, 10.2), (95.4, 38.1)), (external, (58.8, 10.6), (116.2, 48.3))):
        ages = np.array([p.clinical.age_years for p in cohort])
        sizes = np.array([p.clinical.largest_tumour_diameter_mm for p in cohort])
        assert (ages.mean(), ages.std()) == pytest.approx(age, abs=0.7)
        # clipped to what a liver holds (30 to 190 mm), which costs the external tail some of its spread
        assert sizes.mean() == pytest.approx(diameter[0], abs=4)
        assert sizes.std() == pytest.approx(diameter[1], rel=0.2)


def _child_pugh_points(r: ClinicalRecord) -> int:
    # Pugh et al. 1973, SI cut-offs as in the clinical engine: bilirubin 34 and 50 µmol/L, albumin 35 and 28 g/L
    bilirubin = 1 + (r.bilirubin_umol_per_l > 34) + (r.bilirubin_umol_per_l > 50)
    albumin = 1 + (r.albumin_g_per_l < 35) + (r.albumin_g_per_l < 28)
    clotting = 1 + (r.inr >= 1.7) + (r.inr > 2.3)
    ascites = 1 + (r.ascites is not Ascites.NONE)
    return int(bilirubin + albumin + clotting + ascites + 1)


def test_that_laboratory_values_add_up_to_the_papers_child_pugh_classes(primary: Cohort, external: Cohort) -> None:
    # Table 1: A5 50.0, A6 36.1, B7 13.1, B8 0.8 %; validation 34, 38, 20, 8 %
    for cohort, expected in ((primary, (0.500, 0.361, 0.131, 0.008)), (external, (0.34, 0.38, 0.20, 0.08))):
        points = np.array([_child_pugh_points(p.clinical) for p in cohort])
        assert [np.mean(points == k) for k in (5, 6, 7, 8)] == pytest.approx(expected, abs=0.025)


def test_that_capsule_and_diffuse_type_exclude_each_other(primary: Cohort) -> None:
    assert not any(p.clinical.encapsulated and p.clinical.diffuse for p in primary)


def test_that_response_is_as_frequent_as_published(primary: Cohort, external: Cohort) -> None:
    # ORR 41.0 % and 24 %; CR 9.8 %, SD 14.8 % and CR 14 %, SD 60 % (Table 1)
    for cohort, orr, cr, sd in ((primary, 0.410, 0.098, 0.148), (external, 0.24, 0.14, 0.60)):
        assert np.mean([p.outcome.responded for p in cohort]) == pytest.approx(orr, abs=0.025)
        assert np.mean([p.outcome.mrecist == "cr" for p in cohort]) == pytest.approx(cr, abs=0.025)
        assert np.mean([p.outcome.mrecist == "sd" for p in cohort]) == pytest.approx(sd, abs=0.025)
        assert all(p.outcome.responded == (p.outcome.mrecist in {"cr", "pr"}) for p in cohort)


# Yin et al. 2024, Results: 6-, 12-, 18-, 24- and 30-month PFS
PUBLISHED_PFS = {6: 0.910, 12: 0.623, 18: 0.525, 24: 0.320, 30: 0.156}


def _kaplan_meier(months: np.ndarray, event: np.ndarray, at: float) -> float:
    survival = 1.0
    for time in np.unique(months[event & (months <= at)]):
        survival *= 1 - (event & (months == time)).sum() / (months >= time).sum()
    return survival


def test_that_progression_free_survival_is_as_published_with_and_without_censoring(primary: Cohort) -> None:
    true = np.array([p.outcome.true_pfs_months for p in primary])
    seen = np.array([p.outcome.pfs_months for p in primary])
    event = np.array([p.outcome.progressed for p in primary])
    for months, expected in PUBLISHED_PFS.items():
        assert np.mean(true > months) == pytest.approx(expected, abs=0.025)
        assert _kaplan_meier(seen, event, months) == pytest.approx(expected, abs=0.035)


def test_that_censoring_is_the_data_cut_off_and_nothing_else(primary: Cohort) -> None:
    assert 0.10 < np.mean([not p.outcome.progressed for p in primary]) < 0.50
    for p in primary:
        followed = (DATA_CUT_OFF - p.clinical.treatment_date).days / DAYS_PER_MONTH
        assert p.outcome.pfs_months <= p.outcome.true_pfs_months
        if not p.outcome.progressed:
            assert p.outcome.pfs_months == pytest.approx(followed, abs=0.03)  # half a day, rounded


def test_that_median_follow_up_is_the_papers(primary: Cohort) -> None:
    # 25.2 months (95 % CI 24.4 to 26.0)
    followed = [(DATA_CUT_OFF - p.clinical.treatment_date).days / DAYS_PER_MONTH for p in primary]
    assert np.median(followed) == pytest.approx(25.2, abs=0.8)


def _expected_auc(probability: np.ndarray) -> float:
    """The AUC of the true probability itself, over all responses that could have been drawn."""
    p = np.sort(probability)
    q = 1 - p
    pairs = p.sum() * q.sum() - (p * q).sum()
    return float((p * (np.cumsum(q) - q)).sum() / pairs)


def test_that_the_best_possible_auc_lies_where_it_was_fixed_beforehand(primary: Cohort, external: Cohort) -> None:
    # docs/adr/0002: 0.80 to 0.90 asked for; 0.856 and 0.868 with the effects as written down
    for cohort, expected in ((primary, 0.856), (external, 0.868)):
        best = _expected_auc(np.array([p.outcome.true_response_probability for p in cohort]))
        assert 0.80 < best < 0.90
        assert best == pytest.approx(expected, abs=0.012)


def test_that_the_drawn_responses_follow_the_true_probabilities(primary: Cohort) -> None:
    probability = np.array([p.outcome.true_response_probability for p in primary])
    responded = np.array([p.outcome.responded for p in primary])
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.0)):
        group = (probability >= low) & (probability < high)
        assert responded[group].mean() == pytest.approx(probability[group].mean(), abs=0.05)


def test_that_a_cohort_is_the_same_every_time_and_its_first_patients_do_not_depend_on_its_size(primary: Cohort) -> None:
    assert sample_cohort(5, seed=20_260) == primary[:5]


def test_that_cohorts_of_other_seeds_and_hospitals_share_nobody(primary: Cohort, external: Cohort) -> None:
    other = sample_cohort(500, seed=20_261)
    seen = {p.biology for p in primary[:500]}
    assert len({p.patient_id for p in (*primary, *external, *other)}) == 2 * N + 500
    assert not seen & {p.biology for p in (*other, *external)}


def test_that_a_sample_patient_is_in_no_cohort(primary: Cohort) -> None:
    assert sample_patient(20_260).biology not in {p.biology for p in primary}


def test_that_the_ct_and_laboratory_values_are_at_most_seven_days_old_at_treatment(primary: Cohort) -> None:
    for p in primary[:200]:
        record = p.clinical
        for day in (record.ct_date, record.liver_function_date, record.afp_date, record.crp_date):
            assert 1 <= (record.treatment_date - day).days <= 7
        assert record.biopsy_date < record.treatment_date


def test_that_both_scanners_are_at_work_at_the_primary_centre_and_one_outside(
    primary: Cohort, external: Cohort
) -> None:
    assert {p.scanner for p in primary[:200]} == {"ge-optima", "siemens-flash"}
    assert {p.scanner for p in external[:200]} == {"siemens-flash"}
