"""Every published score of a clinical row, in the order of the report."""

from __future__ import annotations

from collections.abc import Callable

from hccdesk.clinical import albi, art, bclc, child_pugh, cnlc, crafity, hap, malbi, mhap2, tumour_burden
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.result import NotComputed, ScoreFinding

SCORES: tuple[tuple[str, Callable[[ClinicalRecord], ScoreFinding | NotComputed]], ...] = (
    ("Child-Pugh", child_pugh.score),
    ("ALBI", albi.score),
    ("mALBI", malbi.score),
    ("BCLC 2022", bclc.score),
    ("CNLC", cnlc.score),
    ("HAP", hap.score),
    ("mHAP-II", mhap2.score),
    ("Up-to-seven", tumour_burden.up_to_seven),
    ("Six-and-twelve", tumour_burden.six_and_twelve),
    ("Tumour burden score", tumour_burden.tumour_burden_score),
    ("CRAFITY", crafity.score),
)


def published_scores(record: ClinicalRecord) -> tuple[tuple[str, ScoreFinding | NotComputed], ...]:
    """(score name, finding) for each; one that lacks a field says which.

    The ART score is asked only of patients who had a session before.
    """
    after_a_session = (("ART", art.score),) if record.previous_session is not None else ()
    return tuple((name, score(record)) for name, score in (*SCORES, *after_a_session))
