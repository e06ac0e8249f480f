"""Sixty patients by formula: two scores with ties, an outcome, a probability and two covariates; the same in R."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest


@pytest.fixture(scope="session")
def patients() -> SimpleNamespace:
    """R: i <- 1:60; outcome <- as.integer(sin(i) + 0.8*cos(3*i) > 0.1);
    a <- round(outcome + 1.3*sin(7*i), 1); b <- round(0.5*outcome + cos(5*i), 1);
    p <- plogis(0.9*a - 0.4); age <- 50 + 12*sin(2.3*i); afp <- as.integer(cos(11*i) > 0.2);
    centre <- i %% 3
    """
    i = np.arange(1, 61)
    outcome = (np.sin(i) + 0.8 * np.cos(3 * i) > 0.1).astype(int)
    a = np.round(outcome + 1.3 * np.sin(7 * i), 1)
    return SimpleNamespace(
        outcome=outcome,
        a=a,
        b=np.round(0.5 * outcome + np.cos(5 * i), 1),
        p=1 / (1 + np.exp(-(0.9 * a - 0.4))),
        age=50 + 12 * np.sin(2.3 * i),
        afp=(np.cos(11 * i) > 0.2).astype(int),
        centre=i % 3,
    )
