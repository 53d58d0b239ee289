#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds up CTest's JUnit files and prints the one last line of a test run: `N passed, N failed, N skipped`.

Exit 0 only if something passed and nothing failed. With --strict a skip that the skips file does not list is a failure.
A test that CTest could not start at all counts as failed, whatever the file calls it.
"""
import argparse
import fnmatch
import pathlib
import sys
import xml.etree.ElementTree as ET

# What CTest writes for a test that skipped itself; any other "skipped" means it never ran.
SELF_SKIPPED = ("SKIP_REGULAR_EXPRESSION_MATCHED", "SKIP_RETURN_CODE")


def allowed_skips(path):
    lines = (line.split("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return [words[0] for words in lines if words]


def classify(path):
    """Yields (name, passed|failed|skipped, why) for each test of one file."""
    for case in ET.parse(path).getroot().iter("testcase"):
        name, status = case.get("name", "?"), case.get("status", "")
        skipped, failure = case.find("skipped"), case.find("failure")
        message = "" if skipped is None else skipped.get("message", "")
        if failure is not None or status == "fail":
            yield name, "failed", "" if failure is None else failure.get("message", "")
        elif skipped is not None and message.startswith(SELF_SKIPPED):
            yield name, "skipped", message
        elif status == "run":
            yield name, "passed", ""
        else:
            yield name, "failed", message or status


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skips", type=pathlib.Path, required=True)
    parser.add_argument("--strict", action="store_true", help="an unlisted skip fails")
    parser.add_argument("--ctest-exit", type=int, default=0, help="exit code of ctest")
    parser.add_argument("files", type=pathlib.Path, nargs="+")
    args = parser.parse_args()

    allowed = allowed_skips(args.skips)
    count = {"passed": 0, "failed": 0, "skipped": 0}
    for path in args.files:
        if not path.exists():
            print(f"failed: {path} was not written", flush=True)
            count["failed"] += 1
            continue
        for name, result, why in classify(path):
            if result == "skipped" and args.strict and not any(fnmatch.fnmatch(name, p) for p in allowed):
                result, why = "failed", f"skipped, but {args.skips} does not list it"
            count[result] += 1
            if result != "passed":
                print(f"{result}: {name}" + (f" ({why})" if why else ""))
    if args.ctest_exit != 0 and count["failed"] == 0:
        print(f"failed: ctest ended with {args.ctest_exit}")
        count["failed"] += 1
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**count))
    return 0 if count["failed"] == 0 and count["passed"] > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
