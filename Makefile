# Everything runs in environments made here from hash-locked lists; the machine brings python3, pip and make.
PYTHON ?= python3
STAGE ?= dev
BIN := .venv/bin
MODEL := layers/embedded/sales_agent_models/minilm-int8.onnx
SAM := SAM_CLI_TELEMETRY=0 .local/sam/bin/sam

.DEFAULT_GOAL := help
.PHONY: help run test check lock format build deploy bench clean

help:  ## List what make can do
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

run: .venv/.ready .local/sam/.ready .local/emulator/.ready $(MODEL)  ## Run the whole system on this machine (WEB_PORT, 8080)
	@$(BIN)/python -m local

test: check .local/sam/.ready .local/emulator/.ready $(MODEL)  ## Check, then run every test (or TESTS=path)
	$(BIN)/python -m scripts.build --here
	$(BIN)/pytest -n 2 --dist loadgroup $(TESTS)

check: .venv/.ready  ## Locks, style, types and architecture
	$(BIN)/python -m scripts.lock --check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: .venv/.ready  ## Format the code
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: .venv/.ready  ## Write the locked requirements anew
	$(BIN)/python -m scripts.lock

build: .venv/.ready .local/sam/.ready $(MODEL)  ## Build what is deployed (.aws-sam/arm64) and state its sizes
	$(BIN)/python -m scripts.build

deploy: build  ## Deploy to AWS: make deploy STAGE=dev|staging|prod
	$(SAM) deploy --template-file .aws-sam/arm64/template.yaml --config-file "$(CURDIR)/samconfig.toml" --config-env $(STAGE)

bench: .venv/.ready .local/sam/.ready $(MODEL)  ## Measure cold starts and turns against the budgets (docs/benchmarks.md)
	$(BIN)/python -m tests.bench.cold_import
	$(BIN)/python -m tests.bench.turn_cost

clean:  ## Remove all that was made here
	rm -rf .venv .local .aws-sam .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -f layers/embedded/sales_agent_models/*.onnx layers/embedded/sales_agent_models/tokenizer.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.ready: requirements/lock.txt requirements/uv.txt scripts/environment.py
	@$(PYTHON) scripts/environment.py .venv requirements/lock.txt

.local/sam/.ready: requirements/sam.txt scripts/environment.py
	@$(PYTHON) scripts/environment.py .local/sam requirements/sam.txt

.local/emulator/.ready: requirements/emulator.txt scripts/environment.py
	@$(PYTHON) scripts/environment.py .local/emulator requirements/emulator.txt

$(MODEL): scripts/build_model.py requirements/lock.txt | .venv/.ready
	@$(BIN)/python -m scripts.build_model
