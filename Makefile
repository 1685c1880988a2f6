# Every target may be run again at any time and does only what is missing.
PYTHON ?= python3

.PHONY: help setup accept test quick lint certify bench mug samples play

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: ## install what is missing: Python and npm packages, a browser
	@$(PYTHON) -m tools setup

accept: ## set up, run features/worker_validation.feature, write the report
	@$(PYTHON) -m tools accept

test: ## set up, run every check and test of the project
	@$(PYTHON) -m tools test

quick: ## static checks and the tests that need no browser, no server and no long simulation
	@$(PYTHON) -m tools quick

lint: ## format, lint, types and layer rules alone
	@$(PYTHON) -m tools lint

certify: ## set up, measure for two hours how often the suite is wrong
	@$(PYTHON) -m tools certify

bench: ## set up, measure what the Worker costs a step, for every layout
	@$(PYTHON) -m tools bench

mug: ## set up, judge the example game on multi-user-gymnasium
	@$(PYTHON) -m tools mug

samples: ## set up, make the sample reports in examples/reports and README's pictures
	@$(PYTHON) -m tools samples

play: ## serve the game for two people on http://127.0.0.1:5702/
	@$(PYTHON) -m tools play
