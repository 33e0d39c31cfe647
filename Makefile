# Everything one does with Weft. `make run` and `make test` need rustup (or cargo), a C compiler
# and, for tests, Node; they see to the rest.

# What `make run` builds with: `quick` is pleasant to use, `dev` is what the tests have built.
PROFILE ?= quick
LISTEN ?= 127.0.0.1:3000

WASM_TARGET := wasm32-unknown-unknown
WASM_DEV := target/$(WASM_TARGET)/wasm-dev/weft_frontend.wasm
WASM_RELEASE := target/$(WASM_TARGET)/wasm-release/weft_frontend.wasm
# Always the same choice of packages: cargo then chooses the same features, and builds things once.
NATIVE := --workspace --exclude weft-frontend
PROFILE_DIR = $(if $(filter dev,$(PROFILE)),debug,$(PROFILE))

.PHONY: help run test release fmt lint prerequisites node

help:
	@echo "make run      build and serve on http://$(LISTEN)"
	@echo "make test     every check and every level of tests, with their times"
	@echo "make release  what ships: target/release/weft, all assets inside"
	@echo "make fmt      format the code"
	@echo "make lint     clippy, for the server and for the browser"

prerequisites:
	@command -v cargo >/dev/null || { echo "Rust is missing. Install it from https://rustup.rs, then try again." >&2; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing (SQLite is built with it). Debian: apt-get install build-essential" >&2; exit 1; }
	@test -d "$$(rustc --print sysroot)/lib/rustlib/$(WASM_TARGET)" || rustup target add $(WASM_TARGET) || \
		{ echo "Rust's $(WASM_TARGET) target is missing and rustup cannot add it." >&2; exit 1; }

node:
	@command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || \
		{ echo "Node 20 or newer is missing. It is needed for tests only." >&2; exit 1; }

run: prerequisites
	cargo build --locked -p weft-frontend --target $(WASM_TARGET) --profile wasm-dev
	cargo build --locked -p weft -p weft-bundle --profile $(PROFILE)
	target/$(PROFILE_DIR)/weft-bundle $(WASM_DEV)
	@# Again, so that the assets are inside; only the program itself is built, and only when they changed.
	cargo build --locked -p weft -p weft-bundle --profile $(PROFILE)
	exec target/$(PROFILE_DIR)/weft serve --listen $(LISTEN)

test: prerequisites node
	@NATIVE="$(NATIVE)" WASM_TARGET="$(WASM_TARGET)" sh end2end/levels.sh

release: prerequisites
	cargo build --locked -p weft-frontend --target $(WASM_TARGET) --profile wasm-release
	cargo build --locked -p weft-bundle --release
	target/release/weft-bundle $(WASM_RELEASE) --release
	cargo build --locked -p weft --release
	@ls -l target/release/weft

fmt:
	cargo fmt --all

lint: prerequisites
	cargo clippy --locked $(NATIVE) --all-targets -- -D warnings
	cargo clippy --locked -p weft-frontend --target $(WASM_TARGET) --profile wasm-dev -- -D warnings
