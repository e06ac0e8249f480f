"""CT series and slides in a few words. No widgets."""

from __future__ import annotations

from hccdesk.domain.ct import ContrastPhase, CtSeries
from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.language import translate


def series_line(series: CtSeries) -> str:
    """A series as one chooses it: phase or description, slices, spacing."""
    name = phase_word(series.phase) or series.description or translate("InputTiles", "Series without a name")
    return f"{name} · {series.slice_count}" + (f" × {series.geometry.spacing_mm[0]:.4g} mm" if series.geometry else "")


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
