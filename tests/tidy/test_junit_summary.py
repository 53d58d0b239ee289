#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The last line of a test run counts right, and nothing that did not run counts as passed."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).parent / "junit_summary.py"
OK = '<testcase name="unit.ok" status="run"/>'
FAIL = '<testcase name="unit.bad" status="fail"><failure message=""/></testcase>'
SKIP = '<testcase name="unit.skip" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>'
LOST = '<testcase name="unit.lost" status="notrun"><skipped message="Unable to find executable"/></testcase>'
OFF = '<testcase name="unit.off" status="disabled"/>'


class Summary(unittest.TestCase):
    def run_on(self, *files, strict=False, ctest_exit=0, skips="", missing=False):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "skips.txt").write_text(skips, encoding="utf-8")
            names = []
            for i, cases in enumerate(files):
                names.append(root / f"{i}.xml")
                names[-1].write_text(f"<testsuite>{''.join(cases)}</testsuite>", encoding="utf-8")
            if missing:
                names.append(root / "absent.xml")
            done = subprocess.run([sys.executable, SCRIPT, "--skips", root / "skips.txt", "--ctest-exit", str(ctest_exit),
                                   *(["--strict"] if strict else []), *names], capture_output=True, text=True, check=False)
            return done.returncode, done.stdout.splitlines()[-1]

    def test_sums_over_files(self):
        self.assertEqual(self.run_on([OK, OK], [OK, SKIP]), (0, "3 passed, 0 failed, 1 skipped"))

    def test_a_failure_fails(self):
        self.assertEqual(self.run_on([OK, FAIL]), (1, "1 passed, 1 failed, 0 skipped"))

    def test_nothing_passed_fails(self):
        self.assertEqual(self.run_on([SKIP]), (1, "0 passed, 0 failed, 1 skipped"))
        self.assertEqual(self.run_on([]), (1, "0 passed, 0 failed, 0 skipped"))

    def test_what_could_not_run_failed(self):
        self.assertEqual(self.run_on([OK, LOST]), (1, "1 passed, 1 failed, 0 skipped"))
        self.assertEqual(self.run_on([OK, OFF]), (1, "1 passed, 1 failed, 0 skipped"))
        self.assertEqual(self.run_on([OK], missing=True), (1, "1 passed, 1 failed, 0 skipped"))
        self.assertEqual(self.run_on([OK], ctest_exit=8), (1, "1 passed, 1 failed, 0 skipped"))

    def test_strict_wants_each_skip_listed(self):
        self.assertEqual(self.run_on([OK, SKIP], strict=True), (1, "1 passed, 1 failed, 0 skipped"))
        self.assertEqual(self.run_on([OK, SKIP], strict=True, skips="# why\nunit.sk*  no recordings\n"),
                         (0, "1 passed, 0 failed, 1 skipped"))


if __name__ == "__main__":
    unittest.main()
