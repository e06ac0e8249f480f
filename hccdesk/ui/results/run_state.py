"""What the bar above the results says at rest, and whether a result's images are on the desk. No widgets."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.provenance import InputFact
from hccdesk.domain.result import CaseResult
from hccdesk.ui.analysis import SOURCE, Analysis, Outcome
from hccdesk.ui.case_model import CaseInputs
from hccdesk.ui.ct_viewer.patient_grid import PatientGrid, patient_grid
from hccdesk.ui.language import translate
from hccdesk.ui.session import Session


def state_line(session: Session, analysis: Analysis) -> str:
    """Why the last analysis failed, that it was cancelled, or else what would be analysed."""
    there = session.model.result is not None
    failed = session.board.of(SOURCE)
    if failed:
        return f"▲ {failed[0].what} {failed[0].what_to_do}".strip()
    if analysis.outcome is Outcome.CANCELLED:
        kept = translate("Results", "Cancelled. The earlier result is kept.")
        return kept if there else translate("Results", "Cancelled. There is no result.")
    summary = _summary(session.model.inputs)
    return summary if there else translate("Results", "No result yet") + f" · {summary}"


def ct_grid(inputs: CaseInputs, result: CaseResult) -> PatientGrid | None:
    """The lattice of the result's CT; None where that is not on the desk."""
    ct, series = inputs.ct, result.ct_series
    if ct is None or series is None or ct.series.series_instance_uid != series.series_instance_uid:
        return None
    return patient_grid(ct.volume.geometry)


def slide_is_there(inputs: CaseInputs, result: CaseResult) -> bool:
    """Whether the result's slide is on the desk: its content, wherever it lies (a reopened case's is a copy)."""
    if inputs.slide is None or result.slide is None:
        return False
    now, then = _slide_sha256(inputs.facts), _slide_sha256(result.provenance.inputs)
    return now == then if now and then else inputs.slide.facts.path == result.slide.path


def _slide_sha256(facts: Sequence[InputFact]) -> str:
    return next((fact.sha256 for fact in facts if fact.role == "slide"), "")


def _summary(inputs: CaseInputs) -> str:
    ct = translate("Results", "CT") if inputs.ct else translate("Results", "no CT")
    ct = translate("Results", "CT to look at only") if inputs.ct_set_aside else ct
    slide = translate("Results", "slide") if inputs.slide else translate("Results", "no slide")
    parts = [
        translate("Results", "CT with region") if inputs.rois.has_tumour else ct,
        translate("Results", "slide with outline") if inputs.rois.slide else slide,
        inputs.regimen.label,
    ]
    return " · ".join(parts)
