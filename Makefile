# The one door for commands, for people and CI alike.
SHELL := /bin/bash
PY := .venv/bin/python
MANAGE := $(PY) manage.py
PORT ?= 8000
export PORT
export OMP_NUM_THREADS ?= 2
# Compiled once, not at each start: where Python must leave no bytecode beside the source, it stays in the environment.
ifdef PYTHONDONTWRITEBYTECODE
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/.venv/bytecode
endif

.DEFAULT_GOAL := help
.PHONY: help setup dev demo run test check fix train evaluate bench shots prove lock clean

help: ## What can be done here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: .venv/.runtime ## Environment, secrets, both databases; verifies the trained models
	@$(PY) config/write_secrets.py
	@$(PY) -m mlcore verify
	@$(MANAGE) prepare_database

demo: setup ## Everything, with a sample school: prints the address and a login per role
	@SIGHTLINE_DEMO=1 $(MANAGE) demo
	@SIGHTLINE_DEMO=1 $(PY) -m config.processes

run: setup ## Web server and worker on your own data
	@$(PY) -m config.processes

test: dev ## The whole suite (names what it must skip)
	@$(PY) -m config.testing

check: dev ## Style, migrations, settings, API schema, models as committed
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@$(PY) config/write_secrets.py
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check --fail-level WARNING
	@$(MANAGE) spectacular --validate --fail-on-warn > /dev/null
	@$(PY) -m mlcore verify

fix: dev ## Let the formatter and linter mend what they can
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

train: setup ## Train the models from the committed corpus (the same bytes on every x86-64 machine with AVX2)
	@$(PY) -m mlcore train

evaluate: setup ## What the committed models are worth, out of fold
	@$(PY) -m mlcore evaluate

bench: dev ## The figures of docs/reference/figures.md, measured on this machine
	@$(PY) -m tests.bench

shots: dev ## Screenshots of every page, and the one in the README
	@$(PY) -m tests.shots

prove: dev ## Long proofs (full matrices, fuzzing, mutants, retraining to the byte); writes docs/reference/proof.md
	@$(PY) -m config.proving

lock: .venv/.dev ## Pin every package that is installed
	@(echo "# Every package that requirements-dev.txt pulls in, pinned: made by 'make lock'."; \
	  .venv/bin/uv pip freeze -p $(PY) | grep -viE '^(uv|pip|setuptools)==') > constraints.txt

clean: ## Remove the environment and caches; your data in var/ stays
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis staticfiles

dev: .venv/.dev

.venv/bin/python:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Python 3.11 or newer is needed: $$(python3 --version) found." && false)
	@python3 -m venv .venv
	@.venv/bin/pip install -q --disable-pip-version-check uv || echo "uv is not to be had: pip will take some minutes"

.venv/.runtime: requirements.txt constraints.txt | .venv/bin/python
	@echo "Installing what Sightline needs..."
	@$(call install,requirements.txt)
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt constraints.txt | .venv/bin/python
	@echo "Installing what Sightline and its tests need..."
	@$(call install,requirements-dev.txt)
	@touch $@ .venv/.runtime

define install
if [ -x .venv/bin/uv ]; then .venv/bin/uv pip install -q -p $(PY) -r $(1) -c constraints.txt; \
else .venv/bin/pip install -q -r $(1) -c constraints.txt; fi
endef
