// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTest>
#include <array>

#include "tests/fuzz/targets.h"

using namespace bw::fuzz;

namespace {
struct Target {
    const char* name;
    Finding (*run)(std::string_view);
};
constexpr std::array<Target, 5> kTargets = {{{"binance_frame", binanceFrame},
                                             {"okx_frame", okxFrame},
                                             {"deribit_frame", deribitFrame},
                                             {"mt5_message", mt5Message},
                                             {"rest_body", restBody}}};
}  // namespace

// Every input that once broke a decoder, and the samples that fuzzing begins with, through the same checks.
class TestCorpus : public QObject {
    Q_OBJECT
    static QFileInfoList files(const char* target) {
        QDir dir(QStringLiteral(BW_SOURCE_DIR "/tests/data/corpus/") + QLatin1String(target));
        return dir.entryInfoList(QDir::Files, QDir::Name);
    }
private Q_SLOTS:
    void eachInputKeepsTheOracle_data() {
        QTest::addColumn<int>("target");
        QTest::addColumn<QString>("path");
        for (int i = 0; i < static_cast<int>(kTargets.size()); ++i) {
            const char* const name = kTargets[static_cast<std::size_t>(i)].name;
            for (const QFileInfo& file : files(name))
                QTest::addRow("%s/%s", name, qPrintable(file.fileName())) << i << file.filePath();
        }
    }
    void eachInputKeepsTheOracle() {
        QFETCH(int, target);
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const Finding finding = kTargets[static_cast<std::size_t>(target)].run({bytes.data(), static_cast<std::size_t>(bytes.size())});
        QVERIFY2(finding.empty(), finding.c_str());
    }
    void everyCutOfEverySampleKeepsTheOracle() {
        for (const Target& target : kTargets)
            for (const QFileInfo& info : files(target.name)) {
                QFile file(info.filePath());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const QByteArray bytes = file.read(1024);
                for (qsizetype size = 0; size < bytes.size(); ++size) {
                    const Finding finding = target.run({bytes.data(), static_cast<std::size_t>(size)});
                    QVERIFY2(finding.empty(), qPrintable(info.filePath() + QStringLiteral(" cut at %1: ").arg(size) +
                                                         QString::fromStdString(finding)));
                }
            }
    }
    void eachTargetHasSamples() {
        for (const Target& target : kTargets) QVERIFY2(files(target.name).size() >= 8, target.name);
    }
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
