// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <map>
#include <set>

#include "core/feed/okx/book_text.h"
#include "okx_test.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::okx;
using namespace bw::feed::okx::test;

namespace {

std::string kindName(Kind kind) {
    switch (kind) {
        case Kind::Depth: return "depth";
        case Kind::Snapshot: return "snapshot";
        case Kind::Image: return "image";
        case Kind::Trades: return "trades";
        case Kind::BookTicker: return "top";
        case Kind::LowRate: return "low_rate";
        case Kind::Ack: return "ack";
        case Kind::Refused: return "refused";
        case Kind::Unused: return "unused";
        case Kind::ServerShutdown: return "shutdown";
        case Kind::Catalogue: return "catalogue";
        case Kind::Trade: return "trade";
    }
    return "?";
}

/// What became of a frame: its kind, or the code that refused it.
std::string ending(Code code, const Message& message) {
    return code == Code::Ok ? kindName(message.kind) : std::string(codeName(code));
}

struct Sums {
    int checked = 0, bad = 0, unchecked = 0, books = 0;
};

/// Decodes every message of a session and verifies each book; `damage` may change a message first.
template <class Damage>
Sums verify(const std::filesystem::path& path, Damage&& damage, std::map<std::string, int>* endings = nullptr) {
    Sums sums;
    Bench bench;
    std::map<std::string, BookText> books;
    const bool read = forEachLine(path, [&](std::string_view line) {
        const std::string_view text = sessionMessage(line);
        if (text.empty()) return;
        const Code code = bench(damage(text));
        if (endings != nullptr) ++(*endings)[ending(code, bench.message)];
        if (code != Code::Ok || (bench.message.kind != Kind::Depth && bench.message.kind != Kind::Snapshot)) return;
        ++sums.books;
        switch (books[std::string(bench.message.symbol)].apply(bench.message)) {
            case BookText::Result::Match: ++sums.checked; break;
            case BookText::Result::Mismatch: ++sums.bad; break;
            case BookText::Result::Unchecked: ++sums.unchecked; break;
        }
    });
    return read ? sums : Sums{-1, -1, -1, -1};
}
Sums verify(const std::filesystem::path& path, std::map<std::string, int>* endings = nullptr) {
    return verify(path, [](std::string_view text) { return text; }, endings);
}

}  // namespace

