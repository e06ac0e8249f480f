"""The first line of a cohort table: every column known, once, and with its unit."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from hccdesk.cohort.cohort_columns import LABEL_PREFIX, column_names, column_rule, is_label
from hccdesk.cohort.raw_table import MOST_ROWS
from hccdesk.cohort.table_faults import TableFaults
from hccdesk.domain.errors import InputError
from hccdesk.domain.sentence import Sentence

_UNIT_SUFFIX = re.compile(r"_(years|umol_per_l|g_per_l|10e9_per_l|u_per_l|mg_per_l|ng_per_ml|mm|months)$")
_OTHER_UNIT = re.compile(
    r"_(days?|weeks?|months?|years?|[mu]?mol(_per_l|_l)?|[mu]?g_per_(m|d)?l|[mu]?g_(m|d)?l|u_l|iu_l|cm|mm)$"
)
_ALSO_CALLED = {
    "id": "patient_id",
    "patient": "patient_id",
    "alpha_fetoprotein": "afp_ng_per_ml",
    "tumour_size": "largest_tumour_diameter_mm",
    "tumor_size": "largest_tumour_diameter_mm",
    "largest_diameter": "largest_tumour_diameter_mm",
    "diameter": "largest_tumour_diameter_mm",
    "child_pugh": "child_pugh_points",
    "child_pugh_score": "child_pugh_points",
    "center": "centre",
    "hospital": "centre",
    "gender": "sex",
    "response": "mrecist",
    "pvtt": "vp",
}


def checked_header(names: Iterable[str], faults: TableFaults) -> tuple[str, ...]:
    """The names of the columns; one that cannot be used is added to `faults` and becomes "" (its cells are not read).

    Faults: a column without its unit (`afp`, `os_days`), an unknown one (with the name that may have been meant),
    a name twice, cells under no name, no `patient_id`.
    """
    stripped = [name.strip() for name in names]
    while stripped and not stripped[-1]:
        stripped.pop()
    counts = Counter(stripped)
    for name in counts:
        _check(name, counts[name], stripped, faults)
    if "patient_id" not in counts:
        faults.add(
            InputError(
                'The column "patient_id" is missing.',
                where=faults.where,
                what_to_do="Every patient needs an identifier of their own, as text.",
            )
        )
    return tuple(name if _is_known(name) and counts[name] == 1 else "" for name in stripped)


def too_many_rows(where: Path) -> InputError:
    """The refusal of a table that is no cohort's."""
    return InputError(
        Sentence.of("The table has more than {most} rows.", most=MOST_ROWS),
        where=where,
        what_to_do="One row is one patient: check that it is the right file, and clear what stands below the patients.",
    )


def _check(name: str, count: int, names: list[str], faults: TableFaults) -> None:
    if not name:
        numbers = ", ".join(str(i) for i, other in enumerate(names, start=1) if not other)
        what = Sentence.of("Columns without a name: {numbers}.", numbers=numbers)
        faults.add(InputError(what, where=faults.where, what_to_do="Name them, or delete them."))
    elif not _is_known(name):
        faults.add(unknown_column(name, faults.where))
    elif count > 1:
        what = Sentence.of("{name}: two columns have this name.", name=Sentence.literally(name))
        faults.add(InputError(what, where=faults.where))


def _is_known(name: str) -> bool:
    return name in column_names() or is_label(name)


def unknown_column(name: str, where: Path) -> InputError:
    """The fault of a column that no cohort table has: name its unit, or the name that may have been meant."""
    shown = Sentence.literally(_shown(name))
    plain = re.sub(r"[^a-z0-9_.]+", "_", name.lower()).strip("_")
    for stem in (plain, _OTHER_UNIT.sub("", plain)):
        meant = _ALSO_CALLED.get(stem) or _by_stem().get(stem)
        if meant and meant != plain and _UNIT_SUFFIX.search(meant):
            return _without_unit(shown, meant, plain, where)
    if plain.startswith(LABEL_PREFIX):
        return InputError(
            Sentence.of('"{name}" is not a name for a label.', name=shown),
            where=where,
            what_to_do="Small letters a to z, figures and _ after label_.",
        )
    close = [_ALSO_CALLED[plain]] if plain in _ALSO_CALLED else difflib.get_close_matches(plain, column_names(), 1, 0.6)
    what = Sentence.of('"{name}" is not a column of a cohort table.', name=shown)
    if close:
        return InputError(what, where=where, what_to_do=Sentence.of('Did you mean "{name}"?', name=close[0]))
    advice = Sentence.of('Leave it out, or keep it as free text in "label_{name}".', name=plain or "name")
    return InputError(what, where=where, what_to_do=advice)


def _without_unit(shown: Sentence, meant: str, plain: str, where: Path) -> InputError:
    what = Sentence.of('"{name}" does not say its unit; name the unit: "{meant}".', name=shown, meant=meant)
    unit = column_rule(meant)["unit"]
    if plain.endswith(("_days", "_day")) and unit == "months":
        return InputError(what, where=where, what_to_do="Divide days by 30.4375.")
    return InputError(what, where=where, what_to_do=Sentence.of("The values must be in {unit}.", unit=unit))


@cache
def _by_stem() -> dict[str, str]:
    stems = {_UNIT_SUFFIX.sub("", name): name for name in column_names() if _UNIT_SUFFIX.search(name)}
    return {stem: name for stem, name in stems.items() if stem not in column_names()}


def _shown(name: str) -> str:
    visible = "".join(c if c.isprintable() else "?" for c in name)
    return visible if len(visible) <= 60 else visible[:57] + "..."
