# Makes the packages of this machine twice, in folders of different names, and compares them. Sourced after packaging.sh.
# shellcheck shell=bash disable=SC2154

# compare_packages: what is committed, built from nothing and without a cache of compiled files.
compare_packages() {
  local work=$top/build/compare place
  export CCACHE_DISABLE=1 SOURCE_DATE_EPOCH
  rm -rf "$work"
  for place in here there-with-a-longer-name; do
    git clone --quiet "$top" "$work/$place"
    mkdir -p "$work/$place/.cache"
    [ ! -d "$top/.cache/vscode" ] || ln -s "$top/.cache/vscode" "$work/$place/.cache/vscode"
    (cd "$work/$place" && scripts/package) >&2
  done
  if diff "$work"/{here,there-with-a-longer-name}/build/packages/SHA256SUMS; then
    cat "$work/here/build/packages/SHA256SUMS"
    note "The same bytes, twice."
  else
    fail "The two differ; they are in ${work#"$top"/}."
  fi
}
