# Brings the system that other machines' programs are built against: the same Debian as this one, of another architecture,
# unpacked into a folder. Nothing of it is installed here. Sourced after common.sh, packages.sh and suites.sh.
# shellcheck shell=bash disable=SC2154

packages_sysroot=(libc6-dev libstdc++-12-dev libboost1.81-dev libboost-json1.81-dev libcurl4-openssl-dev libcurl3-gnutls
  libssl-dev libsecret-1-dev libyaml-dev libsqlite3-dev libfmt-dev libcli11-dev doctest-dev)

# machine_sources: what this machine installs from, its security updates included.
machine_sources() {
  if [ -r /etc/apt/sources.list.d/debian.sources ]; then cat /etc/apt/sources.list.d/debian.sources; else suite_sources bookworm; fi
}

# unpack_system ARCHITECTURE FOLDER
unpack_system() {
  local work=$2.download archive
  local only=(-o "APT::Architecture=$1" -o "APT::Architectures=$1")
  rm -rf "$2" "$work"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$2/var/lib/dpkg"
  : >"$work/status"
  machine_sources >"$work/suite.sources"
  suite_apt "$work" "${only[@]}" update && suite_apt "$work" "${only[@]}" --yes --download-only install "${packages_sysroot[@]}" || return
  for archive in "$work"/archives/*.deb; do
    dpkg -x "$archive" "$2" || return
    { dpkg-deb --field "$archive" Package Version && echo; } >>"$2/var/lib/dpkg/status"
  done
  rm -rf "$work"
  relative_links "$2"
}

# relative_links FOLDER: links that name a place from the root on would lead out of the folder, and libm.so to nothing: the
# linker then takes libm.a, which wants what the C library keeps for itself.
relative_links() {
  local link
  find "$1" -type l -lname '/*' -print0 | while IFS= read -r -d '' link; do ln -sfnr "$1$(readlink "$link")" "$link"; done
}

# fetch_system ARCHITECTURE: into .cache/ARCHITECTURE, unless it is there.
fetch_system() {
  local folder=$top/.cache/$1 log
  [ ! -e "$folder/whole" ] || return 0
  say "Fetching Debian's libraries for $1 into ${folder#"$top"/}"
  log=$(mktemp)
  if ! unpack_system "$1" "$folder" >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -rf "$log" "$folder" "$folder.download"
    fail "The libraries for $1 could not be had; the last words are above."
  fi
  rm -f "$log"
  touch "$folder/whole"
}
