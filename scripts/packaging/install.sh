#!/bin/sh
# Installs unify-ls from the folder that this file lies in, for you alone or for everybody.
#   ./install.sh [--prefix FOLDER]              into ~/.local, or below FOLDER (/usr/local, as root)
#   install.sh --uninstall [--prefix FOLDER]    takes away what was installed there; settings and runs stay
# What was installed is written down in FOLDER/share/unify-ls/installed, and this file is kept beside it.
set -eu

fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

usage() { sed -n '2,5s/^# \{0,1\}//p' "$0"; }

prefix=
action=install
while [ $# -gt 0 ]; do
  case "$1" in
    --prefix)
      [ $# -gt 1 ] || fail "--prefix wants a folder."
      prefix=$2
      shift
      ;;
    --prefix=*) prefix=${1#*=} ;;
    --uninstall) action=uninstall ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) fail "'$1' is unknown; --help tells what there is." ;;
  esac
  shift
done
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "$prefix" ]; then
  case "$here" in
    */share/unify-ls) prefix=${here%/share/unify-ls} ;; # where it was kept
    *) prefix=${HOME:?is not set, so name a folder with --prefix}/.local ;;
  esac
fi
case "$prefix" in
  /*) ;;
  *) prefix=$PWD/$prefix ;;
esac
kept=$prefix/share/unify-ls
list=$kept/installed

# make_folder FOLDER: with those above it; each that is new is written down, so that it can go again.
make_folder() {
  [ ! -d "$1" ] || return 0
  make_folder "$(dirname "$1")"
  mkdir "$1"
  printf '%s/\n' "$1" >>"$new"
}

# take_away LIST: files first, then folders from the innermost, as far as nobody else has put something in.
take_away() {
  while IFS= read -r path; do
    case "$path" in
      */) ;;
      *) rm -f "$path" ;;
    esac
  done <"$1"
  sort -r "$1" | while IFS= read -r path; do
    case "$path" in
      */) rmdir "$path" 2>/dev/null || : ;;
    esac
  done
}

if [ "$action" = uninstall ]; then
  [ -f "$list" ] || fail "Nothing was installed in $prefix; name another folder with --prefix."
  copy=$(mktemp)
  cat "$list" >"$copy"
  take_away "$copy"
  rm -f "$copy"
  printf 'unify-ls is gone from %s. Your settings and the list of runs are still in ~/.config/unify-ls and ~/.local/state/unify-ls.\n' "$prefix"
  exit 0
fi

cd "$here"
[ -f SHA256SUMS ] || fail "This is not the unpacked archive of unify-ls: SHA256SUMS is missing."
command -v sha256sum >/dev/null || fail "sha256sum is missing; without it nothing is installed."
sha256sum --check --quiet SHA256SUMS || fail "The archive is damaged or was changed. Nothing was installed."
bin/unify-ls --version >/dev/null || fail "This machine cannot run it: it needs Linux, the right processor and glibc 2.34 or newer. Nothing was installed."

new=$(mktemp)
old=$(mktemp)
trap 'rm -f "$new" "$old"' EXIT
if [ -f "$list" ]; then cat "$list" >"$old"; fi
find bin share -type f | sort | while IFS= read -r file; do
  make_folder "$(dirname "$prefix/$file")"
  # Moved into place, so that a server that is running keeps its own file.
  cp "$file" "$prefix/$file.new"
  mv "$prefix/$file.new" "$prefix/$file"
  printf '%s\n' "$prefix/$file" >>"$new"
done
make_folder "$kept"
cp install.sh "$kept/install.sh"
printf '%s\n' "$kept/install.sh" "$list" >>"$new"
# What the version before had and this one has no more goes; folders that it made stay written down.
sort "$new" >"$new.sorted"
mv "$new.sorted" "$new"
grep '[^/]$' "$old" | while IFS= read -r path; do
  grep -Fqx "$path" "$new" || rm -f "$path"
done
{ grep '/$' "$old" || :; cat "$new"; } | sort -u >"$list"

printf 'unify-ls is installed in %s. To take it away: %s --uninstall\n' "$prefix" "$kept/install.sh"
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) printf 'Put %s on your PATH.\n' "$prefix/bin" ;;
esac
command -v git >/dev/null || printf 'git is missing, and it is needed: install it.\n'
