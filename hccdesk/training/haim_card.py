"""What a HAIM bundle's card says beyond every card: how it was trained, and its measures as rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.manifest import Performance
from hccdesk.training.features import LeftOut, reasons
from hccdesk.training.haim import TrainedHaim
from hccdesk.training.haim_bags import Bags
from hccdesk.training.haim_rivals import MEAN_POOL, Rivals
from hccdesk.training.haim_settings import HaimSettings
from hccdesk.training.networks import BAG_ROWS
from hccdesk.training.performance_rows import (
    TRUTH,
    auc_rows,
    calibration_rows,
    response_rate_row,
    threshold_rows,
)

PHANTOM_LIMITS = (
    "Tissue unlike the phantom's drives the score to 0 or 1; a real slide's score means nothing.",
    "The phantom draws one response for both regimens; a real patient's may differ between them.",
)


def how_made(
    settings: HaimSettings, learners: Bags, watchers: Bags, trained: TrainedHaim, first_weights: str
) -> tuple[str, ...]:
    """Sentences on how it was trained."""
    bags = f"{min(settings.rows)} to {max(settings.rows)} patches, drawn anew" if settings.rows else "all patches"
    return (
        f"EfficientNet-B5 ({first_weights}) on the bag of ResNet50 features (patches × 2,048, raster order), brought "
        f"to {BAG_ROWS} rows by area, two neurons.",
        *_informed(settings),
        *_taught(settings),
        f"Adam, rate {settings.learning_rate:g}{' falling as a cosine' if settings.falling_rate else ''}, binary "
        f"cross-entropy, {settings.bags_at_once} bags a step ({bags}); {trained.steps} steps on {len(learners)} "
        f"patients ({int(learners.at_risk.sum())} with SD/PD); seed {settings.seed}. The paper: rate 0.01, 3,000 "
        "epochs, 147 patients.",
        f"Kept: the network after {trained.best_step} steps, the best by AUC on {len(watchers)} other patients "
        f"({trained.watched_auc:.3f}, chosen by it, so too good). Those patients also gave the threshold (Youden) and "
        "the calibration (Platt); no patient of the measures below was among them.",
    )


def _informed(settings: HaimSettings) -> tuple[str, ...]:
    if not settings.components:
        return ()
    return (
        f"Before the network, in its graph: the features are turned into {settings.components} principal components of "
        "the learners' mean patches, each weighed by its correlation with risk there (not in the paper; without it "
        "training takes days).",
    )


def _taught(settings: HaimSettings) -> tuple[str, ...]:
    if not settings.taught_epochs:
        return ()
    return (
        f"The first {settings.taught_epochs} epochs were on bags mixed from two learners each, labelled by the "
        "mean-pool logistic model of the same learners; only then came the responses themselves (not in the paper).",
    )


def told_of(left_out: Sequence[LeftOut], rivals: Rivals) -> tuple[str, ...]:
    """Who was left out, and a rival that could not be fitted."""
    refused = (f"Clinical logistic model: not fitted ({rivals.refused})",) if rivals.refused else ()
    return (*(f"Left out: {count} ({reason.text})." for reason, count in reasons(left_out)), *refused)


def rows(
    bags: Bags, score: NDArray[np.float64], rivals: Rivals, threshold: float, cohort: str
) -> tuple[Performance, ...]:
    """Measures on patients that training did not touch, what stands beside them, and the truth of phantoms."""
    risk = bags.at_risk
    return (
        *auc_rows("AUC", score, risk, cohort),
        *_truth(bags, cohort),
        *auc_rows(f"AUC of the {MEAN_POOL}", rivals.mean_pool.probability(bags.means), risk, cohort),
        *_clinical(bags, rivals, cohort),
        *threshold_rows(score, risk, threshold, cohort),
        *calibration_rows(score, risk, cohort),
        response_rate_row(~risk, cohort),
    )


def _truth(bags: Bags, cohort: str) -> tuple[Performance, ...]:
    known = [p.true_response_probability for p in bags.patients if p.true_response_probability is not None]
    return auc_rows(TRUTH, 1 - np.array(known), bags.at_risk, cohort) if len(known) == len(bags) else ()


def _clinical(bags: Bags, rivals: Rivals, cohort: str) -> tuple[Performance, ...]:
    found = rivals.clinical_risk(bags)
    if found is None:
        return ()
    risk, known = found
    return auc_rows("AUC of the clinical logistic model", risk, bags.at_risk[known], cohort)
