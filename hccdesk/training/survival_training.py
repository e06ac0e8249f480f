"""`train survival`: from a cohort table to a nomogram bundle, or the reason why there can be none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from hccdesk.domain.cohort import CohortTable, Endpoint
from hccdesk.domain.cohort_description import SurvivalGroup
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelBundle, ModelManifest
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.resources import site_folder
from hccdesk.store.model_bundles import read_bundle, write_bundle
from hccdesk.store.plain_json import plain
from hccdesk.store.validation_file import FILE_NAME
from hccdesk.store.workstation_key import workstation_signer
from hccdesk.survival.cohort_facts import CURVE_FILE
from hccdesk.survival.groups import at_risk_months, survival_group
from hccdesk.survival.nomogram_bundle import build
from hccdesk.survival.selftest import selftest_files
from hccdesk.training.cards import model_card
from hccdesk.training.manifests import YIN_ISSUES
from hccdesk.training.survival_card import how_made, sections
from hccdesk.training.survival_columns import axis_of, is_from_ct
from hccdesk.training.survival_ct_inputs import CtSource, ct_answers
from hccdesk.training.survival_data import CtAnswer, SurvivalData, survival_data
from hccdesk.training.survival_fit import FittedSurvival, fit_survival
from hccdesk.training.survival_manifest import survival_manifest
from hccdesk.training.survival_models import Unseen, cross_validated, held_out
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.training.survival_record import survival_record
from hccdesk.training.survival_scope import ARM
from hccdesk.training.survival_validation_file import survival_validation_file
from hccdesk.training.training_record import RECORD_NAME

NOMOGRAM, CARD = "nomogram.json", "MODEL_CARD.md"


def train_survival(
    plan: SurvivalPlan,
    table: CohortTable,
    models: Path,
    *,
    progress: Progress,
    ct: CtSource | None = None,
    test: CohortTable | None = None,
    work: Path | None = None,
) -> ModelManifest:
    """Fit, check, compare on unseen patients, and write the bundle to `models / plan.model_id`.

    `ct` says where image features and response probability come from, `test` is a table of held-out patients
    (without it: cross-validation by patient), `work` keeps CT answers between runs. A model that fails its own check
    is written as not offered. Refused as `InputError`: a cohort that no model can be fitted to.
    """
    data = _data(plan, table, ct, work, progress)
    _refuse_without_treatment(plan, data)
    fitted = fit_survival(plan, data, progress)
    unseen = _unseen(plan, data, test, ct, work, progress)
    curve = cohort_group(plan, data)
    nomogram = _nomogram(plan, data, fitted)
    head = _head(plan, ct)
    manifest = survival_manifest(plan, table, data, fitted=fitted, unseen=unseen, head=head, validation=FILE_NAME)
    card = model_card(manifest, how_made(plan, data, len(table.patients)), YIN_ISSUES if ct else ())
    content = {
        NOMOGRAM: nomogram,
        CARD: f"{card}\n{sections(plan, data, fitted, unseen, curve)}".encode(),
        RECORD_NAME: survival_record(plan, table, data, fitted),
        FILE_NAME: survival_validation_file(plan, test or table, manifest, fitted, unseen),
        **selftest_files(nomogram),
        CURVE_FILE: cohort_curve_bytes(curve, data),
    }
    return write_bundle(manifest, content, models / plan.model_id, workstation_signer(site_folder()))


def _refuse_without_treatment(plan: SurvivalPlan, data: SurvivalData) -> None:
    if plan.regimen is None and not any(patient.labels.get(ARM) for patient in data.patients):
        raise InputError(
            "What the patients were treated with is not told.",
            what_to_do=Sentence.of("Name the regimen, or give the table a column {arm}.", arm=ARM),
        )


def _data(
    plan: SurvivalPlan, table: CohortTable, ct: CtSource | None, work: Path | None, progress: Progress
) -> SurvivalData:
    answers: Mapping[str, CtAnswer] = {}
    if any(is_from_ct(name) for name in plan.covariates):
        if ct is None:
            raise InputError(
                "Image features and response probability need the CT model that gives them.",
                what_to_do="Name its bundle with --ct-bundle.",
            )
        answers = ct_answers(table, ct, work, progress)
    return survival_data(table.patients, plan.endpoint, plan.covariates, answers)


def _unseen(  # noqa: PLR0917 - private, called once
    plan: SurvivalPlan,
    data: SurvivalData,
    test: CohortTable | None,
    ct: CtSource | None,
    work: Path | None,
    progress: Progress,
) -> Unseen:
    if test is None:
        return cross_validated(plan, data)
    return held_out(plan, data, _data(plan, test, ct, work, progress), test.title)


def _nomogram(plan: SurvivalPlan, data: SurvivalData, fitted: FittedSurvival) -> bytes:
    axes = [axis_of(name, column) for name, column in zip(data.names, data.covariates.T, strict=True)]
    return build(fitted.fit, axes, plan.question, plan.horizons)


def _head(plan: SurvivalPlan, ct: CtSource | None) -> ModelBundle | None:
    needed = ct is not None and any(is_from_ct(name) for name in plan.covariates)
    return read_bundle(ct.bundle) if ct and needed else None


def cohort_group(plan: SurvivalPlan, data: SurvivalData) -> SurvivalGroup:
    """The cohort's own: Kaplan-Meier, or of time to progression, where death competes, the incidence."""
    competing = plan.endpoint is Endpoint.TTP
    months, ending = data.months, data.ending if competing else data.event
    return survival_group("", months, ending, at_risk_months(months), plan.horizons, is_incidence=competing)


def cohort_curve_bytes(curve: SurvivalGroup, data: SurvivalData) -> bytes:
    """The bundle's `cohort_curve.json`."""
    document = {"at_risk_months": at_risk_months(data.months), **asdict(curve)}
    # One time a patient: the curve is drawn without them.
    document |= {"median_months": None, "censored_months": []}
    return (json.dumps(plain(document), indent=1, sort_keys=True) + "\n").encode()
