"""Clinical files made to exhaust memory, time or the reader's patience are refused quickly, in words."""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from hccdesk.cohort.clinical_file import read_clinical
from hccdesk.cohort.strict_json import read_object
from hccdesk.domain.errors import InputError, InputFaults

MIB = 2**20


def _refusal(path: Path, patient_id: str | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        read_clinical(path, patient_id)
    return caught.value


@pytest.fixture
def peak_mib() -> Iterator[list[float]]:
    """Filled with the peak of memory taken since the test began."""
    found: list[float] = []
    tracemalloc.start()
    yield found
    tracemalloc.stop()


def _peak(found: list[float]) -> float:
    found.append(tracemalloc.get_traced_memory()[1] / MIB)
    return found[0]


@pytest.mark.parametrize("name", ["clinical.json", "clinical.txt"])
def test_that_fourteen_mib_of_json_lists_are_refused_unparsed(tmp_path: Path, name: str, peak_mib: list[float]) -> None:
    """As parsed JSON they take 925 MiB."""
    path = tmp_path / name
    path.write_text("[" + "[]," * (14 * MIB // 3) + "[]]")
    tracemalloc.reset_peak()
    assert "larger than 1 MiB" in str(_refusal(path))
    assert _peak(peak_mib) < 100


def test_that_json_of_one_mib_of_objects_takes_little(tmp_path: Path, peak_mib: list[float]) -> None:
    path = tmp_path / "clinical.json"
    path.write_text('{"ast_u_per_l": [' + "{}," * (MIB // 3 - 20) + "{}]}")
    tracemalloc.reset_peak()
    assert "ast_u_per_l: a list is not a number" in str(_refusal(path))
    assert _peak(peak_mib) < 200


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        ('{"a": ' * 8 + "1" + "}" * 8, False),
        ('{"a": ' * 9 + "1" + "}" * 9, True),
        ('{"name": "' + "[" * 50 + '"}', False),
        ('{"name": "\\"' + "[" * 50 + '"}', False),
        ("[" * 9, True),
    ],
    ids=["eight", "nine", "in a string", "after an escaped quote", "never closed"],
)
def test_that_nesting_is_counted_outside_of_strings(text: str, deep: bool) -> None:
    if deep:
        with pytest.raises(InputError, match="nested too deep"):
            read_object(text, Path("x"))
    else:
        assert read_object(text, Path("x"))


@pytest.mark.parametrize(
    "text", ['"' + '\\"' * 500_000, '{"a": "' + "\\" * 999_999, '"' * 999_999, "{" + '"a"' * 300_000]
)
def test_that_strings_without_end_are_refused_in_time(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(InputError):
        read_object(text, Path("x"))
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("kind", ["unknown", "twice"])
def test_that_of_many_faults_twenty_are_named_and_the_rest_counted(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "clinical.json"
    names = [f"field_{i}" for i in range(20_000)]
    pairs = ", ".join(f'"{name}": 1' for name in (names if kind == "unknown" else names * 2))
    path.write_text("{" + pairs + "}")
    start = time.perf_counter()
    fault = _refusal(path)
    assert time.perf_counter() - start < 5
    assert isinstance(fault, InputFaults)
    assert len(fault.faults) == 21
    assert '"field_19"' in str(fault.faults[19])
    assert fault.faults[20].what == "… and 19980 more faults."


def test_that_twenty_faults_are_all_named(tmp_path: Path) -> None:
    path = tmp_path / "clinical.json"
    path.write_text(json.dumps({f"field_{i}": 1 for i in range(20)}))
    fault = _refusal(path)
    assert isinstance(fault, InputFaults)
    assert len(fault.faults) == 20


def test_that_unknown_columns_beyond_twenty_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "clinical.csv"
    header = ["inr", *(f"c{i}" for i in range(10_000))]
    path.write_text(",".join(header) + "\n" + ",".join(["1"] * len(header)) + "\n")
    start = time.perf_counter()
    fault = _refusal(path)
    assert time.perf_counter() - start < 5
    assert isinstance(fault, InputFaults)
    assert fault.faults[20].what == "… and 9980 more faults."


def test_that_a_table_of_more_than_20_mib_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clinical.csv"
    path.write_text("inr\n" + "1\n" * (10 * MIB))
    assert "larger than 20 MiB" in str(_refusal(path))


@pytest.mark.parametrize("row", ["1\n", "\n"])
@pytest.mark.bad("BAD-082")
def test_that_millions_of_rows_are_counted_without_being_kept(tmp_path: Path, row: str, peak_mib: list[float]) -> None:
    """Kept as lists of cells, a million rows take over 60 MiB."""
    path = tmp_path / "clinical.csv"
    path.write_text("patient_id\n" + row * 1_000_000 + "1\n")
    tracemalloc.reset_peak()
    found = str(_refusal(path)) if row.strip() else read_clinical(path).patient_id
    assert "1000001 rows" in found if row.strip() else found == "1"
    assert _peak(peak_mib) < 40


def test_that_a_line_longer_than_any_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "clinical.csv"
    path.write_text("inr," + "x," * 100_000 + "\n")
    assert "too long" in str(_refusal(path))
