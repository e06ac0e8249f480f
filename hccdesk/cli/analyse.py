"""`hccdesk analyse`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hccdesk.cli.options import DeviceOption, Language, LanguageOption, VerboseOption
from hccdesk.cli.progress_bar import progress_bar
from hccdesk.cli.summary import print_summary
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.workflow.analyse_files import analyse_files
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.workbench import open_workbench

INPUTS, REGION, RUN = "What is known of the patient", "Choices", "How to run"


def analyse(
    regimen: Annotated[Regimen, typer.Option(help="The planned treatment.", rich_help_panel=INPUTS)],
    out: Annotated[Path, typer.Option(help="Folder for result.json, report.pdf and figures/.", file_okay=False)],
    ct: Annotated[Path | None, typer.Option(help="Folder (or file) with the DICOM CT.", rich_help_panel=INPUTS)] = None,
    ct_roi: Annotated[
        Path | None, typer.Option(help="Tumour mask: NIfTI, NRRD or DICOM SEG.", rich_help_panel=INPUTS)
    ] = None,
    reader: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=MASK",
            help="Another reader's mask, to see how far the reading hangs on who drew; the result rests on --ct-roi.",
            rich_help_panel=INPUTS,
        ),
    ] = None,
    slide: Annotated[
        Path | None,
        typer.Option(help="Biopsy slide: SVS, NDPI, MRXS, SCN, TIFF, or a DICOM folder.", rich_help_panel=INPUTS),
    ] = None,
    slide_roi: Annotated[
        Path | None, typer.Option(help="Outlined tissue: ASAP XML or QuPath GeoJSON.", rich_help_panel=INPUTS)
    ] = None,
    clinical: Annotated[
        Path | None, typer.Option(help="Clinical row: JSON, or CSV with the same names.", rich_help_panel=INPUTS)
    ] = None,
    series: Annotated[
        str | None, typer.Option(help="UID of the CT series, if several.", rich_help_panel=REGION)
    ] = None,
    ct_roi_label: Annotated[
        str | None, typer.Option(help="Number or name of the tumour's label, if several.", rich_help_panel=REGION)
    ] = None,
    patient_id: Annotated[
        str | None, typer.Option(help="Which row of the CSV, if several.", rich_help_panel=REGION)
    ] = None,
    accept_patient_mismatch: Annotated[
        str | None,
        typer.Option(
            metavar="REASON",
            help="Go on although the inputs name different patients; the reason is recorded and printed.",
            rich_help_panel=REGION,
        ),
    ] = None,
    language: LanguageOption = Language.EN,
    device: DeviceOption = DeviceChoice.AUTO,
    verbose: VerboseOption = False,
) -> None:
    """Analyse one patient: result.json and report.pdf.

    Any of CT, slide and clinical row may be missing: what can be computed is computed, the rest says why not.
    An unknown value is never filled in.
    """
    request = CaseRequest(
        regimen,
        ct,
        series,
        ct_roi,
        ct_roi_label,
        slide,
        slide_roi,
        clinical,
        patient_id,
        accept_patient_mismatch,
        _readers(reader or []),
    )
    with open_workbench(device) as workbench, progress_bar() as progress:
        result, outputs = analyse_files(request, workbench, out, language.value, progress)
    print_summary(result, outputs)


def _readers(given: list[str]) -> tuple[tuple[str, Path], ...]:
    named = [text.partition("=") for text in given]
    if not all(name.strip() and mask for name, _, mask in named):
        raise typer.BadParameter("give each reader as NAME=MASK", param_hint="--reader")
    if len({name.strip().casefold() for name, _, _ in named}) < len(named):
        raise typer.BadParameter("two readers have the same name", param_hint="--reader")
    return tuple((name.strip(), Path(mask)) for name, _, mask in named)
