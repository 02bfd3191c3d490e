# What people do here. `make help` lists it.

# A fresh rustup may not be in the PATH of this shell yet.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin

WORK ?= 400000
PLAN ?= var/plan.xlsx
TSUNAGU = cargo run --quiet --release --locked -p tsunagu --

.PHONY: help run test lint bench bench-ppp

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | sort | expand -t 10

run: ## plan the Gunma demonstration data and say where the result lies
	@scripts/need.sh build
	cargo build --release --locked -p tsunagu
	@mkdir -p $(dir $(PLAN))
	@test -f data/gunma/roster.xlsx || $(TSUNAGU) demo gunma
	$(TSUNAGU) plan data/gunma/roster.xlsx --out $(PLAN) --work $(WORK)
	@echo
	@echo "The plan / 配置計画: $(abspath $(PLAN))"

test: ## formatting, lints, every test
	@scripts/need.sh test
	@scripts/steps.sh test

lint: ## formatting, lints, editions, licences; no tests
	@scripts/need.sh test
	@scripts/steps.sh lint

bench: ## measure the figures of docs/benchmarks.md; FIGURES="--write docs/benchmarks.md" puts them there
	@scripts/need.sh build
	cargo build --release --locked -p benches -p tsunagu
	cargo run --quiet --release --locked -p benches -- $(FIGURES)

bench-ppp: ## the same of the public benchmark alone; FIGURES="--instances XS,S --seeds 1,2" chooses
	@$(MAKE) --no-print-directory bench FIGURES="ppp $(FIGURES)"
