#!/bin/sh
# Runs every check and every level of tests and prints how long each took. `make test` calls it.
#
# Native code is compiled once, by one choice of packages; a level then runs its programs. So the
# time of a level is the time of its tests, and the time of building stands in a line of its own.
set -u

TIMES=$(mktemp)
PROGRAMS=$(mktemp)
OUTPUT=$(mktemp)
STATUS=$(mktemp)
FAILURES=$(mktemp)
REASONS=$(mktemp)
trap 'rm -f "$TIMES" "$PROGRAMS" "$OUTPUT" "$STATUS" "$FAILURES" "$REASONS"' EXIT
# Lines of a failed step that are said again at the end, where they are found.
LINES_SAID_AGAIN=80
# Of these, the lines that say what went wrong are said last of all: some logs are cut at the top.
REASON='Error:|^error|panicked at|Expected|Received|Locator:|^ *> +[0-9]+ \||FAILED$|violat'
REASONS_MAX=24
FAILED=0
BEGIN=$(date +%s)

# step NAME COMMAND...: runs the command, notes its time and whether it went well.
step() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    start=$(date +%s)
    { "$@" 2>&1; echo $? >"$STATUS"; } | tee "$OUTPUT"
    if test "$(cat "$STATUS")" = 0; then
        result=ok
    else
        result=FAILED
        FAILED=1
        { printf '\n== What failed: %s\n' "$name"; tail -n "$LINES_SAID_AGAIN" "$OUTPUT"; } >>"$FAILURES"
        { printf '\n== Why: %s\n' "$name"; grep -aE "$REASON" "$OUTPUT" | head -n "$REASONS_MAX"; } >>"$REASONS"
    fi
    printf '%-34s %6s s  %s\n' "$name" "$(($(date +%s) - start))" "$result" >>"$TIMES"
    test "$result" = ok
}

summary() {
    cat "$FAILURES"
    printf '\n== Times\n'
    cat "$TIMES" "$REASONS"
    minutes=$((($(date +%s) - BEGIN + 59) / 60))
    if test "$FAILED" = 0; then
        printf 'All green in %s min.\n' "$minutes"
    else
        printf 'FAILED after %s min: %s\n' "$minutes" "$(grep -c 'FAILED$' "$TIMES") of $(wc -l <"$TIMES") steps."
    fi
    exit "$FAILED"
}

build_native() {
    # shellcheck disable=SC2086 # a list of words
    cargo build --locked $NATIVE --all-targets || return
    # The same again, only for the list of programs: package folder, crate or file, path.
    # shellcheck disable=SC2086
    cargo test --locked $NATIVE --no-run 2>&1 |
        sed -n 's/^ *Executable \(unittests \)\{0,1\}\([^ ]*\) (\(.*\))$/\2 \3/p' >"$PROGRAMS"
    test -s "$PROGRAMS"
}

build_browser() {
    cargo build --locked -p weft-frontend --target "$WASM_TARGET" --profile wasm-dev &&
        target/debug/weft-bundle "target/$WASM_TARGET/wasm-dev/weft_frontend.wasm"
}

# programs FOLDER PATTERN: runs the test programs whose name matches, where cargo would run them.
programs() {
    folder=$1
    found=$(grep -E "/deps/$2-[0-9a-f]+\$" "$PROGRAMS" | sed 's/.* //')
    if test -z "$found"; then
        echo "no tests here yet"
        return 0
    fi
    for program in $found; do
        echo "-- $(basename "$program")"
        (cd "$folder" && "$ROOT/$program" --quiet) || return
    done
}

# The server's tests that belong to no level of their own: its library, its doors, the tidy test.
others() {
    found=$(grep -oE '/deps/[a-z0-9_]+-[0-9a-f]+$' "$PROGRAMS" | sed -E 's,/deps/(.*)-[0-9a-f]+$,\1,' |
        grep -vE "^($NAMED|stories|sockets|matrix|secrets)\$" | sort -u)
    for crate in $found; do
        programs server "$crate" || return
    done
}

# Test programs by the folder that cargo would run them in; all others are the server's.
RULES='(weft_domain|domain)'
SYNC='(weft_sync|decoding|fields|planning|presence|replica|rights|tabs|versions|viewing|wire)'
SCREENS='(weft_app|requests)'
NAMED="$RULES|$SYNC|simulator|$SCREENS|weft_bundle"

format() { cargo fmt --all --check; }
# shellcheck disable=SC2086
clippy_native() { cargo clippy --locked $NATIVE --all-targets -- -D warnings; }
clippy_browser() {
    cargo clippy --locked -p weft-frontend --target "$WASM_TARGET" --profile wasm-dev -- -D warnings
}
# shellcheck disable=SC2086
documentation() { RUSTDOCFLAGS="-D warnings" cargo doc --locked $NATIVE --no-deps --lib --quiet; }
rules_tests() { programs app/domain "$RULES"; }
sync_tests() { programs app/sync "$SYNC"; }
# Hundreds of seeds need an optimised build, of the two crates of rules and sync only.
build_simulator() { cargo test --locked --profile sim -p weft-sync --test simulator --no-run; }
simulator() { cargo test --locked --profile sim -p weft-sync --test simulator -- --nocapture; }
small_tests() { programs app "$SCREENS" && programs frontend/bundle weft_bundle && others; }
browser_tests() {
    (cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent && node browser.mjs && npx playwright test)
}

ROOT=$(pwd)
step "format" format
step "build: tests and server" build_native || summary
step "L0 rules" rules_tests
step "L1 sync" sync_tests
step "build: simulator" build_simulator && step "L1 simulator" simulator
step "units, doors, tidy" small_tests
step "L2 stories on a real store" programs server stories
step "L3 real sockets" programs server sockets
step "L5 the matrix" programs server '(matrix|secrets)'
step "build: browser" build_browser && step "L4 real browsers" browser_tests
step "clippy: server" clippy_native
step "clippy: browser" clippy_browser
step "documentation" documentation
summary
