"""What the inspector says of a slide. No widgets."""

from __future__ import annotations

from hccdesk.domain.slide import SlideFacts
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say


def fact_lines(slide: SlideFacts) -> tuple[tuple[str, str], ...]:
    """(title, value) of each line."""
    power = f"{slide.objective_power:g}×" if slide.objective_power else translate("SlideScreen", "not told by the file")
    return (
        (translate("SlideScreen", "File"), slide.path.name),
        (translate("SlideScreen", "Size"), f"{slide.width_px} × {slide.height_px} px"),
        (translate("SlideScreen", "Resolution"), _resolution(slide)),
        (translate("SlideScreen", "Objective"), power),
        (translate("SlideScreen", "Levels"), str(slide.level_count)),
        (translate("SlideScreen", "Vendor"), slide.vendor),
        (translate("SlideScreen", "Label"), translate("SlideScreen", "never shown: it may carry a name")),
    )


def _resolution(slide: SlideFacts) -> str:
    return f"{slide.um_per_px:.3g} µm/px" if slide.um_per_px else translate("SlideCanvas", "µm/px unknown")


def odd_lines(slide: SlideFacts) -> tuple[str, ...]:
    """What a reader should know of it."""
    notes = tuple(say(reason) for reason in slide.verdict.reasons)
    if not slide.colour_corrected:
        return notes
    return (*notes, translate("SlideScreen", "The file misstates its colours; they are put right here."))
