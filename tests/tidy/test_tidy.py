#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule of tidy.py finds its snippet and leaves its neighbour alone."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import tidy

HEAD = "// SPDX-License-Identifier: GPL-3.0-or-later\n"

# path, text after the licence line, rule that must fire (None: clean)
CASES = [
    ("core/book/a.h", '#include "core/model/fixed.h"\n#include <vector>\n', None),
    ("core/book/a.h", '#include "core/api/views.h"\n', "layer"),
    ("core/model/a.h", "#include <QString>\n", "layer"),
    ("core/risk/a.h", "#include <QTimer>\n", "layer"),
    ("core/feed/transport/a.h", "#include <QTimer>\n", None),
    ("core/feed/transport/a.h", "#include <QWidget>\n", "layer"),
    ("core/engine/a.h", "#include <QPainter>\n", "layer"),
    ("core/feed/binance/a.cpp", "#include <simdjson.h>\n", None),
    ("core/feed/binance/a.cpp", "#include <zmq.hpp>\n", "layer"),
    ("core/feed/mt5/a.cpp", "#include <QString>\n", "layer"),
    ("core/feed/mt5/a.cpp", '#include "core/feed/transport/clock.h"\n', "layer"),
    ("core/book/a.h", "#include <yaml-cpp/yaml.h>\n", "layer"),
    ("ui/a.cpp", '#include "core/api/views.h"\n#include "core/model/fixed.h"\n#include "ui/hub.h"\n#include <QTableView>\n', None),
    ("ui/a.cpp", '#include "core/engine/pipeline.h"\n', "layer"),
    ("ui/a.cpp", '#include "core/risk/latch.h"\n', "layer"),
    ("ui/a.cpp", "#include <QtWidgets>\n", "qt-module"),
    ("ui/a.cpp", "#include <QtCore/QString>\n", "qt-module"),
    ("ui/a.cpp", '#include "hub.h"\n', "include"),
    ("app/main.cpp", '#include "core/engine/engine.h"\n#include "ui/hub.h"\n#include <CLI/CLI.hpp>\n', None),
    ("core/feed/transport/a.cpp", "reply->ignoreSslErrors();\n", "tls"),
    ("tests/unit/a/tst.cpp", "QThread::msleep(10);\n", "sleep"),
    ("tests/unit/a/tst.cpp", "std::this_thread::sleep_for(10ms);\n", "sleep"),
    ("tests/unit/a/tst.cpp", "QTest::qWait(0);\n", None),
    ("tests/fault/risk/child.cpp", "::usleep(10);\n", None),
    ("tests/fault/risk/tst_kill.cpp", "::usleep(10);\n", "sleep"),
    ("core/feed/sim/a.cpp", "QThread::sleep(1);\n", "sleep"),
    ("core/feed/sim/a.cpp", "int x = std::rand();\n", "random"),
    ("core/engine/a.cpp", "auto t = std::chrono::system_clock::now();\n", "clock"),
    ("core/engine/a.cpp", "auto t = std::chrono::steady_clock::now();\n", "clock"),
    ("core/feed/transport/clock.h", "auto t = std::chrono::steady_clock::now();\n", None),
    ("core/risk/a.cpp", "QSaveFile file;\n", "atomic-file"),
    ("ui/a.cpp", "connect(a, SIGNAL(clicked()), b, SLOT(go()));\n", "connect"),
    ("ui/a.cpp", "QMessageBox box; box.exec();\n", "dialog"),
    ("ui/a.cpp", "menu.exec(pos);\n", None),
    ("core/feed/binance/a.cpp", "double p = std::stod(text);\n", "double-price"),
    ("core/feed/mt5/a.cpp", "double p = text.toDouble();\n", "double-price"),
    ("ui/a.cpp", "double y = toDouble(price.units, digits);\n", None),
    ("core/engine/a.cpp", "qDebug() << 1;\n", "debug-print"),
    ("core/feed/sim/sim_command.cpp", 'std::printf("done");\n', None),
    ("core/engine/a.cpp", 'std::printf("done");\n', "debug-print"),
    ("tests/unit/a/tst.cpp", "#include <QtGlobal>\n", None),
    ("core/engine/a.cpp", "// qDebug() is not used here\n", None),
    ("core/engine/a.cpp", 'const char* s = "std::rand";\n', None),
    ("core/engine/a.cpp", "x\n" * 700, "length"),
    ("core/feed/transport/a.h", "class A : public QObject { Q_OBJECT };\n", "thread-line"),
    ("core/feed/transport/a.h", "// Net thread.\nclass A : public QObject { Q_OBJECT };\n", None),
    ("core/engine/a.h", "moodycamel::ReaderWriterQueue<int> m_q;\n", "queue-line"),
    ("core/engine/a.h", "moodycamel::ReaderWriterQueue<int> m_q;  // bound 64, reject\n", None),
    ("core/feed/transport/a.cpp", 'auto h = "fstream.binance.com";\n', "host"),
    ("resources/default/venues.yaml", "ws_url: wss://fstream.binance.com\n", None),
    ("core/engine/a.cpp", "// TO" + "DO later\n", "unfinished"),
    ("README.md", "cd /wor" + "k/main\n", "machine-path"),
    ("README.md", "cd /home/me/bellwether\n", None),
]


class Rules(unittest.TestCase):
    def findings(self, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for path, text in files.items():
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, encoding="utf-8")
            return tidy.check(root)

    def test_each_rule(self):
        for path, text, rule in CASES:
            with self.subTest(path=path, text=text[:60]):
                rules = {f.rule for f in self.findings({path: HEAD + text})}
                self.assertEqual(rules, {rule} if rule else set())

    def test_licence(self):
        self.assertEqual([f.rule for f in self.findings({"core/book/a.h": "#pragma once\n"})], ["licence"])
        self.assertEqual([f.rule for f in self.findings({"run.sh": "#!/bin/sh\n"})], ["licence"])

    def test_changelog_has_the_version(self):
        cmake = "# SPDX-License-Identifier: GPL-3.0-or-later\nproject(x VERSION 1.2.3)\n"
        self.assertEqual([f.rule for f in self.findings({"CMakeLists.txt": cmake, "CHANGELOG.md": "## [1.2.2]\n"})], ["changelog"])
        self.assertEqual(self.findings({"CMakeLists.txt": cmake, "CHANGELOG.md": "## [1.2.3] - unreleased\n"}), [])

    def test_security_names_tests_that_exist(self):
        tests = "# SPDX-License-Identifier: GPL-3.0-or-later\nbw_test(unit.risk.latch SOURCES a.cpp)\n"
        files = {"tests/unit/risk/CMakeLists.txt": tests, "SECURITY.md": "| x | `unit.risk.latch` |\n"}
        self.assertEqual(self.findings(files), [])
        files["tests/unit/risk/tst_other.cpp"] = HEAD
        files["SECURITY.md"] = "| x | `unit.risk.other`, `unit.risk.latch` |\n"
        self.assertEqual(self.findings(files), [])
        files["SECURITY.md"] = "| x | `unit.risk.nothing` |\n"
        self.assertEqual([f.rule for f in self.findings(files)], ["missing-test"])

    def test_build_folders_are_left_out(self):
        self.assertEqual(self.findings({"build/release/a.cpp": "int x;\n", "build-x/a.h": "int x;\n"}), [])

    def test_latin1_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "a.md").write_bytes(b"caf\xe9\n")
            self.assertEqual([f.rule for f in tidy.check(pathlib.Path(folder))], ["utf8"])


if __name__ == "__main__":
    unittest.main()
