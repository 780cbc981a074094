# Everything a fresh machine needs beyond Python 3.11+, make and git is set up here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
PORT ?= 8501
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
SPEED := $(shell $(PYTHON) -c "import os; print(max(1, min(4, os.cpu_count() or 1)))")

.PHONY: demo test setup check pytest screenshots clean help

help:  ## what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) $(READY_DEV)  ## make the environment

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "Refrain needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up the environment in $(VENV) (once, about a minute)..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "This Python has no venv module; install it (Debian: apt install python3-venv)"; exit 1; }
	@$(PIP) --editable .
	@touch $@

$(READY_DEV): $(READY)
	@echo "Setting up what the checks and tests need..."
	@$(PIP) --editable '.[dev]'
	@touch $@

demo: $(READY)  ## load the bundled data and open the dashboard
	@$(BIN)/refrain load data/example --warehouse $(DEMO)/example.duckdb --config data/refrain.toml
	@$(BIN)/refrain load data/public --warehouse $(DEMO)/public.duckdb --as-of 2026-09-30
	@$(BIN)/refrain serve --port $(PORT) \
		--warehouse "Larkspur (example)=$(DEMO)/example.duckdb" --warehouse "Public incidents=$(DEMO)/public.duckdb"

test: check pytest  ## set up, check and test everything

check: $(READY_DEV)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

pytest: $(READY_DEV)
	@$(BIN)/pytest -n $(SPEED) --dist loadgroup

screenshots: $(READY_DEV)  ## draw docs/screenshots anew, in both themes
	@$(BIN)/python -m docs.screenshots

clean:  ## remove the environment and the demo's warehouses
	rm -rf $(VENV) $(DEMO)
