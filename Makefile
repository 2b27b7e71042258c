# make demo: try it. make test: everything that must hold. The environment is made from the locks.

VENV ?= .venv
PYTHON ?=
SERVE ?= 1
BIN := $(VENV)/bin
# Hashes pin every file; the project itself is built with the setuptools that is among them.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROJECT := --no-deps --no-build-isolation --no-index --editable .

.PHONY: help demo test lint types check-imports pytest bench bench-changes lock clean

help:
	@echo 'make demo [SERVE=0]   crawl the bundled portal twice, show what changed, serve the archive'
	@echo 'make test             lint, types, import rules and all tests'
	@echo 'make lint | types     ruff and import-linter | mypy'
	@echo 'make bench [PART=x]   measure speed (see README, Speed)'
	@echo 'make bench-changes    a month of the bundled portal: what is told falsely, what is missed'
	@echo 'make lock             remake the lock files from pyproject.toml'

demo: $(VENV)/runtime
	$(BIN)/luutru demo $(if $(filter 0,$(SERVE)),--no-serve)

test: system-packages lint types pytest

lint: $(VENV)/tested
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(VENV)/tested
	$(BIN)/mypy

# Tests wait more than they count: one process more than cores. A file's tests stay together.
pytest: $(VENV)/tested
	$(BIN)/pytest -n $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist loadfile

bench: $(VENV)/tested
	@bash .ci/system-packages nginx wget wrk tesseract-ocr tesseract-ocr-vie
	$(BIN)/python -m tests.benchmarks $(if $(PART),--part $(PART))

bench-changes: $(VENV)/tested
	$(BIN)/python -m tests.benchmarks.changes $(ARGS)

.PHONY: system-packages
system-packages:
	@bash .ci/system-packages

# uv resolves for every Python and platform at once; it names no index in what it writes.
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet --upgrade \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml

lock: $(BIN)/python
	$(INSTALL) 'uv>=0.9'
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --extra test --constraint requirements.lock --output-file requirements-test.lock

$(VENV)/runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) $(PROJECT)
	@touch $@

$(VENV)/tested: requirements-test.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements-test.lock
	$(INSTALL) $(PROJECT)
	@touch $@

$(BIN)/python:
	@bash .ci/make-venv $(VENV) $(PYTHON)

clean:
	rm -rf $(VENV) build dist *.egg-info
