// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QFile>
#include <QTest>
#include <QTimeZone>

#include "core/feed/mt5/time_zone.h"
#include "gateway.h"

using namespace bw;
using namespace bw::feed::mt5;
using namespace bw::feed::mt5::test;

namespace {
constexpr qint64 kHour = 3'600;

qint64 second(int year, int month, int day, int hour = 0) {
    return QDateTime(QDate(year, month, day), QTime(hour, 0), Qt::UTC).toSecsSinceEpoch();
}
QByteArray zoneFile(const char* name) {
    QFile file(QStringLiteral("/usr/share/zoneinfo/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
std::string_view view(const QByteArray& bytes) {
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}
QByteArray text(qint64 at_s) {
    return QDateTime::fromSecsSinceEpoch(at_s, Qt::UTC).toString(Qt::ISODate).toLatin1();
}
}  // namespace

class TestZones : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void newYorkPlus7IsNewYorkEveryHour() {
        const auto new_york = ZoneRules::fromTzif(view(zoneFile("America/New_York")));
        if (!new_york) QSKIP("no zone files on this system: whole test");
        const ZoneRules server = ZoneRules::newYorkPlus7();
        int changes = 0;
        qint64 before_s = server.offsetAt(second(2000, 1, 1));
        for (qint64 at_s = second(2000, 1, 1); at_s < second(2038, 1, 1); at_s += kHour) {
            const qint64 offset_s = server.offsetAt(at_s);
            if (offset_s != new_york->offsetAt(at_s) + 7 * kHour) QFAIL(text(at_s).constData());
            changes += offset_s != before_s;
            before_s = offset_s;
        }
        QCOMPARE(changes, 2 * 38);
    }

    void everyHourOfAServerClockLeadsBack() {
        const ZoneRules server = ZoneRules::newYorkPlus7();
        for (qint64 at_s = second(2000, 1, 1); at_s < second(2038, 1, 1); at_s += kHour) {
            const qint64 local_s = at_s + server.offsetAt(at_s);
            if (local_s - server.offsetOfLocal(local_s, at_s + 1) != at_s) QFAIL(text(at_s).constData());
        }
    }

    void anHourToldTwiceIsTheOneNearTheReceiveTime() {
        const ZoneRules server = ZoneRules::newYorkPlus7();
        const qint64 change_s = second(2024, 11, 3, 6);  // 02:00 in New York becomes 01:00
        QCOMPARE(server.offsetAt(change_s - 1), 3 * kHour);
        QCOMPARE(server.offsetAt(change_s), 2 * kHour);
        const qint64 local_s = change_s + 2 * kHour + 600;
        QCOMPARE(server.offsetOfLocal(local_s, change_s + 605), 2 * kHour);
        QCOMPARE(server.offsetOfLocal(local_s, change_s + 605 - kHour), 3 * kHour);
        const qint64 skipped_s = second(2024, 3, 10, 7) + 2 * kHour + 600;  // 09:10 does not exist that day
        QCOMPARE(server.offsetOfLocal(skipped_s, skipped_s - 2 * kHour), 2 * kHour);
    }

    void zoneFilesAgreeWithTheToolkit_data() {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : {"Europe/Athens", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe",
                                 "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo", "Antarctica/Troll", "Etc/GMT-2"})
            QTest::newRow(name) << QByteArray(name);
    }
    void zoneFilesAgreeWithTheToolkit() {
        QFETCH(QByteArray, name);
        const QTimeZone expected(name);
        if (zoneFile(name.constData()).isEmpty() || !expected.isValid()) QSKIP("no such zone file here");
        const auto rules = ZoneRules::load(view(name));
        QVERIFY2(rules, rules ? "" : rules.error().detail.c_str());
        for (qint64 at_s = second(2000, 1, 1); at_s < second(2060, 1, 1); at_s += 3 * kHour) {
            const int offset_s = expected.offsetFromUtc(QDateTime::fromSecsSinceEpoch(at_s, Qt::UTC));
            if (rules->offsetAt(at_s) != offset_s) QFAIL(text(at_s).constData());
        }
    }

    void posixRules_data() {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<qint64>("winter_s");  // 15 January 2030; kNone: refused
        QTest::addColumn<qint64>("summer_s");  // 15 July 2030
        constexpr qint64 kNone = -1;
        QTest::newRow("no summer time") << QByteArray("JST-9") << 9 * kHour << 9 * kHour;
        QTest::newRow("a number for a name") << QByteArray("<+0330>-3:30") << 12'600LL << 12'600LL;
        QTest::newRow("north") << QByteArray("EET-2EEST,M3.5.0/3,M10.5.0/4") << 2 * kHour << 3 * kHour;
        QTest::newRow("south") << QByteArray("AEST-10AEDT,M10.1.0,M4.1.0/3") << 11 * kHour << 10 * kHour;
        QTest::newRow("half an hour") << QByteArray("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0") << 11 * kHour << 37'800LL;
        QTest::newRow("days of the year") << QByteArray("AAA0BBB,J100/0,J300/0") << 0LL << kHour;
        QTest::newRow("days from zero") << QByteArray("AAA0BBB,99,299") << 0LL << kHour;
        QTest::newRow("hours before midnight") << QByteArray("<-02>2<-01>,M3.5.0/-1,M10.5.0/0") << -2 * kHour << -kHour;
        QTest::newRow("no offset") << QByteArray("EST") << kNone << kNone;
        QTest::newRow("one change only") << QByteArray("EST5EDT,M3.2.0") << kNone << kNone;
        QTest::newRow("month 13") << QByteArray("EST5EDT,M13.2.0,M11.1.0") << kNone << kNone;
        QTest::newRow("something behind") << QByteArray("EST5EDT,M3.2.0,M11.1.0x") << kNone << kNone;
        QTest::newRow("an open name") << QByteArray("<+03-3") << kNone << kNone;
        QTest::newRow("empty") << QByteArray() << kNone << kNone;
    }
    void posixRules() {
        QFETCH(QByteArray, rule);
        QFETCH(qint64, winter_s);
        QFETCH(qint64, summer_s);
        const auto zone = PosixZone::fromText(view(rule));
        QCOMPARE(bool(zone), winter_s != -1);
        if (!zone) return;
        QCOMPARE(qint64(zone->offsetAt(second(2030, 1, 15))), winter_s);
        QCOMPARE(qint64(zone->offsetAt(second(2030, 7, 15))), summer_s);
    }

    void aDamagedZoneFileIsRefused() {
        const QByteArray whole = zoneFile("Europe/Athens");
        if (whole.isEmpty()) QSKIP("no zone files on this system: whole test");
        for (qsizetype size = 0; size < whole.size(); ++size)
            if (ZoneRules::fromTzif(view(whole.left(size)))) QFAIL(QByteArray::number(size).constData());
        QByteArray first = whole;
        first[4] = '\0';
        QVERIFY2(!ZoneRules::fromTzif(view(first)), "version 1 ends in 2038");
    }

    // Ticks of a server on NY+7 across the second Sunday of March, read by each setting (the market is shut when the
    // clock moves; a crypto symbol is not).
    void ticksAcrossTheMarchChange_data() {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<int>("wrong_max");
        QTest::newRow("NY+7") << QByteArray("NY+7") << 0;
        QTest::newRow("auto") << QByteArray("auto") << 30;
    }
    void ticksAcrossTheMarchChange() {
        QFETCH(QByteArray, zone);
        QFETCH(int, wrong_max);
        const auto chosen = GatewayZone::fromText(view(zone));
        QVERIFY(chosen);
        Gateway gateway(*chosen);
        const ZoneRules server = ZoneRules::newYorkPlus7();
        const qint64 change_s = second(2024, 3, 10, 7);
        int missing = 0, wrong = 0;
        for (qint64 at_s = change_s - 100; at_s < change_s + 100; ++at_s) {
            const qint64 stamp_ms = (at_s + server.offsetAt(at_s)) * 1'000 + 7;
            const QByteArray body = R"({"type":"TICK","symbol":"BTCUSD","bid":1,"ask":2,"time":)" +
                                    QByteArray::number(stamp_ms) + "}";
            QCOMPARE(gateway.send({view(body)}, at_s * kNsPerSec + 40 * kNsPerMs), Code::Ok);
            if (gateway.tick().time.ns == 0)
                ++missing;
            else
                wrong += gateway.tick().time.ns != at_s * kNsPerSec + 7 * kNsPerMs;
        }
        QCOMPARE(missing, wrong_max);  // auto: unknown for 30 ticks at the start, and the old offset for 30 at the change
        QCOMPARE(wrong, wrong_max);
        QCOMPARE(gateway.decoder.counters().tz_unknown, std::uint64_t(missing));
    }

    void theOffsetInAV6MessageCountsFromThatMessage() {
        Gateway gateway(GatewayZone::fixed(0));
        const auto tick = [](int seq, qint64 stamp_ms, int tz_s) -> QByteArray {
            return R"({"v":6,"type":"tick","gw":"demo","epoch":1,"seq":)" + QByteArray::number(seq) +
                   R"(,"symbol":"EURUSD","bid":1.1,"ask":1.2,"time_msc":)" + QByteArray::number(stamp_ms) +
                   R"(,"tz_s":)" + QByteArray::number(tz_s) + "}";
        };
        const qint64 utc_ms = 1'736'899'200'123;
        QCOMPARE(gateway.send({"tick.EURUSD", view(tick(1, utc_ms + 7'200'000, 7'200))}), Code::Ok);
        QCOMPARE(gateway.tick().time.ns, utc_ms * kNsPerMs);
        QCOMPARE(gateway.send({"tick.EURUSD", view(tick(2, utc_ms + 10'800'000, 10'800))}), Code::Ok);
        QCOMPARE(gateway.tick().time.ns, utc_ms * kNsPerMs);
        QCOMPARE(gateway.tick().quality, TimeQuality::Broker);
    }
};

QTEST_GUILESS_MAIN(TestZones)
#include "tst_zones.moc"
