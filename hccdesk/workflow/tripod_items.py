"""The items of TRIPOD+AI by number and section, with what each asks in our own short words.

Collins et al., BMJ 2024;385:e078378: 27 items, some in parts.
"""

from __future__ import annotations

TITLE, ABSTRACT, INTRODUCTION, METHODS = "Title", "Abstract", "Introduction", "Methods"
OPEN_SCIENCE, INVOLVEMENT, RESULTS, DISCUSSION = (
    "Open science",
    "Patient and public involvement",
    "Results",
    "Discussion",
)

ITEMS: tuple[tuple[str, str, str], ...] = (
    ("1", TITLE, "Says that a prediction model is made or evaluated, for whom, and of what outcome"),
    ("2", ABSTRACT, "Summary after TRIPOD+AI for Abstracts"),
    ("3a", INTRODUCTION, "Clinical context, why the model is wanted, earlier models"),
    ("3b", INTRODUCTION, "For which patients, for what purpose and for which users"),
    ("3c", INTRODUCTION, "Known inequalities in health care between groups of patients"),
    ("4", INTRODUCTION, "Objectives: making a model, evaluating it, or both"),
    ("5a", METHODS, "Where the data come from, and how well they represent the patients meant"),
    ("5b", METHODS, "Dates of inclusion and of the end of follow-up"),
    ("6a", METHODS, "Setting; number and places of the centres"),
    ("6b", METHODS, "Who could take part"),
    ("6c", METHODS, "Treatments given, and how they were dealt with"),
    ("7", METHODS, "Preparation and quality checks of the data, alike in all groups"),
    ("8a", METHODS, "The outcome, its time horizon, and how and when it was assessed"),
    ("8b", METHODS, "Who assessed the outcome, where judgement is needed"),
    ("8c", METHODS, "Blinding of the assessment of the outcome"),
    ("9a", METHODS, "How the first set of predictors was chosen"),
    ("9b", METHODS, "All predictors, and how and when they were measured"),
    ("9c", METHODS, "Who assessed the predictors, where judgement is needed"),
    ("10", METHODS, "How the size of the study was arrived at"),
    ("11", METHODS, "How missing data were handled"),
    ("12a", METHODS, "How the data were used and divided for making and evaluating the model"),
    ("12b", METHODS, "How predictors enter the model"),
    ("12c", METHODS, "Type of model, all steps of making it, and internal validation"),
    ("12d", METHODS, "Whether and how differences between centres were dealt with"),
    ("12e", METHODS, "Measures and plots of performance"),
    ("12f", METHODS, "Any updating of the model after the evaluation"),
    ("12g", METHODS, "How predictions were computed for the evaluation"),
    ("13", METHODS, "Class imbalance: whether anything was done about it, and about its effect on calibration"),
    ("14", METHODS, "What was done for fairness, and why"),
    ("15", METHODS, "What the model gives, and how thresholds were found"),
    ("16", METHODS, "Differences between the data of training and of evaluation"),
    ("17", METHODS, "Ethical approval and consent"),
    ("18a", OPEN_SCIENCE, "Funding and role of the funders"),
    ("18b", OPEN_SCIENCE, "Conflicts of interest"),
    ("18c", OPEN_SCIENCE, "Where the protocol can be found"),
    ("18d", OPEN_SCIENCE, "Registration"),
    ("18e", OPEN_SCIENCE, "Whether and where the data can be had"),
    ("18f", OPEN_SCIENCE, "Whether and where the code can be had"),
    ("19", INVOLVEMENT, "Whether patients or the public took part in the study"),
    ("20a", RESULTS, "Flow of patients: how many, with and without the outcome, follow-up"),
    ("20b", RESULTS, "Characteristics of the patients, overall and by centre"),
    ("20c", RESULTS, "Comparison of the evaluation's patients with those of the training"),
    ("21", RESULTS, "Number of patients and outcomes in each analysis"),
    ("22", RESULTS, "The whole model, so that others can predict with it, and how it may be used"),
    ("23a", RESULTS, "Performance with intervals, in key subgroups too"),
    ("23b", RESULTS, "Differences of performance between centres"),
    ("24", RESULTS, "Results of any updating, and performance after it"),
    ("25", DISCUSSION, "What the results mean, fairness included, beside earlier studies"),
    ("26", DISCUSSION, "Limits of the study and what they do to the results"),
    ("27a", DISCUSSION, "How input of poor quality or missing input is dealt with in use"),
    ("27b", DISCUSSION, "Whether users must interact with the model, and what they must know"),
    ("27c", DISCUSSION, "Next steps for research"),
)
