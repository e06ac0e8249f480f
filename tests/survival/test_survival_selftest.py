"""The selftest of a nomogram bundle."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from hccdesk.resources import sentences
from hccdesk.survival.selftest import EXPECTED_FILE, INPUT_FILE, check, selftest_files


@pytest.fixture
def bundle(nomogram_json, as_bundle):
    bare = as_bundle(nomogram_json)
    return replace(bare, content={**bare.content, **selftest_files(nomogram_json)})


def spoilt(bundle, file, change):
    document = json.loads(bundle.content[file])
    change(document)
    return replace(bundle, content={**bundle.content, file: json.dumps(document).encode()})


def test_that_an_untouched_nomogram_passes_its_own_test(bundle):
    assert [passed for passed, _ in check(bundle)] == [True, True]


def test_that_the_test_holds_rs_survival_at_the_axes_ends(bundle):
    # R: summary(survfit(m, newdata = data.frame(a = 0, b = 0, c = -0.8)), times = 12)$surv
    probability = json.loads(bundle.content[EXPECTED_FILE])[0]["probability"]
    months = json.loads(bundle.weights)["baseline"]["months"]
    last_until_12 = max(i for i, month in enumerate(months) if month <= 12)
    assert probability[last_until_12] == pytest.approx(0.7999196827358001, abs=1e-9)


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        ("nomogram.json", lambda d: d["variables"][0].update(coefficient=0.75), "its answers differ by"),
        ("nomogram.json", lambda d: d["baseline"]["cumulative_hazard"].__setitem__(-1, 1e3), "its answers differ by"),
        (EXPECTED_FILE, lambda d: d.pop(), "its own test does not fit it"),
        (INPUT_FILE, lambda d: d["patients"][0].pop(), "its own test does not fit it"),
        (INPUT_FILE, lambda d: d["patients"][0].__setitem__(0, "x"), "its own test does not fit it"),
        (EXPECTED_FILE, lambda d: d[0]["total_points"].__setitem__(0, float("nan")), "differ by nan"),
        ("nomogram.json", lambda d: d.pop("baseline"), "it cannot be used"),
    ],
)
def test_that_a_changed_nomogram_or_test_fails(bundle, file, change, said):
    passed, what = check(spoilt(bundle, file, change))[-1]
    assert not passed
    assert said in what.text
    assert what.template in sentences("zh_CN")


def test_that_a_bundle_without_a_test_fails(nomogram_json, as_bundle):
    passed, what = check(as_bundle(nomogram_json))[-1]
    assert not passed
    assert what.text == "it carries no test of its own"
