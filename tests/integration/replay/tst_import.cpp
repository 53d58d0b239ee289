// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QMap>
#include <QTest>

#include "tests/integration/app/program.h"

using namespace bw::test;

namespace {

QByteArray trades(int first_id, int count) {
    QByteArray out("time,price,qty,side,id\n");
    for (int id = first_id; id < first_id + count; ++id)
        out += QByteArray::number(1'750'507'467'000 + id) + ",83.29,0.107,buy," + QByteArray::number(id) + "\n";
    return out;
}

}  // namespace

// Recordings that are imported again.
class TestImport : public QObject {
    Q_OBJECT

    static Outcome import(const Box& box, const QStringList& paths, const QString& venue = QStringLiteral("binance.usdm")) {
        return box.run(QStringList{QStringLiteral("import"), QStringLiteral("--format"), QStringLiteral("trades-csv"), QStringLiteral("--venue"), venue,
                                   QStringLiteral("--symbol"), QStringLiteral("LTCUSDT"), QStringLiteral("--out"), box.path(QStringLiteral("out"))} +
                       paths);
    }
    /// Name and content of everything the import left, but for the lock, which names its last holder.
    static QMap<QString, QByteArray> content(const Box& box) {
        QMap<QString, QByteArray> out;
        for (const QString& name : box.files())
            if (name.startsWith(QLatin1String("out/")) && !name.endsWith(QLatin1String("LOCK")))
                out.insert(name, QCryptographicHash::hash(box.read(name), QCryptographicHash::Sha256).toHex());
        return out;
    }
    static QString ledger(const Box& box) {
        const Outcome replay = box.runHere({QStringLiteral("replay"), QStringLiteral("--report"), QStringLiteral("-"), box.path(QStringLiteral("out"))});
        return json(replay.out)[QLatin1String("ledger_sha256")].toString();
    }

private Q_SLOTS:
    void aFolderTwiceChangesNothing_data() {
        QTest::addColumn<bool>("recorded");
        QTest::newRow("made here") << false;
        QTest::newRow("14 files that overlap") << true;
    }
    void aFolderTwiceChangesNothing() {
        QFETCH(bool, recorded);
        Box box;
        QString folder = recording(QStringLiteral("trades"));
        if (recorded && folder.isEmpty()) QSKIP("the public recordings are not here (BELLWETHER_SHARED)");
        if (!recorded) {
            QVERIFY(QDir(box.path()).mkpath(QStringLiteral("in")));
            box.write(QStringLiteral("in/LTCUSDT_b.csv"), trades(40, 50));
            box.write(QStringLiteral("in/LTCUSDT_a.csv"), trades(1, 50));
            box.write(QStringLiteral("in/LICENSE.txt"), "not a table");
            box.write(QStringLiteral("in/OTHER.csv"), "not a table either");
            folder = box.path(QStringLiteral("in"));
        }
        const Outcome first = import(box, {folder});
        QVERIFY2(first.exit == 0, first.err.constData());
        QVERIFY2(first.out.startsWith(recorded ? "168487 frames imported" : "102 frames imported"), first.out.constData());
        const QMap<QString, QByteArray> before = content(box);
        QVERIFY(before.contains(QStringLiteral("out/imported.json")));
        const QString sum = ledger(box);
        QCOMPARE(sum.size(), 64);

        const Outcome second = import(box, {folder});
        QVERIFY2(second.exit == 0, second.err.constData());
        QVERIFY2(second.out.contains("nothing new"), second.out.constData());
        QCOMPARE(second.out.count("is already imported"), recorded ? 14 : 2);
        QCOMPARE(content(box), before);
        QCOMPARE(ledger(box), sum);
    }

    void whatCountsIsTheContent() {
        Box box;
        box.write(QStringLiteral("a.csv"), trades(1, 10));
        box.write(QStringLiteral("copy.csv"), trades(1, 10));
        box.write(QStringLiteral("b.csv"), trades(11, 5));
        QCOMPARE(import(box, {box.path(QStringLiteral("a.csv"))}).exit, 0);
        const Outcome both = import(box, {box.path(QStringLiteral("copy.csv")), box.path(QStringLiteral("b.csv"))});
        QVERIFY2(both.out.contains("copy.csv is already imported as a.csv\n"), both.out.constData());
        QVERIFY2(both.out.contains("\n6 frames imported"), both.out.constData());
        // The same bytes read as another venue's are other data.
        QVERIFY(import(box, {box.path(QStringLiteral("a.csv"))}, QStringLiteral("binance.spot")).out.startsWith("11 frames imported"));
        const QJsonArray inputs = json(box.read(QStringLiteral("out/imported.json")))[QLatin1String("inputs")].toArray();
        QCOMPARE(inputs.size(), 3);
        QCOMPARE(inputs[0][QLatin1String("sha256")].toString().toLatin1(),
                 QCryptographicHash::hash(trades(1, 10), QCryptographicHash::Sha256).toHex());
    }
    void theSameFileTwiceAtOnce() {
        Box box;
        box.write(QStringLiteral("a.csv"), trades(1, 10));
        const QString path = box.path(QStringLiteral("a.csv"));
        const Outcome twice = import(box, {path, path});
        QVERIFY2(twice.out.contains("is already imported") && twice.out.contains("\n11 frames imported"), twice.out.constData());
    }
    void aListThatIsDamagedStopsTheImport() {
        Box box;
        box.write(QStringLiteral("a.csv"), trades(1, 10));
        QCOMPARE(import(box, {box.path(QStringLiteral("a.csv"))}).exit, 0);
        box.write(QStringLiteral("out/imported.json"), "{\"inputs\":[");
        const QMap<QString, QByteArray> before = content(box);
        const Outcome again = import(box, {box.path(QStringLiteral("a.csv"))});
        QCOMPARE(again.exit, 1);
        QCOMPARE(again.told().code, QByteArray("file_format"));
        QCOMPARE(content(box), before);
    }
    void withoutItsJournalTheListMeansNothing() {
        Box box;
        box.write(QStringLiteral("a.csv"), trades(1, 10));
        QCOMPARE(import(box, {box.path(QStringLiteral("a.csv"))}).exit, 0);
        QVERIFY(QDir(box.path(QStringLiteral("out/journal"))).removeRecursively());
        QVERIFY(import(box, {box.path(QStringLiteral("a.csv"))}).out.startsWith("11 frames imported"));
    }
    void aFolderWithoutRecordings() {
        Box box;
        QVERIFY(QDir(box.path()).mkpath(QStringLiteral("in")));
        box.write(QStringLiteral("in/README.txt"), "nothing");
        const Outcome none = import(box, {box.path(QStringLiteral("in"))});
        QCOMPARE(none.exit, 1);
        QCOMPARE(none.told().code, QByteArray("file_open"));
        QVERIFY(!QDir(box.path(QStringLiteral("out"))).exists());
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
