# What can be done with this folder? Every target sets up what it needs first.

.DEFAULT_GOAL := help
.PHONY: help setup demo test smoke check bench-ingest bench-simulator faults lock

BIN := .venv/bin

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Have everything that developing takes: packages, private servers, JavaScript, a browser
	@sh deploy/bootstrap.sh all

demo: ## Run the platform with a simulated fleet at 127.0.0.1:8080 (FRESH=1 starts over, PORT=… elsewhere)
	@sh deploy/bootstrap.sh run
	@$(BIN)/howdah up $(if $(filter-out 0,$(FRESH)),--fresh) $(if $(PORT),--port $(PORT))

test: setup ## Run every test, on real servers and in a real browser (ARGS="-k registry -n 0" are pytest's options)
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

smoke: ## Start everything aside, see that every service answers with live data, stop it
	@sh deploy/bootstrap.sh run
	@$(BIN)/howdah up --check

check: setup ## Check format, style, types and floors
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench-ingest: ## Compare ingest with its limits and its peers (ARGS="--quick" with less, "--json" for programs)
	@sh deploy/bootstrap.sh run
	@$(BIN)/howdah bench ingest $(ARGS)

bench-simulator: ## Measure how much faster than life machines are simulated (ARGS="--quick", "--json")
	@$(BIN)/howdah bench simulator $(ARGS)

faults: ## Injure the platform 200 times while machines send, and look for what is lost (ARGS="--faults 25 --seed 1")
	@sh deploy/bootstrap.sh run
	@$(BIN)/howdah bench faults --faults 200 $(ARGS)

lock: setup ## Write the lock files again: versions and hashes, nothing else
	@sh deploy/lock.sh
