"""Ask one model about every patient of a cohort: as at the board, but without pictures and explanations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hccdesk.domain.applicability import Scope
from hccdesk.domain.case import Case
from hccdesk.domain.cohort import CohortPatient
from hccdesk.domain.errors import InputError, PatientMismatchError
from hccdesk.domain.manifest import ModelBundle, ModelKind
from hccdesk.domain.progress import Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import CtResponseFinding, NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.inference import haim
from hccdesk.survival.covariates import Covariates, PatientInputs, gather
from hccdesk.survival.prediction import OpenNomogram, open_nomogram
from hccdesk.workflow.assess_ct import assess_ct
from hccdesk.workflow.assess_slide import bag_of, with_distances
from hccdesk.workflow.cohort_case import cohort_case
from hccdesk.workflow.derived_covariates import derived_of
from hccdesk.workflow.judge_scope import judge_scope
from hccdesk.workflow.scoring_models import ScoringModels
from hccdesk.workflow.workbench import Workbench

STAGE = "Patients"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model gave for one patient: the score of a response model, or the covariates of a nomogram in order.

    `scope` is where the patient lies by the model's own rules; `fitted_rules` counts unknown values that the bundle's
    fitted rules stood in for.
    """

    patient: CohortPatient
    values: tuple[float, ...]
    scope: Scope
    fitted_rules: int = 0


@dataclass(frozen=True, slots=True)
class ScoredCohort:
    """Answers in the table's order; why there is none for the others, counted; and refused images, a line a patient.

    The lines in `refusals` name the patient by the row in the table and may name files: they are for the screen of
    whoever has the table, and go into no report.
    """

    answers: tuple[Answer, ...]
    not_scored: tuple[tuple[Sentence, int], ...]
    refusals: tuple[str, ...] = field(default=())


def score_cohort(
    patients: Sequence[tuple[int, CohortPatient]], models: ScoringModels, workbench: Workbench, progress: Progress
) -> ScoredCohort:
    """Ask about each of `patients`, given with the number of the row; one step of progress a patient.

    A patient whose images cannot be used, or for whom the model gives no number, costs only that patient. Raises
    `ModelBundleError` where the model itself fails, and `Cancelled`.
    """
    asked = _Asked(models, workbench, progress)
    answers: list[Answer] = []
    reasons: Counter[Sentence] = Counter()
    refusals: list[str] = []
    for done, (row, patient) in enumerate(patients):
        asked.at(done, len(patients))
        try:
            found = asked.of(patient)
        except InputError as fault:
            refusals.append(f"row {row}: {' '.join(str(fault).split())}")
            found = NotComputed(_refused(fault))
        if isinstance(found, Answer):
            answers.append(found)
        else:
            reasons[found.reason] += 1
    asked.at(len(patients), len(patients))
    return ScoredCohort(tuple(answers), tuple(reasons.most_common()), tuple(refusals))


def _refused(fault: InputError) -> Sentence:
    # The fault itself may name files and series: it is told to whoever has the table, and counted here.
    if isinstance(fault, PatientMismatchError):
        return Sentence.of("the images name another patient than the row")
    return Sentence.of("the images, or the outlines on them, cannot be used")


class _Asked:
    """One model, asked about patient after patient; it is also the progress that its readers report to."""

    def __init__(self, models: ScoringModels, workbench: Workbench, progress: Progress) -> None:
        self._models, self._workbench, self._progress = models, workbench, progress
        self._done, self._total = 0, 0
        nomogram = models.bundle.manifest.kind is ModelKind.SURVIVAL_NOMOGRAM
        self._nomogram: OpenNomogram | None = open_nomogram(models.bundle) if nomogram else None

    def at(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self.step(0, 1, "")

    def step(self, done: int, total: int, label: str) -> None:
        """The readers' own steps only ask whether to go on: the bar counts patients."""
        self._progress.step(self._done, self._total, STAGE)

    def of(self, patient: CohortPatient) -> Answer | NotComputed:
        match self._models.bundle.manifest.kind:
            case ModelKind.CT_RESPONSE:
                return self._ct(patient)
            case ModelKind.HAIM:
                return self._haim(patient)
        return self._survival(patient)

    def _ct(self, patient: CohortPatient) -> Answer | NotComputed:
        case = self._case(patient, ct=True)
        found = self._ct_finding(case, self._models.bundle)
        if isinstance(found, NotComputed):
            return found
        verdict = judge_scope(case, self._models.bundle.manifest, found)
        return Answer(patient, (found.probability_of_objective_response,), verdict.scope)

    def _haim(self, patient: CohortPatient) -> Answer | NotComputed:
        bundle = self._models.bundle
        case = self._case(patient, slide=True)
        if case.slide is None:
            return NotComputed(Sentence.of("no slide was given"))
        if case.slide.roi is None:
            return NotComputed(Sentence.of("no outlined tumour tissue on the slide"))
        withheld = judge_scope(case, bundle.manifest).hard_stop
        if withheld:
            return NotComputed(withheld.explanation)
        networks, spec = self._models.networks, bundle.manifest.slide_input
        assert spec is not None
        bag = bag_of(case.slide, spec, networks.backbone_of(bundle), self._workbench.sandbox, self)
        dropped = bag.selection.dropped_by_reason()
        found = with_distances(
            haim.predict(bag.features, dropped, bundle, networks.device, in_regimen=True), bag, bundle
        )
        if isinstance(found, NotComputed):
            return found
        verdict = judge_scope(case, bundle.manifest, slide=found, patches_kept=found.patches_kept)
        return Answer(patient, (found.post_treatment_risk_prediction_score,), verdict.scope)

    def _survival(self, patient: CohortPatient) -> Answer | NotComputed:
        assert self._nomogram is not None
        head = self._models.head
        case = self._case(patient, ct=head is not None)
        withheld = judge_scope(case, self._models.bundle.manifest).hard_stop
        if withheld:
            return NotComputed(withheld.explanation)
        found = self._ct_finding(case, head) if head else None
        if isinstance(found, NotComputed):
            return found
        inputs = PatientInputs(
            patient.record,
            found.image_features if found else None,
            found.network_probability if found else None,
            derived_of(patient),
        )
        covariates = gather(self._nomogram.nomogram, inputs)
        if not isinstance(covariates, Covariates):
            return covariates
        verdict = judge_scope(case, self._models.bundle.manifest, found)
        return Answer(patient, covariates.values, verdict.scope, len(covariates.fitted_rules_used))

    def _case(self, patient: CohortPatient, *, ct: bool = False, slide: bool = False) -> Case:
        regimen = self._models.bundle.manifest.regimen or Regimen.TACE_HAIC_PD1_TKI
        return cohort_case(patient, regimen, self._workbench, self, ct=ct, slide=slide)

    def _ct_finding(self, case: Case, bundle: ModelBundle) -> CtResponseFinding | NotComputed:
        return assess_ct(case, bundle, judge_scope(case, bundle.manifest), self._models.networks, self)
