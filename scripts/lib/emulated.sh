# Runs tests of programs for another machine under QEMU. Sourced after common.sh and building.sh.
# shellcheck shell=bash disable=SC2154

# What no emulator of single programs can do: they look into the process by the kernel's eyes, or wait by the clock.
not_emulated='^(system: (program|promptness|memory|busy|hostile loop|libcurls)|unit: (base/process|http/client with .*))$'

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
  export UNIFY_TEST_TIMEOUT=${UNIFY_TEST_TIMEOUT:-90} # seconds; everything takes ten times as long
  run_tests "$preset" -L '^(unit|system)$' -E "$not_emulated" "$@"
  note "Not run under QEMU, by name: $not_emulated"
}

# emulator_script PROGRAM
emulator_script() { printf '#!/bin/sh\nexec qemu-aarch64 -L %s/.cache/arm64 %s "$@"\n' "$top" "$1"; }
