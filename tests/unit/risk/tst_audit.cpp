// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <thread>

#include "core/risk/audit.h"
#include "tests/unit/risk/risk_test.h"

using namespace bw;
using namespace bw::risk;
using namespace bw::risk::test;

namespace {

AuditEntry entry(const std::string& reason) {
    return {"user:test", "gui", "latch.trip", "ACTIVE", "HALTED", Code::ManualGui, reason, "detail"};
}

std::string write(Bench& bench, int lines) {
    Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "abc");
    for (int i = 0; i < lines; ++i) {
        const Status done = audit.append(entry("line " + std::to_string(i)));
        if (!done) return {};
    }
    return audit.path();
}

}  // namespace

class TestAudit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void linesHaveTheKeysInOrderAndAHashAnyoneCanCheck() {
        Bench bench;
        const std::string path = write(bench, 2);
        const QList<QByteArray> lines = QByteArray::fromStdString(readBytes(path)).split('\n');
        QCOMPARE(lines.size(), 3);
        const QByteArray keys[] = {"seq",   "ts",     "mono_ns", "actor",   "channel",     "action", "before", "after",
                                   "cause", "reason", "detail",  "version", "config_hash", "prev",   "hash"};
        qsizetype at = 0;
        for (const QByteArray& key : keys) {
            const qsizetype found = lines[0].indexOf(QByteArray("\"" + key + "\":"), at);
            QVERIFY2(found >= at, key.constData());
            at = found;
        }
        const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
        const QJsonObject second = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(first[QStringLiteral("prev")].toString(), QString(64, QLatin1Char('0')));
        QCOMPARE(second[QStringLiteral("prev")], first[QStringLiteral("hash")]);
        QCOMPARE(first[QStringLiteral("cause")].toString(), QStringLiteral("MANUAL_GUI"));
        QCOMPARE(first[QStringLiteral("ts")].toString(), QStringLiteral("2026-01-15T13:13:30.123Z"));
        // The definition, done by hand: sha256(prev || line without hash).
        const qsizetype tail = lines[0].indexOf(",\"hash\":");
        const std::string without = lines[0].left(tail).toStdString() + "}";
        QCOMPARE(first[QStringLiteral("hash")].toString().toStdString(), hex(sha256(std::string(64, '0') + without)));
    }
    void hostileTextStaysOneJsonLine() {
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        QVERIFY(audit.append(entry("a\"b\\c\nd\x01 \xff\xc3\x28 \xe2\x82\xac")));
        const QByteArray text = QByteArray::fromStdString(readBytes(audit.path()));
        QCOMPARE(text.count('\n'), 1);
        const QJsonObject line = QJsonDocument::fromJson(text).object();
        QCOMPARE(line[QStringLiteral("reason")].toString(), QString::fromUtf8("a\"b\\c d  ?"
                                                                              "?( \xe2\x82\xac"));
        QVERIFY(verifyAuditFile(bench.fs, audit.path()));
    }
    void eachFlippedByteIsFound() {
        Bench bench;
        const std::string path = write(bench, 3), good = readBytes(path);
        const Result<AuditSummary> whole = verifyAuditFile(bench.fs, path);
        QVERIFY(whole);
        QCOMPARE(whole->lines, 3U);
        for (std::size_t at = 0; at < good.size(); ++at) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ 1);
            QVERIFY(writeBytes(path, bad));
            const Result<AuditSummary> found = verifyAuditFile(bench.fs, path);
            if (found || found.error().code != Code::AuditBroken) QFAIL(qPrintable(QStringLiteral("byte %1").arg(at)));
        }
    }
    void aRemovedLineIsFound() {
        Bench bench;
        const std::string path = write(bench, 3);
        const QList<QByteArray> lines = QByteArray::fromStdString(readBytes(path)).split('\n');
        QVERIFY(writeBytes(path, QByteArray(lines[0] + '\n' + lines[2] + '\n').toStdString()));
        QCOMPARE(verifyAuditFile(bench.fs, path).error().code, Code::AuditBroken);
        QVERIFY(writeBytes(path, QByteArray(lines[1] + '\n' + lines[2] + '\n').toStdString()));
        QCOMPARE(verifyAuditFile(bench.fs, path).error().code, Code::AuditBroken);
    }
    void theChainGoesOnOverRestartsAndRotation() {
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "", /*rotate_bytes=*/2000);
        for (int i = 0; i < 20; ++i) {
            QVERIFY(audit.append(entry("rotating")));
            Audit fresh(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "", 2000);
            QVERIFY(fresh.append(entry("another process")));
            QCOMPARE(fresh.last().seq, std::uint64_t(2 * i + 2));
        }
        const Result<AuditSummary> all = verifyAudit(bench.fs, bench.logDir(), "engine");
        QVERIFY2(all, all ? "" : all.error().detail.c_str());
        QCOMPARE(all->lines, 40U);
        QVERIFY(all->files > 3);
        QVERIFY(auditContains(bench.fs, bench.logDir(), audit.last().hash));
        QVERIFY(!auditContains(bench.fs, bench.logDir(), Digest{}));
        QVERIFY(QFile::remove(QString::fromStdString(bench.logDir() + "/risk_audit.engine.000002.jsonl")));
        QVERIFY(!verifyAudit(bench.fs, bench.logDir(), "engine") ||
                verifyAudit(bench.fs, bench.logDir(), "engine")->lines < 40);
    }
    void twoWritersOfOneRoleMakeOneChain() {
        Bench bench;
        PosixLatchFs fs;
        const auto write_many = [&](int n) {
            Audit audit(fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
            int written = 0;
            for (int i = 0; i < n; ++i) written += audit.append(entry("concurrent")) ? 1 : 0;
            return written;
        };
        int other = 0;
        std::thread thread([&] { other = write_many(50); });
        const int own = write_many(50);
        thread.join();
        const Result<AuditSummary> all = verifyAudit(fs, bench.logDir(), "engine");
        QVERIFY2(all, all ? "" : all.error().detail.c_str());
        QCOMPARE(all->lines, std::uint64_t(own + other));  // a writer that could not get the lock in 50 ms says so
    }
    void aTornLastLineIsCutAndNoted() {
        Bench bench;
        const std::string path = write(bench, 2), good = readBytes(path);
        QVERIFY(writeBytes(path, good + good.substr(0, 50)));
        QCOMPARE(verifyAuditFile(bench.fs, path).error().code, Code::AuditBroken);
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        QVERIFY(audit.append(entry("after the crash")));
        const Result<AuditSummary> all = verifyAuditFile(bench.fs, path);
        QVERIFY(all);
        QCOMPARE(all->lines, 4U);
        QVERIFY(readBytes(path).find("50 bytes of an unfinished line cut") != std::string::npos);
    }
    void aForeignEndIsPutAsideAndStaysFound() {
        Bench bench;
        const std::string path = write(bench, 2);
        QVERIFY(writeBytes(path, readBytes(path) + "not a line\n"));
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        QVERIFY(audit.append(entry("goes on")));
        QCOMPARE(verifyAudit(bench.fs, bench.logDir(), "engine").error().code, Code::AuditBroken);
    }
    void anUnwritableDirectoryIsReported_data() {
        QTest::addColumn<QString>("op");
        for (const char* op : {"makeDir", "open", "read", "write", "sync", "stat"})
            QTest::newRow(op) << QString::fromLatin1(op);
    }
    void anUnwritableDirectoryIsReported() {
        QFETCH(QString, op);
        Bench bench;
        Audit audit(bench.fs, bench.clock, bench.logDir(), "engine", "0.1.0", "");
        if (op != QLatin1String("makeDir")) QVERIFY(audit.append(entry("first")));
        const AuditPosition before = audit.last();
        bench.fs.before = failing(op.toStdString(), "log", EIO);
        const Status done = audit.append(entry("second"));
        QVERIFY(!done);
        QCOMPARE(done.error().code, Code::AuditUnwritable);
        QCOMPARE(audit.last().seq, before.seq);
    }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
