# Needs make and Python 3.11 or later with venv; all the rest is installed into .venv.
# Another Python, beside the first:  make test PYTHON=python3.12 VENV=.venv-3.12

PYTHON ?= python3
VENV ?= .venv

PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --no-input -qq
DEPS := $(VENV)/.deps
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint golden documents site benchmark experiments env lock clean

help:
	@echo "make demo       run the demo, output in results/demo"
	@echo "make test       run the tests"
	@echo "make lint       run the linter, the format check and the type checker"
	@echo "make golden     write the golden files of the tests anew"
	@echo "make documents  write what is out of date in README and docs anew"
	@echo "make site       build the documentation as a site in site/, to be opened in a browser"
	@echo "make benchmark  measure the speed"
	@echo "make experiments play every experiment, and write docs/experiments.md (a look: WORLDS=500)"
	@echo "make env        only create the environment ($(VENV))"
	@echo "make lock       write constraints.txt anew from pyproject.toml"
	@echo "make clean      remove environments, caches and build artefacts"

demo: $(READY)
	@echo "Running the demo ..."
	@$(VENV)/bin/race-sim demo --out results/demo

test: $(READY)
	@echo "Running the tests ..."
	@$(VENV)/bin/python -m pytest

lint: $(READY)
	@echo "Linting ..."
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@echo "Checking types ..."
	@$(VENV)/bin/mypy race_sim

golden: $(READY)
	@echo "Writing the golden files ..."
	@$(VENV)/bin/python tests/golden/regenerate.py

# Only what is out of date, which may take minutes: it says how many.
documents: $(READY)
	@$(VENV)/bin/python tools/pages.py --write

site: $(READY)
	@echo "Building the documentation ..."
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet --strict
	@echo "Open site/index.html"

benchmark: $(READY)
	@echo "Measuring the speed ..."
	@$(VENV)/bin/python benchmarks/speed.py
	@$(VENV)/bin/python benchmarks/studies.py

experiments: $(READY)
	@echo "Playing the experiments ..."
	@$(VENV)/bin/python experiments/all.py $(if $(WORLDS),--worlds $(WORLDS),--docs docs/experiments.md)

env: $(READY)

lock:
	@PYTHON="$(PYTHON)" bash tools/lock.sh

# Output in results/ is kept.
clean:
	rm -rf .venv .venv-* build dist site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name .git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# The pinned packages: a new lock file makes a new environment.
$(DEPS): constraints.txt
	@command -v "$(PYTHON)" > /dev/null || \
		{ echo "No $(PYTHON) found. Name a Python 3.11 or later: make PYTHON=..." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "race-sim needs Python 3.11 or later; $(PYTHON) is not. Name another: make PYTHON=..." >&2; exit 1; }
	@echo "Creating $(VENV) ..."
	@"$(PYTHON)" -m venv --clear "$(VENV)"
	@echo "Installing the pinned packages (about a minute) ..."
	@$(PIP) install --only-binary :all: --require-hashes -r constraints.txt
	@touch $@

# race-sim itself, editable.
$(READY): $(DEPS) pyproject.toml
	@echo "Installing race-sim ..."
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(PIP) check || { echo "constraints.txt does not fit pyproject.toml: run make lock." >&2; exit 1; }
	@touch $@
