# Bare roots of Debian suites for the tests of packages. Sourced after common.sh and suites.sh.
# shellcheck shell=bash disable=SC2154

# bullseye has a C library that is too old: there the packages have to say so.
root_suites=(bullseye bookworm trixie forky sid)

# fetch_root SUITE: .cache/roots/SUITE.tar, the smallest system of that suite with git's absence and all; unless it is there.
fetch_root() {
  local file=$top/.cache/roots/$1.tar script=$1 folder log uri
  [ ! -e "$file" ] || return 0
  say "Fetching a bare Debian $1 into ${file#"$top"/}"
  [ -e "/usr/share/debootstrap/scripts/$1" ] || script=sid
  uri=$(suite_sources "$1" | sed -n 's/^URIs: //p')
  folder=$(mktemp -d) log=$(mktemp)
  mkdir -p "$(dirname "$file")"
  if debootstrap --variant=minbase "$1" "$folder/root" "$uri" "/usr/share/debootstrap/scripts/$script" >"$log" 2>&1 </dev/null; then
    tar --create --directory "$folder/root" --one-file-system --exclude=./var/cache/apt/archives/*.deb . >"$file.new"
    mv "$file.new" "$file"
  else
    tail -n 5 "$log" >&2
    say "Debian $1 could not be reached: its tests are skipped."
  fi
  rm -rf "$folder" "$log"
}

fetch_roots() {
  local suite
  for suite in "${root_suites[@]}"; do fetch_root "$suite"; done
}
