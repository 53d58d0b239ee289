// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QTest>

#include "tests/unit/limits/all_tests.h"

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    int failed = 0;
    for (const bw::test::MakeTest& make : bw::test::allTests()) failed += QTest::qExec(make().get(), argc, argv);
    return failed;
}
