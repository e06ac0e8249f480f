"""Analyse a case: everything that can be computed, and for the rest the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hccdesk import __version__
from hccdesk.clinical.published_scores import published_scores
from hccdesk.domain.case import Case
from hccdesk.domain.manifest import ModelBundle
from hccdesk.domain.model_choice import ModelChoice
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.provenance import ModelFact, Provenance, RuntimeFacts
from hccdesk.domain.result import CaseResult, ClinicalResponseFinding, CtResponseFinding, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.inference.device import Device, choose
from hccdesk.survival.nomogram_bundle import needs_ct_response
from hccdesk.workflow.assess_clinical import assess_clinical
from hccdesk.workflow.assess_ct import assess_ct
from hccdesk.workflow.assess_slide import SlideAssessment, assess_slide
from hccdesk.workflow.assess_survival import assess_survival
from hccdesk.workflow.draw_figures import draw_figures
from hccdesk.workflow.installed_models import InstalledModels, installed_models
from hccdesk.workflow.judge_scope import judge_scope
from hccdesk.workflow.networks import Networks
from hccdesk.workflow.taken_over import RunPlan
from hccdesk.workflow.validations import validations
from hccdesk.workflow.workbench import Workbench


def analyse_case(
    case: Case,
    workbench: Workbench,
    progress: Progress | None = None,
    wanted: ModelChoice = ModelChoice.ALL,
    previous: CaseResult | None = None,
) -> CaseResult:
    """The complete result of one case; nothing unknown is filled in, nothing uncomputable is an exception.

    With one kind of model `wanted`, the findings of the others are taken over from `previous`, which the caller
    knows to be of the same inputs, where the same models made it; without it they are `NotComputed` and say so.
    """
    watched = progress or NoProgress()
    started = workbench.now()
    models = installed_models(workbench.models_folder, workbench.site_folder)
    plan = RunPlan.of(wanted, previous, _facts(models))
    device = choose(workbench.device)
    networks = Networks(models, device, watched)
    run_ct = plan.runs_ct(any(needs_ct_response(bundle) for bundle in models.survival))
    ct_response = _ct_response(case, models, networks, watched) if run_ct else plan.kept_ct()
    slide = _slide_response(case, models, networks, workbench, watched) if plan.runs_slide else _kept_slide(plan)
    kept = len(slide.selection.kept) if slide.selection else None
    nomograms = sorted(models.survival, key=lambda bundle: _rank(bundle, case))
    survival = tuple((b.manifest.model_id, _survival(case, b, models, ct_response, plan)) for b in nomograms)
    figures = draw_figures(case, ct_response, slide, workbench, watched)
    return CaseResult(
        regimen=case.regimen,
        clinical=case.clinical,
        ct_series=case.ct.series if case.ct else None,
        ct_roi=case.ct.measurements if case.ct else None,
        slide=case.slide.facts if case.slide else None,
        ct_response=ct_response,
        slide_response=slide.finding,
        survival=survival,
        scores=published_scores(case.clinical),
        applicability=tuple(
            judge_scope(case, bundle.manifest, ct_response, slide.finding, kept)
            for bundle in models.speaking
            if bundle.manifest.offered
        ),
        models=tuple(bundle.manifest for bundle in models.all),
        problems=(*case.problems, *models.problems),
        figures=figures,
        provenance=_provenance(case, models, _runtime(device, plan.notes(run_ct)), started, workbench.now()),
        patches=slide.selection,
        ct_set_aside=case.ct_set_aside,
        clinical_response=_clinical_response(case, models),
        validations=validations(models.speaking),
    )


def _rank(bundle: ModelBundle, case: Case) -> tuple[bool, bool, bool, str]:
    """Nomograms for the planned regimen come first, with image features before without; never offered ones last."""
    manifest = bundle.manifest
    return not manifest.offered, not manifest.made_for(case.regimen), manifest.backbone is None, manifest.model_id


def _ct_response(
    case: Case, models: InstalledModels, networks: Networks, progress: Progress
) -> CtResponseFinding | NotComputed:
    if models.ct_response is None:
        return NotComputed(models.absent(Sentence.of("no CT response model is installed")))
    head = models.ct_response
    return assess_ct(case, head, judge_scope(case, head.manifest), networks, progress)


def _clinical_response(case: Case, models: InstalledModels) -> ClinicalResponseFinding | NotComputed:
    head = models.ct_response
    return assess_clinical(case, head, judge_scope(case, head.manifest) if head else None)


def _slide_response(
    case: Case, models: InstalledModels, networks: Networks, workbench: Workbench, progress: Progress
) -> SlideAssessment:
    if models.haim is None:
        absent = models.absent(Sentence.of("no slide response model is installed"))
        return SlideAssessment(NotComputed(absent))
    verdict = judge_scope(case, models.haim.manifest)
    return assess_slide(case, models.haim, verdict, networks=networks, sandbox=workbench.sandbox, progress=progress)


def _kept_slide(plan: RunPlan) -> SlideAssessment:
    return SlideAssessment(*plan.kept_slide())


def _survival(
    case: Case,
    bundle: ModelBundle,
    models: InstalledModels,
    ct_response: CtResponseFinding | NotComputed,
    plan: RunPlan,
) -> SurvivalFinding | NotComputed:
    if not plan.runs_survival(bundle.manifest.model_id):
        return plan.kept_survival(bundle.manifest.model_id)
    head = models.ct_response.reference if models.ct_response else None
    return assess_survival(case, bundle, head, ct_response, judge_scope(case, bundle.manifest))


def _runtime(device: Device, notes: tuple[str, ...]) -> RuntimeFacts:
    return replace(device.facts, notes=(*device.facts.notes, *notes))


def _provenance(
    case: Case, models: InstalledModels, runtime: RuntimeFacts, started: datetime, finished: datetime
) -> Provenance:
    return Provenance(
        software_version=__version__,
        started_at=started.isoformat(timespec="seconds"),
        finished_at=finished.isoformat(timespec="seconds"),
        runtime=runtime,
        inputs=case.inputs,
        models=_facts(models),
        overrides=case.overrides,
    )


def _facts(models: InstalledModels) -> tuple[ModelFact, ...]:
    return tuple(
        ModelFact(
            b.manifest.model_id,
            b.manifest.version,
            b.manifest.cohort_kind.value,
            b.weights_sha256,
            b.manifest_sha256,
        )
        for b in models.all
    )
