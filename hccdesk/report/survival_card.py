"""The card of each survival bundle: its own question, its own horizons, the median, and the same number in words."""

from __future__ import annotations

from hccdesk.domain.image_gain import survival_pairs
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.result import CaseResult, NotComputed, SurvivalFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.report import numbers
from hccdesk.report.blocks import Block, Card, CardRow, Cell, KeyNumber, Paragraph
from hccdesk.report.interval_brief import basis_in_brief
from hccdesk.report.response_cards import not_computed_card, subtitle
from hccdesk.report.standing import Standing, badges, of_finding, of_model, scope_line
from hccdesk.report.survival_words import another_question, endpoint_of, fitted_on, of_one_hundred, whose_patients
from hccdesk.report.tone import Tone
from hccdesk.report.voice import Voice, value


def survival_cards(result: CaseResult, voice: Voice) -> tuple[Block, ...]:
    """A card for each survival bundle that answers the board's question; in few words those for information.

    What clinical features say alone stands beside the images' answer, in the table after the cards.
    """
    never = [model_id for model_id, _ in result.survival if _is_never_shown(result, model_id)]
    spoken = [(model_id, finding) for model_id, finding in result.survival if model_id not in never]
    brief = [finding for _, finding in spoken if isinstance(finding, SurvivalFinding) and _is_background(finding)]
    beside = [pair.clinical_alone for pair in survival_pairs(result)]
    lacking = [(name, found) for name, found in spoken if isinstance(found, NotComputed)]
    other = [(name, found) for name, found in lacking if not of_model(result, name).in_regimen]
    apart = [*brief, *beside, *(found for _, found in other)]
    carded = [(name, found) for name, found in spoken if all(found is not one for one in apart)]
    cards = (CardRow((_card(result, name, found, voice),)) for name, found in carded)
    aside = [
        *(_in_brief(result, finding, voice) for finding in brief),
        *(_lacking_in_brief(result, name, found, voice) for name, found in other),
        *_never_shown(never, voice),
    ]
    tone = Tone.CAUTION if brief else Tone.MUTED
    return (*cards, *([Paragraph(" ".join(aside), tone, small=True)] if aside else []))


def _lacking_in_brief(result: CaseResult, model_id: str, finding: NotComputed, voice: Voice) -> str:
    """A model of another regimen that gave nothing: no card, but no silence either."""
    endpoint = voice.say(endpoint_of(of_model(result, model_id)).label)
    return voice.say(
        "{endpoint} by {model}, for another regimen, not computed: {reason}.",
        endpoint=endpoint,
        model=value(model_id),
        reason=Sentence.literally(voice.tell(finding.reason).rstrip(".。")),
    )


def _is_background(finding: SurvivalFinding) -> bool:
    return finding.cohort_kind is CohortKind.PUBLIC and not finding.in_regimen


def _is_never_shown(result: CaseResult, model_id: str) -> bool:
    manifest = of_model(result, model_id).manifest
    return manifest is not None and not manifest.offered


def _never_shown(model_ids: list[str], voice: Voice) -> tuple[str, ...]:
    if not model_ids:
        return ()
    return (
        voice.say(
            "Never shown for a patient, since it failed its own check (figures under Evidence): {names}",
            names=", ".join(map(value, model_ids)),
        ),
    )


def _card(result: CaseResult, model_id: str, finding: SurvivalFinding | NotComputed, voice: Voice) -> Card:
    if isinstance(finding, NotComputed):
        lacking = of_model(result, model_id)
        return not_computed_card(endpoint_of(lacking).label, finding, lacking, voice)
    standing = of_finding(result, finding)
    return Card(
        _title(finding, standing, voice),
        subtitle(standing, voice),
        badges(standing, voice),
        (*_horizons(finding, voice), _median(finding, voice)),
        None,
        None,
        (
            *another_question(finding, voice),
            *_of_one_hundred(finding, voice),
            *_beyond(finding, voice),
            *_extrapolated(finding, voice),
            *_how_sure(finding, voice),
            *scope_line(standing, voice),
            *_rules(finding, voice),
            *whose_patients(finding, voice),
        ),
        standing.tone,
    )


