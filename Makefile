# `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed

.DEFAULT_GOAL := help

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## a synthetic patient from CT, slide and labs to out/demo/report.pdf
	$(BIN)/hccdesk demo --out out/demo

app: $(RUNTIME) ## open the desktop program
	$(BIN)/hccdesk app

test: $(DEVELOPMENT) ## the suite, offscreen, with types, style and import contracts (`make slow`: the rest)
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile $(PYTEST_ARGS)

slow: $(DEVELOPMENT) ## the tests that take minutes
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -m slow $(PYTEST_ARGS)

fast: $(DEVELOPMENT) ## tests of the domain, the contracts and the statistics only
	$(BIN)/python -m pytest -q tests/domain tests/architecture tests/survival tests/clinical

bench: $(DEVELOPMENT) ## speed against peers, as ratios, and how long the window does not answer
	$(BIN)/python tests/benchmarks/compare_with_peers.py
	$(BIN)/python tests/benchmarks/ct_scroll.py
	$(BIN)/python tests/benchmarks/slide_pan.py
	$(BIN)/python tests/benchmarks/start_up.py
	$(BIN)/python tests/benchmarks/gui_blocks.py
	$(BIN)/python tests/benchmarks/library_speed.py
	$(BIN)/python tests/benchmarks/library_open_close.py

soak: $(DEVELOPMENT) ## kill the library thousands of times and look for what is lost (ROUNDS=2000)
	PYTHONPATH=.:tests/faults:tests/report:tests/ct $(BIN)/python tests/faults/soak.py --rounds $(or $(ROUNDS),2000) $(SOAK_ARGS)

screenshots: $(DEVELOPMENT) ## every screen in both themes, both languages and two sizes, to out/screenshots
	QT_QPA_PLATFORM=offscreen $(BIN)/python tests/gallery/take_screenshots.py

docs: $(DEVELOPMENT) ## docs/RISKS.md and docs/FAULTS.md from the hazards, the rows of bad input and the tests
	$(BIN)/python tests/traceability/write_docs.py

check: $(DEVELOPMENT) ## style and types
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

wheel: $(DEVELOPMENT) ## dist/hccdesk-*.whl, with assets and models inside
	$(BIN)/python -m pip wheel . --no-deps -w dist

models: $(DEVELOPMENT) ## rebuild every bundle in models/ from its seeds
	$(BIN)/hccdesk train demo-bundles

pins: $(DEVELOPMENT) ## make the bundles in models/ the shipped ones
	$(BIN)/python -c "from hccdesk.resources import models_folder; from hccdesk.store.bundle_pins import write_pins; write_pins(models_folder())"

lock: ## write packaging/constraints.txt from the environment in use
	$(BIN)/python packaging/write_constraints.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(BIN)/python pyproject.toml packaging/constraints.txt
	@echo "Installing hccdesk and what it needs (about 1 GB; a few minutes the first time) ..."
	$(PIP) install -c packaging/constraints.txt -e .
	@touch $@

$(DEVELOPMENT): $(BIN)/python pyproject.toml packaging/constraints.txt packaging/linux/system-libraries.sh
	packaging/linux/system-libraries.sh
	@echo "Installing what the tests need ..."
	$(PIP) install -c packaging/constraints.txt torch
	$(PIP) install -c packaging/constraints.txt -e '.[dev]'
	@touch $@ $(RUNTIME)

.PHONY: help demo app test slow fast bench soak screenshots docs check wheel models pins lock