// Real sessions and messages, as they came.
class TestRecordings : public QObject {
    Q_OBJECT
    std::filesystem::path m_data;
private Q_SLOTS:
    void initTestCase() {
        m_data = sharedData();
        if (m_data.empty()) QSKIP("no recordings here, whole test");
    }
    void everyChecksumOfTheSessionsVerifies_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("sums");
        QTest::newRow("OKX") << "OKX.ws.1.0.gz" << 290;
        QTest::newRow("OKCoin") << "OKCOIN.ws.1.0.gz" << 6;
    }
    void everyChecksumOfTheSessionsVerifies() {
        QFETCH(QString, file);
        QFETCH(int, sums);
        std::map<std::string, int> endings;
        const Sums found = verify(m_data / "venue_sessions" / file.toStdString(), &endings);
        for (const auto& [name, count] : endings) qInfo("%s %d", name.c_str(), count);
        QCOMPARE(found.checked, sums);
        QCOMPARE(found.bad, 0);
        QCOMPARE(found.books, sums);
        for (const auto& [name, count] : endings) {
            Code code = Code::Ok;
            QVERIFY2(!codeFromName(name, code), name.c_str());  // nothing refused
        }
    }
    void aFlippedDigitAmongTheBestLevelsIsFoundOnThatMessage() {
        // In each third book message one digit of the first level that is set is changed: when the level is among the best
        // 25 the sum of that very message fails, and the session is read anew for each.
        const std::filesystem::path session = m_data / "venue_sessions" / "OKCOIN.ws.1.0.gz";
        const std::filesystem::path long_session = m_data / "venue_sessions" / "OKX.ws.1.0.gz";
        int tried = 0;
        for (const auto& [path, every] : {std::pair{session, 1}, std::pair{long_session, 40}}) {
            int books = verify(path).books;
            for (int target = 0; target < books; target += every) {
                int book = 0;
                int found_at = -1;
                bool among_best = false;
                Bench bench;
                std::map<std::string, BookText> texts;
                QVERIFY(forEachLine(path, [&](std::string_view line) {
                    std::string text(sessionMessage(line));
                    if (text.empty() || found_at >= 0 || bench(text) != Code::Ok || !bench.message.has_checksum) return;
                    BookText& held = texts[std::string(bench.message.symbol)];
                    if (book++ != target) {
                        if (held.apply(bench.message) == BookText::Result::Mismatch) found_at = book - 1;
                        return;
                    }
                    const auto& levels = bench.message.depth.asks;
                    for (std::size_t i = 0; i < levels.size() && !among_best; ++i) {
                        if (levels[i].qty.units == 0) continue;
                        BookText after = held;
                        static_cast<void>(after.apply(bench.message));
                        const std::string mark(bench.message.ask_texts[i].price);
                        among_best = (":" + std::string(after.text()) + ":").find(":" + mark + ":") != std::string::npos;
                        if (!among_best) continue;
                        const auto at = static_cast<std::size_t>(bench.message.ask_texts[i].qty.data() - bench.bytes.data());
                        text[at] = text[at] == '9' ? '8' : static_cast<char>(text[at] + 1);
                    }
                    if (bench(text) != Code::Ok) return;
                    if (held.apply(bench.message) == BookText::Result::Mismatch) found_at = target;
                }));
                QCOMPARE(found_at, among_best ? target : -1);
                tried += among_best;
            }
        }
        qInfo("flipped %d", tried);
        QVERIFY(tried >= 8);
    }
    void aSumThatIsZeroOrAbsentNeverFails() {
        const auto without = [](std::string_view replaced) {
            return [replaced](std::string_view line) {
                std::string text(line);
                const std::size_t at = text.find(",\"checksum\":");
                if (at == std::string::npos) return text;
                return text.replace(at, text.find('}', at) - at, replaced);
            };
        };
        for (const std::string_view replaced : {",\"checksum\":0", ""}) {
            const Sums found = verify(m_data / "venue_sessions" / "OKX.ws.1.0.gz", without(replaced));
            QVERIFY(found.bad == 0 && found.checked == 0 && found.unchecked == 290);
        }
    }
    void everyLineOfTheSingleMessagesEndsWell() {
        Bench bench;
        std::map<std::string, std::map<std::string, int>> table;
        int lines = 0;
        QVERIFY(forEachLine(m_data / "messages" / "okx.jsonl", [&](std::string_view line) {
            std::string_view kind;
            const std::string_view text = fixtureMessage(line, kind);
            const Code code = bench(text);
            if (code == Code::Ok && bench.message.bad_elements != 0) ++table[std::string(kind)]["bad elements"];
            ++table[std::string(kind)][ending(code, bench.message)];
            ++lines;
        }));
        std::map<std::string, int> all;
        for (const auto& [kind, endings] : table) {
            for (const auto& [name, count] : endings) {
                qInfo("%-24s %-16s %d", kind.c_str(), name.c_str(), count);
                all[name] += count;
            }
            // Of the channels of today nothing is refused but messages that somebody made up: books without its action,
            // funding without its rate, and elements of another instrument than their channel's.
            static const std::set<std::pair<std::string, std::string>> kMadeUp = {
                {"books", "field_missing"},         {"funding-rate", "field_missing"}, {"funding-rate", "symbol_unknown"},
                {"index-tickers", "symbol_unknown"}, {"mark-price", "symbol_unknown"}, {"open-interest", "symbol_unknown"},
                {"trades", "symbol_unknown"}};
            const bool v3 = kind.find('/') != std::string::npos || kind == "list" || kind == "liquidations";
            const std::set<std::string> good = {"depth", "snapshot", "image", "top", "trades", "low_rate", "ack", "unused", "catalogue", "refused"};
            for (const auto& [name, count] : endings)
                QVERIFY2(v3 != (good.count(name) != 0) || (count == 1 && kMadeUp.count({kind, name}) != 0), kind.c_str());
        }
        QCOMPARE(lines, 172);
        QCOMPARE(all["json_syntax"] + all["utf8"], 0);
    }
};

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
