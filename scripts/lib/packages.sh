# Installs Debian packages that are missing, and only those. Sourced after common.sh.
# shellcheck shell=bash disable=SC2034,SC2154

packages_build=(clang-19 cmake ninja-build pkg-config libboost1.81-dev libboost-json1.81-dev libcurl4-openssl-dev
  libssl-dev libsecret-1-dev libyaml-dev libsqlite3-dev libfmt-dev libcli11-dev)
packages_run=(git ca-certificates python3 gnome-keyring dbus libglib2.0-bin)
packages_demo=("${packages_build[@]}" "${packages_run[@]}")
packages_test=("${packages_build[@]}" "${packages_run[@]}" libclang-rt-19-dev lld-19 doctest-dev ccache curl
  openssl libsecret-tools nginx-light procps libcurl3-gnutls binutils)
# Debian's npm, unless there is one already, such as in NodeSource's nodejs.
packages_npm=()
command -v npm >/dev/null || packages_npm=(npm)
packages_package=("${packages_build[@]}" "${packages_npm[@]}" binutils rpm xz-utils)
packages_arm64=(lld-19 binutils-aarch64-linux-gnu qemu-user)
packages_packages=(debootstrap lintian rpmlint zsh fish)
packages_release=(git python3 minisign)
packages_vscode=("${packages_package[@]}" "${packages_run[@]}" chromium ripgrep pngquant)
packages_bench=("${packages_vscode[@]}" curl)
packages_nvim=("${packages_test[@]}" "${packages_npm[@]}" lua-check)
packages_editors=("${packages_test[@]}" emacs-nox elpa-eglot tmux)
packages_lint=("${packages_build[@]}" doctest-dev clang-tidy-19 clang-format-19 python3 git shellcheck)

# missing_packages NAME...: those that are not installed, one a line.
missing_packages() {
  local name
  for name in "$@"; do
    case "$(dpkg-query -W -f='${Status}' "$name" 2>/dev/null)" in
      *' installed') ;;
      *) printf '%s\n' "$name" ;;
    esac
  done
}

# install_packages NAME...: says what it installs; keeps apt's own chatter to itself unless apt fails.
install_packages() {
  local as_root=() missing log
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    note "This is no Debian, so nothing is installed here. Needed are the counterparts of: $*"
    return 0
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0

  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "These packages are missing, and installing them needs root or sudo: ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} packages with ${as_root[*]:+sudo }apt-get: ${missing[*]}"
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    rm -f "$log"
    fail "apt-get failed; its last lines are above."
  fi
  rm -f "$log"
}
