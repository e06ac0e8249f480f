"""What a result rests on as JSON objects: images, measurements, clinical row, scope, problems and provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hccdesk.domain.applicability import ApplicabilityVerdict
from hccdesk.domain.ct import CtSeries, Verdict
from hccdesk.domain.manifest import ModelManifest
from hccdesk.domain.problem import Problem
from hccdesk.domain.provenance import Provenance
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import RoiMeasurements
from hccdesk.domain.slide import DropReason, PatchSelection, SlideFacts

Document = Mapping[str, Any]


def ct_series(series: CtSeries | None) -> Document | None:
    """The series that was analysed; the patient it names stays out, the clinical row tells that."""
    if series is None:
        return None
    return {
        "series_instance_uid": series.series_instance_uid,
        "study_instance_uid": series.study_instance_uid,
        "description": series.description,
        "modality": series.modality,
        "phase": series.phase,
        "n_slices": series.slice_count,
        "spacing_mm": series.geometry.spacing_mm if series.geometry else None,
        "verdict": _verdict(series.verdict),
        "acquisition": asdict(series.acquisition),
    }


def slide(facts: SlideFacts | None) -> Document | None:
    """The slide that was analysed; the file by name only."""
    if facts is None:
        return None
    return {
        "file": facts.path.name,
        "vendor": facts.vendor,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
        "um_per_px": facts.um_per_px,
        "objective_power": facts.objective_power,
        "colour_corrected": facts.colour_corrected,
        "verdict": _verdict(facts.verdict),
    }


def patches(selection: PatchSelection | None) -> Document | None:
    """Every patch that was read, row by row: its corner at level 0 and what became of it.

    Patches that were left out to keep to the model's largest bag are counted only: on a large slide they are most.
    """
    if selection is None:
        return None
    grid = selection.grid
    outcome = {int(index): "kept" for index in selection.kept}
    outcome |= {i: reason.value for i, reason in selection.dropped.items() if reason is not DropReason.NOT_SAMPLED}
    listed = sorted(outcome)
    return {
        "size_px": grid.size_px,
        "model_size_px": grid.model_size_px,
        "um_per_px": grid.um_per_px,
        "kept": len(selection.kept),
        "dropped": selection.dropped_by_reason(),
        "x_px": [int(grid.top_left_px[i, 0]) for i in listed],
        "y_px": [int(grid.top_left_px[i, 1]) for i in listed],
        "outcome": [outcome[i] for i in listed],
    }


def measurements(roi: RoiMeasurements | None) -> Document | None:
    """Size of the tumour region on the CT."""
    if roi is None:
        return None
    return {
        "volume_ml": roi.volume_ml,
        "longest_axial_diameter_mm": roi.longest_axial_diameter_mm,
        "largest_3d_diameter_mm": roi.largest_3d_diameter_mm,
        "n_slices": roi.slice_count,
    }


def applicability(verdict: ApplicabilityVerdict) -> Document:
    """A model's scope for this patient, rule by rule."""
    return {
        "model_id": verdict.model_id,
        "scope": verdict.scope,
        "hard_stop": verdict.hard_stop.rule if verdict.hard_stop else None,
        "rules": [
            {
                "rule": rule.rule,
                "answer": rule.answer,
                "explanation": rule.explanation,
                "hard_stop": rule.hard_stop,
                "soft": rule.soft,
            }
            for rule in verdict.rules
        ],
    }


def problem(fault: Problem) -> Document:
    """One fault in the user's data."""
    return {"severity": fault.severity, "where": fault.where, "what": fault.what, "what_to_do": fault.what_to_do}


def provenance(record: Provenance, manifests: Sequence[ModelManifest] = ()) -> Document:
    """Software, machine, times, inputs and models by hash, and what the user overrode.

    A model that `manifests` call recalibrated says how and on whom: its numbers are not the original's.
    """
    moved = {one.model_id: one.recalibration for one in manifests if one.recalibration}
    return {
        "software_version": record.software_version,
        "started_at": record.started_at,
        "finished_at": record.finished_at,
        "runtime": asdict(record.runtime) if record.runtime else None,
        "inputs": [asdict(fact) | {"detail": str(fact.detail)} for fact in record.inputs],
        "models": [
            asdict(fact) | ({"recalibration": asdict(moved[fact.model_id])} if fact.model_id in moved else {})
            for fact in record.models
        ],
        "overrides": [{"stop": passed.stop, "reason": passed.reason} for passed in record.overrides],
    }


def figure(picture: Figure, sha256: str | None) -> Document:
    """A picture by name; `sha256` of its file, or None where it was not written."""
    return {"name": picture.name, "caption": picture.caption, "sha256": sha256}


def _verdict(verdict: Verdict) -> Document:
    return {"suitability": verdict.suitability, "reasons": verdict.reasons}
