# The front door. `make demo` and `make test` set up all they need in .venv, from the locks with hashes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNS ?= 40
SEED ?= 1
MESSAGES ?= 100000
ONCE ?=
MODULES := hub keys schemas adapters
RUN := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder
RULES := tests/unit/core tests/unit/keys tests/vectors  # what covers every branch of hub/core and keys by itself
SLOW := acceptance adapters console faults integration/conform integration/embedded integration/retention

.PHONY: demo test quick coverage thorough pictures check format bench faults simulate lock clean system

# Every process that a test starts would compile the hub anew where an environment forbids to keep compiled modules.
test quick coverage thorough pictures: export PYTHONDONTWRITEBYTECODE :=

demo: $(VENV)/.demo  ## run the main job on an embedded PostgreSQL
	$(BIN)/hub demo $(if $(ONCE),--once)

test: $(VENV)/.dev system check  ## lint, types, import contracts, then all tests
	$(RUN) $(addprefix --ignore=,$(RULES)) $(PYTEST)
	$(RUN) --cov --cov-report= $(RULES) $(PYTEST)
	$(BIN)/coverage report --include='hub/core/*,keys/*' --fail-under=100 --show-missing --skip-covered

quick: check  ## what a change breaks first: without browsers, adapters, whole demonstrations, campaigns of faults
	$(RUN) $(addprefix --ignore=tests/,$(SLOW)) $(PYTEST)

coverage: $(VENV)/.dev system  ## all tests once more, measured: 100 % of hub/core and keys, 95 % of the whole
	$(RUN) --cov --cov-report= $(PYTEST)
	$(BIN)/coverage report --include='hub/core/*,keys/*' --fail-under=100 --show-missing --skip-covered
	$(BIN)/coverage report --fail-under=95 --skip-covered | tail -n 3

thorough: $(VENV)/.dev system  ## all tests with several times the examples
	$(RUN) --hypothesis-profile=thorough $(PYTEST)

pictures: $(VENV)/.dev system  ## every page and journey of the console as pictures, in build/pictures
	PICTURES=1 $(RUN) tests/console $(PYTEST)

check: $(VENV)/.dev  ## lint, format, types, import contracts; no network
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev  ## figures as ratios to a baseline of the same run, in build/bench.json
	$(BIN)/python -m tests.bench

faults: $(VENV)/.dev  ## kill -9 under load; RUNS=n SEED=s; summary in build/faults.json
	$(BIN)/python -m tests.faults --runs $(RUNS) --seed $(SEED)

simulate: $(VENV)/.dev  ## ten virtual years of all record types; projections rebuilt from the log have to be the same
	$(BIN)/python -m tests.simulation --messages $(MESSAGES)

system: $(VENV)/.dev  ## Debian packages for the tests, only as root with apt
	$(BIN)/python -m tests.support.system

lock: $(VENV)/.dev  ## resolve the locks again
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --extra console --extra embedded --extra files --extra xml --extra sftp --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --extra hsm -c requirements.lock -o requirements-hsm.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --all-extras -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@echo "setting up $(VENV) ..."
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements.lock pyproject.toml | $(BIN)/python
	@echo "installing what the hub needs, from requirements.lock ..."
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.demo
	@echo "installing what the tests need, from requirements-dev.lock ..."
	$(PIP) install --require-hashes -r requirements-dev.lock
	touch $@
