# Brings Prism, which stands between the program and the simulator in the contract tests. Sourced after vscode.sh, whose
# node it uses.
# shellcheck shell=bash disable=SC2154

contract_folder=$top/.cache/contract
prism_version=5.14.2

# fetch_prism: `prism` in contract_folder starts it; tests/contract looks for it there.
fetch_prism() {
  local folder=$contract_folder/prism-$prism_version node
  node=$(get_node "$vscode_node")/node
  if [ ! -e "$folder/complete" ]; then
    say "Fetching Prism $prism_version"
    quietly npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts "@stoplight/prism-cli@$prism_version"
    touch "$folder/complete"
  fi
  printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$node" "$folder/node_modules/@stoplight/prism-cli/dist/index.js" \
    >"$contract_folder/prism"
  chmod +x "$contract_folder/prism"
}
