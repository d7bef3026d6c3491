# Run `make` alone for the list of targets.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: help setup demo test check soak bench gallery lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F '\t' '{printf "  make %-9s %s\n", $$1, $$2}'

setup: $(STAMP) ## Install everything into .venv

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0] + ". Say: make PYTHON=python3.12 ...")'
	@echo "Installing into .venv (about a minute the first time) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: setup ## Play the story, then serve it where it can be clicked on
	@$(BIN)/readiness demo

test: setup ## Every test, PostgreSQL and browser included
	@$(BIN)/python -m pytest -n auto --dist loadgroup -rs

check: setup ## Every static check: format, lint, types, walls
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

soak: setup ## Kill, freeze, cut off and refuse it, and count what is left (docs/reliability.md)
	@$(BIN)/python -m tests.soak --page

bench: setup ## Measure the speed figures (10 minutes at most)
	@$(BIN)/python -m bench

gallery: setup ## Redraw docs/gallery.md with its pictures, and the story in the README
	@$(BIN)/python -m tests.look.gallery
	@$(BIN)/python -m tests.readme

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --group dev -o requirements-dev.lock

clean: ## Remove what was installed and made
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .demo tests/look/node_modules tests/teams/client/node_modules
