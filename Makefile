# make run    install what is missing and serve the lab
# make test   install what is missing and run every check
# make help   the rest

PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --only-binary=:all: -c constraints.txt
RUN_STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test install install-dev chromium lint format messages constraints upgrade clean

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

run: $(RUN_STAMP) ## Serve the lab at http://localhost:8501 (PORT=... for another port)
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(TEST_STAMP) chromium lint ## Run every check and every test (PYTEST_ARGS=... goes to pytest)
	$(BIN)/pytest $(PYTEST_ARGS)

install: $(RUN_STAMP) ## Install what the lab needs

install-dev: $(TEST_STAMP) ## Install what the checks and tests need

chromium: $(TEST_STAMP) ## Find a Chromium for the browser tests, or install one
	@$(BIN)/python -m scripts.chromium

lint: $(TEST_STAMP) ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(TEST_STAMP) ## Format the code and mend what can be mended without thinking
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(TEST_STAMP) ## Collect the texts into locale/lab.pot, bring the catalogues up to date, compile them
	$(BIN)/python -m babel.messages.frontend extract --mapping-file babel.cfg --output-file locale/lab.pot --add-comments "Translators:" \
		--no-location --sort-output --project "Deep Learning Lab" .
	@for catalogue in locale/*/LC_MESSAGES/lab.po; do \
		[ ! -e "$$catalogue" ] || $(BIN)/pybabel update --domain lab --input-file locale/lab.pot --output-dir locale \
			--locale "$$(basename "$$(dirname "$$(dirname "$$catalogue")")")" --no-fuzzy-matching || exit 1; \
	done
	@! ls locale/*/LC_MESSAGES/lab.po >/dev/null 2>&1 || $(BIN)/pybabel compile --domain lab --directory locale

constraints: $(BIN)/python ## Pin everything again after a change to requirements*.txt
	@[ -x $(BIN)/uv ] || $(PIP_INSTALL) "uv~=0.13.9"
	$(BIN)/uv --no-config pip compile --quiet --universal --python-version 3.11 --annotation-style line \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make constraints" $(COMPILE_ARGS) \
		--output-file constraints.txt requirements-dev.txt requirements-mlflow.txt

upgrade: ## Pin everything again, at the newest versions that requirements*.txt allow
	@$(MAKE) constraints COMPILE_ARGS=--upgrade

clean: ## Remove the virtual environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# `run` and `test` share one environment. pip is called only where a requirement changed since the last call.
$(BIN)/python:
	@sh scripts/make_venv.sh "$(VENV)" "$(PYTHON)"

$(RUN_STAMP): $(BIN)/python requirements.txt constraints.txt
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(TEST_STAMP): $(BIN)/python requirements.txt requirements-dev.txt constraints.txt
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(RUN_STAMP) $@
