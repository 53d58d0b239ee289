// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>
#include <functional>
#include <memory>
#include <vector>

namespace bw::test {

/// The test classes of this executable: one program, so that a mutant of a limit is linked and run once.
using MakeTest = std::function<std::unique_ptr<QObject>()>;
inline std::vector<MakeTest>& allTests() {
    static std::vector<MakeTest> tests;
    return tests;
}
template <class Test>
struct AddTest {
    AddTest() {
        allTests().push_back([] { return std::make_unique<Test>(); });
    }
};

}  // namespace bw::test
