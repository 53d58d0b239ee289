#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One command from a fresh Debian 12 to a running program. `./run.sh help` lists what it can do.
set -euo pipefail

invoked_from=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
cd "$root"
preset=${BELLWETHER_PRESET:-release}
build_dir=$root/build/$preset
program=$build_dir/bellwether
log=$root/build/run.log

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

usage() {
    cat <<'TEXT'
./run.sh [ARGS...]              install what is missing, build, start `bellwether ARGS...`
./run.sh test [F|N] [ARGS...]   build everything, run the tests (F: slow fault tests, N: nightly); ARGS go to ctest
./run.sh build                  build everything, start nothing
./run.sh deps [--print]         install missing packages; --print only lists them
./run.sh doctor                 versions, packages, display, memory, disk
./run.sh bench [--gate]         benchmarks
./run.sh fuzz [SECONDS] [NAME]  throw damaged messages at the decoders, 60 s each; --build only builds the targets
./run.sh help                   this text        ./run.sh --help   the program's own help

Environment: BELLWETHER_PRESET (release), BELLWETHER_NO_INSTALL=1 (never call apt), BELLWETHER_WERROR=ON,
BELLWETHER_FUZZ_SECONDS (60).
Build output goes to build/run.log and to stderr; stdout belongs to the program.
TEXT
}

# --- 1 host
on_dpkg() { command -v dpkg-query >/dev/null 2>&1; }
check_host() {
    [ "$(uname -s)" = Linux ] || die "this script is for Linux; on $(uname -s) configure with cmake --preset $preset"
}

# --- 2 packages
packages_of() {   # groups... -> names
    local group name wanted
    while read -r group name; do
        for wanted in "$@"; do
            [ "$group" = "$wanted" ] && printf '%s\n' "$name"
        done
    done < <(grep -v '^#' installer/packages.txt)
    return 0
}

missing_of() {   # groups... -> names that are not installed
    local installed
    # dpkg-query fails when one name is unknown and still lists the others
    installed=$(packages_of "$@" | xargs dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' 2>/dev/null || true)
    comm -23 <(packages_of "$@" | LC_ALL=C sort -u) <(sed -n 's/^ii *//p' <<<"$installed" | LC_ALL=C sort -u)
}

print_packages() {
    local name missing=""
    ! on_dpkg || missing=$(missing_of build gui test fuzz)
    for name in $(packages_of build gui test fuzz); do
        if grep -qx "$name" <<<"$missing"; then echo "$name  missing"; else echo "$name"; fi
    done
}

lists_are_old() {
    [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -1440 -print -quit 2>/dev/null)" ]
}

install_packages() {   # names...
    local sudo=() try name unknown=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            sudo=(sudo)
        else
            BELLWETHER_NO_INSTALL=1
        fi
    fi
    if [ "${BELLWETHER_NO_INSTALL:-0}" = 1 ] || ! command -v apt-get >/dev/null 2>&1; then
        say "missing packages. Install them with this command, then run ./run.sh again:"
        say ""
        say "  sudo apt-get install -y --no-install-recommends $*"
        exit 1
    fi
    say "installing: $*"
    local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q)
    for try in 1 2 3; do
        if [ "$try" -gt 1 ] || lists_are_old; then
            "${apt[@]}" update </dev/null >>"$log" 2>&1 || { say "apt-get update failed (try $try of 3)"; continue; }
        fi
        unknown=()
        for name in "$@"; do
            apt-cache show "$name" >/dev/null 2>&1 || unknown+=("$name")
        done
        if [ "${#unknown[@]}" -gt 0 ]; then
            [ "$try" -eq 3 ] && die "apt knows no package named: ${unknown[*]}"
            continue
        fi
        "${apt[@]}" install -y --no-install-recommends "$@" </dev/null >>"$log" 2>&1 && return 0
        say "apt-get install failed (try $try of 3)"
    done
    tail -n 40 "$log" >&2
    die "packages are still missing; repeat with: apt-get install -y --no-install-recommends $*  (log: build/run.log)"
}

