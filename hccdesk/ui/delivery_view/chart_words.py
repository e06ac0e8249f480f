"""In whose study something is filed, what it counts as, and what must be known before; no widgets."""

from __future__ import annotations

from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.delivery_view.chart_delivery import ChartDelivery
from hccdesk.ui.language import translate
from hccdesk.ui.patient_line import patient_line


def patient_words(model: CaseModel) -> str:
    """The patient as the banner has it."""
    line = patient_line(model)
    return " · ".join(part for part in (line.name, line.facts) if part) or translate("DeliveryWindow", "no name")


def study_line(model: CaseModel, delivery: ChartDelivery) -> str:
    """Whose study the objects join."""
    who = patient_words(model)
    if delivery.has_open_ct and model.inputs.ct is not None:
        day = model.inputs.ct.series.acquisition.acquisition_date
        when = f"{day:%Y-%m-%d}" if day else translate("DeliveryWindow", "no date")
        return translate("DeliveryWindow", "Filed in the CT's study: {who} · CT of {when}").format(who=who, when=when)
    if delivery.ct_folder is not None:
        text = translate("DeliveryWindow", "To be filed in the CT study in {folder}, if it is of {who}")
        return text.format(folder=delivery.ct_folder.name, who=who)
    return translate("DeliveryWindow", "{who}: no analysed CT is open, so only the FHIR file can be made.").format(
        who=who
    )


def standing_line(report: ReportOptions) -> str:
    """Whether it goes as a draft or as final, and in what language the report is."""
    language = {"en": translate("DeliveryWindow", "English"), "zh": translate("DeliveryWindow", "Chinese")}
    said = (
        translate("DeliveryWindow", "Final: the board's decision is signed; the report is filed as VERIFIED.")
        if report.board.is_final
        else translate("DeliveryWindow", "Draft: no decision is signed; the report is filed as UNVERIFIED.")
    )
    told = translate("DeliveryWindow", "Report in {language}, as the Report screen shows it.")
    return f"{said} {told.format(language=language.get(report.language, report.language))}"


def warning_lines(result: CaseResult) -> str:
    """What must be known before anything goes along: demonstration models, and inputs of different patients."""
    said = []
    if any(fact.cohort_kind == CohortKind.PHANTOM.value for fact in result.provenance.models):
        said.append(
            translate(
                "DeliveryWindow",
                "DEMONSTRATION models took part: their numbers say nothing about this patient, and are marked.",
            )
        )
    if result.provenance.overrides:
        text = translate("DeliveryWindow", "The inputs name different patients; that was accepted with: {reason}")
        reasons = sorted({override.reason for override in result.provenance.overrides})
        said.append(text.format(reason="; ".join(reasons)))
    return "\n".join(said)
