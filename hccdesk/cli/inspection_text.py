"""An inspection as lines to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hccdesk.domain.ct import CtSeries, SkippedFile, Verdict
from hccdesk.domain.slide import SlideFacts
from hccdesk.workflow.inspect_folder import Inspection, RoiFile

NAMED_LABELS = 120
"""A body atlas has some hundred structures; a picture saved as whole numbers has more."""
NAMED_SKIPS = 12
"""Above this, files skipped for one reason are counted, not listed; `--json` names them all."""


def inspection_lines(found: Inspection, root: Path) -> Iterator[str]:
    """What was found, section by section; a section without anything is left out."""
    yield from _section("CT and other image series", [_series(s, root) for s in found.series])
    yield from _section("Slides", [_slide(s, root) for s in found.slides])
    yield from _section("Regions of interest", [_roi(r, root) for r in found.roi_files])
    yield from _section("Skipped", list(_skipped(found.skipped, root)))
    if not (found.series or found.slides or found.roi_files):
        yield f"Nothing here can be read as CT, slide or region ({len(found.skipped)} files skipped)."


def _section(title: str, entries: list[list[str]]) -> Iterator[str]:
    if not entries:
        return
    yield f"{title} ({len(entries)})"
    for entry in entries:
        yield f"  {entry[0]}"
        yield from (f"      {line}" for line in entry[1:])
    yield ""


def _series(series: CtSeries, root: Path) -> list[str]:
    shape = f"{series.slice_count} slices" if series.slice_count != 1 else "1 slice"
    spacing = " × ".join(f"{s:.4g}" for s in reversed(series.geometry.spacing_mm)) + " mm" if series.geometry else ""
    facts = [
        series.modality,
        series.description or "no description",
        series.phase.value.replace("_", " "),
        shape,
        spacing,
    ]
    return [
        f"{series.verdict.suitability.value.upper():<8}{' · '.join(f for f in facts if f)}",
        f"{_short(series.files[0].parent, root)}  {series.series_instance_uid}",
        *_reasons(series.verdict),
    ]


def _slide(slide: SlideFacts, root: Path) -> list[str]:
    scale = f"{slide.um_per_px:.4g} µm/px" if slide.um_per_px else "µm/px unknown"
    facts = [
        slide.vendor,
        f"{slide.width_px} × {slide.height_px} px",
        scale,
        *(["colours put right"] if slide.colour_corrected else []),
    ]
    return [
        f"{slide.verdict.suitability.value.upper():<8}{' · '.join(facts)}",
        _short(slide.path, root),
        *_reasons(slide.verdict),
    ]


def _reasons(verdict: Verdict) -> list[str]:
    return [f"- {reason.text}" for reason in verdict.reasons]


def _roi(file: RoiFile, root: Path) -> list[str]:
    return [f"{_short(file.path, root)}", f"{file.kind}{_labels(file.labels)}"]


def _labels(labels: tuple[str, ...]) -> str:
    if len(labels) > NAMED_LABELS:
        return f" with {len(labels)} different values (more like an image than a region)"
    return f": {', '.join(labels)}" if labels else ""


def _skipped(files: tuple[SkippedFile, ...], root: Path) -> Iterator[list[str]]:
    counts = Counter(file.reason.text for file in files)
    for reason, count in counts.items():
        if count > NAMED_SKIPS:
            yield [f"{count} files: {reason}"]
    for file in files:
        if counts[file.reason.text] <= NAMED_SKIPS:
            yield [f"{_short(file.path, root)}: {file.reason.text}"]


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path != root and path.is_relative_to(root) else str(path)
