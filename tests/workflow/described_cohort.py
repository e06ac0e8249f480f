"""Ninety patients by formula, as a cohort table; the same in R, whose numbers the tests expect.

R 4.2, survival 3.5-3::

    i <- 1:90; age <- round(58 + 9*sin(2.3*i) + 3*cos(0.7*i), 1); male <- cos(1.3*i) > -0.8
    afp <- round(exp(5.5 + 2.2*sin(3.7*i)), 1); capsule <- cos(1.9*i) > 0.4; vp4 <- sin(5.1*i) > 0.6
    diameter <- round(85 + 35*sin(4.3*i) + 10*cos(2.9*i), 1); cirrhosis <- ifelse(i %% 11 == 0, NA, cos(0.9*i) > -0.3)
    portal <- vp4 | sin(2.9*i) > 0.7; centre <- c("A", "B", "C")[(i %/% 7) %% 3 + 1]
    arm <- ifelse(i %% 3 == 0, "HAIC", "TACE")
    lean <- 0.4*(arm == "HAIC") + 0.7*capsule - 0.8*vp4 - 0.5*(afp >= 400) + 1.2*sin(7.7*i)
    mrecist <- ifelse(lean > 1.2, "cr", ifelse(lean > 0.2, "pr", ifelse(lean > -0.6, "sd", "pd")))
    months <- round(14*exp(0.35*lean + 0.5*cos(6.1*i)), 2); event <- as.integer(sin(8.3*i) > -0.55)
    ending <- ifelse(event == 1 & i %% 5 == 0, 2, event)
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np


def rows() -> list[dict[str, str]]:
    i = np.arange(1, 91)
    male, vp4 = np.cos(1.3 * i) > -0.8, np.sin(5.1 * i) > 0.6
    afp, capsule = np.round(np.exp(5.5 + 2.2 * np.sin(3.7 * i)), 1), np.cos(1.9 * i) > 0.4
    haic, cirrhosis = i % 3 == 0, np.cos(0.9 * i) > -0.3
    lean = 0.4 * haic + 0.7 * capsule - 0.8 * vp4 - 0.5 * (afp >= 400) + 1.2 * np.sin(7.7 * i)
    months, event = np.round(14 * np.exp(0.35 * lean + 0.5 * np.cos(6.1 * i)), 2), np.sin(8.3 * i) > -0.55
    mrecist = np.select([lean > 1.2, lean > 0.2, lean > -0.6], ["cr", "pr", "sd"], "pd")
    ending = np.where(event & (i % 5 == 0), 2, event)
    columns = {
        "patient_id": [f"{n:03d}" for n in i],
        "age_years": np.round(58 + 9 * np.sin(2.3 * i) + 3 * np.cos(0.7 * i), 1),
        "sex": np.where(male, "male", "female"),
        "cirrhosis": np.where(i % 11 == 0, "", np.where(cirrhosis, "true", "false")),
        "afp_ng_per_ml": afp,
        "largest_tumour_diameter_mm": np.round(85 + 35 * np.sin(4.3 * i) + 10 * np.cos(2.9 * i), 1),
        "encapsulated": np.where(capsule, "true", "false"),
        "vp": np.where(vp4, "vp4", np.where(np.sin(2.9 * i) > 0.7, "vp3", "none")),
        "mrecist": mrecist,
        "pfs_months": months,
        "pfs_event": event.astype(int),
        "ttp_months": months,
        "ttp_event": ending.astype(int),
        "arm": np.where(haic, "HAIC", "TACE"),
        "centre": np.array(["A", "B", "C"])[i // 7 % 3],
    }
    return [dict(zip(columns, map(str, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def write_table(folder: Path, changed: dict[str, str] | None = None, patients: int = 90) -> Path:
    """The table with whole columns `changed` to one value; a site's, since nothing beside it says otherwise."""
    path = folder / "cohort.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        made = [{**row, **(changed or {})} for row in rows()[:patients]]
        table = csv.DictWriter(file, list(made[0]))
        table.writeheader()
        table.writerows(made)
    return path


def call_it_phantom(folder: Path) -> None:
    (folder / "cohort.json").write_text(json.dumps({"kind": "phantom", "title": "Ninety by formula"}), encoding="utf-8")
