"""One survival bundle's answer: probabilities at its horizons, in words, curve and nomogram."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hccdesk.domain.result import NotComputed, SurvivalFinding
from hccdesk.ui.language import translate
from hccdesk.ui.results.nomogram_view import NomogramView
from hccdesk.ui.results.survival_curve import SurvivalPlot
from hccdesk.ui.spoken import say
from hccdesk.ui.widgets.pieces import card, column, label, row


def survival_cards(model_id: str, finding: SurvivalFinding | NotComputed, demonstration: bool) -> QWidget:
    """Curve and nomogram side by side; or the reason why there is none."""
    owner = QWidget()
    layout = row(owner, 0, 12)
    if isinstance(finding, NotComputed):
        frame, body = card()
        body.addWidget(label(translate("Results", "Progression-free survival"), "section"))
        body.addWidget(label(translate("Results", "not computed"), "group"))
        body.addWidget(label(say(finding.reason), "muted", wrap=True))
        layout.addWidget(frame)
        return owner
    layout.addWidget(_curve_card(finding, demonstration), 4)
    layout.addWidget(_nomogram_card(finding, demonstration), 5)
    return owner


def _curve_card(finding: SurvivalFinding, demonstration: bool) -> QFrame:
    frame, body = card()
    _head(body, translate("Results", "Progression-free survival"), demonstration)
    horizons = tuple(float(months) for months in finding.probability_at_months)
    numbers = row(spacing=24)
    for months, probability in finding.probability_at_months.items():
        pair = column(spacing=0)
        pair.addWidget(label(f"{probability:.2f}", "number"))
        pair.addWidget(label(translate("Results", "{months} months").format(months=months), "caption"))
        numbers.addLayout(pair)
    numbers.addStretch(1)
    body.addLayout(numbers)
    body.addWidget(SurvivalPlot(finding.curve, horizons), 1)
    for text in _sentences(finding):
        body.addWidget(label(text, "caption", wrap=True))
    if not finding.in_regimen:
        warning = translate("Results", "Made for another regimen than the planned one: do not act on it.")
        body.addWidget(label(f"▲ {warning}", "warning", wrap=True))
    return frame


def _nomogram_card(finding: SurvivalFinding, demonstration: bool) -> QFrame:
    frame, body = card()
    _head(body, translate("Results", "Nomogram"), demonstration)
    body.addWidget(NomogramView(finding.nomogram))
    if any(axis.clamped for axis in finding.nomogram.axes):
        body.addWidget(label(translate("Results", "* off the ruler: drawn at its end, counted in full"), "caption"))
    body.addStretch(1)
    return frame


def _head(body: QVBoxLayout, title: str, demonstration: bool) -> None:
    head = row(spacing=8)
    head.addWidget(label(title, "section"))
    head.addStretch(1)
    if demonstration:
        head.addWidget(label(translate("Results", "⚠ DEMONSTRATION"), "mark"))
    body.addLayout(head)


def _sentences(finding: SurvivalFinding) -> list[str]:
    lines = []
    for months, probability in list(finding.probability_at_months.items())[:1]:
        text = translate("Results", "Of 100 such patients about {n} are free of progression at {months} months.")
        lines.append(text.format(n=round(probability * 100), months=months))
    if finding.median_months is None:
        lines.append(translate("Results", "Median not reached within the observed time."))
    else:
        lines.append(translate("Results", "Median {months} months.").format(months=f"{finding.median_months:.1f}"))
    return lines + [say(rule) for rule in finding.fitted_rules_used]
