"""A whole table to outputs: taken up where it stopped, one bad patient costs only that patient, nothing half."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import psutil
import pytest

from hccdesk import resources
from hccdesk.domain.errors import Cancelled, DeviceError, InputError, StoreError
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.report_options import Paper
from hccdesk.workflow import batch_run
from hccdesk.workflow.batch_line import BatchOptions, CaseState
from hccdesk.workflow.make_phantom_cohort import make_phantom_cohort
from hccdesk.workflow.score_table import score_table
from hccdesk.workflow.workbench import open_workbench

REGIMEN = Regimen.TACE_HAIC_PD1_TKI
QUICK = BatchOptions(pdf=False)
RUN = (
    "import sys, pathlib\n"
    "from hccdesk.domain.progress import NoProgress\n"
    "from hccdesk.domain.provenance import DeviceChoice\n"
    "from hccdesk.domain.regimen import Regimen\n"
    "from hccdesk.workflow.batch_line import BatchOptions\n"
    "from hccdesk.workflow.score_table import score_table\n"
    "from hccdesk.workflow.workbench import open_workbench\n"
    "table, out = map(pathlib.Path, sys.argv[1:])\n"
    "if __name__ == '__main__':\n"
    "    with open_workbench(DeviceChoice.CPU) as bench:\n"
    "        print('begun', flush=True)\n"
    "        score_table(table, Regimen.TACE_HAIC_PD1_TKI, out, BatchOptions(pdf=False), bench, NoProgress())\n"
)


@pytest.fixture(scope="module")
def bench():
    with open_workbench(DeviceChoice.CPU) as workbench:
        yield workbench


@pytest.fixture
def table(tmp_path):
    return make_phantom_cohort(tmp_path / "cohort", 4, 11, images=False)


def scored(table, out, bench, options=QUICK, only=None, progress=None):
    return score_table(table, REGIMEN, out, options, bench, progress or NoProgress(), only)


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def states(found) -> list[CaseState]:
    return [line.state for line in found.lines]


def test_that_every_patient_has_a_line_in_the_tables_order_and_a_folder_that_does_not_name_them(table, tmp_path, bench):
    out = tmp_path / "out"
    found = scored(table, out, bench)
    assert states(found) == [CaseState.COMPUTED] * 4
    lines = read(out / "scores.csv")
    assert [line["patient_id"] for line in lines] == [f"PHANTOM-P11-{n:05d}" for n in range(4)]
    assert [line["row"] for line in lines] == ["2", "3", "4", "5"]
    assert all("PHANTOM" not in path.name for path in out.rglob("*"))
    document = json.loads((out / "row-000003" / "result.json").read_text(encoding="utf-8"))
    albi = next(score for score in document["scores"] if score["score"] == "ALBI")
    assert float(lines[1]["score_albi"]) == albi["value"]
    assert lines[1]["ct_response_not_computed"] == document["ct_response"]["not_computed"]
    assert lines[1]["software_version"] == document["provenance"]["software_version"]
    assert lines[1]["sha256_clinical"] == document["provenance"]["inputs"][0]["sha256"]
    assert (out / "faults.csv").read_bytes().decode("utf-8-sig").splitlines() == [
        "row,patient_id,where,what,what_to_do"
    ]
    facts = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert facts["cases"] == {"computed": 4, "kept": 0, "fault": 0, "not run": 0}
    assert facts["table_sha256"] == found.table_sha256


def test_that_what_is_up_to_date_is_kept_and_only_what_changed_is_run_again(table, tmp_path, bench):
    out = tmp_path / "out"
    scored(table, out, bench)
    before = {path: path.read_bytes() for path in out.glob("row-*/result.json")}
    assert states(scored(table, out, bench)) == [CaseState.KEPT] * 4
    text = table.read_text(encoding="utf-8").splitlines()
    header, first = text[0].split(","), text[1].split(",")
    first[header.index("age_years")] = "44"
    table.write_text("\n".join([text[0], ",".join(first), *text[2:]]), encoding="utf-8")
    assert states(scored(table, out, bench)) == [CaseState.COMPUTED, *[CaseState.KEPT] * 3]
    assert [path.name for path, content in before.items() if path.read_bytes() == content] == ["result.json"] * 3
    assert states(scored(table, out, bench, BatchOptions(pdf=False, again=True))) == [CaseState.COMPUTED] * 4


def test_that_another_version_or_other_models_run_everything_again(table, tmp_path, bench, monkeypatch):
    out = tmp_path / "out"
    scored(table, out, bench, only={2})
    assert states(scored(table, out, bench, only={2}))[0] is CaseState.KEPT
    monkeypatch.setattr(batch_run, "__version__", "99.0")
    assert states(scored(table, out, bench, only={2}))[0] is CaseState.COMPUTED
    models = tmp_path / "models"
    shutil.copytree(resources.models_folder(), models)
    with open_workbench(DeviceChoice.CPU, models) as other:
        assert states(scored(table, out, other, only={2}))[0] is CaseState.KEPT
        shutil.rmtree(models / "haim-demo")
        assert states(scored(table, out, other, only={2}))[0] is CaseState.COMPUTED


def test_that_a_damaged_result_is_made_again(table, tmp_path, bench):
    out = tmp_path / "out"
    scored(table, out, bench, only={2, 3})
    (out / "row-000002" / "result.json").write_bytes(b"{}")
    assert states(scored(table, out, bench, only={2, 3}))[:2] == [CaseState.COMPUTED, CaseState.KEPT]


def test_that_rows_not_asked_for_keep_their_line_where_they_were_run_before(table, tmp_path, bench):
    out = tmp_path / "out"
    scored(table, out, bench, only={2})
    found = scored(table, out, bench, only={4})
    assert states(found) == [CaseState.KEPT, CaseState.NOT_RUN, CaseState.COMPUTED, CaseState.NOT_RUN]
    assert [line["status"] for line in read(out / "scores.csv")] == ["kept", "not run", "computed", "not run"]
    with pytest.raises(InputError, match="no row 9"):
        scored(table, out, bench, only={9})


@pytest.mark.bad("BAD-034")
def test_that_a_bad_row_of_every_kind_is_told_and_the_others_are_scored(tmp_path, bench):
    folder = tmp_path / "cohort"
    table = make_phantom_cohort(folder, 6, 12)
    rows = read(table)
    images = [folder / row["ct"] for row in rows]
    rows[0]["age_years"] = "600"
    shutil.rmtree(images[1])
    rows[2]["patient_id"] = "SOMEBODY-ELSE"
    for file in images[3].iterdir():
        file.write_bytes(file.read_bytes()[:200])
    (folder / rows[4]["slide"]).write_bytes(b"II*\x00" + b"\xff" * 4000)
    write(table, rows)
    found = scored(table, tmp_path / "out", bench)
    assert states(found) == [*[CaseState.FAULTED] * 5, CaseState.COMPUTED]
    faults = {int(line["row"]): line for line in read(tmp_path / "out" / "faults.csv")}
    assert list(faults) == [2, 3, 4, 5, 6]
    assert "age_years" in faults[2]["what"]
    assert "no such file" in faults[3]["what"]
    assert "different patients" in faults[4]["what"]
    assert faults[5]["where"] == "ct"
    assert faults[6]["where"] == "slide"
    told = (tmp_path / "out" / "faults.csv").read_text(encoding="utf-8-sig")
    assert str(tmp_path) not in told
    assert [line["status"] for line in read(tmp_path / "out" / "scores.csv")] == [*["fault"] * 5, "computed"]
    assert read(tmp_path / "out" / "scores.csv")[-1]["DEMONSTRATION_ct_response_probability_of_objective_response"]


def test_that_a_decoder_that_dies_and_a_fault_of_our_own_cost_one_row_each(table, tmp_path, bench, monkeypatch):
    analyse, seen = batch_run.analyse_case, []

    def failing(case, workbench, progress):
        seen.append(case.clinical.patient_id)
        if len(seen) == 1:
            workbench.sandbox.call(os._exit, 9)
        if len(seen) == 2:
            raise KeyError(case.clinical.patient_id)
        return analyse(case, workbench, progress)

    monkeypatch.setattr(batch_run, "analyse_case", failing)
    found = scored(table, tmp_path / "out", bench)
    assert states(found) == [CaseState.FAULTED, CaseState.FAULTED, CaseState.COMPUTED, CaseState.COMPUTED]
    told = [fault.what.text for line in found.lines for fault in line.faults]
    assert told[0]
    assert not any(name in told[0] for name in ("PHANTOM", str(tmp_path)))
    assert "KeyError" in told[1]
    assert "PHANTOM" not in told[1]


def test_that_a_row_that_faults_now_leaves_no_earlier_result_in_its_place(table, tmp_path, bench):
    out = tmp_path / "out"
    scored(table, out, bench, only={2})
    rows = read(table)
    rows[0]["age_years"] = "600"
    write(table, rows)
    assert states(scored(table, out, bench, only={2}))[0] is CaseState.FAULTED
    assert not (out / "row-000002").exists()
    assert (out / "outdated" / "row-000002" / "result.json").is_file()


def test_that_cells_of_the_table_are_never_formulas_in_the_scores(table, tmp_path, bench):
    rows = read(table)
    rows[0]["patient_id"] = '=HYPERLINK("http://x")'
    rows[1]["patient_id"] = "-5"
    rows[2]["patient_id"] = "张三-01"
    write(table, rows)
    scored(table, tmp_path / "out", bench)
    told = [line["patient_id"] for line in read(tmp_path / "out" / "scores.csv")]
    assert told[:3] == ['\'=HYPERLINK("http://x")', "'-5", "张三-01"]


def test_that_a_chinese_table_gives_chinese_reports(table, tmp_path, bench):
    text = table.read_text(encoding="utf-8").replace("PHANTOM-P11-00000", "张三-01")
    table.write_bytes(text.encode("gb18030"))
    options = BatchOptions("zh", Paper.LETTER)
    found = scored(table, tmp_path / "out", bench, options, {2})
    assert found.lines[0].patient_id == "张三-01"
    pdf = (tmp_path / "out" / "row-000002" / "report.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"612 792" in pdf
    english = scored(table, tmp_path / "out", bench, BatchOptions("en", Paper.LETTER), {2})
    assert english.lines[0].state is CaseState.COMPUTED
    assert (tmp_path / "out" / "row-000002" / "report.pdf").read_bytes() != pdf


def test_that_stopping_leaves_a_table_of_what_is_done(table, tmp_path, bench):
    class Stopped:
        def step(self, done, total, label):
            if (done, label) == (2, "Patients"):
                raise Cancelled

    out = tmp_path / "out"
    with pytest.raises(Cancelled):
        scored(table, out, bench, progress=Stopped())
    assert [line["status"] for line in read(out / "scores.csv")] == ["computed", "computed", "not run", "not run"]
    assert json.loads((out / "run.json").read_text())["finished_at"] is None
    assert {path.name for path in out.iterdir()} == {
        ".lock", "scores.csv", "faults.csv", "run.json", "row-000002", "row-000003"
    }  # fmt: skip
    assert states(scored(table, out, bench)) == [*[CaseState.KEPT] * 2, *[CaseState.COMPUTED] * 2]


@pytest.mark.bad("BAD-085")
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OSError(30, "Read-only file system")])
def test_that_a_disk_that_takes_nothing_more_stops_the_run_and_says_so(table, tmp_path, bench, monkeypatch, error):
    def full(result, folder, hashes):
        raise StoreError("the results cannot be written.") from error

    monkeypatch.setattr(batch_run, "write_result", full)
    with pytest.raises(StoreError):
        scored(table, tmp_path / "out", bench)
    assert not list((tmp_path / "out").glob("row-*"))


def test_that_a_device_that_is_not_there_stops_the_run(table, tmp_path, bench, monkeypatch):
    def no_gpu(case, workbench, progress):
        raise DeviceError("No usable GPU was found.")

    monkeypatch.setattr(batch_run, "analyse_case", no_gpu)
    with pytest.raises(DeviceError):
        scored(table, tmp_path / "out", bench)


@pytest.mark.slow
@pytest.mark.bad("BAD-084")
def test_that_a_run_killed_at_any_moment_is_taken_up_and_nothing_half_is_left(tmp_path):
    table = make_phantom_cohort(tmp_path / "cohort", 12, 13, images=False)
    out, moments = tmp_path / "out", random.Random(20_261_122)
    done: set[str] = set()
    for _ in range(12):
        run = subprocess.Popen([sys.executable, "-c", RUN, str(table), str(out)], stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(moments.uniform(0.0, 2.5))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        for folder in out.glob("row-*"):
            json.loads((folder / "result.json").read_bytes())
        if (out / "scores.csv").exists():
            assert len(read(out / "scores.csv")) == 12
        now = {folder.name for folder in out.glob("row-*")}
        assert done <= now
        done = now
    assert done, "no run came as far as one patient"
    subprocess.run([sys.executable, "-c", RUN, str(table), str(out)], check=True, timeout=300)
    lines = read(out / "scores.csv")
    assert len(lines) == 12
    assert {line["status"] for line in lines} <= {"computed", "kept"}
    assert sum(line["status"] == "kept" for line in lines) >= len(done)
    assert not [path.name for path in out.iterdir() if path.name.startswith((".part", ".old", "."))][1:]


@pytest.mark.slow
def test_that_memory_and_file_handles_stay_flat_over_many_rows(tmp_path, bench):
    table = make_phantom_cohort(tmp_path / "cohort", 14, 14)
    me, held = psutil.Process(), []

    class Watched:
        def step(self, done, total, label):
            if label == "Patients" and (not held or held[-1][0] != done):
                held.append((done, me.memory_info().rss, me.num_fds()))

    scored(table, tmp_path / "out", bench, progress=Watched())
    at = {done: (rss, handles) for done, rss, handles in held}
    assert at[13][0] < at[5][0] * 1.15 + 20_000_000
    assert at[13][1] <= at[5][1] + 2


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
