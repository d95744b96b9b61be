# `make demo` and `make test` set everything up on a machine with Python 3.11+ and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
HOME_DIR ?= var/demo
PORT ?= 8000
SERVE ?= 1
CORPUS ?= ../shared/corpus
LAYER ?= events
SEED ?= 1
SCALE ?= 1

.PHONY: demo test check docs transcripts screenshots score errors bench trust lock clean install sbom audit

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "onrecord needs Python 3.11 or newer; name one with PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP)
	$(BIN)/onrecord add --home $(HOME_DIR) onrecord/sample
	$(BIN)/onrecord events --home $(HOME_DIR) --limit 10
ifneq ($(SERVE),0)
	$(BIN)/onrecord serve --home $(HOME_DIR) --port $(PORT)
endif

test: $(STAMP)
	$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.licences

# What is needed to run, with versions and hashes, as a CycloneDX bill of materials.
sbom: $(STAMP)
	@mkdir -p dist
	$(BIN)/python -m tools.licences --lock | \
		$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o dist/onrecord.cdx.json -

# Known weaknesses of what is locked. It asks a service on the network, so it is no part of `check`;
# pip-audit itself is not locked: install it beside, with pipx for example.
audit:
	pip-audit --requirement requirements.lock --disable-pip --require-hashes

# The documentation into site/; a warning is an error. The tests build it too, needing no network.
docs: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# What the commands in the documentation print now, into its pages.
transcripts: $(STAMP)
	$(BIN)/python -m tools.transcripts

# The pictures of the documentation, of pages as they are now.
screenshots: $(STAMP)
	$(BIN)/python -m tools.screenshots

# Scores of the reading, layer by layer, on every annotated collection that is at hand.
score: $(STAMP)
	$(BIN)/python -m tools.measure onrecord/sample tests/golden/genre/dev tests/golden/genre/modelled tests/golden/genre/check tests/golden/genre/modelcheck tests/golden/genre/layouts tests/golden/genre/layoutcheck $(CORPUS)/dev $(CORPUS)/check

# What one layer missed and invented, each under its sentence: make errors LAYER=acts
errors: $(STAMP)
	$(BIN)/python -m tools.errors --layer $(LAYER) tests/golden/genre/dev

bench: $(STAMP)
	$(BIN)/python -m bench
	$(BIN)/python -m bench.cleaning --corpus $(CORPUS)

# What takes longer than tests, the same for the same seed: make trust SEED=2 SCALE=0.1
trust: $(STAMP)
	$(BIN)/python -m trust --seed $(SEED) --scale $(SCALE)

# Newer versions of the dependencies, to be committed on their own.
lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock
	printf 'htmldate\nnewspaper4k\ntrafilatura\n' | $(BIN)/uv pip compile --quiet --upgrade - --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements-peers.lock

clean:
	rm -rf $(VENV) var dist build site
