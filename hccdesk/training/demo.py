"""The demonstration bundles, made again from their seeds in one go: phantoms, backbone, heads, nomogram, measures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.progress import Progress
from hccdesk.store.model_bundles import read_bundle
from hccdesk.training.backbone_bundle import BackbonePlace, make_backbone
from hccdesk.training.checkpoint import key_of
from hccdesk.training.ct_bundle import CtRequest, make_ct_response
from hccdesk.training.ct_place import BACKBONE, HeadPlace
from hccdesk.training.demo_survival import make_demo_nomogram
from hccdesk.training.device import Processor, TrainingDevice, training_processor
from hccdesk.training.haim_bundle import HaimRequest, make_haim
from hccdesk.training.made_steps import MadeSteps
from hccdesk.training.plan import CT_HEAD, HAIM, DemoPlan, PhantomTable
from hccdesk.training.survival_ct_inputs import CtSource
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.open_cohort import open_cohort


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """`models` gets the bundles; `work` keeps cohorts, features and checkpoints between runs; `workers` make images."""

    models: Path
    work: Path
    progress: Progress
    workers: int = 1
    device: TrainingDevice = TrainingDevice.CPU
    liver_tiles: Path | None = None


def make_demo_bundles(place: DemoPlace, plan: DemoPlan) -> tuple[str, ...]:
    """Make what is not made yet; returns the ids of the bundles that were. Run again after a stop, it goes on."""
    run = _Run(place, plan, MadeSteps(place.models, place.work / "made"), *(_cohort(place, t) for t in plan.tables))
    steps = (
        (BACKBONE, run.backbone),
        (CT_HEAD, run.ct_head),
        (HAIM, run.haim),
        (plan.survival.model_id, run.nomogram),
        (plan.clinical_survival.model_id, run.clinical_nomogram),
    )
    return tuple(model_id for model_id, step in steps if step())


def _cohort(place: DemoPlace, table: PhantomTable) -> CohortTable:
    folder = place.work / "cohorts" / table.name
    path = make_phantom_cohort(
        folder,
        table.patients,
        table.seed,
        external=table.external,
        workers=place.workers,
        progress=place.progress,
    )
    return open_cohort(path)


@dataclass(frozen=True, slots=True)
class _Run:
    place: DemoPlace
    plan: DemoPlan
    steps: MadeSteps
    training: CohortTable
    held_out: CohortTable
    external: CohortTable

    def backbone(self) -> bool:
        settings, place = self.plan.backbone, self.place
        key = key_of(settings=settings, device=place.device)

        def make() -> None:
            processor = self._processor(settings.reduced_precision)
            make_backbone(
                BackbonePlace(place.models, place.work, place.progress, processor, place.liver_tiles), settings
            )

        return self.steps.unless_made(BACKBONE, key, make)

    def ct_head(self) -> bool:
        request = CtRequest(self.training.path, CT_HEAD, settings=self.plan.ct, tests=self._tests)

        def make() -> None:
            make_ct_response(self._heads(reduced=False), request)

        return self.steps.unless_made(CT_HEAD, self._key(settings=self.plan.ct), make)

    def haim(self) -> bool:
        settings, steps = self.plan.haim, self.plan.haim_steps
        request = HaimRequest(self.training.path, HAIM, settings=settings, tests=self._tests, steps=steps)

        def make() -> None:
            make_haim(self._heads(reduced=settings.reduced_precision), request)

        return self.steps.unless_made(HAIM, self._key(settings=settings, steps=steps), make)

    def nomogram(self) -> bool:
        place = self.place
        ct = CtSource(place.models / CT_HEAD, place.work / f"crossfit-{CT_HEAD}.json")
        key = self._key(settings=self.plan.survival, ct=read_bundle(ct.bundle).weights_sha256)
        return self._survival(self.plan.survival, key, ct)

    def clinical_nomogram(self) -> bool:
        plan = self.plan.clinical_survival
        return self._survival(plan, key_of(tables=self._tables, settings=plan), None)

    def _survival(self, plan: SurvivalPlan, key: str, ct: CtSource | None) -> bool:
        place, tests = self.place, (self.held_out, self.external)

        def make() -> None:
            make_demo_nomogram(
                plan, self.training, tests, ct=ct, models=place.models, work=place.work, progress=place.progress
            )

        return self.steps.unless_made(plan.model_id, key, make)

    @property
    def _tests(self) -> tuple[Path, Path]:
        return self.held_out.path, self.external.path

    @property
    def _tables(self) -> list[str]:
        return [table.sha256 for table in (self.training, self.held_out, self.external)]

    def _key(self, **facts: object) -> str:
        backbone = read_bundle(self.place.models / BACKBONE).weights_sha256
        return key_of(tables=self._tables, backbone=backbone, precision=self.plan.precision, **facts)

    def _heads(self, reduced: bool) -> HeadPlace:
        place, processor = self.place, self._processor(reduced)
        return HeadPlace(place.models, place.work, place.progress, processor, place.device, self.plan.precision)

    def _processor(self, reduced: bool) -> Processor:
        return training_processor(self.place.device, reduced=reduced)