ensure_packages() {   # groups...
    local missing=()
    if ! on_dpkg; then
        command -v cmake >/dev/null 2>&1 && return 0   # another distribution: go on, CMake names what it lacks
        die "not a Debian system and no cmake found. What is needed, by its Debian names: $(packages_of "$@" | xargs)"
    fi
    mapfile -t missing < <(missing_of "$@")
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# --- 3 configure and build
step() {   # title, command...: output to stderr and the log; on failure the last lines and how to repeat it
    local title=$1
    shift
    local code=0
    { "$@" 2>&1 || code=$?; printf '%s' "$code" >"$log.code"; } </dev/null |
        tee -a "$log" | sed -u '/ninja: no work to do/d; /Entering directory/d' >&2 || true
    code=$(cat "$log.code")
    rm -f "$log.code"
    [ "$code" -eq 0 ] && return 0
    say ""
    say "error: $title failed (exit $code). Repeat it with:"
    say "  (cd $root && $*)"
    say "The whole output is in build/run.log"
    exit 1
}

configure() {
    local stamp=$build_dir/.configured now werror=${BELLWETHER_WERROR:-}
    # Ninja notices an edited CMakeLists.txt by itself; the list of them is what it cannot see.
    now=$(echo "$preset"; cat CMakePresets.json; find . -path ./build -prune -o -path ./.git -prune -o \
        \( -name CMakeLists.txt -o -name '*.cmake' -o -name '*.in' \) -print | LC_ALL=C sort)
    if [ -f "$build_dir/build.ninja" ] && [ -f "$stamp" ] && [ "$now" = "$(cat "$stamp")" ] &&
        { [ -z "$werror" ] || grep -q "^BELLWETHER_WERROR:BOOL=$werror$" "$build_dir/CMakeCache.txt"; }; then
        return 0
    fi
    step configure cmake --preset "$preset" ${werror:+-DBELLWETHER_WERROR="$werror"}
    printf '%s\n' "$now" >"$stamp"
}

jobs() {   # one compiler needs up to 1.5 GiB
    local cores free_kib by_memory
    cores=$(nproc)
    free_kib=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo)
    by_memory=$((${free_kib:-1572864} / 1572864))
    [ "$by_memory" -lt 1 ] && by_memory=1
    echo $((cores < by_memory ? cores : by_memory))
}

build() {   # targets...
    configure
    step build ninja -C "$build_dir" -j "$(jobs)" "$@"
}

# --- 4 start
connects() {   # a path, or @name for the abstract name space: does a server accept there?
    perl -MSocket -e 'my $n = $ARGV[0]; $n =~ s/^@/\0/;
        socket(my $s, PF_UNIX, SOCK_STREAM, 0) or exit 1;
        exit(connect($s, pack_sockaddr_un($n)) ? 0 : 1);' "$1" 2>/dev/null
}

display_kind() {   # prints wayland, x11 or another Qt platform; fails when nothing accepts a connection
    local name number
    if [ -n "${QT_QPA_PLATFORM:-}" ]; then echo "$QT_QPA_PLATFORM"; return 0; fi
    if [ -n "${WAYLAND_DISPLAY:-}" ]; then
        name=$WAYLAND_DISPLAY
        [ "${name#/}" = "$name" ] && name=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/$name
        if connects "$name"; then echo wayland; return 0; fi
    fi
    [ -n "${DISPLAY:-}" ] || return 1
    number=${DISPLAY##*:}
    number=${number%%.*}
    case $number in '' | *[!0-9]*) return 1 ;; esac
    case $DISPLAY in
        :* | unix:*) connects "/tmp/.X11-unix/X$number" || connects "@/tmp/.X11-unix/X$number" || return 1 ;;
        *) timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "${DISPLAY%:*}" $((6000 + number)) 2>/dev/null || return 1 ;;
    esac
    echo x11
}

wants_window() {   # args...: true when the program would open the workstation
    while [ $# -gt 0 ]; do
        case $1 in
            --headless | --help | --help-all | -h | --version) return 1 ;;
            --config | --set | --run-seconds)   # the next word is a value
                if [ $# -gt 1 ]; then shift; fi ;;
            -*) ;;
            *) return 1 ;;   # a subcommand
        esac
        shift
    done
    return 0
}

