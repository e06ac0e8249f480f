"""An inspection as JSON."""

from __future__ import annotations

import json
from typing import Any

from hccdesk.domain.ct import CtSeries, Verdict
from hccdesk.domain.slide import SlideFacts
from hccdesk.workflow.inspect_folder import Inspection


def inspection_json(found: Inspection) -> str:
    """One JSON object: `series`, `slides`, `roi_files`, `skipped`."""
    document = {
        "series": [_series(series) for series in found.series],
        "slides": [_slide(slide) for slide in found.slides],
        "roi_files": [{"path": str(r.path), "kind": r.kind, "labels": list(r.labels)} for r in found.roi_files],
        "skipped": [{"path": str(s.path), "reason": s.reason.text} for s in found.skipped],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _series(series: CtSeries) -> dict[str, Any]:
    return {
        "series_instance_uid": series.series_instance_uid,
        "description": series.description,
        "modality": series.modality,
        "phase": series.phase.value,
        "slices": series.slice_count,
        "spacing_mm": list(series.geometry.spacing_mm) if series.geometry else None,
        "folder": str(series.files[0].parent),
        **_verdict(series.verdict),
    }


def _slide(slide: SlideFacts) -> dict[str, Any]:
    return {
        "path": str(slide.path),
        "vendor": slide.vendor,
        "um_per_px": slide.um_per_px,
        "width_px": slide.width_px,
        "height_px": slide.height_px,
        "objective_power": slide.objective_power,
        "colour_corrected": slide.colour_corrected,
        **_verdict(slide.verdict),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {"verdict": verdict.suitability.value, "reasons": [reason.text for reason in verdict.reasons]}
