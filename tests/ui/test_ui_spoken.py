"""How engines' sentences read on the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hccdesk.domain.errors import CalibrationError, InputError
from hccdesk.domain.problem import Severity
from hccdesk.domain.result import ScoreFinding
from hccdesk.domain.sentence import Sentence
from hccdesk.ui import language
from hccdesk.ui.jobs import JobStep
from hccdesk.ui.problem_board import BoardProblem, ProblemBoard, lines_of_error
from hccdesk.ui.shell.job_course import JobCourse
from hccdesk.ui.shell.job_strip import line_of, time_left
from hccdesk.ui.spoken import field_title, say, say_error, words
from hccdesk.ui.widgets.score_list import components_line, score_value


@pytest.fixture
def chinese(qapp):
    language.use("zh")
    yield
    language.use("en")


def test_that_fields_are_named_as_the_form_names_them():
    sentence = Sentence.of("not known in the clinical row: {fields}", fields="albumin_g_per_l, vp")
    assert say(sentence) == "Not known in the clinical row: Albumin, Portal vein (Vp)"


def test_that_a_name_at_the_beginning_keeps_its_letters():
    assert say(Sentence.of("{score} needs more", score="mHAP-II")) == "mHAP-II needs more"


def test_that_a_comma_in_a_title_is_not_a_list():
    assert say(Sentence.of("see {title}", title="Liver, Abdomen")) == "See Liver, Abdomen"


def test_that_a_converted_input_is_still_its_field():
    assert field_title("largest_tumour_diameter_cm") == "Largest diameter"
    assert field_title("albumin_g_per_l") == "Albumin"


def test_that_sentences_are_said_in_chinese(chinese):
    assert say(Sentence.of("no tumour region")) == "无肿瘤区域"
    assert words("clinical row") == "临床数据"


def test_that_what_was_counted_is_named_in_the_same_language(chinese):
    given = Sentence.of("theirs: {given}", given="embolization (1332), none recorded (476)")
    assert say(given) == "Theirs: 栓塞 (1332)、无记录 (476)"


def test_that_a_sentence_nobody_translated_is_said_in_english(chinese):
    assert say(Sentence.of("never written before")) == "Never written before"


def test_that_a_sentence_within_another_is_said_in_the_same_language(chinese):
    stop = Sentence.of("The slide is greyscale: it is no H&E scan.")
    reasons = Sentence.listed([stop.unfinished, Sentence.of("no tumour region")])
    said = say(Sentence.of("this slide cannot be given to a model: {reasons}.", reasons=reasons))
    assert said == "该切片不能用于模型：切片为灰度图像，不是 H&E 扫描；无肿瘤区域。"


def test_that_an_error_of_ours_speaks_chinese(chinese):
    fault = InputError(Sentence.of("It cannot be read ({reason}).", reason="ENOENT"), what_to_do="Check the path.")
    assert say_error(fault) == "无法读取（ENOENT）。请检查路径。"
    (line,) = lines_of_error(fault, "ct")
    assert (line.what, line.what_to_do) == ("无法读取（ENOENT）。", "请检查路径。")


def test_that_a_faulty_field_is_named_as_the_file_writes_it(chinese):
    from hccdesk.cohort.clinical_faults import unfit  # noqa: PLC0415 - no engine loads with the window

    assert say(unfit("albumin_g_per_l", 4000, Path("row.json")).said) == (
        "albumin_g_per_l：4000 不符合要求，应为5 至 70 g/L 之间的数值。"
    )


def test_that_an_error_in_english_is_said_as_it_was():
    assert say_error(CalibrationError("It has no scale.", what_to_do="Give {one}.")) == "It has no scale. Give {one}."


def test_that_of_a_stage_only_the_name_is_shown():
    stage = ScoreFinding("BCLC 2022", 3.0, "C", {}, "", (Sentence.of("ECOG 1"), Sentence.of("lymph node metastasis")))
    assert score_value(stage) == "C"
    assert score_value(replace(stage, confirmed=False)) == "C (suggested)"
    assert score_value(replace(stage, confirmed=True)) == "C (confirmed)"
    assert score_value(replace(stage, confirmed=True, grounds=())) == "C (stated, not suggested)"
    assert components_line(stage) == "ECOG 1 · Lymph node metastasis"
    assert score_value(ScoreFinding("ALBI", -2.577, "grade 2", {"albumin_g_per_l": -3.4}, "")) == "−2.58 · grade 2"


@pytest.mark.parametrize(
    ("seconds", "line"),
    [
        (0.5, "Analysing"),
        (2.0, "Analysing · Slide: patches 412/980"),
        (20.0, "Analysing · Slide: patches 412/980 · 25 s left in this stage"),
    ],
)
def test_that_the_strip_says_more_the_longer_it_takes(seconds, line):
    # 412 of 980 in 17.4 s: 568 more at that pace take 24.0 s, said in steps of five.
    assert line_of("Analysing", JobStep(412, 980, "Slide: patches", 17.4), seconds) == line


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1, "5 s left in this stage"), (61, "1 min 5 s left in this stage"), (119, "2 min 0 s left in this stage")],
)
def test_that_time_left_is_said_in_steps_of_five_seconds(seconds, text):
    assert time_left(seconds) == text


def test_that_an_error_of_ours_speaks_for_itself_and_names_only_the_file():
    file = Path("/patients/Zhang San/slide.tif")
    error = CalibrationError("the slide has no µm/px.", where=file, what_to_do="Enter it.")
    (line,) = lines_of_error(error, "slide")
    assert (line.where, line.what, line.what_to_do) == ("slide.tif", "the slide has no µm/px.", "Enter it.")


def test_that_the_loudest_problem_comes_first_and_each_source_replaces_its_own():
    board = ProblemBoard()
    note = BoardProblem(Severity.NOTE, "", "a note", "", "case")
    stop = BoardProblem(Severity.STOP, "", "a stop", "", "ct")
    board.replace("one", [note])
    board.replace("two", [stop])
    assert [line.what for line in board.problems] == ["a stop", "a note"]
    assert board.loudest_on("ct") is Severity.STOP
    board.replace("two", [])
    assert [line.what for line in board.problems] == ["a note"]
    board.replace("models", [stop])
    board.clear_case()
    assert [line.what for line in board.problems] == ["a stop"]


def test_that_a_job_never_goes_back_though_every_stage_counts_anew():
    course, shares = JobCourse(), []
    for label, total in (
        ("CT slices", 13),
        ("Loading the model", 1),
        ("Slide: patches", 56),
        ("Slide: explanation", 9),
    ):
        shares += [course.share(JobStep(done, total, label, 1.0)) for done in range(total)]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[12] < shares[20] < shares[-1] < 1.0


def test_that_a_job_of_one_stage_fills_the_bar():
    course = JobCourse()
    assert course.share(JobStep(1, 2, "Report", 1.0)) == 0.5
    assert course.share(JobStep(2, 2, "Report", 1.0)) == 1.0
    assert course.share(JobStep(0, 0, "Report", 1.0)) == 1.0
