"""`hccdesk train survival`: a nomogram from a cohort table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress as Bar

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.training.bar_progress import BarProgress
from hccdesk.training.command_options import WORK, ModelsOption, WorkOption, models_or_own
from hccdesk.training.survival_plan import SurvivalPlan
from hccdesk.training.survival_presets import PRESETS

HORIZONS = ("12", "18", "24")
"""Where none are asked for: those of Yin et al. 2024."""


def survival(  # noqa: PLR0917 - options of a command
    table: Annotated[Path, typer.Argument(help="The cohort table (CSV or XLSX).", exists=True, dir_okay=False)],
    preset: Annotated[str, typer.Option(help=f"A ready plan: {', '.join(PRESETS)}.")] = "",
    model_id: Annotated[str, typer.Option("--id", help="Name of the bundle.")] = "",
    endpoint: Annotated[Endpoint | None, typer.Option(help="pfs, os or ttp.")] = None,
    covariates: Annotated[str, typer.Option(help="Names, with commas between them.")] = "",
    horizons: Annotated[str, typer.Option(help="Months, with commas between them (12,18,24).")] = "",
    question: Annotated[str, typer.Option(help="The question it answers, as printed (the endpoint's name).")] = "",
    title: Annotated[str, typer.Option(help="Title of the bundle.")] = "",
    version: Annotated[str, typer.Option(help="Version of the bundle.")] = "",
    regimen: Annotated[Regimen | None, typer.Option(help="What the patients got, if it is one of these.")] = None,
    penalty: Annotated[
        float | None,
        typer.Option(help="Draw coefficients towards zero: deviation of the normal prior, e.g. 0.3.", min=0.01),
    ] = None,
    ct_bundle: Annotated[Path | None, typer.Option(help="CT model for image features and probability.")] = None,
    crossfit: Annotated[Path | None, typer.Option(help="Cross-fit file of that model's own training.")] = None,
    held_out: Annotated[Path | None, typer.Option(help="Table of other patients to compare models on.")] = None,
    resamples: Annotated[int | None, typer.Option(help="Bootstrap resamples.", min=100)] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of everything that is drawn.")] = None,
    models: ModelsOption = None,
    work: WorkOption = WORK,
) -> None:
    """Fit a survival nomogram: univariate, then multivariate Cox; checked, compared, and offered only if it holds."""
    from hccdesk.training.survival_ct_inputs import CtSource  # noqa: PLC0415 - networks and image codecs
    from hccdesk.training.survival_training import train_survival  # noqa: PLC0415
    from hccdesk.workflow.open_cohort import open_cohort  # noqa: PLC0415

    asked = {
        "model_id": model_id,
        "endpoint": endpoint,
        "covariates": _listed(covariates),
        "horizons": _listed(horizons),
        "question": question,
        "title": title,
        "version": version,
        "regimen": regimen,
        "prior_deviation": penalty,
        "resamples": resamples,
        "seed": seed,
    }
    plan = plan_of(preset, {name: value for name, value in asked.items() if value not in ("", (), None)})
    folder = models_or_own(models)
    ct = CtSource(ct_bundle, crossfit) if ct_bundle else None
    test = open_cohort(held_out) if held_out else None
    with Bar() as bar:
        told = BarProgress(bar)
        made = train_survival(plan, open_cohort(table), folder, progress=told, ct=ct, test=test, work=work)
    typer.echo(verdict_line(made, folder))


def plan_of(preset: str, asked: dict[str, Any]) -> SurvivalPlan:
    """The plan of a preset with what is asked in place of its own, or of what is asked alone.

    Refused (`InputError`): a preset that there is not, and a plan without what every plan needs.
    """
    if preset:
        if preset not in PRESETS:
            raise InputError(
                Sentence.of("There is no preset {name}.", name=Sentence.literally(preset[:60])),
                what_to_do=Sentence.of("Choose one of: {known}.", known=", ".join(PRESETS)),
            )
        return replace(PRESETS[preset], **asked)
    wanted = {"model_id": "--id", "endpoint": "--endpoint", "covariates": "--covariates"}
    missing = [option for name, option in wanted.items() if name not in asked]
    if missing:
        raise InputError(
            Sentence.of("A survival model needs {options}.", options=", ".join(missing)),
            what_to_do="Give them, or a --preset.",
        )
    endpoint: Endpoint = asked["endpoint"]
    return SurvivalPlan(**{"horizons": HORIZONS, "question": endpoint.label, **asked})


def verdict_line(made: ModelManifest, folder: Path) -> str:
    """Where the bundle is, and whether it may speak."""
    check = made.survival_check
    said = "offered" if made.offered else "NOT offered: it will never be applied to a patient"
    figures = (
        f" (likelihood-ratio p {check.likelihood_ratio_p:.2g}, corrected slope {check.corrected_slope:.3f}, "
        f"corrected R² {check.corrected_r2:.3f})"
        if check
        else ""
    )
    return f"{folder / made.model_id}: {said}{figures}"


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
