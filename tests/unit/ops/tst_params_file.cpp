// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/ops/params_file.h"

using namespace bw;
using namespace bw::ops;

namespace {

using Numbers = std::vector<std::pair<std::string, double>>;

constexpr char kGlobal[] =
    "version: v1.0\n"
    "description: \"chosen\"\n"
    "params:\n"
    "  swing_L: 8\n"
    "  z_hi: 1.6\n"
    "  z_mid: 0.6\n"
    "status: significant\n"
    "n_ind: 812\n"
    "acc_ex_ties_10: 0.561\n"
    "acc_ex_ties_20: null\n"
    "wilson: [0.52, 0.60]\n"
    "q: 0.01\n"
    "data_sha256: \"00\"\n"
    "family_size: 324\n"
    "created_at: \"2024-08-08T00:00:00Z\"\n";

constexpr char kByBucket[] =
    "version: v1.0\n"
    "buckets:\n"
    "  liquidity:\n"
    "    active:\n"
    "      status: significant\n"
    "      n: 300\n"
    "      q: 0.02\n"
    "      params: {swing_L: 8, z_hi: 1.2, z_mid: 0.4}\n"
    "    quiet:\n"
    "      status: not_significant\n"
    "      n: 400\n"
    "      q: 0.7\n"
    "  session:\n"
    "    day: {status: insufficient, n: 3, q: null}\n"
    "  source:\n"
    "    CVD_ONLY: {status: default_kept, n: 3, q: null, params: {z_hi: 1.5}}\n"
    "cells:\n"
    "  - session: night\n"
    "    liquidity: quiet\n"
    "    source: FUSION\n"
    "    status: significant\n"
    "    n: 200\n"
    "    q: 0.03\n"
    "    params: {swing_L: 21}\n"
    "  - session: day\n"
    "    liquidity: quiet\n"
    "    source: OFI_ONLY\n"
    "    status: insufficient\n"
    "    n: 2\n"
    "    q: null\n";

}  // namespace

class TestParamsFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bestGlobalIsOneRuleForAll() {
        const auto rules = readParams(kGlobal, "g");
        QVERIFY(rules);
        const std::vector<ParamRule> want{{{}, {}, {}, {}, Numbers{{"swing_L", 8}, {"z_hi", 1.6}, {"z_mid", 0.6}}}};
        QVERIFY(*rules == want);
    }
    void bestByBucketIsARuleForEachLeafThatWonInOrder() {
        const auto rules = readParams(kByBucket, "b");
        QVERIFY2(bool(rules), rules ? "" : rules.error().detail.c_str());
        const std::vector<ParamRule> want{
            {{}, Liquidity::Active, {}, {}, Numbers{{"swing_L", 8}, {"z_hi", 1.2}, {"z_mid", 0.4}}},
            {Channel::Cvd, {}, {}, {}, Numbers{{"z_hi", 1.5}}},
            {Channel::Fusion, Liquidity::Quiet, DaySession::Night, {}, Numbers{{"swing_L", 21}}},
        };
        QVERIFY(*rules == want);
    }
    void rulesOfTheUser() {
        constexpr char kList[] =
            "- when: {source: OFI, session: day, symbol: BTCUSDT}\n"
            "  set: {swing_L: 5}\n"
            "- set: {z_hi: 2.5, cooldown_ms: 2000}\n"
            "- {when: {source: CVD, liquidity: active}, set: {weak: 40}}\n";
        const std::vector<ParamRule> want{
            {Channel::Ofi, {}, DaySession::Day, "BTCUSDT", Numbers{{"swing_L", 5}}},
            {{}, {}, {}, {}, Numbers{{"z_hi", 2.5}, {"cooldown_ms", 2000}}},
            {Channel::Cvd, Liquidity::Active, {}, {}, Numbers{{"weak", 40}}},
        };
        const auto list = readParams(kList, "u");
        QVERIFY(list);
        QVERIFY(*list == want);
        std::string under = "version: v1.0\nrules:\n";
        under += kList;
        const auto same = readParams(under, "u");
        QVERIFY(same);
        QVERIFY(*same == want);
    }
    void aFileWithoutAWinnerGivesNoRule_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no params") << QByteArray("version: v1.0\nstatus: insufficient\n");
        QTest::newRow("empty params") << QByteArray("params:\nstatus: insufficient\n");
        QTest::newRow("no buckets") << QByteArray("buckets: {}\ncells: []\n");
        QTest::newRow("no rules") << QByteArray("[]\n");
    }
    void aFileWithoutAWinnerGivesNoRule() {
        QFETCH(QByteArray, text);
        const auto rules = readParams(text.toStdString(), "f");
        QVERIFY2(bool(rules), rules ? "" : rules.error().detail.c_str());
        QVERIFY(rules->empty());
    }
    /// Files from before there was a status are read.
    void paramsWithoutAStatusCount() { QCOMPARE(readParams("params: {z_hi: 1.5}\n", "f")->size(), std::size_t{1}); }

    void refused_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");  // with the line
        const auto row = [](const char* name, const char* text, const char* says) { QTest::newRow(name) << QByteArray(text) << QByteArray(says); };
        row("no YAML", "params: {swing_L: 8\nb: [", "f:");
        row("a scalar", "8\n", "f:1: ");
        row("nothing", "", "f:1: ");
        row("unknown key", "version: v1.0\nparms: {}\n", "f:2: unknown key 'parms'");
        row("params are no map", "version: 1\nparams: [8]\n", "f:2: ");
        row("no number", "params:\n  swing_L: 8\n  z_hi: high\n", "f:3: z_hi");
        row("a map for a number", "params:\n  swing_L: {a: 1}\n", "f:2: swing_L");
        row("params of a loser", "status: not_significant\nparams:\n  z_hi: 1.5\n", "not_significant");
        row("params of nothing known", "status: great\nparams: {z_hi: 1.5}\n", "f:2: ");
        row("status is a list", "status: [a]\nparams: {z_hi: 1.5}\n", "f:1: ");
        row("buckets are no map", "version: 1\nbuckets: 5\n", "f:2: ");
        row("a dimension is no map", "buckets:\n  session: day\n", "f:2: ");
        row("unknown dimension", "buckets:\n  weather:\n    rain: {status: insufficient}\n", "weather");
        row("unknown source", "buckets:\n  source:\n    MACD: {status: insufficient}\n", "f:3: source MACD");
        row("unknown liquidity", "buckets:\n  liquidity:\n    calm: {status: insufficient}\n", "f:3: liquidity calm");
        row("unknown session", "buckets:\n  session:\n    noon: {status: insufficient}\n", "f:3: session noon");
        row("a bucket is no map", "buckets:\n  session:\n    day: 8\n", "f:3: ");
        row("unknown key of a bucket", "buckets:\n  session:\n    day:\n      status: significant\n      parms: {z_hi: 1}\n", "f:5: unknown key 'parms'");
        row("params of a bucket that lost", "buckets:\n  session:\n    day:\n      status: insufficient\n      params: {z_hi: 1.5}\n", "f:5: params");
        row("cells are no list", "cells: 8\n", "f:1: ");
        row("a cell is no map", "cells:\n  - 8\n", "f:2: ");
        row("unknown key of a cell", "cells:\n  - session: day\n    status: insufficient\n    swing: 8\n", "f:4: unknown key 'swing'");
        row("rules are no list", "rules: {set: {z_hi: 1}}\n", "f:1: ");
        row("a rule is no map", "- 8\n", "f:1: ");
        row("a rule without set", "- when: {source: OFI}\n", "f:1: ");
        row("a rule that sets nothing", "- when: {source: OFI}\n  set: 8\n", "f:2: ");
        row("unknown key of a rule", "- set: {z_hi: 1.5}\n  if: {source: OFI}\n", "f:2: unknown key 'if'");
        row("when is no map", "- when: OFI\n  set: {z_hi: 1.5}\n", "f:1: ");
        row("unknown condition", "- when: {weather: rain}\n  set: {z_hi: 1.5}\n", "f:1: ");
        row("a list as a condition", "- when:\n    source: [OFI]\n  set: {z_hi: 1.5}\n", "f:2: ");
    }
    void refused() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const auto rules = readParams(text.toStdString(), "f");
        QVERIFY(!rules);
        QCOMPARE(rules.error().code, Code::ParamsFile);
        const QByteArray detail = QByteArray::fromStdString(rules.error().detail);
        QVERIFY2(detail.startsWith("f:") && detail.contains(says), detail.constData());
    }
};

QTEST_GUILESS_MAIN(TestParamsFile)
#include "tst_params_file.moc"
