"""Decision curves as a chart: models beside treating all and treating none."""

from __future__ import annotations

from hccdesk.domain.validation import DecisionCurve
from hccdesk.report.chart_blocks import DecisionChart, DecisionLine
from hccdesk.report.voice import Voice


def decision_chart(curves: tuple[DecisionCurve, ...], voice: Voice, before: str = "") -> DecisionChart:
    """All models in one chart; treating all is the same for all of them, as they are of the same patients.

    Vickers and Elkin, Med Decis Making 2006;26:565-74.
    """
    first, said = curves[0], voice.say("Net benefit by the probability from which one would act.")
    return DecisionChart(
        tuple(DecisionLine(voice.words(c.name), c.threshold_probability, c.net_benefit) for c in curves),
        DecisionLine(voice.say("act on all"), first.threshold_probability, first.treat_all),
        voice.say("act on none"),
        voice.say("Threshold probability"),
        voice.say("Net benefit"),
        f"{before} · {said}" if before else said,
    )
