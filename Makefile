# Every target does its own set-up. `make help` lists them.
.PHONY: help setup setup-dev demo demo-reset test check bench docs lock messages clean
.DEFAULT_GOAL := help

BIN := .venv/bin

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## / - /'

setup: ## install what the site and the demo need
	@sh tools/setup.sh site

setup-dev: ## install what the tests and checks need as well
	@sh tools/setup.sh dev

demo: setup ## start the demo city: the site and the verifier (LAN=1: over TLS, for a phone)
	@$(BIN)/python -m deploy.demo $(if $(LAN),--lan)

demo-reset: setup ## forget the demo city's data; the next `make demo` starts over
	@$(BIN)/python -m deploy.demo --reset

test: setup-dev ## run all tests, on SQLite and on PostgreSQL, in a real browser
	@sh tools/test.sh

check: setup-dev ## format, lint, types, import contracts, generated documents
	@sh tools/check.sh

bench: setup-dev ## measure (PART=card|issue|drawing|verifier, SIZE=full)
	@$(BIN)/python -m bench $(if $(PART),--part $(PART)) $(if $(SIZE),--size $(SIZE))

docs: setup-dev ## write the generated documents
	@$(BIN)/python -m tools.documents

lock: setup ## resolve the locks again (versions and hashes, no addresses)
	@sh tools/lock.sh

messages: setup-dev ## extract and compile translations (needs gettext)
	@$(BIN)/python -m tools.messages extract && $(BIN)/python -m tools.messages compile

clean: ## remove what set-up and runs left
	rm -rf .venv .venv-oracles node_modules var
