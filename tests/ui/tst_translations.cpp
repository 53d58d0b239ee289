// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

#include "ui/language.h"
#include "ui/texts.h"
#include "ui/theme/theme.h"

using namespace bw;
using namespace bw::ui;

namespace {

struct Message {
    QString context, source;
    QStringList translations;
    bool unfinished = false, plural = false;
};

QList<Message> read(const QString& path) {
    QFile file(path);
    QList<Message> out;
    if (!file.open(QIODevice::ReadOnly)) return out;
    QXmlStreamReader xml(&file);
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == u"name") context = xml.readElementText();
        if (xml.name() == u"message") {
            out.append(Message{context, QString(), QStringList(), false,
                               xml.attributes().value(QLatin1StringView("numerus")) == u"yes"});
        } else if (xml.name() == u"source") {
            out.last().source = xml.readElementText();
        } else if (xml.name() == u"translation") {
            out.last().unfinished = xml.attributes().hasAttribute(QLatin1StringView("type"));
            if (!out.last().plural) out.last().translations << xml.readElementText();
        } else if (xml.name() == u"numerusform") {
            out.last().translations << xml.readElementText();
        }
    }
    return out;
}

QStringList places(const QString& text) {
    static const QRegularExpression kPlace(QStringLiteral("%(\\d+|n)"));
    QStringList out;
    for (auto it = kPlace.globalMatch(text); it.hasNext();) out << it.next().captured();
    out.sort();
    out.removeDuplicates();
    return out;
}

