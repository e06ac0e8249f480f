"""What the open case was read from, as far as the window knows it. No widgets."""

from __future__ import annotations

from pathlib import Path

from hccdesk.domain.case_library import InputFiles
from hccdesk.domain.ct import CtSeries
from hccdesk.ui.case_model import CaseModel
from hccdesk.ui.found_inputs import Inputs


def case_sources(model: CaseModel, inputs: Inputs) -> tuple[InputFiles, ...]:
    """Every image and region of the case, where it was read from; `workflow.input_files` finds the rest."""
    facts = {fact.role: fact.sha256 for fact in model.inputs.facts}
    found = []
    if model.viewed_ct and inputs.ct_root:
        series = model.viewed_ct.series
        found.append(InputFiles("ct", inputs.ct_root.absolute(), _files(series), facts.get("ct", ""), _uids(series)))
        if "ct_roi" in facts and inputs.mask:
            found.append(InputFiles("ct_roi", inputs.mask.path.absolute(), (), facts["ct_roi"]))
    if model.inputs.slide:
        found.append(InputFiles("slide", model.inputs.slide.facts.path.absolute(), (), facts.get("slide", "")))
        if "slide_roi" in facts and inputs.outline:
            found.append(InputFiles("slide_roi", inputs.outline.path.absolute(), (), facts["slide_roi"]))
    return tuple(found)


def outside(sources: tuple[InputFiles, ...], library: Path) -> tuple[InputFiles, ...]:
    """Those that were not read from the library's own copies."""
    copies = library.absolute() / "inputs"
    return tuple(one for one in sources if copies not in one.root.parents)


def _files(series: CtSeries) -> tuple[Path, ...]:
    return tuple(path.absolute() for path in series.files)


def _uids(series: CtSeries) -> tuple[str, ...]:
    return series.series_instance_uid, series.study_instance_uid
