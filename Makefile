# Needs make and Python 3.11 or newer; everything else goes into .venv, pinned by requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEPENDENCIES := $(VENV)/.dependencies
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
DEMO_DB := funding.db

.DEFAULT_GOAL := help
.PHONY: help demo test lint types imports unit format schemas compare bench lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: $(STAMP) ## extract the reference article into funding.db and show the record
	@$(BIN)/extractor run fixtures/kling/article.txt --db sqlite:///$(DEMO_DB)
	@$(BIN)/extractor show fixtures/kling/article.txt

test: lint types imports unit ## all checks and all tests

lint: $(STAMP) ## ruff
	@$(BIN)/ruff check --quiet .

types: $(STAMP) ## mypy --strict
	@$(BIN)/mypy --strict extractor

imports: $(STAMP) ## the architecture: which room may import which
	@PYTHONPATH=. $(BIN)/lint-imports --no-cache

unit: $(STAMP) ## pytest, in two processes
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal

format: $(STAMP) ## rewrite the sources in the house style
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet extractor tests

schemas: $(STAMP) ## rewrite schemas/ from the records
	@$(BIN)/extractor schema --write schemas

compare: ## measure other libraries and models on the shared corpus; rewrites docs/comparison.md (a quarter of an hour)
	@$(PYTHON) -m venv build/compare-tools
	@build/compare-tools/bin/python -m pip -qq --disable-pip-version-check install --editable '.[benchmarks]'
	@build/compare-tools/bin/python benchmarks/compare_extractors.py --write docs/comparison.md

bench: ## measure speed beside other builds, in one run; rewrites docs/performance.md (a quarter of an hour)
	@$(PYTHON) -m venv build/compare-tools
	@build/compare-tools/bin/python -m pip -qq --disable-pip-version-check install --editable '.[benchmarks]'
	@build/compare-tools/bin/python benchmarks/measure_speed.py --write docs/performance.md

$(DEPENDENCIES): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, $(PYTHON) is %d.%d; name another one: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo "installing into $(VENV) (once; a minute or two)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@touch $(DEPENDENCIES)

$(STAMP): $(DEPENDENCIES) pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

# Resolved for every platform from Python 3.11 on; without index addresses, so that any registry or mirror can serve it.
lock: ## resolve the dependencies anew into requirements.lock
	@$(PYTHON) -m venv build/lock-tools
	@build/lock-tools/bin/python -m pip --quiet install uv
	@build/lock-tools/bin/uv pip compile --quiet pyproject.toml --extra dev --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-header --output-file requirements.lock
	@! grep -n '://' requirements.lock

clean: ## remove everything that make made
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis $(DEMO_DB)
	@find extractor tests -name __pycache__ -type d -prune -exec rm -rf {} +
