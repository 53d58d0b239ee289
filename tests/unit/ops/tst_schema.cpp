// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>
#include <set>

#include "core/ops/config.h"
#include "core/ops/schema.h"

using namespace bw::ops;

class TestSchema : public QObject {
    Q_OBJECT
    /// Sections whose keys have no literal default, so that nothing of them is left.
    static QByteArray withoutEmptySections(const QByteArray& yaml) {
        const auto depth = [](const QByteArray& line) {
            qsizetype n = 0;
            while (n < line.size() && line[n] == ' ') ++n;
            return n;
        };
        QByteArrayList kept;
        for (const QByteArray& line : yaml.split('\n')) {
            if (line.trimmed().isEmpty()) continue;
            while (!kept.isEmpty() && kept.last().trimmed().endsWith(':') && depth(kept.last()) >= depth(line)) kept.removeLast();
            kept.append(line);
        }
        while (!kept.isEmpty() && kept.last().trimmed().endsWith(':')) kept.removeLast();
        return kept.join('\n') + '\n';
    }

private Q_SLOTS:
    void everyKeyIsUniqueAndExplained() {
        std::set<std::string_view> seen;
        for (const KeySpec& spec : schema()) {
            const QByteArray key(spec.key.data(), static_cast<qsizetype>(spec.key.size()));
            QVERIFY2(seen.insert(spec.key).second, key.constData());
            QVERIFY2(!spec.help.empty(), key.constData());
            QVERIFY2(findKey(spec.key) == &spec, key.constData());
            if (spec.type == KeyType::Int || spec.type == KeyType::Number)
                QVERIFY2(spec.min < spec.max, key.constData());
            if (spec.type == KeyType::Choice) QVERIFY2(!spec.choices.empty(), key.constData());
        }
    }

    // A plain number says its unit in its name, so that nobody has to look it up.
    void aNumberWithAUnitEndsInIt() {
        for (const KeySpec& spec : schema()) {
            const QByteArray key(spec.key.data(), static_cast<qsizetype>(spec.key.size()));
            if (spec.unit == "ms") QVERIFY2(key.endsWith("_ms") || key.contains("_ms."), key.constData());
            if (spec.unit == "s") QVERIFY2(key.endsWith("_s"), key.constData());
            if (spec.unit == "bytes") QVERIFY2(key.endsWith("_bytes"), key.constData());
            if (spec.unit == "%") QVERIFY2(key.endsWith("_pct"), key.constData());
        }
    }

    void sectionsAndNames() {
        QVERIFY(isSection(""));
        QVERIFY(isSection("feeds.binance"));
        QVERIFY(isSection("feeds.mt5[]"));
        QVERIFY(!isSection("feeds.demo"));
        QVERIFY(!isSection("feed"));
        QCOMPARE(namesUnder("journal"), (std::vector<std::string_view>{"enabled", "segment_bytes", "sync_ms"}));
        QCOMPARE(namesUnder("feeds.binance"), (std::vector<std::string_view>{"coinm", "spot", "usdm"}));
        QVERIFY(findKey("feeds.mt5[0].name") == nullptr);
    }

    void suggestions_data() {
        QTest::addColumn<QByteArray>("section");
        QTest::addColumn<QByteArray>("segment");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("one letter") << QByteArray("ui") << QByteArray("themes") << QByteArray("did you mean 'theme'?");
        QTest::newRow("three letters") << QByteArray("journal") << QByteArray("syncms_x")
                                       << QByteArray("did you mean 'sync_ms'?");
        QTest::newRow("ties go by the alphabet")
            << QByteArray("feeds.binance") << QByteArray("xm") << QByteArray("known here: coinm, spot, usdm");
        QTest::newRow("same name elsewhere")
            << QByteArray("") << QByteArray("weights") << QByteArray("did you mean 'ofi.weights'?");
        QTest::newRow("very long")
            << QByteArray("ui") << QByteArray(500, 'x')
            << QByteArray("known here: font_scale_pct, kill_hotkey, language, market_colors, theme");
    }
    void suggestions() {
        QFETCH(QByteArray, section);
        QFETCH(QByteArray, segment);
        QFETCH(QByteArray, expected);
        QCOMPARE(QByteArray::fromStdString(suggestion(section.toStdString(), segment.toStdString())), expected);
    }

    // resources/default/system.yaml is this table in writing; the failure shows where the fresh one is.
    void shippedFileIsTheSchemaInWriting() {
        const QByteArray fresh = QByteArray::fromStdString(referenceYaml());
        QFile shipped(QStringLiteral(BW_SOURCE_DIR "/resources/default/system.yaml"));
        const QByteArray text = shipped.open(QIODevice::ReadOnly) ? shipped.readAll() : QByteArray();
        if (text == fresh) return;
        QFile copy(QStringLiteral(BW_BINARY_DIR "/system.yaml"));
        QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(fresh) == fresh.size());
        QFAIL(qPrintable(QStringLiteral("copy %1 to resources/default/").arg(copy.fileName())));
    }

    void shippedFileWithoutCommentSignsIsValid() {
        QByteArray plain;
        const QByteArray reference = QByteArray::fromStdString(referenceYaml());
        for (const QByteArray& line : reference.split('\n')) {
            if (line.startsWith("##") || line.contains("# by default"))
                continue;  // words; defaults that are no literal
            plain += (line.startsWith('#') ? line.mid(1) : line) + '\n';
        }
        plain = withoutEmptySections(plain);
        QFile file(QStringLiteral(BW_BINARY_DIR "/plain.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(plain) == plain.size());
        file.close();
        LoadOptions options;
        options.config_path = file.fileName().toStdString();
        options.environment = {{"HOME", "/nowhere"}};
        const Loaded loaded = load(options);
        for (const Problem& problem : loaded.problems) qWarning("%s", problem.line().c_str());
        QVERIFY(loaded.config.has_value());
    }
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
