"""What cells of one row must agree on: pairs, regions with their image, the same fact said twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hccdesk.cohort.raw_table import RawRow
from hccdesk.domain.clinical_record import PortalVeinInvasion
from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.errors import InputError
from hccdesk.domain.manifest import CohortKind
from hccdesk.domain.sentence import Sentence

_NEEDS = (("ct_roi", "ct"), ("ct_series", "ct"), ("ct_roi_label", "ct_roi"), ("slide_roi", "slide"))
_VEINS = ("hepatic_vein_invasion", "inferior_vena_cava_invasion")
_SOURCES = {
    "vascular_invasion": ("vp", *_VEINS),
    "portal_vein_invasion": ("vp",),
    "multinodular": ("tumour_count",),
    "child_pugh_b_or_c": ("child_pugh_points",),
}
HIGHEST_POINTS_OF_CLASS_A = 6
_SHORTENED = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+[0-9]+")


def identifier_faults(row: RawRow) -> list[InputError]:
    """The fault of a row without an identifier, or with what a spreadsheet has left of one."""
    if "patient_id" not in row.cells and "patient_id" not in row.unlike:
        advice = "One row is one patient: fill it in, or delete what stands in this row."
        return [InputError("patient_id is missing.", what_to_do=advice)]
    if _SHORTENED.fullmatch(row.cells.get("patient_id", "")):
        return [
            InputError(
                "patient_id: a spreadsheet has shortened the identifier to a power of ten.",
                what_to_do="Format the column as text, enter the identifiers again, and save the table again.",
            )
        ]
    return []


def contradictions(
    row: RawRow, clinical: Mapping[str, Any], own: Mapping[str, Any], kind: CohortKind
) -> list[InputError]:
    """The faults between cells of one row, each cell for itself being right."""
    filled = {*row.cells, *row.unlike}
    found = [_missing(months, event) for months, event in _halves(filled)]
    found += [_without(column, needed) for column, needed in _NEEDS if column in filled and needed not in filled]
    if "true_response_probability" in filled and kind is not CohortKind.PHANTOM:
        found.append(
            InputError(
                "true_response_probability is known of phantoms only.",
                what_to_do="Leave the column out; a patient's true probability cannot be known.",
            )
        )
    return [*found, *_twice_said(clinical, own)]


def unlike_cell(column: str, how: str) -> InputError:
    """The fault of a spreadsheet's cell whose type says that what was typed is lost, or not there yet."""
    name = Sentence.literally(column)
    if how == "formula":
        return InputError(
            Sentence.of("{column}: the formula has no saved result.", column=name),
            what_to_do="Open the workbook, let it compute, and save it; or paste the values.",
        )
    if how == "error":
        return InputError(
            Sentence.of("{column}: the cell holds an error of the spreadsheet.", column=name),
            what_to_do="Mend the formula, or empty the cell.",
        )
    if column == "patient_id":
        return InputError(
            "patient_id: the cell is a number or a date, not text: leading zeros may have been lost.",
            what_to_do="Format the column as text and enter the identifiers again, or save the table as CSV.",
        )
    return InputError(
        Sentence.of("{column}: the spreadsheet has turned the cell into a date.", column=name),
        what_to_do="Format the column as text or number and enter the value again.",
    )


def _halves(filled: set[str]) -> list[tuple[str, str]]:
    pairs = [(f"{endpoint}_months", f"{endpoint}_event") for endpoint in Endpoint]
    both = [*pairs, *((event, months) for months, event in pairs)]
    return [(there, missing) for there, missing in both if there in filled and missing not in filled]


def _missing(there: str, missing: str) -> InputError:
    return InputError(
        Sentence.of("{there} is given without {missing}.", there=there, missing=missing),
        what_to_do="A time needs its event (0 censored, 1 event), and an event its time.",
    )


def _without(column: str, needed: str) -> InputError:
    return InputError(
        Sentence.of("{there} is given without {missing}.", there=column, missing=needed),
        what_to_do="A region or series belongs to an image: give both or neither.",
    )


def _twice_said(clinical: Mapping[str, Any], own: Mapping[str, Any]) -> list[InputError]:
    return [
        InputError(
            Sentence.of(
                "{column} is {stated}, but {follows} follows from {sources}.",
                column=column,
                stated=own[column],
                sources=", ".join(_SOURCES[column]),
                follows=follows,
            ),
            what_to_do=Sentence.of("Correct one of them, or leave {column} out: it follows.", column=column),
        )
        for column, follows in _following(clinical, own)
        if column in own and follows is not None and own[column] != follows
    ]


def _following(clinical: Mapping[str, Any], own: Mapping[str, Any]) -> list[tuple[str, int | None]]:
    vp, count, points = clinical.get("vp"), clinical.get("tumour_count"), own.get("child_pugh_points")
    portal = None if vp is None else int(vp != PortalVeinInvasion.NONE)
    signs = [portal, *(clinical.get(vein) for vein in _VEINS)]
    return [
        ("vascular_invasion", 1 if any(signs) else None if None in signs else 0),
        ("portal_vein_invasion", portal),
        ("multinodular", None if count is None else int(count > 1)),
        ("child_pugh_b_or_c", None if points is None else int(points > HIGHEST_POINTS_OF_CLASS_A)),
    ]
