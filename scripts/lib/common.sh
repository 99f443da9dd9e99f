# Shared by the scripts: where the project lies and how they speak. Sourced, never run.
# shellcheck shell=bash

# shellcheck disable=SC2034  # used by those who source this file
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Colours for a person, none for a file or a pipe, nor where NO_COLOR asks for none.
if [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'
else
  bold='' dim='' red='' plain=''
fi

# say TEXT: what a script is about to do. To stderr, so that a script's real output stays alone on stdout.
say() { printf '%s%s%s\n' "$bold" "$*" "$plain" >&2; }
note() { printf '%s%s%s\n' "$dim" "$*" "$plain" >&2; }

# fail TEXT [STATUS]: says what went wrong and ends the script.
fail() {
  printf '%s%s%s\n' "$red" "$1" "$plain" >&2
  exit "${2:-1}"
}

# project_version: it stands in CMakeLists.txt and nowhere else.
project_version() { sed -n 's/^project(unify-ls VERSION \([0-9.]*\) .*/\1/p' "$top/CMakeLists.txt"; }

# usage: prints the comment that a script starts with, which is its manual.
usage() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }
