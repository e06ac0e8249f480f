"""What a CT head's card says beyond every card: how it was trained, and its measures as rows."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import Performance
from hccdesk.domain.result import NotComputed
from hccdesk.domain.validation import ValidationReport
from hccdesk.training.ct_cohort import CtCohort
from hccdesk.training.ct_measures import Tested
from hccdesk.training.ct_settings import CtHeadSettings
from hccdesk.training.features import LeftOut, reasons
from hccdesk.training.performance_rows import (
    TRUTH,
    auc_rows,
    calibration_rows,
    performance,
    response_rate_row,
    threshold_rows,
)

CLINICAL = "AUC of the clinical logistic model of the training patients"


def how_made(
    settings: CtHeadSettings,
    cohort: CtCohort,
    left_out: Sequence[LeftOut],
    report: ValidationReport,
    threshold: float,
) -> tuple[str, ...]:
    """Sentences on how it was trained and compared."""
    widths = "-".join(map(str, (2048, *settings.hidden, settings.image_features)))
    how_l2 = "decoupled" if settings.decoupled_l2 else "in the loss"
    drawn = "a patient, then a slice, drawn anew each time" if settings.patients_weigh_alike else "every slice in turn"
    return (
        f"Backbone frozen (the paper's first 49 layers are its convolutions); perceptron {widths}, joined with "
        f"{cohort.clinical.shape[1]} clinical features, fully connected to two.",
        f"Adam, rate {settings.learning_rate:g}{' falling as a cosine' if settings.falling_rate else ''}, "
        f"{settings.epochs} epochs of {cohort.slices:,} slices with tumour, {settings.batch} a step ({drawn}); binary "
        f"cross-entropy; dropout {settings.dropout:g}; L2 {settings.l2:g} ({how_l2}) in the perceptron.",
        f"{len(cohort)} patients, {int(cohort.responded.sum())} of them responders. A patient's probability and image "
        "features are the mean over the slices.",
        f"Cross-validated in {settings.folds} folds by patient, responders spread evenly; threshold {threshold:.3f} by "
        "Youden's index on those predictions.",
        *_comparison(report),
        *(f"Left out: {count} ({reason.text})." for reason, count in reasons(left_out)),
    )


def performance_of(report: ValidationReport, tested: Sequence[Tested], threshold: float) -> tuple[Performance, ...]:
    """Rows of the manifest: cross-validated on the training cohort, then on each test table, the truth beside each."""
    return (*_cross_validated(report), *(row for one in tested for row in _of_table(one, threshold)))


def _cross_validated(report: ValidationReport) -> tuple[Performance, ...]:
    response = report.response
    if response is None:
        return ()
    cohort = "training cohort, cross-validated by patient"
    named = [
        ("AUC", response.auc),
        (TRUTH, response.best_reachable_auc),
        *((f"AUC of the {c.name}, cross-validated", c.estimate) for c in report.comparisons[1:]),
    ]
    return tuple(performance(n, e, cohort, response.patients) for n, e in named if isinstance(e, Estimate))


def _of_table(tested: Tested, threshold: float) -> tuple[Performance, ...]:
    cohort, score, responded = tested.title, tested.probability, tested.responded
    truth = () if tested.true_probability is None else auc_rows(TRUTH, tested.true_probability, responded, cohort)
    return (
        *auc_rows("AUC", score, responded, cohort),
        *truth,
        *(() if tested.clinical is None else auc_rows(CLINICAL, tested.clinical, responded, cohort)),
        *threshold_rows(score, responded, threshold, cohort),
        *calibration_rows(score, responded, cohort),
        response_rate_row(responded, cohort),
    )


def _comparison(report: ValidationReport) -> tuple[str, ...]:
    said = []
    for other in report.comparisons[1:]:
        if isinstance(other.estimate, NotComputed):
            said.append(f"The {other.name} could not stand beside it: {other.estimate.reason.unfinished.text}.")
        if other.difference is None or other.test is None:
            continue
        said.append(
            f"Beside it the {other.name} on the same patients: difference of its AUC to this model's "
            f"{other.difference.value:+.3f} ({_limits(other.difference)}), {other.test.test} test p = "
            f"{other.test.p:.3g}."
        )
    return tuple(said)


def _limits(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "no interval"
    return f"95 % interval {estimate.low:+.3f} to {estimate.high:+.3f}"
