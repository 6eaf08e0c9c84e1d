# Everything from nothing: needs python3 (3.11 or newer), make and git.
PYTHON ?= python3
PORT ?= 8765
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input

.PHONY: demo test coverage bench lint types clean
.DELETE_ON_ERROR:

demo: $(VENV)/.runtime ## the whole bot against the sandbox, in your browser
	@exec $(BIN)/python -m bot demo --port $(PORT)

test: $(VENV)/.dev ## all tests, linters, type checks and import contracts
	@sh deploy/chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

coverage: $(VENV)/.dev ## which lines the tests never reach; takes half as long again
	@sh deploy/chromium.sh
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

bench: $(VENV)/.dev .venv-bench/.done ## Riverain beside stock python-telegram-bot and aiogram, in one run
	$(BIN)/python -m tests.bench

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.runtime

.venv-bench/.done: requirements-bench.lock
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check --quiet --no-input install --require-hashes -r requirements-bench.lock
	@touch $@

clean:
	rm -rf $(VENV) .venv-bench .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
