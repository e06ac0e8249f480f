"""Annex F: what the two papers do not settle, in our words, and where to read them."""

from __future__ import annotations

from hccdesk.domain.result import CaseResult
from hccdesk.report.blocks import Block, Bullets, Heading
from hccdesk.report.document import Section
from hccdesk.report.survival_words import citations
from hccdesk.report.voice import Voice

REFERENCES = (
    "[1] Yin L, Liu R, Li W, Li S, Hou X. Deep learning-based CT radiomics predicts prognosis of unresectable "
    "hepatocellular carcinoma treated with TACE-HAIC combined with PD-1 inhibitors and tyrosine kinase inhibitors. "
    "2024. doi:10.1186/s12876-024-03555-7",
    "[2] Lin C, Ren Y, Huang Y, et al. Histopathologic deep learning model for predicting tumor response to hepatic "
    "arterial infusion chemotherapy plus TKIs and ICIs in large hepatocellular carcinoma.",
)


def annex_limitations(result: CaseResult, voice: Voice) -> Section:
    """Limitations, known reporting issues and references."""
    blocks: tuple[Block, ...] = (
        Bullets(voice.say("Limitations of this report"), _limitations(voice)),
        Bullets(
            voice.say("Reported performance of the published models (not of the models used here)"), _reported(voice)
        ),
        Bullets(voice.say("Known reporting issues of the papers"), _issues(voice)),
        Bullets(voice.say("References"), (*REFERENCES, *citations(result))),
    )
    return Section(Heading(voice.say("Annex F – Limitations and references"), 1), blocks)


def limitations(voice: Voice) -> Section:
    """The limitations alone, for a copy without annex F: no report is without them."""
    return Section(Heading(voice.say("Limitations of this report"), 1), (Bullets("", _limitations(voice)),))


def _limitations(voice: Voice) -> tuple[str, ...]:
    return (
        voice.say(
            "Neither paper publishes weights, Cox coefficients or a baseline hazard: no model here is the paper's own."
        ),
        voice.say(
            "The CT model and the nomogram [1] are for TACE-HAIC + PD-1 + TKI, HAIM [2] is for HAIC + TKI + ICI "
            "without TACE. Their numbers answer different questions and are never combined."
        ),
        voice.say(
            "The two scores point in opposite directions: a higher CT probability speaks for response, "
            "a higher PRPS speaks against it."
        ),
        voice.say(
            "A threshold belongs to one set of weights; the published 0.532 of HAIM does not hold for other weights."
        ),
        voice.say("The range from slice to slice is no confidence interval."),
        voice.say(
            "An unknown input is never filled in, unless a rule fitted with the model stands in for it and is printed."
        ),
        voice.say("Images in this report are for orientation, not for diagnosis."),
    )


def _reported(voice: Voice) -> tuple[str, ...]:
    return (
        voice.say(
            "[1] response: AUC 0.96 (training, n = 92), 0.87 (test, n = 30; 95% interval 0.73–1.00), "
            "0.85 (external, n = 50, 12 responders; 0.71–0.99)."
        ),
        voice.say("[1] progression-free survival: C-index 0.75 combined, 0.655 clinical, 0.591 radiomics."),
        voice.say("[2] HAIM: AUC 0.778 (n = 47; 0.65–0.91), 0.735 (n = 19; 0.51–0.96), 0.853 (n = 28; 0.71–1.00)."),
        voice.say(
            "[2] for HAIC + TKI + ICI a CT model reached AUC 0.626 and a clinical one 0.711: disagreement is expected."
        ),
        voice.say(
            "Intervals are approximate, computed by us after Hanley and McNeil from the reported numbers of patients "
            "(HAIM: assuming 54% and 46% in the two classes); the papers give none."
        ),
    )


def _issues(voice: Voice) -> tuple[str, ...]:
    return (
        voice.say("[2] gives the threshold 0.532 as Youden point of the ROC curves without saying on which patients."),
        voice.say(
            "Reported accuracies are no counts of patients (80.4% of 30, 79.1% of 50 [1]; 77% of 19 [2]); "
            "they probably count slices or are weighted averages. Approximate, computed by us."
        ),
        voice.say(
            "[1] CT precision and F1 imply 45–48% positives, against 24% responders in the external cohort. "
            "Approximate, computed by us."
        ),
        voice.say("[1] names six imaging features in the nomogram and seven in the radiomics model."),
        voice.say("[1] gives AUC 0.96 and accuracy 0.895 in the results, 0.97 and 0.91 in the discussion."),
        voice.say("[2] names a 70/30 split, but 147 and 47 patients are 76 and 24%."),
        voice.say(
            "[1] survival figures do not fit together: 18-month PFS 52.5% beside a median of 14.0 months, "
            "24-month OS 35.2% beside a median of 26.2 months, 6-month PFS 91% beside 44.3% progressive disease."
        ),
        voice.say(
            "[1] says both that response predicted overall survival and that a model of overall survival "
            "was impossible."
        ),
    )