def _in_brief(result: CaseResult, finding: SurvivalFinding, voice: Voice) -> str:
    """Another treatment's patients and another question: two lines on page 1, the whole under Evidence."""
    known = (
        voice.say("{probability} at {months} months", probability=numbers.probability(p), months=m)
        for m, p in horizons(finding)
    )
    return voice.say(
        "{endpoint}, another question than progression-free survival, by {model} (public data, not this hospital's "
        "patients; {badges}): {numbers}. {cohort} Curve and source under Evidence.",
        endpoint=voice.say(finding.endpoint.label),
        model=value(finding.model_id),
        badges=", ".join(badge.text for badge in badges(of_finding(result, finding), voice)),
        numbers=" · ".join([*known, *(cell.text for cell in _extrapolated(finding, voice))]),
        cohort="".join(f"{cell.text} " for cell in fitted_on(finding, voice)),
    )


def _title(finding: SurvivalFinding, standing: Standing, voice: Voice) -> str:
    """The endpoint where the line beneath names the regimen; else the whole question, which Evidence prints anyway."""
    if standing.manifest is not None and standing.manifest.regimen is not None:
        return voice.say(finding.endpoint.label)
    return voice.words(finding.question)


def horizons(finding: SurvivalFinding) -> tuple[tuple[str, float], ...]:
    """(months as written, probability) in order of time."""
    return tuple(sorted(finding.probability_at_months.items(), key=lambda item: float(item[0])))


def _horizons(finding: SurvivalFinding, voice: Voice) -> tuple[KeyNumber, ...]:
    return tuple(KeyNumber(numbers.probability(p), _at(month, finding, voice)) for month, p in horizons(finding))


def _at(month: str, finding: SurvivalFinding, voice: Voice) -> str:
    interval = finding.interval_at_months.get(month)
    if interval is None:
        return voice.say("at {months} months", months=month)
    low, high = (numbers.probability(limit) for limit in interval)
    return voice.say("at {months} months (95 % {low}–{high})", months=month, low=low, high=high)


def _median(finding: SurvivalFinding, voice: Voice) -> KeyNumber:
    if finding.median_months is None:
        end = numbers.months(finding.curve.end_months)
        return KeyNumber("–", voice.say("median not reached within the {end} months observed", end=end))
    return KeyNumber(numbers.months(finding.median_months), voice.say("months, median"))


def _of_one_hundred(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    known = dict(horizons(finding))
    if not known:
        return ()
    month = "12" if "12" in known else next(iter(known))
    return (Cell(of_one_hundred(finding, voice, month)),)


def _beyond(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    given = {float(month) for month in finding.probability_at_months}
    later = sorted({axis.months for axis in finding.nomogram.survival_axes} - given)
    if not later:
        return ()
    said = voice.say(
        "Not given at {months} months: beyond the {end} months observed",
        months=", ".join(numbers.months(m) for m in later),
        end=numbers.months(finding.curve.end_months),
    )
    return (Cell(said, Tone.MUTED),)


def _extrapolated(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    """That the patient lies where the model knows nobody: its curve goes on there all the same."""
    off = [voice.words(axis.title) for axis in finding.nomogram.axes if axis.clamped]
    if not off:
        return ()
    between = ", " if voice.language == "en" else "、"
    said = voice.say(
        "▲ extrapolated: beyond the values the model was fitted on ({variables})", variables=between.join(off)
    )
    return (Cell(said, Tone.CAUTION),)


def _how_sure(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    """On whom it was fitted, and what its 95 % limits tell, in one line."""
    basis = finding.interval_basis
    said = [cell.text for cell in fitted_on(finding, voice)]
    if basis is not None:
        said.append(basis_in_brief(basis, voice))
    return (Cell(" ".join(said), Tone.MUTED),) if said else ()


def _rules(finding: SurvivalFinding, voice: Voice) -> tuple[Cell, ...]:
    n = len(finding.fitted_rules_used)
    if n == 0:
        return ()
    said = voice.say("▲ the model's own fitted rule stands in for {n} unknown input(s), see below and annex A", n=n)
    return (Cell(said, Tone.CAUTION),)
