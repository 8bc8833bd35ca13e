# What one does with this repository. CI calls the same recipes.

.DEFAULT_GOAL := help
.PHONY: help run test format lint doc deny advisories unused template openapi emulator emulator-test fuzz crash queue-load load bench

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: ## the whole system on http://localhost:3000, with demo data
	cargo run

test: ## every test
	cargo test --workspace

format: ## is the code formatted? (cargo fmt mends it)
	cargo fmt --all --check

lint: ## clippy, our bans included
	cargo clippy --workspace --all-targets -- -D warnings

doc: ## the documentation of the code, every link checked
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

deny: ## licences, sources and doubles in the dependency tree
	cargo deny check bans licenses sources

advisories: ## known weaknesses in the dependency tree (asks GitHub)
	cargo deny check advisories

unused: ## dependencies nobody uses
	cargo machete --with-metadata --skip-target-dir

template: ## is template.yaml deployable?
	cfn-lint template.yaml && SAM_CLI_TELEMETRY=0 sam validate --lint --template template.yaml

openapi: ## write openapi.json anew; read the difference before committing it
	UPDATE=1 cargo test --workspace --test it openapi_is_current

emulator: ## the functions in the Lambda emulator on http://localhost:9000
	scripts/emulator.sh

emulator-test: ## the contract tests through the Lambda emulator
	cargo test --workspace --test it --no-run && scripts/emulator.sh cargo test --workspace --test it contract

fuzz: ## a minute of fuzzing for each target (needs cargo-fuzz; the flags want the compiler's unstable options)
	for target in $$(cargo fuzz list); do \
	  RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none $$target -- -max_total_time=$${SECONDS_EACH:-60} || exit 1; done

crash: ## kill a server a hundred times while people and runners use it
	KINDRED_KILLS=$${KINDRED_KILLS:-100} cargo test --workspace --test process -- --nocapture crash

queue-load: ## a minute of 16 runners and 8 submitters at once, each job followed to its end
	KINDRED_QUEUE_LOAD_SECONDS=$${KINDRED_QUEUE_LOAD_SECONDS:-60} cargo test --workspace --test process -- --nocapture load

load: ## a minute of 100 people in all areas, by Locust; fails by p95 and errors (scripts/load.sh has the settings)
	scripts/load.sh

bench: ## measure, and write BENCH.md
	scripts/bench.sh
