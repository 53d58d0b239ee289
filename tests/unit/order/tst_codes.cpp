// SPDX-License-Identifier: GPL-3.0-or-later
// The table of retcodes and words (risk spec 3.5), row by row, and everything between the rows.
#include <QTest>
#include <map>

#include "core/feed/order/venue_codes.h"

using namespace bw;
using namespace bw::feed;
using Outcome = RouteReply::Outcome;

namespace {

/// The specification's table, written a second time on purpose.
std::map<std::int64_t, Verdict> expected() {
    std::map<std::int64_t, Verdict> table;
    const auto rows = [&table](std::initializer_list<std::int64_t> codes, Outcome outcome, Code code) {
        for (const std::int64_t number : codes) table[number] = {outcome, code};
    };
    rows({10009}, Outcome::Filled, Code::Ok);
    rows({10010}, Outcome::Partial, Code::Ok);
    rows({10008}, Outcome::Working, Code::Ok);
    rows({10025}, Outcome::Unchanged, Code::NoChanges);
    rows({10004, 10020, 10021}, Outcome::Rejected, Code::PriceMoved);
    rows({10013, 10014, 10015, 10016, 10022, 10030, 10035, 10038, -2, -3}, Outcome::Rejected, Code::VenueInvalid);
    rows({10017, 10026, 10027, 10032, 10042, 10043, 10044, 10045, 10046}, Outcome::Rejected, Code::VenueDisabled);
    rows({10018}, Outcome::Rejected, Code::MarketClosed);
    rows({10019}, Outcome::Rejected, Code::NoMoney);
    rows({10024}, Outcome::Rejected, Code::VenueRate);
    rows({10033, 10034, 10040}, Outcome::Rejected, Code::VenueLimit);
    rows({10006, 10007, 10041}, Outcome::Rejected, Code::VenueRejected);
    rows({10023, 10028, 10029, 10036, 10039}, Outcome::Unknown, Code::OrderChanged);
    return table;
}

}  // namespace

class TestCodes : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRetcodeIsAsTheTableSaysAndOthersAreUnknown() {
        const auto table = expected();
        for (std::int64_t number = -70'000; number <= 70'000; ++number) {
            const Verdict got = verdictOfRetcode(number);
            const auto row = table.find(number);
            const Verdict want = row == table.end() ? Verdict{Outcome::Unknown, Code::OutcomeUnknown} : row->second;
            if (got.outcome != want.outcome || got.code != want.code) QFAIL(qPrintable(QString::number(number)));
        }
        for (const std::int64_t odd : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
            QCOMPARE(verdictOfRetcode(odd).outcome, Outcome::Unknown);
    }
    void words_data() {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("code");
        const auto row = [](const char* word, Outcome outcome, Code code) { QTest::newRow(word) << int(outcome) << int(code); };
        row("INVALID_VOLUME", Outcome::Rejected, Code::VenueInvalid);
        row("MISSING_SYMBOL", Outcome::Rejected, Code::VenueInvalid);
        row("MISSING_", Outcome::Rejected, Code::VenueInvalid);
        row("INVALID_JSON", Outcome::Rejected, Code::InvalidJson);
        row("UNKNOWN_ACTION", Outcome::Rejected, Code::UnknownAction);
        row("RISK_SIGNATURE_INVALID", Outcome::Rejected, Code::RiskSignatureInvalid);
        row("MT5_NOT_CONNECTED", Outcome::Rejected, Code::Mt5NotConnected);
        row("SERVER_ERROR", Outcome::Unknown, Code::OutcomeUnknown);
        row("MT5_EXCEPTION", Outcome::Unknown, Code::OutcomeUnknown);
        row("MT5_ORDER_FAILED", Outcome::Unknown, Code::OutcomeUnknown);
        row("ACCOUNT_INFO_FAILED", Outcome::Failed, Code::QueryFailed);
        row("POSITIONS_EXCEPTION", Outcome::Failed, Code::QueryFailed);
        row("MT5_CLOSE_FAILED", Outcome::Unknown, Code::CloseFailed);
        row("MAC_BAD", Outcome::Rejected, Code::MacBad);
        row("TS_WINDOW", Outcome::Rejected, Code::TsWindow);
        row("SESSION_OLD", Outcome::Rejected, Code::SessionOld);
        row("EXPIRED", Outcome::Rejected, Code::Expired);
        row("NONCE_REUSED", Outcome::Unknown, Code::NonceReused);
        row("invalid_volume", Outcome::Unknown, Code::OutcomeUnknown);
        row("FILLED", Outcome::Unknown, Code::OutcomeUnknown);
        row("", Outcome::Unknown, Code::OutcomeUnknown);
    }
    void words() {
        QFETCH(int, outcome);
        QFETCH(int, code);
        const Verdict got = verdictOfWord(QTest::currentDataTag());
        QCOMPARE(got.outcome, Outcome(outcome));
        QCOMPARE(got.code, Code(code));
    }
    void whatOnlyTheUserCanMendSaysHow() {
        QVERIFY(mendText(10027, Code::VenueDisabled).find("Algo Trading") != std::string_view::npos);
        for (const Code code : {Code::VenueDisabled, Code::InvalidJson, Code::UnknownAction, Code::RiskSignatureInvalid, Code::Mt5NotConnected,
                                Code::TsWindow, Code::MacBad, Code::GatewayKilled})
            QVERIFY(!mendText(0, code).empty());
        QVERIFY(mendText(10009, Code::Ok).empty());
    }
};
QTEST_GUILESS_MAIN(TestCodes)
#include "tst_codes.moc"
