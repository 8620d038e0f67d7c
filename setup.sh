#!/bin/sh
# Installs what HiGHS, the solver inside callboard, needs to be built: cmake, make and libclang.
#
# Does nothing and says nothing where everything is there. Asks for sudo only where it installs and is not root.
# Ends with status 1, and the names of what is missing, where it cannot install.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }

# Whether any of the files named exists; a pattern that matches nothing stands for itself and does not.
any() {
    for file in "$@"; do
        if [ -e "$file" ]; then return 0; fi
    done
    return 1
}

libclang_in() {
    any "$1"/libclang.so "$1"/libclang.so.* "$1"/libclang-*.so "$1"/libclang-*.so.* "$1"/libclang.dylib
}

llvm_prefix() { "${LLVM_CONFIG_PATH:-llvm-config}" --prefix 2>/dev/null || true; }

# Whether the generator of the solver's bindings will find libclang: it looks where LIBCLANG_PATH says and
# nowhere else, or else where llvm-config says and in the usual folders.
has_libclang_library() {
    if [ -n "${LIBCLANG_PATH:-}" ]; then
        libclang_in "$LIBCLANG_PATH" || [ -f "$LIBCLANG_PATH" ]
        return
    fi
    prefix=$(llvm_prefix)
    for folder in ${prefix:+"$prefix/lib" "$prefix/lib64"} \
        /usr/local/llvm*/lib* /usr/local/lib*/*/* /usr/local/lib*/* /usr/local/lib* \
        /usr/lib*/*/* /usr/lib*/* /usr/lib* \
        /usr/local/opt/llvm*/lib /opt/homebrew/opt/llvm*/lib /Library/Developer/CommandLineTools/usr/lib \
        /Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib; do
        if libclang_in "$folder"; then return 0; fi
    done
    return 1
}

# The library alone does not do: it reads C headers with the help of its own.
has_libclang_headers() {
    if [ "$(uname -s)" != Linux ]; then return 0; fi
    path=${LIBCLANG_PATH:-/usr/lib}
    prefix=$(llvm_prefix)
    any "$path"/clang/*/include/stddef.h "${path%/*}"/clang/*/include/stddef.h \
        "${prefix:-/usr}"/lib*/clang/*/include/stddef.h /usr/lib*/clang/*/include/stddef.h \
        /usr/lib*/llvm*/lib*/clang/*/include/stddef.h /usr/local/lib*/clang/*/include/stddef.h \
        /usr/local/llvm*/lib*/clang/*/include/stddef.h
}

has_libclang() { has_libclang_library && has_libclang_headers; }
has_cmake() { has "${CMAKE:-cmake}"; }
has_make() { has make || has gmake || { [ "${CMAKE_GENERATOR:-}" = Ninja ] && has ninja; }; }
has_compiler() { { [ -n "${CXX:-}" ] && has "${CXX%% *}"; } || has c++ || has g++ || has clang++; }

# The tools to install that are not there, by our names for them.
to_install() {
    if ! has_cmake; then echo cmake; fi
    if ! has_make; then echo make; fi
    if ! has_libclang; then echo libclang; fi
}

# What the system's package manager $1 calls the tool $2.
package() {
    case $2:$1 in
        libclang:apt-get) echo libclang-dev ;;
        libclang:dnf | libclang:zypper) echo clang-devel ;;
        libclang:apk) echo clang-dev ;;
        libclang:pacman) echo clang ;;
        libclang:brew) echo llvm ;;
        *) echo "$2" ;;
    esac
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        echo "setup.sh: neither root nor sudo, so it cannot run: $*"
        return 1
    fi
}

# apt-get without questions, that waits where another is at work: a fresh machine is often updating itself.
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300 "$@"; }
apt_install() { apt install --no-install-recommends "$@"; }

# Installs the packages $2... by the package manager $1.
install_by() {
    manager=$1
    shift
    case $manager in
        apt-get) apt_install "$@" || { apt update && apt_install "$@"; } ;;
        dnf) as_root dnf install -y "$@" ;;
        apk) as_root apk add "$@" ;;
        pacman) as_root pacman -S --needed --noconfirm "$@" ;;
        zypper) as_root zypper --non-interactive install "$@" ;;
        brew) brew install "$@" ;;
    esac
}

install_tools() {
    for manager in apt-get dnf apk pacman zypper brew; do
        if has "$manager"; then
            packages=
            for tool in "$@"; do packages="$packages $(package "$manager" "$tool")"; done
            echo "setup.sh: installing$packages with $manager" >&2
            # Word splitting is meant: these are our own names.
            # shellcheck disable=SC2086
            install_by "$manager" $packages >&2 || true
            return
        fi
    done
}

wanted=$(to_install)
if [ -n "$wanted" ]; then
    # shellcheck disable=SC2086
    install_tools $wanted
fi

missing=$(
    to_install
    if ! has_compiler; then echo "a C++ compiler (g++ or clang++)"; fi
    if ! has cargo; then echo "cargo (Rust 1.95 or later)"; fi
)
if [ -n "$missing" ]; then
    echo "setup.sh: could not install all that callboard needs to be built; still missing:" >&2
    echo "$missing" | sed 's/^/  /' >&2
    if [ -n "${LIBCLANG_PATH:-}" ] && ! has_libclang; then
        echo "  (libclang is looked for in LIBCLANG_PATH=$LIBCLANG_PATH and nowhere else)" >&2
    fi
    exit 1
fi
