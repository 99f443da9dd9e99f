# Makes the packages of one architecture. Sourced after common.sh, building.sh and vscode.sh.
# shellcheck shell=bash disable=SC2154

packages=$top/build/packages
extension_name=workflows-for-cloudbees-unify

version=$(project_version)

# The packages' date, for files and metadata: that of the sources, so that the same sources give the same bytes.
: "${SOURCE_DATE_EPOCH:=$(git -C "$top" log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH TZ=UTC

# Names of an ARCHITECTURE (x64, arm64): its preset, its purpose for scripts/setup, Debian's name for it, and the list of
# what is installed in the system that it is built against.
preset_of() { [ "$1" = "$(this_architecture)" ] && echo package || echo "package-$1"; }
setup_of() { [ "$1" = "$(this_architecture)" ] && echo package || echo "$1"; }
debian_of() { [ "$1" = x64 ] && echo amd64 || echo "$1"; }
status_of() { [ "$1" = "$(this_architecture)" ] && echo /var/lib/dpkg/status || echo "$top/.cache/$1/var/lib/dpkg/status"; }

this_architecture() {
  case "$(uname -sm)" in
    'Linux x86_64') echo x64 ;;
    'Linux aarch64') echo arm64 ;;
    *) fail "Packages are made on Linux for x86-64 and 64-bit ARM, and this is $(uname -sm)." ;;
  esac
}

# build_programs ARCHITECTURE: also the man page and the completions.
build_programs() { build "$(preset_of "$1")" "${programs[@]}" unify-ls-documents; }

# objcopy_of ARCHITECTURE
objcopy_of() { [ "$1" = "$(this_architecture)" ] && echo objcopy || echo aarch64-linux-gnu-objcopy; }

# stage ARCHITECTURE: build/packages/stage-ARCHITECTURE has the stripped programs and their files as below a prefix, and
# debug-ARCHITECTURE what a debugger finds by their build ids.
stage() {
  local folder program id name debug=$packages/debug-$1
  folder=$(build_folder "$(preset_of "$1")")
  rm -rf "$packages/stage-$1" "$debug"
  cmake --install "$folder" --prefix "$packages/stage-$1" --strip >/dev/null
  cp "$top/LICENSE" "$packages/stage-$1/share/doc/unify-ls"
  for program in "${programs[@]}"; do
    id=$(readelf --notes "$folder/$program" | sed -n 's/.*Build ID: //p')
    name=$debug/usr/lib/debug/.build-id/${id:0:2}/${id:2}.debug
    mkdir -p "$(dirname "$name")"
    "$(objcopy_of "$1")" --only-keep-debug "$folder/$program" "$name"
    chmod 644 "$name"
  done
}

# archive FILE FOLDER NAME...: the same bytes from the same files.
archive() {
  tar --create --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mode=go=rX,u+w --mtime="@$SOURCE_DATE_EPOCH" \
    --directory "$2" "${@:3}" | xz --threads=1 -9 >"$1"
}

# make_tarball ARCHITECTURE: with its sums and its installer inside, and the debug files beside.
make_tarball() {
  local name=unify-ls-$version-linux-$1 work sums
  say "Packaging $name.tar.xz"
  work=$(mktemp -d)
  cp -R "$packages/stage-$1" "$work/$name"
  cp "$top"/{LICENSE,THIRD-PARTY-NOTICES} "$top/scripts/packaging/install.sh" "$work/$name"
  sums=$(cd "$work/$name" && find . -type f -printf '%P\n' | LC_ALL=C sort | xargs sha256sum)
  printf '%s\n' "$sums" >"$work/$name/SHA256SUMS"
  archive "$packages/$name.tar.xz" "$work" "$name"
  rm -rf "$work"
  archive "$packages/$name-debug.tar.xz" "$packages/debug-$1" usr
}

# make_with_cpack ARCHITECTURE GENERATOR
make_with_cpack() {
  say "Packaging with CPack: $2 for $1"
  (cd "$(build_folder "$(preset_of "$1")")" && umask 022 && quietly cpack -G "$2" -B "$packages/cpack-$1")
  mv "$packages/cpack-$1"/*."${2,,}" "$packages"
  rm -rf "$packages/cpack-$1"
}

# make_sbom ARCHITECTURE
make_sbom() {
  python3 "$top/scripts/packaging/sbom.py" "$version" "$(debian_of "$1")" "$(status_of "$1")" \
    "$packages/stage-$1/bin"/* >"$packages/unify-ls-$version-linux-$1.spdx.json"
}

# make_programs ARCHITECTURE: all that holds the programs, the extension apart.
make_programs() {
  make_tarball "$1"
  make_with_cpack "$1" DEB
  make_with_cpack "$1" RPM
  make_sbom "$1"
}

# make_vscode ARCHITECTURE: the extension with the server inside.
make_vscode() {
  [ -n "${extension_is_built:-}" ] || build_extension
  extension_is_built=yes
  package_extension "$packages/$extension_name-$version-linux-$1.vsix" "linux-$1" "$packages/stage-$1/bin"/*
}

# For those who have a server: nobody should take it for one that works by itself.
make_vsix_without_server() { package_extension "$packages/$extension_name-$version-without-server.vsix"; }

# sum_up FOLDER: the sums of all that is there, for `sha256sum --check`.
sum_up() {
  (cd "$1" && find . -maxdepth 1 -type f ! -name 'SHA256SUMS*' -printf '%P\n' | LC_ALL=C sort | xargs --no-run-if-empty sha256sum >SHA256SUMS)
}
