"""The model card of a bundle: what it is, what it must not be used for, how it was made, how well it did."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from hccdesk.domain.manifest import CohortKind, ModelKind, ModelManifest, Performance

_BANNER = {
    CohortKind.PHANTOM: (
        "**DEMONSTRATION. Trained on synthetic patients made by this program. It has never seen a real one, and its "
        "figures are not clinical ones.**"
    ),
    CohortKind.PUBLIC: "**Made from published data of other hospitals. Not a medical device.**",
    CohortKind.SITE: "**Made by this site from its own patients. Not a medical device.**",
}
_MUST_NOT_DEMONSTRATION = (
    "deciding, or helping to decide, on the treatment of any person",
    "research on real patients, other than testing that the software runs",
    "any comparison with the published models, whose weights it does not contain",
)
_MUST_NOT = (
    "deciding on the treatment of any person on its own",
    "patients outside the scope that its manifest states",
    "any comparison with the published models, whose weights it does not contain",
)
_MEASURES, _LIMITS = "\n\n## How well it did\n\n", "\n\n## Known limits\n\n"
PRESETS = {
    "paper": "Preset `paper`: every setting that the paper states, as it states it.",
    "quick": "Preset `quick`: not the paper's settings but ones that learn in minutes on a processor without a GPU.",
    "cox": "Preset `cox`: Cox regression, no network.",
}


def model_card(manifest: ModelManifest, how: Sequence[str], known_issues: Sequence[str]) -> str:
    """MODEL_CARD.md: `how` are sentences on how it was made, `known_issues` those of the paper it follows."""
    phantom = manifest.is_demonstration
    preset = (PRESETS[manifest.preset],) if manifest.preset in PRESETS else ()
    parts = [
        f"# {manifest.title}",
        _BANNER[manifest.cohort_kind],
        f"`{manifest.model_id}` version {manifest.version}, {manifest.licence}",
        f"## What it is for\n\n{manifest.intended_use}{_not_offered(manifest)}",
        "## What it must not be used for\n\n" + _listed(_MUST_NOT_DEMONSTRATION if phantom else _MUST_NOT),
        f"## How to read its answer\n\n{manifest.direction}{_threshold(manifest)}",
        "## How it was made\n\n" + _listed((f"From: {manifest.cohort}.", *preset, *how)),
        f"{_MEASURES.strip()}\n\n{_table(manifest)}",
        f"{_LIMITS.strip()}\n\n{_listed(manifest.known_limits)}",
    ]
    if known_issues:
        parts.append("## Known reporting issues of the paper it follows\n\n" + _listed(known_issues))
    if manifest.citation:
        parts.append(f"## To be cited\n\n{manifest.citation}")
    return "\n\n".join(parts) + "\n"


def with_measures(card: str, manifest: ModelManifest) -> str:
    """`card`, whose table of measures is `manifest`'s now; the rest is left as it is."""
    before, after = card.split(_MEASURES, maxsplit=1)
    return f"{before}{_MEASURES}{_table(manifest)}{_LIMITS}{after.split(_LIMITS, maxsplit=1)[1]}"


def with_limits(card: str, manifest: ModelManifest) -> str:
    """`card`, whose known limits are `manifest`'s now; the rest is left as it is."""
    before, after = card.split(_LIMITS, maxsplit=1)
    place = after.find("\n\n## ")
    rest = after[place:] if place >= 0 else "\n"
    return f"{before}{_LIMITS}{_listed(manifest.known_limits)}{rest}"


def rounded_down(value: float, digits: int = 4) -> float:
    """`value` with so many decimals, never more than it is."""
    return floor(value * 10.0**digits + 1e-9) / 10.0**digits


def _not_offered(manifest: ModelManifest) -> str:
    check = manifest.survival_check
    if manifest.offered or check is None:
        return ""
    return (
        "\n\n**It is never applied to a patient**: likelihood-ratio p "
        f"{check.likelihood_ratio_p:.3g}, corrected calibration slope {check.corrected_slope:.3f}, corrected R² "
        f"{check.corrected_r2:.3f} (asked for: p ≤ 0.05, slope ≥ 0.7, R² > 0; {check.resamples} bootstrap resamples)."
    )


def _threshold(manifest: ModelManifest) -> str:
    if manifest.threshold is None:
        return ""
    return f"\n\nThreshold {manifest.threshold.value:.4f}: {manifest.threshold.origin}."


def _table(manifest: ModelManifest) -> str:
    if not manifest.performance:
        says_nothing = manifest.kind is ModelKind.BACKBONE
        return "Nothing was measured" + (": it makes features, not predictions." if says_nothing else ".")
    rows = "\n".join(
        f"| {p.metric} | {_down(p.value)} | {_interval(p)} | {p.cohort} | {p.n} | {p.unit_of_analysis} |"
        for p in manifest.performance
    )
    return (
        "| Measure | Value | 95 % interval | Measured on | n | Unit |\n|---|---|---|---|---|---|\n"
        f"{rows}\n\nFigures are cut after three decimals, never rounded up."
    )


def _interval(performance: Performance) -> str:
    return "" if performance.interval is None else " to ".join(map(_down, performance.interval))


def _down(value: float) -> str:
    return f"{rounded_down(value, 3):.3f}"


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
