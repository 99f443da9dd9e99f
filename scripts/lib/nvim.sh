# Brings real Neovims here, each with the libraries it wants, without installing anything. Sourced after common.sh.
# shellcheck shell=bash disable=SC2154

# The Debian suites whose Neovim is tested: the oldest that the plugin supports, the newest there is, and one that is
# too old, which has to be refused politely.
nvim_suites=(trixie forky bookworm)
stylua_version=2.5.2

# nvim_folder: where the Neovims are; the tests look there too (UNIFY_LS_NVIM_DIR of tests/editors/nvim).
nvim_folder() { printf '%s/.cache/nvim\n' "$top"; }

# nvim_sources SUITE: the machine's own first source of packages, for another suite. It keeps the mirror, and the signing
# key where one is named: Debian writes sources in one of two forms.
nvim_sources() {
  local stanzas=/etc/apt/sources.list.d/debian.sources lines=/etc/apt/sources.list
  if [ -r "$stanzas" ]; then
    awk -v suite="$1" '/^$/ { exit } /^#/ { next } /^Suites:/ { print "Suites: " suite; next } { print }' "$stanzas"
  else
    sed -En "/^deb /{s|^deb +(\\[[^]]*\\] +)?([^ ]+) .*|Types: deb\\nURIs: \\2\\nSuites: $1\\nComponents: main|p;q}" "$lines"
  fi
}

# nvim_apt FOLDER ARGUMENT...: apt-get with lists, status and cache of its own. The empty status makes it fetch the
# whole closure, the C library included, since what is installed here does not count. A mirror may lag behind the dates of
# a moving suite; its signature is checked all the same.
nvim_apt() {
  local folder=$1
  shift
  apt-get -qq -o Dir::Etc::sourcelist="$folder/suite.sources" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$folder/lists" -o Dir::State::status="$folder/status" -o Dir::Cache::archives="$folder/archives" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Install-Recommends=0 -o APT::Sandbox::User=root \
    -o Debug::NoLocking=1 -o Acquire::Check-Valid-Until=false "$@"
}

# nvim_unpack SUITE FOLDER: FOLDER/nvim starts that suite's Neovim with its own loader and libraries; what it starts in
# turn runs with the machine's.
nvim_unpack() {
  local suite=$1 folder=$2 work package
  work=$folder.download
  rm -rf "$folder" "$work"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$folder/root"
  : >"$work/status"
  nvim_sources "$suite" >"$work/suite.sources" || return 1
  nvim_apt "$work" update && nvim_apt "$work" --yes --download-only install neovim || return 1
  for package in "$work"/archives/*.deb; do dpkg -x "$package" "$folder/root" || return 1; done
  rm -rf "$work"
  cat >"$folder/nvim" <<'LAUNCHER'
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")/root
export VIMRUNTIME="$root/usr/share/nvim/runtime"
set -- "$root/usr/bin/nvim" "$@"
for loader in "$root"/usr/lib64/ld-linux-*.so.* "$root"/lib64/ld-linux-*.so.* "$root"/lib/ld-linux-*.so.*; do
  [ -e "$loader" ] || continue
  libraries=$(echo "$root"/usr/lib/*-linux-gnu*):$(echo "$root"/lib/*-linux-gnu*)
  exec "$loader" --argv0 nvim --library-path "$libraries" "$@"
done
echo "No loader of programs under $root" >&2
exit 1
LAUNCHER
  chmod +x "$folder/nvim"
}

# fetch_nvims: those that are missing. A suite that cannot be reached is said to be; its tests are then skipped.
fetch_nvims() {
  local suite folder log
  log=$(mktemp)
  for suite in "${nvim_suites[@]}"; do
    folder=$(nvim_folder)/$suite
    [ ! -x "$folder/nvim" ] || continue
    say "Fetching Neovim of Debian $suite into ${folder#"$top"/}"
    if nvim_unpack "$suite" "$folder" >"$log" 2>&1 </dev/null && "$folder/nvim" --version >"$log" 2>&1; then
      note "$(head -n 1 "$log")"
    else
      tail -n 5 "$log" >&2
      rm -rf "$folder" "$folder.download"
      say "Debian $suite could not be reached: the tests with its Neovim will be skipped."
    fi
  done
  rm -f "$log"
}

# newest_nvim: the program, or nothing where it could not be fetched.
newest_nvim() {
  local program
  program=$(nvim_folder)/${nvim_suites[1]}/nvim
  [ ! -x "$program" ] || printf '%s\n' "$program"
}

# fetch_stylua: the formatter of the plugin's Lua.
fetch_stylua() {
  local folder
  folder=$(nvim_folder)/stylua
  [ ! -x "$folder/node_modules/.bin/stylua" ] || return 0
  say "Fetching stylua $stylua_version"
  npm install --prefix "$folder" --no-save --no-audit --no-fund "@johnnymorganz/stylua-bin@$stylua_version" >/dev/null 2>&1 ||
    note "stylua could not be fetched, so the format of the Lua is not checked."
}
