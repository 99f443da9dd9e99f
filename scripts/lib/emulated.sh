# Runs tests of programs for another machine under QEMU. Sourced after common.sh and building.sh.
# shellcheck shell=bash disable=SC2154

missing_program="a missing program is told through memory that parent and child share, which QEMU copies"

# Files of tests that are left out, and why; single tests say it themselves (harness.not_emulated) and are shown as skipped.
declare -A not_emulated=(
  ['system: program']="it looks into the program and its process, and would find the emulator; scripts/test packages reads the programs"
  ['system: promptness']="it holds the program against the clock"
  ['system: libcurls']="the variable that names another libcurl would be the emulator's as well"
  ['unit: http/client with gnutls-libcurl']="it has the same variable"
  ['unit: http/client with old-libcurl']="it has the same variable"
  ['unit: base/process']="it holds the program against the clock"
  ['unit: base/child']="$missing_program"
  ['unit: credentials/chooser']="$missing_program"
  ['unit: credentials/secret_service']="$missing_program"
  ['unit: git/git']="$missing_program"
)

# test_emulated ARCHITECTURE [CTEST-OPTION...]: the kernel cannot start these programs, so what tests and the server start
# are scripts that do, in a folder with the programs: the server looks for its helper beside itself. The simulator of the
# platform is this machine's.
test_emulated() {
  local folder name preset=package-$1
  shift
  folder=$(build_folder "$preset")
  build "$preset" "${programs[@]}" unit-tests
  build asan "$simulator"
  mkdir -p "$folder/emulated"
  ln -sf "$(build_folder asan)/$simulator" "$folder/emulated/$simulator"
  for name in "${programs[@]}"; do
    cp "$folder/$name" "$folder/emulated/$name.program"
    emulator_script "$folder/emulated/$name.program" >"$folder/emulated/$name"
    chmod +x "$folder/emulated/$name"
  done
  # Seconds. Starting the program takes fifty times as long, and a busy machine makes minutes of it.
  export UNIFY_TEST_TIMEOUT=${UNIFY_TEST_TIMEOUT:-90} UNIFY_TEST_EMULATOR=QEMU
  for name in "${!not_emulated[@]}"; do note "Not under QEMU: $name, since ${not_emulated[$name]}"; done
  run_tests "$preset" -L '^(unit|system)$' -E "^($(IFS='|' && echo "${!not_emulated[*]}"))\$" "$@"
}

# emulator_script PROGRAM: a test may give it no PATH.
emulator_script() { printf '#!/bin/sh\nexec %s -L %s/.cache/arm64 %s "$@"\n' "$(command -v qemu-aarch64)" "$top" "$1"; }
