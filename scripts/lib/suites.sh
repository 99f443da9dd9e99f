# Brings single programs of other Debian suites here, each with the libraries it wants, without installing anything. Sourced
# after common.sh.
# shellcheck shell=bash

# suite_sources SUITE: the machine's own first source of packages, for another suite. It keeps the mirror, and the signing
# key where one is named: Debian writes sources in one of two forms.
suite_sources() {
  local stanzas=/etc/apt/sources.list.d/debian.sources lines=/etc/apt/sources.list
  if [ -r "$stanzas" ]; then
    awk -v suite="$1" '/^$/ { exit } /^#/ { next } /^Suites:/ { print "Suites: " suite; next } { print }' "$stanzas"
  else
    sed -En "/^deb /{s|^deb +(\\[[^]]*\\] +)?([^ ]+) .*|Types: deb\\nURIs: \\2\\nSuites: $1\\nComponents: main|p;q}" "$lines"
  fi
}

# suite_apt FOLDER ARGUMENT...: apt-get with lists, status and cache of its own. The empty status makes it fetch the
# whole closure, the C library included, since what is installed here does not count. A mirror may lag behind the dates of
# a moving suite; its signature is checked all the same.
suite_apt() {
  local folder=$1
  shift
  apt-get -qq -o Dir::Etc::sourcelist="$folder/suite.sources" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$folder/lists" -o Dir::State::status="$folder/status" -o Dir::Cache::archives="$folder/archives" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Install-Recommends=0 -o APT::Sandbox::User=root \
    -o Debug::NoLocking=1 -o Acquire::Check-Valid-Until=false "$@"
}

# suite_unpack SUITE PACKAGE PROGRAM RUNTIME FOLDER: FOLDER/PROGRAM starts that suite's PROGRAM with its own loader and
# libraries, and with RUNTIME (VARIABLE=place) telling where it finds its files; what it starts in turn runs with the
# machine's.
suite_unpack() {
  local suite=$1 package=$2 program=$3 runtime=$4 folder=$5 work archive
  work=$folder.download
  rm -rf "$folder" "$work"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$folder/root"
  : >"$work/status"
  suite_sources "$suite" >"$work/suite.sources" || return 1
  suite_apt "$work" update && suite_apt "$work" --yes --download-only install "$package" || return 1
  for archive in "$work"/archives/*.deb; do dpkg -x "$archive" "$folder/root" || return 1; done
  rm -rf "$work"
  suite_launcher "$program" "$runtime" >"$folder/$program"
  chmod +x "$folder/$program"
}

# suite_launcher PROGRAM VARIABLE=PLACE: the text of the script that starts it.
suite_launcher() {
  cat <<LAUNCHER
#!/bin/sh
root=\$(dirname "\$(readlink -f "\$0")")/root
export ${2%%=*}="\$root/${2#*=}"
set -- "\$root/usr/bin/$1" "\$@"
for loader in "\$root"/usr/lib64/ld-linux-*.so.* "\$root"/lib64/ld-linux-*.so.* "\$root"/lib/ld-linux-*.so.*; do
  [ -e "\$loader" ] || continue
  libraries=\$(echo "\$root"/usr/lib/*-linux-gnu*):\$(echo "\$root"/lib/*-linux-gnu*)
  exec "\$loader" --argv0 $1 --library-path "\$libraries" "\$@"
done
echo "No loader of programs under \$root" >&2
exit 1
LAUNCHER
}

# fetch_of_suite SUITE PACKAGE PROGRAM RUNTIME FOLDER: unless it is there. A suite that cannot be reached is said to be, and
# what wants the program is then skipped.
fetch_of_suite() {
  local suite=$1 program=$3 folder=$5 log
  [ ! -x "$folder/$program" ] || return 0
  log=$(mktemp)
  say "Fetching $program of Debian $suite into ${folder#"$top"/}"
  if suite_unpack "$@" >"$log" 2>&1 </dev/null && "$folder/$program" --version >"$log" 2>&1; then
    note "$(head -n 1 "$log")"
  else
    tail -n 5 "$log" >&2
    rm -rf "$folder" "$folder.download"
    say "Debian $suite could not be reached: what wants its $program will be skipped."
  fi
  rm -f "$log"
}
