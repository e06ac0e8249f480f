"""What a clinician needs to review a model's answer independently: inputs, logic, training data, where it is wrong.

The four points follow criterion 4 of the FDA's guidance on clinical decision support software (January 2026).
"""

from __future__ import annotations

from hccdesk.domain.clinical_features import FEATURES
from hccdesk.domain.manifest import ModelKind, ModelManifest
from hccdesk.report.blocks import Cell
from hccdesk.report.clinical_labels import FIELD_LABELS
from hccdesk.report.image_facts import Fact
from hccdesk.report.summary import COHORT_WORDS
from hccdesk.report.voice import Voice, value

INPUT_WORDS = {
    ModelKind.BACKBONE: "Pictures, given to it by the other models; nothing of the patient's record.",
    ModelKind.CT_RESPONSE: "CT slices through the tumour region before treatment; of the clinical row: {fields}.",
    ModelKind.HAIM: "Patches of the outlined tumour on the H&E biopsy slide before treatment; nothing clinical.",
    ModelKind.SURVIVAL_NOMOGRAM: "The values on the axes of its nomogram, which Evidence prints with the patient's.",
}
LOGIC_WORDS = {
    ModelKind.BACKBONE: "A ResNet50 turns a picture into numbers that describe it. It says nothing by itself.",
    ModelKind.CT_RESPONSE: "A ResNet50 describes each slice, and a small network turns slices and clinical features "
    "into a probability; the patient's is the mean over the slices.",
    ModelKind.HAIM: "A ResNet50 describes each patch, and an EfficientNet-B5 reads all of them together into one "
    "score.",
    ModelKind.SURVIVAL_NOMOGRAM: "Cox regression: each value gives points, and their sum gives the probability at each "
    "horizon.",
}


def independent_review(manifest: ModelManifest, voice: Voice) -> list[Fact]:
    """Inputs, logic, training data, and where to find performance and limits."""
    kind = voice.say(COHORT_WORDS[manifest.cohort_kind])
    return [
        (voice.say("Inputs used"), Cell(_inputs(manifest, voice))),
        (voice.say("How it works"), Cell(voice.say(LOGIC_WORDS[manifest.kind]))),
        (voice.say("Made from"), Cell(voice.say("{kind}. {cohort}", kind=kind, cohort=voice.words(manifest.cohort)))),
        (voice.say("Where it was tested"), Cell(_tested(manifest, voice))),
    ]


def _inputs(manifest: ModelManifest, voice: Voice) -> str:
    if manifest.kind is not ModelKind.CT_RESPONSE:
        return voice.say(INPUT_WORDS[manifest.kind])
    asked = manifest.ct_input.clinical_features if manifest.ct_input else ()
    named = [voice.words(FIELD_LABELS[FEATURES[name].field]) if name in FEATURES else value(name) for name in asked]
    fields = (", " if voice.language == "en" else "、").join(dict.fromkeys(named)) or voice.say("none")
    return voice.say(INPUT_WORDS[manifest.kind], fields=fields)


def _tested(manifest: ModelManifest, voice: Voice) -> str:
    if not manifest.performance:
        return voice.say("Not tested; it gives no answer of its own.")
    patients = max(measure.n for measure in manifest.performance)
    return voice.say("On {n} patients at most, below; its local validation is in annex D.", n=patients)
