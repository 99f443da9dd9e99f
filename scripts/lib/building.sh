# Configures and builds a preset. Sourced after common.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# The programs that people, tests and the demo start.
programs=(unify-ls unify-ls-secret-service)
simulator=unify-simulator

# build_folder PRESET: where that preset's programs are.
build_folder() { printf '%s/build/%s\n' "$top" "$1"; }

# What a script wants of CMake beyond its preset.
configure_options=()

# configure PRESET: says nothing unless it fails.
configure() {
  local preset=$1 log
  log=$(mktemp)
  if ! (cd "$top" && cmake --preset "$preset" "${configure_options[@]}") >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "CMake could not configure the preset '$preset'; its words are above."
  fi
  rm -f "$log"
}

# build PRESET [TARGET...]: configures, then builds the targets; all of them when none is named.
build() {
  local preset=$1
  shift
  configure "$preset"
  say "Building $preset${*:+: $*}"
  ninja -C "$(build_folder "$preset")" --quiet "$@"
}
