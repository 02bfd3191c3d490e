#!/bin/sh
# Runs the steps of `make test` or `make lint`, all of them even if one fails, and says at the end which did.
set -u
cd "$(dirname "$0")/.."

failed=""
step() { # name, command ...
  name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed="$failed
  $name — again alone with: $*"
}

tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    step "tests" cargo nextest run --workspace --locked --no-fail-fast --status-level fail --final-status-level fail
    step "examples in the documentation" cargo test --workspace --locked --doc --quiet
  else
    step "tests and examples in the documentation" cargo test --workspace --locked --no-fail-fast
  fi
}

lint() {
  step "format" cargo fmt --all --check
  step "lints" cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
  # shellcheck disable=SC2046 # ids of editions hold no blanks
  step "editions" cargo run --quiet --locked -p tsunagu -- rules lint $(ls editions/*.toml | grep -v '\.cases\.toml$')
  if cargo deny --version >/dev/null 2>&1; then
    step "licences and advisories" cargo deny --all-features check
  fi
}

case "${1:-}" in
  test) lint; tests ;;
  lint) lint ;;
  *) echo "usage: scripts/steps.sh test|lint" >&2; exit 2 ;;
esac

if [ -n "$failed" ]; then
  printf '\nFailed:%s\n' "$failed" >&2
  exit 1
fi
printf '\nAll well.\n'
