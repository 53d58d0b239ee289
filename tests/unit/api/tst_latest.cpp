// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

#include "core/api/latest.h"

using namespace bw::api;

namespace {

/// Big enough to be half written when somebody looks.
struct View {
    std::uint64_t version = 0;
    std::array<std::uint64_t, 30> words{};
    std::uint64_t sum = 0;

    void fill(std::uint64_t new_version) {
        version = new_version;
        sum = version;
        for (std::size_t i = 0; i < words.size(); ++i) {
            words[i] = (version + i) * 0x9e3779b97f4a7c15ULL;
            sum ^= words[i];
        }
    }
    [[nodiscard]] bool whole() const {
        std::uint64_t found = version;
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (words[i] != (version + i) * 0x9e3779b97f4a7c15ULL) return false;
            found ^= words[i];
        }
        return found == sum;
    }
};

}  // namespace

class TestLatest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingBeforeTheFirstPublish() {
        Latest<int> latest;
        QVERIFY(latest.take() == nullptr);
        QCOMPARE(latest.shown(), 0);
        latest.draft() = 5;
        QVERIFY(latest.take() == nullptr);  // a draft is not a view
    }
    void eachViewIsTakenOnce() {
        Latest<int> latest;
        latest.draft() = 5;
        latest.publish();
        const int* taken = latest.take();
        QVERIFY(taken != nullptr);
        QCOMPARE(*taken, 5);
        QVERIFY(latest.take() == nullptr);
        QCOMPARE(latest.shown(), 5);
    }
    void newestWins() {
        Latest<int> latest;
        for (int i = 1; i <= 7; ++i) {
            latest.draft() = i;
            latest.publish();
        }
        const int* taken = latest.take();
        QVERIFY(taken != nullptr);
        QCOMPARE(*taken, 7);
        latest.draft() = 8;  // the writer goes on: what the reader holds stays
        latest.publish();
        latest.draft() = 9;
        QCOMPARE(*taken, 7);
        QCOMPARE(*latest.take(), 8);
    }
    void twoThreadsSeeWholeViewsInOrder() {
        constexpr std::uint64_t kPublishes = 500'000, kTakenMin = 2'000;
        Latest<View> latest;
        std::atomic<bool> done{false};
        std::atomic<std::uint64_t> taken{0};
        std::uint64_t last = 0;  // writer's until joined
        std::thread writer([&] {
            // Goes on until the reader had its share, so that a busy machine cannot make the test say nothing.
            while (last < kPublishes || taken.load(std::memory_order_relaxed) < kTakenMin) {
                latest.draft().fill(++last);
                latest.publish();
                if (last % 256 == 0) std::this_thread::yield();
            }
            done.store(true, std::memory_order_release);
        });
        std::uint64_t newest = 0, torn = 0, back = 0;
        const auto look = [&] {
            const View* view = latest.take();
            if (view == nullptr) return false;
            taken.fetch_add(1, std::memory_order_relaxed);
            if (!view->whole()) ++torn;
            if (view->version <= newest) ++back;
            newest = view->version;
            return true;
        };
        while (!done.load(std::memory_order_acquire))
            if (!look()) std::this_thread::yield();
        writer.join();
        (void)look();
        qInfo("%llu of %llu views taken", static_cast<unsigned long long>(taken.load()),
              static_cast<unsigned long long>(last));
        QCOMPARE(torn, std::uint64_t{0});
        QCOMPARE(back, std::uint64_t{0});
        QCOMPARE(newest, last);
        QCOMPARE(latest.shown().version, last);
        QVERIFY(latest.take() == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestLatest)
#include "tst_latest.moc"
