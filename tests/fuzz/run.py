#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the fuzz targets: run.py --build DIR [--seconds N] [--out DIR] [TARGET...]

Two at a time, each for N seconds from the committed samples and the recorded messages. Prints executions and coverage of
each. A finding (crash, broken promise, leak, hang, memory) is kept under OUT/findings, and the exit code is 1.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGETS = ("binance_frame", "okx_frame", "deribit_frame", "mt5_message", "rest_body")
INPUT_MAX = 4096
# One input may take a second on an idle machine. A loaded one, or one that stops for a moment, must not turn a run red:
# only ten seconds are a hang, and inputs that took over one second are named.
HANG_S, SLOW_S = 10, 1
# A decoder may grow by 64 MiB. The base of a sanitized process is about 90 MiB, of which 16 are freed memory that the
# sanitizer keeps for a while; the corpus in memory grows with the length of the run.
ALLOCATION_MIB, RSS_MIB, QUARANTINE_MIB = 64, 192, 16


def command(args, name, folder):
    committed = ROOT / "tests" / "data" / "corpus" / name
    findings = args.out / "findings"
    return [
        str(args.build / f"fuzz_{name}"), f"-max_total_time={args.seconds}", f"-seed={args.seed & 0xffffffff}", f"-timeout={HANG_S}",
        f"-report_slow_units={SLOW_S}", f"-malloc_limit_mb={ALLOCATION_MIB}", f"-rss_limit_mb={RSS_MIB}",
        f"-max_len={INPUT_MAX}", f"-dict={HERE / (name + '.dict')}", "-print_final_stats=1", "-reload=0", "-use_value_profile=0",
        f"-artifact_prefix={findings / (name + '-')}", str(folder), str(args.recorded / name), str(committed)]


def run(args, name):
    """(name, exit code, output, seconds)"""
    folder = args.out / "found" / name  # inputs that reached something new
    folder.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ)
    env["ASAN_OPTIONS"] = f"quarantine_size_mb={QUARANTINE_MIB}:detect_stack_use_after_return=1"
    env["UBSAN_OPTIONS"] = "print_stacktrace=1"
    begin = time.monotonic()
    # libFuzzer ends by itself; twice the time and a minute is a target that does not.
    try:
        done = subprocess.run(command(args, name, folder), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=2 * args.seconds + 60, check=False)
        code, output = done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        code, output = 124, (late.stdout or b"").decode(errors="replace") + "\ndid not end in time"
    (args.out / f"{name}.log").write_text(output, encoding="utf-8")
    return name, code, output, time.monotonic() - begin


def figure(pattern, output):
    found = re.findall(pattern, output)
    return found[-1] if found else "?"


def report(args, result):
    name, code, output, seconds = result
    print(f"{name:14} {figure(r'stat::number_of_executed_units: *([0-9]+)', output):>9} executions  "
          f"{figure(r' cov: ([0-9]+)', output):>5} edges  {figure(r' ft: ([0-9]+)', output):>6} features  "
          f"{figure(r'stat::slowest_unit_time_sec: *([0-9]+)', output):>2} s slowest  "
          f"{figure(r'stat::peak_rss_mb: *([0-9]+)', output):>4} MiB  {seconds:5.0f} s")
    if code == 0:
        return True
    print(f"\n{name} found something (exit {code}); the input is in {args.out / 'findings'}. The end of its output:")
    print("\n".join(output.splitlines()[-60:]))
    print(f"Repeat with: {args.build / ('fuzz_' + name)} <input>\n")
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "ci" / "fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    # Fixed unless asked for: a push repeats the walk of the last one and goes on where the code changed. Long walks by hand,
    # with other seeds, look for what is new.
    parser.add_argument("--seed", type=int, default=int(os.environ.get("BELLWETHER_SEED", "1"), 0))
    parser.add_argument("--shared", type=pathlib.Path, default=pathlib.Path(os.environ.get("BELLWETHER_SHARED", ROOT.parent / "shared")))
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    args = parser.parse_args()
    unknown = [name for name in args.targets if name not in TARGETS]
    if unknown or args.seconds < 1:
        parser.error(f"no such target: {' '.join(unknown)}" if unknown else "a run takes at least a second")
    args.targets = args.targets or TARGETS
    missing = [name for name in args.targets if not (args.build / f"fuzz_{name}").exists()]
    if missing:
        print(f"error: {args.build} has no fuzz_{missing[0]}; build it with ./run.sh fuzz --build", file=sys.stderr)
        return 1
    args.recorded = args.build / "corpus"
    (args.out / "findings").mkdir(parents=True, exist_ok=True)
    if subprocess.run([sys.executable, str(HERE / "corpus.py"), str(args.shared), str(args.recorded)], check=False).returncode != 0:
        return 1
    good = True
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for result in pool.map(lambda name: run(args, name), args.targets):
            good = report(args, result) and good
            sys.stdout.flush()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
