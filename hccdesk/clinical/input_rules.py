"""Rules that hold for every model and that no manifest states: whose images, outlined or not, and like whose.

Of the distance to the training patients there are three answers: inside as far as 95 % of them, beyond that unusual,
and beyond the farthest of them like nothing the model has seen. The last two are soft: they never withhold a number
and never let it stand without the warning.
"""

from __future__ import annotations

from hccdesk.clinical.scope_facts import ScopeFacts
from hccdesk.domain.applicability import RuleAnswer, RuleResult
from hccdesk.domain.feature_distance import CT_IMAGE, STAIN, TISSUE, FeatureDistance, Nearness
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.domain.problem import Severity
from hccdesk.domain.sentence import Fact, Sentence

PATIENT, REGION, FEATURES, STAINED = "same_patient", "tumour_region", "feature_space", "stain"
_INSIDE, _OUTSIDE, _UNKNOWN = RuleAnswer.INSIDE, RuleAnswer.OUTSIDE, RuleAnswer.UNKNOWN
_Results = tuple[RuleResult, ...]


def before_the_manifest(manifest: ModelManifest, facts: ScopeFacts) -> _Results:
    """Whether the inputs are one patient's, and whether there is a region to look at."""
    return (same_patient(facts), *_region(manifest, facts))


def after_the_manifest(manifest: ModelManifest, facts: ScopeFacts) -> _Results:
    """Whether the images are like those the model was trained on."""
    spaces = (TISSUE, STAIN) if manifest.kind is ModelKind.HAIM else (CT_IMAGE,) if _takes_ct(manifest) else ()
    return tuple(_near(space, facts.distances) for space in spaces)


def same_patient(facts: ScopeFacts) -> RuleResult:
    """No two inputs contradict each other about who the patient is; the number is withheld unless the user passed."""
    stops = [one.what for one in facts.mix_ups if one.severity is Severity.STOP]
    doubts = [one.what for one in facts.mix_ups if one.severity is Severity.WARNING]
    notes = [one.what for one in facts.mix_ups if one.severity is Severity.NOTE]
    if stops and facts.mix_up_passed:
        said = Sentence.of("{stops}; the user went on all the same", stops=Sentence.listed(stops))
        return RuleResult(PATIENT, _OUTSIDE, said)
    if stops:
        return RuleResult(PATIENT, _OUTSIDE, Sentence.listed(stops), hard_stop=True)
    if doubts:
        return RuleResult(PATIENT, _UNKNOWN, Sentence.listed(doubts))
    if notes:
        said = Sentence.of("no input names another patient ({notes})", notes=Sentence.listed(notes))
        return RuleResult(PATIENT, _INSIDE, said)
    return RuleResult(PATIENT, _INSIDE, Sentence.of("no input names another patient"))


def _takes_ct(manifest: ModelManifest) -> bool:
    """A nomogram that names a response model takes what that one found in the CT."""
    nomogram = manifest.kind is ModelKind.SURVIVAL_NOMOGRAM and manifest.backbone is not None
    return manifest.kind is ModelKind.CT_RESPONSE or nomogram


def _region(manifest: ModelManifest, facts: ScopeFacts) -> _Results:
    if manifest.kind is ModelKind.HAIM:
        return (_tissue(facts),)
    return (_tumour(facts),) if _takes_ct(manifest) else ()


def _tumour(facts: ScopeFacts) -> RuleResult:
    if facts.ct_series is None:
        return RuleResult(REGION, _UNKNOWN, facts.ct_set_aside or Sentence.of("no CT was given"))
    if facts.roi is None:
        return RuleResult(REGION, _OUTSIDE, Sentence.of("no tumour region"), hard_stop=True)
    if not facts.roi.slice_count:
        return RuleResult(REGION, _OUTSIDE, Sentence.of("the tumour region is empty"), hard_stop=True)
    said = Sentence.of("the tumour is outlined on {slices} slices", slices=facts.roi.slice_count)
    return RuleResult(REGION, _INSIDE, said)


def _tissue(facts: ScopeFacts) -> RuleResult:
    if facts.slide is None:
        return RuleResult(REGION, _UNKNOWN, Sentence.of("no slide was given"))
    if not facts.tissue_outlined:
        return RuleResult(REGION, _OUTSIDE, Sentence.of("no outlined tumour tissue on the slide"), hard_stop=True)
    return RuleResult(REGION, _INSIDE, Sentence.of("tumour tissue is outlined on the slide"))


def _near(space: str, distances: tuple[FeatureDistance, ...] | None) -> RuleResult:
    rule = STAINED if space == STAIN else FEATURES
    if distances is None:
        said = Sentence.of(
            "whether the {space} is like the training patients' is known once the model has run", space=space
        )
        return RuleResult(rule, _UNKNOWN, said, soft=True)
    found = next((one for one in distances if one.space == space), None)
    if found is None:
        said = Sentence.of(
            "whether the {space} is like the training patients' cannot be told: the model's bundle does not hold what "
            "theirs was like",
            space=space,
        )
        return RuleResult(rule, _UNKNOWN, said, soft=True)
    answer = _INSIDE if found.nearness is Nearness.USUAL else _OUTSIDE
    return RuleResult(rule, answer, _how_near(found), soft=True)


def _how_near(found: FeatureDistance) -> Sentence:
    facts: dict[str, Fact] = {"space": found.space, "distance": found.distance, "patients": found.patients}
    if found.nearness is Nearness.USUAL:
        return Sentence.of(
            "the {space} is like the training patients': distance {distance:.2f}; 95 % of the {patients} training "
            "patients lie within {usual:.2f}",
            usual=found.usual,
            **facts,
        )
    if found.nearness is Nearness.UNUSUAL:
        return Sentence.of(
            "the {space} is unusual: distance {distance:.2f}; 95 % of the {patients} training patients lie within "
            "{usual:.2f}, the farthest at {largest:.2f}",
            usual=found.usual,
            largest=found.largest,
            **facts,
        )
    return Sentence.of(
        "the {space} is unlike any training patient's: distance {distance:.4g}, {times:.1f} times that of the farthest "
        "of the {patients} training patients ({largest:.2f})",
        largest=found.largest,
        times=found.distance / found.largest,
        **facts,
    )
