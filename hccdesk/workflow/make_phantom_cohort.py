"""Make a cohort of synthetic patients on disk: images, outlines, clinical rows and outcomes, in the cohort format."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from hccdesk.atomic_file import write_whole
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.phantom.cohort import sample_cohort
from hccdesk.phantom.cohort_files import files_in, write_patient
from hccdesk.phantom.cohort_table import about_json, cohort_csv, patient_folder
from hccdesk.phantom.patient import PhantomPatient

TABLE_FILE, ABOUT_FILE = "cohort.csv", "cohort.json"
MADE_AS_FILE = "phantom.json"
"""Says how the folder was made; nothing is written into a folder that says otherwise, or nothing."""
RECIPE = 1
"""Counted up when the same seed begins to give other patients or images."""
STAGE = "Synthetic patients"
BEAT_S = 0.25
MOST_PATIENTS = 1_000_000
"""Sample patients are numbered from there (`phantom.patient.FIRST_SAMPLE_INDEX`)."""


def make_phantom_cohort(
    out: Path,
    patients: int,
    seed: int,
    *,
    external: bool = False,
    images: bool = True,
    workers: int = 1,
    progress: Progress | None = None,
) -> Path:
    """The table of a cohort of `patients` phantoms in `out`; `external`: of the second hospital.

    The same seed gives the same bytes, and the first patients are the same whatever `patients`. A stopped run is
    taken up where it stopped; the table is written last. `workers` processes make the images, two seconds and 2 MB a
    patient. Raises `InputError` for numbers out of range and for a folder that holds anything else.
    """
    _refuse_numbers(patients, seed, workers)
    made_as = _made_as(seed, external)
    _refuse_foreign(out, made_as)
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_whole(out / MADE_AS_FILE, made_as)
        (out / TABLE_FILE).unlink(missing_ok=True)
        cohort = sample_cohort(patients, seed, external)
        if images:
            _make_images(out, cohort, workers, progress or NoProgress())
        write_whole(out / ABOUT_FILE, about_json(seed, external))
        write_whole(out / TABLE_FILE, cohort_csv(cohort, images))
    except OSError as error:
        raise StoreError(
            Sentence.of("the cohort cannot be written ({reason}).", reason=error.strerror or Sentence.of("disk error")),
            where=out,
            what_to_do="Choose another folder with --out; what is there already is kept and taken up again.",
        ) from error
    return out / TABLE_FILE


def _refuse_numbers(patients: int, seed: int, workers: int) -> None:
    if not 1 <= patients <= MOST_PATIENTS:
        raise InputError(Sentence.of("the number of patients must be from 1 to {most}.", most=MOST_PATIENTS))
    if seed < 0:
        raise InputError("the seed must be 0 or more.")
    if workers < 1:
        raise InputError("there must be at least one worker.")


def _made_as(seed: int, external: bool) -> bytes:
    return (json.dumps({"recipe": RECIPE, "seed": seed, "external": external}) + "\n").encode("ascii")


def _refuse_foreign(out: Path, made_as: bytes) -> None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    marker = out / MADE_AS_FILE
    if not marker.is_file() or marker.read_bytes() != made_as:
        raise InputError(
            "this is not a cohort of synthetic patients of the same seed and hospital, and is left alone.",
            where=out,
            what_to_do="Choose another folder with --out.",
        )


def _make_images(out: Path, cohort: Sequence[PhantomPatient], workers: int, progress: Progress) -> None:
    missing = [patient for patient in cohort if not files_in(out / patient_folder(patient)).all_there]
    done = len(cohort) - len(missing)
    progress.step(done, len(cohort), STAGE)
    if workers == 1 or len(missing) < 2:
        for number, patient in enumerate(missing, start=done + 1):
            write_patient(patient, out / patient_folder(patient))
            progress.step(number, len(cohort), STAGE)
        return
    _make_with_workers(out, missing, workers, progress, len(cohort))


def _make_with_workers(
    out: Path, missing: Sequence[PhantomPatient], workers: int, progress: Progress, total: int
) -> None:
    # Spawned, never forked: the parent may have threads, and Windows knows no other way.
    pool = ProcessPoolExecutor(min(workers, len(missing)), mp_context=get_context("spawn"))
    try:
        waiting: set[Future[None]] = {pool.submit(write_patient, p, out / patient_folder(p)) for p in missing}
        while waiting:
            finished, waiting = wait(waiting, timeout=BEAT_S, return_when=FIRST_COMPLETED)
            for future in finished:
                _refuse_lost(future, out)
            progress.step(total - len(waiting), total, STAGE)
    finally:
        pool.shutdown(cancel_futures=True)


def _refuse_lost(future: Future[None], out: Path) -> None:
    try:
        future.result()
    except BrokenProcessPool as error:
        raise StoreError(
            "a process that made images was ended from outside, perhaps for want of memory.",
            where=out,
            what_to_do="Run the same command again with fewer workers; what is there already is kept.",
        ) from error
