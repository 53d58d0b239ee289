// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDockWidget>
#include <QTest>

#include "core/model/random.h"
#include "tests/ui/panes/seed.h"
#include "tests/ui/window_fixture.h"
#include "ui/main_window/banner.h"
#include "ui/main_window/layout_document.h"

using namespace bw;
using namespace bw::ui;

class TestLayout : public QObject {
    Q_OBJECT
public:
    TestLayout() : m_look(*qApp) {}

private:
    Look m_look;
    static LayoutDocument sample() {
        LayoutDocument out;
        out.geometry = QByteArray("geometry\0bytes", 14);
        out.state = QByteArray("state\xff\x01", 7);
        out.language = QStringLiteral("zh_CN");
        out.base = ThemeBase::Light;
        out.market = MarketPalette::Cb;
        out.font_scale_pct = 120;
        out.focused = QStringLiteral("demo.usdm.ETHUSDT");
        return out;
    }
    static bool corruptNoticed(MainWindow& window) {
        const auto& notices = window.hub().notices();
        for (std::size_t i = 0; i < notices.size(); ++i)
            if (notices[i].code == Code::UiWorkspaceCorrupt) return true;
        return false;
    }

private Q_SLOTS:
    void init() {
        m_look.language.set(QStringLiteral("en"));
        m_look.theme.set(ThemeBase::Dark, MarketPalette::Intl);
        m_look.theme.setFontScalePct(100);
    }

    void documentRoundTrip() {
        const LayoutDocument before = sample();
        const auto after = LayoutDocument::fromJson(before.toJson());
        QVERIFY(after.has_value());
        QVERIFY(*after == before);
    }

    void refusesWhatIsNotWhole_data() {
        QTest::addColumn<QByteArray>("bytes");
        const QByteArray good = QByteArray::fromStdString(sample().toJson());
        const auto with = [&](const char* from, const char* to) { return QByteArray(good).replace(from, to); };
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("{\"schema\":");
        QTest::newRow("an array") << QByteArray("[]");
        QTest::newRow("cut off") << good.left(good.size() / 2);
        QTest::newRow("a newer schema") << with("\"schema\": 1", "\"schema\": 2");
        QTest::newRow("not base64") << with("\"state\": \"", "\"state\": \"*");
        QTest::newRow("a flipped bit in the state") << with(sample().state.toBase64().constData(), "c3RhdGX/AA==");
        QTest::newRow("an unknown theme") << with("\"light\"", "\"pink\"");
        QTest::newRow("an unknown language") << with("\"zh_CN\"", "\"tlh\"");
        QTest::newRow("a font that fills the screen") << with("120", "9000");
        QTest::newRow("a number for a text") << with("\"language\": \"zh_CN\"", "\"language\": 5");
        QTest::newRow("beyond the limit") << QByteArray((1 << 20) + 1, ' ');
    }
    void refusesWhatIsNotWhole() {
        QFETCH(QByteArray, bytes);
        QVERIFY(!LayoutDocument::fromJson(bytes.toStdString()).has_value());
    }

    void randomDamageNeverPassesAsAnotherState() {
        Random random(uitest::testSeed());
        const LayoutDocument before = sample();
        const std::string good = before.toJson();
        for (int i = 0; i < 20'000; ++i) {
            std::string bad = good;
            for (std::uint64_t n = random.below(4) + 1; n-- > 0;)
                bad[random.below(bad.size())] = static_cast<char>(random.below(256));
            const auto read = LayoutDocument::fromJson(bad);
            if (!read) continue;
            QCOMPARE(read->state, before.state);
            QCOMPARE(read->geometry, before.geometry);
        }
    }

    void theWindowComesBackAsItWas() {
        uitest::WindowFixture fixture(m_look, QSize(1500, 900));
        {
            MainWindow& window = fixture.open();
            window.dock(QStringLiteral("flow"))->hide();
            window.setTheme(ThemeBase::Light);
            window.setMarket(MarketPalette::Cn);
            window.setLanguage(QStringLiteral("zh_CN"));
            window.hub().setFocused(2);
            fixture.run(100);
            window.close();
            fixture.window.reset();
        }
        QVERIFY(fixture.engine.documents.contains("layout"));
        init();
        fixture.window = std::make_unique<MainWindow>(fixture.engine, m_look);
        fixture.window->show();
        QVERIFY(QTest::qWaitForWindowExposed(fixture.window.get()));
        fixture.run(200);
        QCOMPARE(fixture.window->size(), QSize(1500, 900));
        QVERIFY(fixture.window->dock(QStringLiteral("flow"))->isHidden());
        QVERIFY(!fixture.window->dock(QStringLiteral("chart"))->isHidden());
        QCOMPARE(m_look.theme.base(), ThemeBase::Light);
        QCOMPARE(m_look.theme.market(), MarketPalette::Cn);
        QCOMPARE(m_look.language.resolved(), QStringLiteral("zh_CN"));
        QTRY_COMPARE(fixture.window->hub().focused(), 2);
        QVERIFY(!corruptNoticed(*fixture.window));
    }

    void aDamagedDocumentGivesTheDefaultAndANotice() {
        uitest::WindowFixture fixture(m_look);
        fixture.engine.documents["layout"] = "{\"schema\": 1, \"state\": \"AAAA\"}";
        MainWindow& window = fixture.open();
        QVERIFY(corruptNoticed(window));
        QVERIFY(!window.banner().shownTexts().isEmpty());
        for (const char* id : {"watchlist", "chart", "risk"}) QVERIFY(window.dock(QLatin1StringView(id))->isVisible());
    }

    void aFailedSaveIsSaid() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        fixture.engine.refuse = Error{Code::DiskFull, "document", "no space"};
        window.setTheme(ThemeBase::Light);
        window.saveLayout();
        const auto& notices = window.hub().notices();
        QVERIFY(notices.size() > 0);
        QCOMPARE(notices.back().code, Code::UiSaveFailed);
    }

    void changesAreSavedByThemselves() {
        uitest::WindowFixture fixture(m_look);
        MainWindow& window = fixture.open();
        window.setTheme(ThemeBase::Light);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.engine.documents.contains("layout") &&
                                     fixture.engine.documents["layout"].find("\"light\"") != std::string::npos,
                                 6'000);
    }
};

QTEST_MAIN(TestLayout)
#include "tst_layout.moc"
