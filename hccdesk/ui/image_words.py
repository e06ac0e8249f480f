"""CT series and slides in a few words. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.ct import ContrastPhase, CtSeries
from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.language import translate
from hccdesk.ui.patient_line import readable_name


def series_line(series: CtSeries, *, of_whom: bool = False) -> str:
    """A series as one chooses it: phase or description, slices, spacing; `of_whom`: whose it is in front."""
    if of_whom:
        return f"{patient_word(series)} · {series_line(series)}"
    name = phase_word(series.phase) or series.description or translate("InputTiles", "Series without a name")
    return f"{name} · {series.slice_count}" + (f" × {series.geometry.spacing_mm[0]:.4g} mm" if series.geometry else "")


def patient_word(series: CtSeries) -> str:
    """Whose series it is, by name and ID."""
    patient = series.patient
    parts = (readable_name(patient.name), patient.patient_id or "")
    return " ".join(part for part in parts if part) or translate("InputTiles", "Patient without a name")


def several_patients(found: Sequence[CtSeries]) -> bool:
    """Whether the series carry different patient IDs, or different names where they carry no ID."""
    ids = {(one.patient.patient_id or "").strip().casefold() for one in found} - {""}
    names = {readable_name(one.patient.name).casefold() for one in found if not one.patient.patient_id} - {""}
    return len(ids) > 1 or len(names) > 1


def phase_word(phase: ContrastPhase) -> str:
    """The contrast phase in words, empty where the headers do not tell."""
    return {
        ContrastPhase.NATIVE: translate("InputTiles", "Native"),
        ContrastPhase.ARTERIAL: translate("InputTiles", "Arterial"),
        ContrastPhase.PORTAL_VENOUS: translate("InputTiles", "Portal venous"),
        ContrastPhase.DELAYED: translate("InputTiles", "Delayed"),
    }.get(phase, "")


def slide_line(slide: SlideFacts) -> str:
    """A slide's resolution and size."""
    size = f"{slide.width_px} × {slide.height_px} px"
    return f"{slide.um_per_px:.3g} µm/px · {size}" if slide.um_per_px else size