start() {
    cd "$invoked_from"
    if wants_window "$@" && ! display_kind >/dev/null; then
        say "no display: running headless        (workstation: set DISPLAY or WAYLAND_DISPLAY)"
        # where its log and journal are, how to ask for its state and how to stop it: the program says it
        set -- --headless "$@"
    fi
    exec "$program" "$@"   # in place of this shell: signals reach it, its exit code is returned
}

# --- the other commands
run_tests() {
    ensure_packages build gui test
    build
    local junit=$build_dir/ctest.xml code=0 lane=(-LE '^(F|N)$')   # each push: all but the slow lanes
    case ${1:-} in
        P) shift ;;
        F | N) lane=(-L "^$1$"); shift ;;
    esac
    # The suite chooses its own display and settings; the caller's must not leak in.
    unset QS_CONFIG_PATH SYMBOLS MT5_CRS_LOCK_DIR MT5_CRS_LOG_DIR LOG_LEVEL ZMQ_INTERNAL_IP ZMQ_DATA_PORT
    rm -f "$junit"
    ctest --test-dir "$build_dir" "${lane[@]}" --output-on-failure --no-tests=error -j "$(nproc)" \
        --output-junit "$junit" "$@" </dev/null || code=$?
    python3 tests/tidy/junit_summary.py --ctest-exit "$code" --skips tests/skips.txt "$junit"
}

run_fuzz() {   # [--build | seconds] [targets...]
    local seconds=${BELLWETHER_FUZZ_SECONDS:-60}
    ensure_packages build fuzz
    preset=fuzz build_dir=$root/build/fuzz
    build fuzz
    case ${1:-} in
        --build) return 0 ;;
        [1-9]*) seconds=$1; shift ;;
    esac
    exec python3 tests/fuzz/run.py --build "$build_dir" --out build/ci/fuzz --seconds "$seconds" "$@"
}

doctor() {
    local missing="" version
    echo "system     $(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-unknown}"), $(uname -m), kernel $(uname -r)"
    echo "resources  $(nproc) cores, $(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' /proc/meminfo | awk '{printf "%.1f", $1/1048576}') GiB of memory free, $(df -Ph "$root" | awk 'NR==2 {print $4}') of disk free, build jobs $(jobs)"
    if on_dpkg; then
        missing=$(missing_of build gui test | xargs)
        if [ -n "$missing" ]; then echo "packages   missing: $missing"; else echo "packages   all there"; fi
    else
        echo "packages   not a dpkg system; needed, by Debian names: $(packages_of build gui | xargs)"
    fi
    version=$(g++ --version 2>/dev/null | head -n 1 || true)
    echo "compiler   ${version:-none}"
    version=$(cmake --version 2>/dev/null | head -n 1 || true)
    echo "cmake      ${version:-none}"
    version=$(dpkg-query -W -f='${Version}' qt6-base-dev 2>/dev/null || true)
    echo "qt         ${version:-none}"
    echo "display    $(display_kind || echo 'none: ./run.sh starts headless')"
    if timeout 1 bash -c 'exec 3<>/dev/tcp/127.0.0.1/5556' 2>/dev/null; then
        echo "gateway    something listens on 127.0.0.1:5556"
    else
        echo "gateway    nothing listens on 127.0.0.1:5556 (MetaTrader ticks)"
    fi
    if [ -x "$program" ]; then
        echo "program    $("$program" --version 2>&1 | head -n 1)"
    else
        echo "program    not built yet: ./run.sh build"
    fi
    [ -z "$missing" ]
}

main() {
    check_host
    mkdir -p build
    : >"$log"
    case ${1:-} in
        help) usage ;;
        deps)
            shift
            case ${1:-} in
                '') ensure_packages build gui test fuzz ;;
                --print) print_packages ;;
                *) say "error: deps takes only --print"; exit 2 ;;
            esac ;;
        doctor) doctor ;;
        build) ensure_packages build gui test; build ;;
        test) shift; run_tests "$@" ;;
        bench)
            shift
            ensure_packages build
            build bw_bench
            exec "$build_dir/bw_bench" "$@" ;;
        fuzz) shift; run_fuzz "$@" ;;
        *)
            ensure_packages build gui
            build bellwether
            start "$@" ;;
    esac
}

main "$@"
