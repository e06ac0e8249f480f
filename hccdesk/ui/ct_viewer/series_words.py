"""A series in the words of the CT screen: in the corners, in the list, and across the top. No widgets."""

from __future__ import annotations

from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.ui.image_words import phase_word
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import say

MARKS = {Suitability.INFER: "●", Suitability.MEASURE: "◐", Suitability.VIEW: "◐", Suitability.NONE: "–"}


def series_name(series: CtSeries) -> str:
    """Its phase, else its description, else that it has neither."""
    return phase_word(series.phase) or series.description or translate("InputTiles", "Series without a name")


def plain_series_name(series: CtSeries) -> str:
    """Its description, else its phase as a key of the catalogue: for words that are said in any language later."""
    return series.description or series.phase.value.replace("_", " ")


def series_facts(series: CtSeries) -> tuple[str, ...]:
    """Lines for the corner of a view: description and phase, whichever there is."""
    return tuple(text for text in (series.description, phase_word(series.phase)) if text)


def series_size(series: CtSeries) -> str:
    """Slices and their spacing."""
    count = translate("CtSeriesList", "{n} slices").format(n=series.slice_count)
    return f"{series.slice_count} × {series.geometry.spacing_mm[0]:.4g} mm" if series.geometry else count


def verdict_word(suitability: Suitability) -> str:
    """What a series is good for, in a word."""
    return {
        Suitability.INFER: translate("CtSeriesList", "for the models"),
        Suitability.MEASURE: translate("CtSeriesList", "look and measure"),
        Suitability.VIEW: translate("CtSeriesList", "look only"),
        Suitability.NONE: translate("CtSeriesList", "not usable"),
    }[suitability]


def reasons(series: CtSeries) -> str:
    """Why it is good for no more, on lines; empty for one that a model may see."""
    return "\n".join(say(reason) for reason in series.verdict.reasons)


def geometry_warning(series: CtSeries, *, across: bool = False) -> str:
    """What is wrong with it for a model, as one line; empty where nothing is. `across`: for a view across slices."""
    if series.verdict.suitability is Suitability.INFER:
        return ""
    if across and series.geometry is None:
        return translate("CtView", "The slices are not evenly stacked: shapes are distorted in this view.")
    said = " · ".join(say(reason) for reason in series.verdict.reasons)
    refused = translate("CtView", "No model will be given this series.")
    return f"{said} · {refused}" if said and not across else refused


def voxel_words(spacing_mm: tuple[float, float], across_mm: float) -> str:
    """The size of a voxel as a view shows it: across × along the view, and through it."""
    return f"{spacing_mm[1]:.3g} × {spacing_mm[0]:.3g} × {across_mm:.3g} mm"
