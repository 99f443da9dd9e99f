# Brings real Neovims here. Sourced after common.sh and suites.sh.
# shellcheck shell=bash disable=SC2154

# The Debian suites whose Neovim is tested: the oldest that the plugin supports, the newest there is, and one that is
# too old, which has to be refused politely.
nvim_suites=(trixie forky bookworm)
stylua_version=2.5.2

# nvim_folder: where the Neovims are; the tests look there too (UNIFY_LS_NVIM_DIR of tests/editors/nvim).
nvim_folder() { printf '%s/.cache/nvim\n' "$top"; }

# fetch_nvim SUITE: unless it is there.
fetch_nvim() { fetch_of_suite "$1" neovim nvim VIMRUNTIME=usr/share/nvim/runtime "$(nvim_folder)/$1"; }

# fetch_nvims: all that are tested.
fetch_nvims() {
  local suite
  for suite in "${nvim_suites[@]}"; do fetch_nvim "$suite"; done
}

# newest_nvim: the program, which fetch_nvim brought, or nothing where it could not.
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
