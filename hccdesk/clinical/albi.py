"""Albumin-bilirubin score. Johnson et al., J Clin Oncol 2015;33:550-8."""

from __future__ import annotations

from math import log10

from hccdesk.clinical.known import missing_fields, needs
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

CITATION = "Johnson PJ et al., J Clin Oncol 2015;33:550-558"
EDITION = "2015, albumin coefficient -0.085 as published; some calculators use -0.0852"

_GRADE_1_UP_TO, _GRADE_2_UP_TO = -2.60, -1.39


def score(record: ClinicalRecord) -> ScoreFinding | NotComputed:
    """0.66·log10(bilirubin, µmol/L) − 0.085·albumin (g/L); more negative is better liver function.

    Grade 1 up to −2.60, 2 up to −1.39, 3 above, told from the unrounded value: a score that prints as −2.60
    can be grade 2. The components are the two terms.
    """
    bilirubin, albumin = record.bilirubin_umol_per_l, record.albumin_g_per_l
    if bilirubin is None or albumin is None:
        return missing("ALBI", record)
    terms = {"bilirubin_umol_per_l": 0.66 * log10(bilirubin), "albumin_g_per_l": -0.085 * albumin}
    value = sum(terms.values())
    return ScoreFinding("ALBI", value, grade_of(value), terms, CITATION, edition=EDITION)


def missing(score_name: str, record: ClinicalRecord) -> NotComputed:
    """That a score of these two needs what the row does not have."""
    return needs(score_name, missing_fields(record, ("bilirubin_umol_per_l", "albumin_g_per_l")))


def grade_of(value: float) -> str:
    """Grade 1, 2 or 3."""
    return "grade 1" if value <= _GRADE_1_UP_TO else "grade 2" if value <= _GRADE_2_UP_TO else "grade 3"
