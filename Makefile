# Everything runs in a virtual environment of its own, .venv. Another Python than python3: make PYTHON=python3.13 test
PYTHON ?= python3
BIN := .venv/bin
EXAMPLES := $(wildcard assessments/*.xlsx)
NETBOX ?= ../shared/data/netbox-demo

.PHONY: demo test lint example dunder-mifflin readme gallery messages bench lock wheel-check clean

demo: .venv/installed  ## build every example and say where to look
	$(BIN)/estimator build $(EXAMPLES) -o demo
	@test -s demo/example-office/site/index.html
	@echo
	@echo "Open in a browser:"
	@for workbook in $(EXAMPLES); do echo "  demo/$$(basename $$workbook .xlsx)/site/index.html"; done
	@echo "Beside each: quote.pdf and schedule.ics for the customer, internal/ for us."

test: lint  ## what CI runs: lint, types, tests
	$(BIN)/python -m pytest -n 2

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

example: .venv/installed  ## write assessments/example-office.xlsx again
	$(BIN)/estimator new assessments/example-office.xlsx --example --force

dunder-mifflin: .venv/installed  ## write assessments/dunder-mifflin.xlsx again, from NetBox's demo data
	$(BIN)/python scripts/dunder_mifflin.py $(NETBOX) assessments/dunder-mifflin.xlsx

readme: .venv/installed  ## bring the README's folder tree up to date
	$(BIN)/python scripts/readme_tree.py --update

messages: .venv/installed  ## gather every text that is to be translated, and bring the catalogues up to date
	$(BIN)/python scripts/messages.py

gallery: .venv/installed  ## write docs/messages.md again, the gallery of every message
	$(BIN)/python scripts/gallery.py --update

bench: .venv/installed-dev  ## the measured claims, with their limits
	$(BIN)/python -m benchmarks.start_up
	$(BIN)/python -m benchmarks.build_size
	$(BIN)/python -m benchmarks.build_many
	$(BIN)/python -m benchmarks.inventory_table

wheel-check:  ## the built wheel does the main job outside the checkout
	.ci/wheel-check

lock:  ## resolve all dependencies anew and write constraints.txt
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	echo "# Every version that CI installs, made by: make lock" > constraints.txt
	.venv-lock/bin/python -m pip freeze --exclude-editable >> constraints.txt
	rm -rf .venv-lock

clean:
	rm -rf .venv .venv-lock demo build dist

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ .venv/installed
