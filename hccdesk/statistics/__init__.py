"""Statistics of groups and of yes/no outcomes: tests, rates, ROC, calibration, net benefit, logistic regression."""
