"""What a survival finding says, in words. No widgets."""

from __future__ import annotations

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.estimate import Estimate
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.printed_probability import of_hundred_patients, printed_probability
from hccdesk.domain.result import SurvivalFinding
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import words


def endpoint_title(endpoint: Endpoint) -> str:
    """What a model tells, as a heading."""
    return {
        Endpoint.PFS: translate("Results", "Progression-free survival"),
        Endpoint.OS: translate("Results", "Overall survival"),
        Endpoint.TTP: translate("Results", "Time to progression"),
    }[endpoint]


def horizon_name(endpoint: Endpoint) -> str:
    """The name of a nomogram's axis of probability at `{months}`."""
    return {
        Endpoint.PFS: translate("Results", "{months}-month PFS"),
        Endpoint.OS: translate("Results", "{months}-month OS"),
        Endpoint.TTP: translate("Results", "{months} months, no progression"),
    }[endpoint]


def axis_name(endpoint: Endpoint) -> str:
    """What the curve's height is."""
    if endpoint is Endpoint.OS:
        return translate("Results", "probability of being alive")
    return translate("Results", "probability of being free of progression")


def whose_patients(finding: SurvivalFinding) -> tuple[str, ...]:
    """What must stand beside a model that tells something else than the papers' models, or of whose patients."""
    other = translate("Results", "▲ Another question than progression-free survival: {endpoint}")
    public = translate("Results", "▲ Made from public data, not from this hospital's patients")
    told = []
    if finding.endpoint is not Endpoint.PFS:
        told.append(other.format(endpoint=endpoint_title(finding.endpoint)))
    if finding.cohort_kind is CohortKind.PUBLIC:
        told.append(public)
    return tuple(told)


def cohort_line(finding: SurvivalFinding) -> str:
    """On whom the model was fitted, and how well it puts patients in order; empty where the bundle does not tell."""
    cohort = finding.cohort
    if cohort is None:
        return ""
    text = translate("Results", "Fitted on {n} patients with {events} events")
    parts = [text.format(n=cohort.patients, events=cohort.events)]
    if cohort.median_follow_up_months is not None:
        months = translate("Results", "median follow-up {months} months")
        parts.append(months.format(months=f"{cohort.median_follow_up_months:.1f}"))
    if cohort.c_index is not None:
        parts.append(_c_index(cohort.c_index, words(cohort.how)))
    return " · ".join(parts)


def _c_index(c_index: Estimate, how: str) -> str:
    said = f"{c_index.value:.2f}"
    if c_index.low is not None and c_index.high is not None:
        said += f" ({c_index.low:.2f}–{c_index.high:.2f})"
    named = translate("Results", "C-index {value}").format(value=said)
    return f"{named}, {how}" if how else named


def source(finding: SurvivalFinding) -> str:
    """How the model's data are cited; empty where they ask for nothing."""
    return translate("Results", "Source: {citation}").format(citation=finding.citation) if finding.citation else ""


def of_hundred(finding: SurvivalFinding) -> str:
    """The horizons as natural frequencies, in one sentence; empty where there is no horizon."""
    known = list(finding.probability_at_months.items())
    if not known:
        return ""
    first = translate("Results", "Of 100 such patients about {n} are free of progression at {months} months")
    if finding.endpoint is Endpoint.OS:
        first = translate("Results", "Of 100 such patients about {n} are alive at {months} months")
    later = translate("Results", ", {n} at {months}")
    parts = [
        (first if not place else later).format(n=of_hundred_patients(p), months=m) for place, (m, p) in enumerate(known)
    ]
    return "".join(parts) + translate("Results", ".")


def median(finding: SurvivalFinding) -> str:
    """The median, or that it was not reached."""
    if finding.median_months is None:
        text = translate("Results", "Median: not reached within {months} months of observation.")
        return text.format(months=f"{finding.curve.end_months:.0f}")
    return translate("Results", "Median {months} months.").format(months=f"{finding.median_months:.1f}")


def interval(finding: SurvivalFinding, horizon: str) -> str:
    """The 95 % limits at a horizon; a dash where there are none."""
    limits = finding.interval_at_months.get(horizon)
    return f"{limits[0]:.2f} – {limits[1]:.2f}" if limits else "–"


def reading(finding: SurvivalFinding, months: float, other: SurvivalFinding | None = None) -> str:
    """What the curve says at a time; empty beyond the observed time."""
    probability = finding.curve.at(months)
    if months < 0 or probability is None:
        return ""
    text = translate("Results", "{months} months: {probability} · of 100 such patients about {n} free of progression")
    if finding.endpoint is Endpoint.OS:
        text = translate("Results", "{months} months: {probability} · of 100 such patients about {n} alive")
    said = text.format(
        months=f"{months:.1f}", probability=printed_probability(probability), n=of_hundred_patients(probability)
    )
    changed = other.curve.at(months) if other else None
    if changed is None:
        return said
    return said + translate("Results", " · what-if {probability}").format(probability=printed_probability(changed))
