# Bare roots of Debian and Ubuntu for the tests of packages. Sourced after common.sh and suites.sh.
# shellcheck shell=bash disable=SC2154

# bullseye has a C library that is too old: there the packages have to say so.
debian_suites=(bullseye bookworm trixie forky sid)
ubuntu_suites=(jammy noble)

# fetch_ubuntu_keys: what Ubuntu's archive is signed with, from Debian, whose signatures are checked.
fetch_ubuntu_keys() {
  local folder=$top/.cache/ubuntu-keys work archive
  ubuntu_keys=$folder/usr/share/keyrings/ubuntu-archive-keyring.gpg
  [ ! -e "$ubuntu_keys" ] || return 0
  work=$folder.download
  rm -rf "$folder" "$work"
  mkdir -p "$work/lists/partial" "$work/archives/partial" "$folder"
  : >"$work/status"
  suite_sources trixie >"$work/suite.sources" # Debian 12 has no such package
  suite_apt "$work" update && suite_apt "$work" --yes --download-only install ubuntu-keyring || return 1
  for archive in "$work"/archives/ubuntu-keyring_*.deb; do dpkg -x "$archive" "$folder" || return 1; done
  rm -rf "$work"
}

# bootstrap SUITE FOLDER: the smallest system of that suite. Where Ubuntu's archive is, debootstrap knows; suites that are newer
# than it are made as those before them.
bootstrap() {
  local scripts=/usr/share/debootstrap/scripts like=sid mirror='' keys=()
  case " ${ubuntu_suites[*]} " in
    *" $1 "*)
      fetch_ubuntu_keys || return 1
      like=jammy keys=(--keyring="$ubuntu_keys")
      ;;
    *) mirror=$(suite_sources "$1" | sed -n 's/^URIs: //p') ;;
  esac
  [ ! -e "$scripts/$1" ] || like=$1
  debootstrap --variant=minbase "${keys[@]}" "$1" "$2" "$mirror" "$scripts/$like"
}

# fetch_root SUITE: .cache/roots/SUITE.tar, with git's absence and all; unless it is there.
fetch_root() {
  local file=$top/.cache/roots/$1.tar folder log
  [ ! -e "$file" ] || return 0
  say "Fetching a bare system of $1 into ${file#"$top"/}"
  folder=$(mktemp -d) log=$(mktemp)
  mkdir -p "$(dirname "$file")"
  if bootstrap "$1" "$folder/root" >"$log" 2>&1 </dev/null; then
    tar --create --directory "$folder/root" --one-file-system --exclude=./var/cache/apt/archives/*.deb . >"$file.new"
    mv "$file.new" "$file"
  else
    tail -n 5 "$log" >&2
    say "$1 could not be reached: its tests are skipped."
  fi
  rm -rf "$folder" "$log"
}

fetch_roots() {
  local suite
  for suite in "${debian_suites[@]}" "${ubuntu_suites[@]}"; do fetch_root "$suite"; done
}
