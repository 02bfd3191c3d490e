#!/bin/sh
# Says exactly what this machine lacks to build (need.sh build) or also to test (need.sh test) Tsunagu.
# What rustup may add by itself is added. Root on a Debian (a container, a machine of CI) also gets what HiGHS, the solver
# of linear programmes, is built with, and PostgreSQL to test with; nothing else on a machine is touched.
set -u
cd "$(dirname "$0")/.."

missing=0
lacks() { # what, how to get it
  printf 'Missing 不足: %s\n  → %s\n' "$1" "$2" >&2
  missing=1
}

if ! command -v cargo >/dev/null 2>&1; then
  lacks "the Rust toolchain" "install rustup (https://rustup.rs), then: rustup default stable"
else
  if ! rustc --version >/dev/null 2>&1 && command -v rustup >/dev/null 2>&1; then
    rustup default stable >&2 || true
  fi
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  have() { rustc --version 2>/dev/null | cut -d' ' -f2; }
  new_enough() { [ "$(printf '%s\n%s\n' "$wanted" "$1" | sort -V | head -n 1)" = "$wanted" ]; }
  if ! new_enough "$(have)" && command -v rustup >/dev/null 2>&1; then
    rustup update stable >&2 || true
  fi
  if ! new_enough "$(have)"; then
    lacks "Rust $wanted or newer (here: $(have | grep . || echo none))" "rustup update stable"
  fi
fi

if ! command -v cc >/dev/null 2>&1; then
  lacks "a linker (cc)" "apt-get install gcc libc6-dev"
fi

# HiGHS is C++, and its bindings are made by libclang.
libclang() {
  [ -n "${LIBCLANG_PATH:-}" ] || ldconfig -p 2>/dev/null | grep -q 'libclang[-.0-9]*\.so' ||
    ls /usr/lib/llvm-*/lib/libclang.so* /usr/lib/*/libclang-[0-9]*.so* 2>/dev/null | grep -q .
}
solver_can_be_built() { command -v cmake >/dev/null 2>&1 && command -v c++ >/dev/null 2>&1 && libclang; }
if ! solver_can_be_built && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends cmake g++ libclang-dev >&2
fi
if ! solver_can_be_built; then
  lacks "cmake, a C++ compiler or libclang (for HiGHS)" "apt-get install cmake g++ libclang-dev"
fi

if [ "${1:-build}" = test ] && [ "$missing" = 0 ]; then
  for component in rustfmt clippy; do
    command=$component
    [ "$component" = rustfmt ] && command=fmt
    if ! cargo "$command" --version >/dev/null 2>&1; then
      command -v rustup >/dev/null 2>&1 && rustup component add "$component" >&2
      cargo "$command" --version >/dev/null 2>&1 || lacks "$component" "rustup component add $component"
    fi
  done

  # Tests run on PostgreSQL, too, in a cluster of their own; none that runs here is touched.
  postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && command -v psql >/dev/null 2>&1; }
  if ! postgres && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
  fi
  if ! postgres; then
    lacks "PostgreSQL (tests run on it, too)" "apt-get install postgresql"
  fi
fi

exit "$missing"