QString pathOf(const QString& name) {
    return QStringLiteral(BW_SOURCE_DIR "/translations/") + name;
}

}  // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTextIsTranslated_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("forms");
        QTest::newRow("zh_CN") << pathOf(u"bellwether_zh_CN.ts"_qs) << 1;
        QTest::newRow("en, plurals only") << pathOf(u"bellwether_en.ts"_qs) << 2;
        QTest::newRow("words of the toolkit") << pathOf(u"toolkit_zh_CN.ts"_qs) << 1;
    }
    void everyTextIsTranslated() {
        QFETCH(QString, path);
        QFETCH(int, forms);
        const QList<Message> messages = read(path);
        QVERIFY(!messages.isEmpty());
        for (const Message& message : messages) {
            const QByteArray place = QString(message.context + u": " + message.source).toUtf8();
            const char* where = place.constData();
            QVERIFY2(!message.unfinished, where);
            QCOMPARE(message.translations.size(), message.plural ? forms : 1);
            for (const QString& text : message.translations) {
                QVERIFY2(!text.isEmpty(), where);
                QVERIFY2(places(text) == places(message.source), where);
            }
        }
    }

    /// A text added in the code and forgotten in the files would show in English.
    void theFilesHoldEveryTextOfTheProgram_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("zh_CN") << u"bellwether_zh_CN.ts"_qs << QStringList{};
        QTest::newRow("en") << u"bellwether_en.ts"_qs << QStringList{u"-pluralonly"_qs};
    }
    void theFilesHoldEveryTextOfTheProgram() {
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        const QTemporaryDir dir;
        const QString copy = dir.filePath(name);
        QVERIFY(QFile::copy(pathOf(name), copy));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(BW_SOURCE_DIR));
        lupdate.start(QStringLiteral(BW_LUPDATE),
                      QStringList{u"-silent"_qs, u"-I"_qs, u"."_qs, u"-recursive"_qs, u"ui"_qs, u"-locations"_qs,
                                  u"none"_qs, u"-no-obsolete"_qs, u"-disable-heuristic"_qs, u"sametext"_qs} +
                          options + QStringList{u"-ts"_qs, copy});
        QVERIFY(lupdate.waitForFinished(60'000));
        QCOMPARE(lupdate.exitCode(), 0);
        const QList<Message> fresh = read(copy);
        for (const Message& message : fresh)
            QVERIFY2(!message.unfinished,
                     qPrintable(QString(u"not translated: " + message.context + u": " + message.source)));
        QVERIFY2(fresh.size() == read(pathOf(name)).size(), "the file holds texts that the program no longer has");
    }

    void fixedTerms() {
        QHash<QString, QString> zh;
        for (const Message& message : read(pathOf(u"bellwether_zh_CN.ts"_qs)))
            zh.insert(message.source, message.translations.value(0));
        const QList<std::pair<QString, QString>> terms{{u"Watchlist"_qs, u"行情自选"_qs},
                                                       {u"KILL"_qs, u"紧急停止"_qs},
                                                       {u"HALTED"_qs, u"已停止"_qs},
                                                       {u"ACTIVE"_qs, u"正常"_qs},
                                                       {u"REDUCING"_qs, u"仅减仓"_qs},
                                                       {u"STALE"_qs, u"数据过期"_qs},
                                                       {u"DEMO"_qs, u"演示"_qs},
                                                       {u"REPLAY"_qs, u"回放"_qs},
                                                       {u"gap"_qs, u"缺口"_qs},
                                                       {u"backfilled"_qs, u"回补"_qs},
                                                       {u"bull"_qs, u"看涨"_qs},
                                                       {u"bear"_qs, u"看跌"_qs},
                                                       {u"conflict"_qs, u"冲突"_qs},
                                                       {u"Hindsight"_qs, u"事后"_qs},
                                                       {u"bullish divergence"_qs, u"看涨背离"_qs},
                                                       {u"hidden bull"_qs, u"隐藏看涨"_qs}};
        for (const auto& [source, wanted] : terms) QCOMPARE(zh.value(source), wanted);
    }

    void languageSwitchesAtRunTime() {
        Theme theme;
        Language language(theme);
        QVERIFY(language.set(u"zh_CN"_qs));
        QCOMPARE(texts::runMode(RunMode::Live), u"实盘"_qs);
        QCOMPARE(texts::feedState(FeedState::Live), u"在线"_qs);
        QCOMPARE(theme.words(), format::UnitWords::Zh);
        QCOMPARE(QCoreApplication::translate("QFileDialog", "Look in:"), u"查找范围："_qs);
        QVERIFY(language.set(u"en"_qs));
        QCOMPARE(texts::runMode(RunMode::Live), u"LIVE"_qs);
        QCOMPARE(theme.words(), format::UnitWords::En);
        QCOMPARE(QCoreApplication::translate("bw::ui::TopBar", "%n gap(s)", nullptr, 1), u"1 gap"_qs);
        QCOMPARE(QCoreApplication::translate("bw::ui::TopBar", "%n gap(s)", nullptr, 2), u"2 gaps"_qs);
        QVERIFY(language.set(u"xx"_qs));
        QCOMPARE(language.chosen(), u"auto"_qs);
    }

    void anUnknownCodeShowsItself() {
        QCOMPARE(texts::gapCause("something_new"), u"something_new"_qs);
        QCOMPARE(texts::codeText(Code::LevelDup), u"level_dup"_qs);
    }

    void aNoticeIsOneSentence() {
        Theme theme;
        Language language(theme);
        QVERIFY(language.set(u"en"_qs));
        api::Notice notice;
        notice.kind = api::Notice::Kind::GapOpened;
        notice.stream = StreamKind::Trade;
        notice.text = "sequence";
        QCOMPARE(texts::notice(notice, u"demo.usdm.BTCUSDT"_qs),
                 u"demo.usdm.BTCUSDT: gap in trades opened, sequence break"_qs);
        notice.a = 5;
        notice.b = 7;
        QVERIFY(texts::notice(notice, u"x"_qs).endsWith(u"ids 5 to 7"_qs));
    }

    void ordersFindingsAndAlertsAreSentencesToo() {
        Theme theme;
        Language language(theme);
        QVERIFY(language.set(u"en"_qs));
        api::Notice notice;
        notice.kind = api::Notice::Kind::Order;
        notice.code = Code::RiskOrderSize;
        notice.text = "BW3F9C1AB2-6";
        notice.text2 = "REJECTED_LOCAL";
        QCOMPARE(texts::notice(notice, u"demo.usdm.BTCUSDT"_qs),
                 u"demo.usdm.BTCUSDT: order BW3F9C1AB2-6 REFUSED HERE: the order is too large (RISK_ORDER_SIZE)"_qs);
        notice.kind = api::Notice::Kind::Risk;
        notice.code = Code::ReconFailed;
        notice.text = "mt5.demo";
        notice.text2 = std::string_view();
        QCOMPARE(texts::notice(notice, QString()),
                 u"orders and positions could not be compared with the venue (RECON_FAILED): mt5.demo"_qs);
        notice.kind = api::Notice::Kind::Alert;
        notice.code = Code::AlertFiring;
        notice.text = "order_unknown";
        notice.b = static_cast<std::int64_t>(AlertSeverity::Critical);
        QCOMPARE(texts::notice(notice, QString()),
                 u"critical alert: what became of an order is not known (order_unknown)"_qs);
        QVERIFY(language.set(u"zh_CN"_qs));
        QCOMPARE(texts::notice(notice, QString()), u"严重告警：有委托结果未知 (order_unknown)"_qs);
        QVERIFY(language.set(u"en"_qs));
    }

    void everyCodeOfRiskAndOrdersHasWords() {
        Theme theme;
        Language language(theme);
        QVERIFY(language.set(u"en"_qs));
        for (auto code = static_cast<int>(Code::Starting); code <= static_cast<int>(Code::WebhookDropped); ++code)
            QVERIFY2(!texts::codeWords(static_cast<Code>(code)).isEmpty(),
                     std::string(codeName(static_cast<Code>(code))).c_str());
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
