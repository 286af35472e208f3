# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
LOCKS := $(wildcard requirements/*.txt)
DEMO_STUDIES := us-public-capital nqp-rural

# make test REQUIRE_GROUPS=1: a group of tests left out (browser, R, Java) is a failure.
REQUIRE_GROUPS ?=
# Where Python comes from when .venv has to be made; empty takes the first recent enough.
PYTHON ?=
export PYTHON
# Advertisement of the documentation theme.
export NO_MKDOCS_2_WARNING := 1

.PHONY: help demo test check format bench lock docs clean

help:
	@echo "make demo     set up, run the bundled studies, print where their pages are"
	@echo "make test     set up, run every test, then the checks"
	@echo "make check    format, lint, types, import contract, sizes, documentation"
	@echo "make format   format the code and mend what the linter can"
	@echo "make bench    compare with peers, measure limits"
	@echo "make docs     build the documentation into build/site"
	@echo "make lock     resolve the locked requirements again"
	@echo "make clean    remove the environment and everything built"

# A stamp for each lock: an environment is touched again only when its lock changed.
.venv/.core: $(LOCKS) pyproject.toml tools/environment.sh
	@tools/environment.sh core
	@touch $@

.venv/.dev: $(LOCKS) pyproject.toml tools/environment.sh
	@tools/environment.sh dev
	@touch $@ .venv/.core

demo: .venv/.core
	@for study in $(DEMO_STUDIES); do $(BIN)/paneloom run "studies/$$study"; done
	@echo
	@echo "The pages:"
	@for study in $(DEMO_STUDIES); do \
	    find "$(CURDIR)/studies/$$study" -name report.html | sort | grep . \
	        || { echo "studies/$$study: no page was written" >&2; exit 1; }; \
	done

# Branches of estimate are to reach 95 % too: what is not taken yet are refusals and rare notes of its newest parts.
# Two workers with one BLAS thread each use two cores; more threads only get in each other's way.
test: export OPENBLAS_NUM_THREADS := 1
test: export OMP_NUM_THREADS := 1
test: export PANELOOM_REQUIRE_GROUPS := $(REQUIRE_GROUPS)
test: .venv/.dev
	@$(BIN)/python tools/debian_groups.py install
	@mkdir -p build
	$(BIN)/python -m pytest -n 2 --dist loadgroup --cov --cov-report=term --cov-report=json:build/coverage.json
	$(BIN)/python tools/coverage_gate.py build/coverage.json 95 algebra=95 index=95 estimate=85
	@$(MAKE) --no-print-directory check
	@$(BIN)/python tools/debian_groups.py report

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/size_gate.py src tools
	$(BIN)/mkdocs build --strict --quiet

format: .venv/.dev
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: .venv/.dev
	$(BIN)/mkdocs build --strict

bench: .venv/.dev
	$(BIN)/python bench/run.py
	$(BIN)/python bench/intake.py
	$(BIN)/python bench/index.py
	$(BIN)/python bench/few_clusters.py
	$(BIN)/python bench/regress.py --write docs/benchmarks/regress.md
	$(BIN)/python bench/coverage.py --write

lock:
	tools/lock.sh

clean:
	rm -rf .venv build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
