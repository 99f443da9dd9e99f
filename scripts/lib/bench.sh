# Brings the servers that ours is measured beside. Sourced after vscode.sh, whose node it uses.
# shellcheck shell=bash disable=SC2154

bench_folder=$top/.cache/bench
declare -A bench_peers=(
  [@actions/languageserver@0.3.61]=node_modules/@actions/languageserver/bin/actions-languageserver
  [yaml-language-server@2.0.0]=node_modules/yaml-language-server/bin/yaml-language-server
)

# fetch_bench_peers: each on its own, since what cannot be had is left out, and said to be.
fetch_bench_peers() {
  local peer
  for peer in "${!bench_peers[@]}"; do
    [ ! -e "$bench_folder/$peer/${bench_peers[$peer]}" ] || continue
    say "Fetching $peer"
    quietly npm install --prefix "$bench_folder/$peer" --no-save --no-audit --no-fund --ignore-scripts "$peer" ||
      say "$peer could not be fetched: it is left out."
  done
}

# bench_peer_options: what tests/bench/run.py wants to know of them, as words one a line.
bench_peer_options() {
  local peer
  for peer in "${!bench_peers[@]}"; do printf '%s\n' --peer "$peer" "$bench_folder/$peer/${bench_peers[$peer]}"; done
}
