"""Open the CT of a case: choose the series, refuse what no model may see, read voxels and region."""

from __future__ import annotations

from pathlib import Path

from hccdesk.ct.segmentation import fit_to_series, read_mask
from hccdesk.ct.series_finder import FoundCt, find_series
from hccdesk.ct.volume_reader import read_volume
from hccdesk.domain.case import CtInput
from hccdesk.domain.ct import CtSeries, Suitability
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.progress import Progress
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.sentence import Sentence
from hccdesk.roi.measure import measure
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.workbench import Workbench


def open_ct(request: CaseRequest, workbench: Workbench, progress: Progress) -> CtInput:
    """The chosen series with its voxels and, where one was given, its tumour region.

    Faults of the series' geometry are raised before the region is read.
    """
    assert request.ct is not None
    _refuse_missing(request.ct, request.ct_roi, *(mask for _, mask in request.other_readers))
    found = workbench.sandbox.call(find_series, request.ct, progress=progress)
    series = _chosen_series(request, found)
    _refuse_unsuitable(series, request.ct)
    roi = _region(request.ct_roi, request.ct_roi_label, series, workbench)
    others = _other_readers(request, series, workbench)
    volume = workbench.sandbox.call(read_volume, series, progress=progress)
    measurements = measure(roi.mask, volume.geometry) if roi else None
    return CtInput(series, volume, roi, measurements, () if request.series else _set_aside(series, found), others)


def _refuse_missing(*paths: Path | None) -> None:
    faults = [InputError("there is no such file or folder.", where=p) for p in paths if p and not p.exists()]
    if faults:
        raise InputFaults(faults) if len(faults) > 1 else faults[0]


def _chosen_series(request: CaseRequest, found: FoundCt) -> CtSeries:
    assert request.ct is not None
    if request.series:
        return _series_named(request.series, found, request.ct)
    usable = [s for s in found.series if s.verdict.suitability is Suitability.INFER]
    candidates = usable or list(found.series)
    if not candidates:
        raise InputError(
            Sentence.of(
                "no CT series was found ({n} files skipped; `hccdesk inspect` says why).", n=len(found.skipped)
            ),
            where=request.ct,
        )
    if len(candidates) > 1:
        raise _undecided(candidates, request.ct, bool(usable))
    return candidates[0]


def _series_named(uid: str, found: FoundCt, where: Path) -> CtSeries:
    for series in found.series:
        if series.series_instance_uid == uid:
            return series
    raise InputError(
        Sentence.of("there is no series {uid} here.", uid=uid),
        where=where,
        what_to_do="`hccdesk inspect` lists what there is.",
    )


def _undecided(candidates: list[CtSeries], where: Path, usable: bool) -> InputError:
    if usable:
        listed = "; ".join(f"{s.series_instance_uid} ({s.description}, {s.slice_count} slices)" for s in candidates)
        return InputError(
            Sentence.of("{n} series could be used.", n=len(candidates)),
            where=where,
            what_to_do=Sentence.of("Choose one with --series: {listed}.", listed=listed),
        )
    return InputFaults([_unsuitable(series, where) for series in candidates])


def _refuse_unsuitable(series: CtSeries, where: Path) -> None:
    if series.verdict.suitability is not Suitability.INFER:
        raise _unsuitable(series, where)


def _unsuitable(series: CtSeries, where: Path) -> InputError:
    reasons = Sentence.listed([reason.unfinished for reason in series.verdict.reasons])
    name = repr(series.description) if series.description else series.series_instance_uid
    return InputError(
        Sentence.of("series {name} cannot be given to a model: {reasons}.", name=name, reasons=reasons),
        where=where,
        what_to_do="Export the original, complete axial series again, or choose another with --series.",
    )


def _set_aside(chosen: CtSeries, found: FoundCt) -> tuple[Problem, ...]:
    """CT series that stood beside the chosen one: the reader may have meant one of them."""
    others = [s for s in found.series if s is not chosen and s.modality == "CT"]
    return tuple(
        Problem(
            Severity.WARNING,
            f"series {other.series_instance_uid}",
            Sentence.of(
                "another CT series in the folder was set aside: {name} ({n} slices; {reason})",
                name=other.description or other.series_instance_uid,
                n=other.slice_count,
                reason=Sentence.listed(other.verdict.reasons) if other.verdict.reasons else Sentence.of("usable"),
            ),
            Sentence.of("name the series with --series if another was meant"),
        )
        for other in others
    )


def _region(path: Path | None, label: str | None, series: CtSeries, workbench: Workbench) -> CtRoi | None:
    if path is None:
        return None
    return fit_to_series(workbench.sandbox.call(read_mask, path, label), series, path)


def _other_readers(request: CaseRequest, series: CtSeries, workbench: Workbench) -> tuple[tuple[str, CtRoi], ...]:
    found = ((name, _region(path, None, series, workbench)) for name, path in request.other_readers)
    return tuple((name, region) for name, region in found if region is not None)
