"""The model card of a demonstration bundle: what it is, what it must not be used for, how well it did."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.manifest import ModelManifest, Performance

MUST_NOT = (
    "deciding, or helping to decide, on the treatment of any person",
    "research on real patients, other than testing that the software runs",
    "any comparison with the published models, whose weights it does not contain",
)


def model_card(manifest: ModelManifest, how: Sequence[str], known_issues: Sequence[str]) -> str:
    """MODEL_CARD.md: `how` are sentences on how it was made, `known_issues` those of the paper it follows."""
    parts = [
        f"# {manifest.title}",
        "**DEMONSTRATION. Trained on synthetic patients made by this program. It has never seen a real one.**",
        f"`{manifest.model_id}` version {manifest.version}, {manifest.licence}",
        f"## What it is for\n\n{manifest.intended_use}",
        "## What it must not be used for\n\n" + _listed(MUST_NOT),
        f"## How to read its answer\n\n{manifest.direction}{_threshold(manifest)}",
        "## How it was made\n\n" + _listed(how),
        f"## How well it did\n\n{_table(manifest.performance)}",
        "## Known limits\n\n" + _listed(manifest.known_limits),
    ]
    if known_issues:
        parts.append("## Known reporting issues of the paper it follows\n\n" + _listed(known_issues))
    return "\n\n".join(parts) + "\n"


def _threshold(manifest: ModelManifest) -> str:
    if manifest.threshold is None:
        return ""
    return f"\n\nThreshold {manifest.threshold.value:.3f}: {manifest.threshold.origin}."


def _table(performance: Sequence[Performance]) -> str:
    if not performance:
        return "Nothing was measured: it makes features, not predictions."
    rows = "\n".join(f"| {p.metric} | {p.value:.3f} | {_interval(p)} | {p.cohort} | {p.n} |" for p in performance)
    return f"| Measure | Value | 95 % interval | Measured on | Patients |\n|---|---|---|---|---|\n{rows}"


def _interval(performance: Performance) -> str:
    return "" if performance.interval is None else "{:.3f} to {:.3f}".format(*performance.interval)


def _listed(sentences: Sequence[str]) -> str:
    return "\n".join(f"- {sentence}" for sentence in sentences)
