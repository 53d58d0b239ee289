// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/model/random.h"
#include "core/ops/config.h"

using bw::Code;
using bw::ops::Loaded;
using bw::ops::LoadOptions;

namespace {
using Environment = std::vector<std::pair<std::string, std::string>>;

std::string everything(const Loaded& loaded) {
    std::string out;
    for (const auto& problem : loaded.problems) out += problem.line() + "\n";
    return out;
}

QString shown(const Loaded& loaded) {
    return QString::fromStdString(everything(loaded));
}
}  // namespace

class TestConfig : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    // The home of every load in this file: nothing of the machine's own settings may reach a test.
    LoadOptions options(Environment extra = {}) const {
        LoadOptions out;
        out.environment = {{"HOME", m_dir.path().toStdString()}};
        out.environment.insert(out.environment.end(), extra.begin(), extra.end());
        return out;
    }
    std::string write(const char* name, const QByteArray& text) const {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("cannot write a test file");
        return file.fileName().toStdString();
    }
    Loaded loadText(const QByteArray& text, std::vector<std::string> sets = {}, Environment environment = {}) const {
        LoadOptions opts = options(std::move(environment));
        opts.config_path = write("system.yaml", text);
        opts.sets = std::move(sets);
        return bw::ops::load(opts);
    }

private Q_SLOTS:
    void init() {
        QVERIFY(m_dir.isValid());
        QDir(m_dir.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_dir.path()));
    }

    void defaultsWithoutAnyFile() {
        const Loaded loaded = bw::ops::load(options());
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        const auto& config = *loaded.config;
        QCOMPARE(config.integer("journal.sync_ms"), std::int64_t{100});
        QCOMPARE(config.integer("journal.segment_bytes"), std::int64_t{268435456});
        QCOMPARE(config.text("feeds.demo"), std::string("auto"));
        QCOMPARE(config.number("feeds.demo_rate"), 1.0);
        QCOMPARE(config.numbers("ofi.weights"), (std::vector<double>{0.4, 0.25, 0.2, 0.1, 0.05}));
        QVERIFY(config.flag("journal.enabled"));
        QVERIFY(config.list("feeds.binance.usdm.symbols").empty());
        QVERIFY(config.mt5Gateways().empty());
        QVERIFY(!config.hasFeeds());
        QVERIFY(config.demoWanted());
        QVERIFY(QString::fromStdString(config.text("feeds.binance.usdm.ws_url")).startsWith(QStringLiteral("wss://")));
        QVERIFY(
            QString::fromStdString(config.text("feeds.binance.coinm.rest_url")).startsWith(QStringLiteral("https://")));
        QCOMPARE(config.text("data_dir"), m_dir.path().toStdString() + "/.local/share/bellwether");
        QCOMPARE(config.text("logging.dir"), config.text("data_dir") + "/logs");
        QVERIFY(config.isDefault("journal.sync_ms"));
        QCOMPARE(loaded.config_file, std::string());
    }

    void dataDirFollowsTheSystemsVariables() {
        const auto dir = [this](Environment environment) {
            return bw::ops::load(options(std::move(environment))).config->text("data_dir");
        };
        QCOMPARE(dir({{"XDG_DATA_HOME", "/xdg"}}), std::string("/xdg/bellwether"));
        QCOMPARE(dir({{"XDG_DATA_HOME", "/xdg"}, {"STATE_DIRECTORY", "/var/lib/bw:/var/lib/other"}}),
                 std::string("/var/lib/bw"));
        const Loaded homeless = bw::ops::load({});
        QVERIFY(!homeless.config);
        QCOMPARE(homeless.problems.front().code, Code::CfgEmpty);
        LoadOptions named;
        named.sets = {"data_dir=/srv/bw"};
        QCOMPARE(bw::ops::load(named).config->text("logging.dir"), std::string("/srv/bw/logs"));
    }

    void eachLayerWinsOverTheOneBelow() {
        const QByteArray file = "journal:\n  sync_ms: 200\n  enabled: off\nofi: {levels: 3}\n";
        const Loaded loaded = loadText(file, {"journal.sync_ms=400"},
                                       {{"BELLWETHER__JOURNAL__SYNC_MS", "300"}, {"BELLWETHER__OFI__LEVELS", "4"}});
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        QCOMPARE(loaded.config->integer("journal.sync_ms"), std::int64_t{400});
        QCOMPARE(loaded.config->integer("ofi.levels"), std::int64_t{4});
        QVERIFY(!loaded.config->flag("journal.enabled"));
        QVERIFY(!loaded.config->isDefault("ofi.levels"));
        const QString show = QString::fromStdString(loaded.config->show());
        QVERIFY2(show.contains(QStringLiteral("journal.sync_ms: 400 ms   # command line in --set")), qPrintable(show));
        QVERIFY(show.contains(QStringLiteral("ofi.levels: 4 levels   # environment in BELLWETHER__OFI__LEVELS")));
        QVERIFY(show.contains(QStringLiteral("system.yaml:3:12")));
        QCOMPARE(loaded.config->show("ofi.levels").find("journal"), std::string::npos);
    }

    void listsReplaceAndMapsMerge() {
        const Loaded loaded = loadText("feeds:\n  binance:\n    usdm: {symbols: [btcusdt, ETHUSDT, BTCUSDT]}\n", {},
                                       {{"SYMBOLS", "SOLUSDT, xrpusdt"}});
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        QCOMPARE(loaded.config->list("feeds.binance.usdm.symbols"), (std::vector<std::string>{"SOLUSDT", "XRPUSDT"}));
        QVERIFY(loaded.config->hasFeeds());
        QVERIFY(!loaded.config->demoWanted());
        const Loaded alone = loadText("feeds: {binance: {usdm: {symbols: [btcusdt, ETHUSDT, BTCUSDT]}}, demo: on}\n");
        QCOMPARE(alone.config->list("feeds.binance.usdm.symbols"), (std::vector<std::string>{"BTCUSDT", "ETHUSDT"}));
        QVERIFY(alone.config->demoWanted());
    }

    void gatewaysFromEveryLayer() {
        const QByteArray file =
            "feeds:\n  mt5:\n    - {name: box1, ticks: 'tcp://127.0.0.1:6001', time_zone: '+02:00'}\n    - {name: box2}\n";
        Loaded loaded =
            loadText(file, {"feeds.mt5[1].ticks=tcp://127.0.0.1:6002", "feeds.mt5.1.allow_plain=true"});
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        const auto gateways = loaded.config->mt5Gateways();
        QCOMPARE(gateways.size(), std::size_t{2});
        QCOMPARE(gateways[0], (bw::ops::Mt5Gateway{"box1", "tcp://127.0.0.1:6001", "+02:00", false}));
        QCOMPARE(gateways[1], (bw::ops::Mt5Gateway{"box2", "tcp://127.0.0.1:6002", "auto", true}));

        loaded = loadText("feeds: {demo: auto}\n", {}, {{"ZMQ_INTERNAL_IP", "127.0.0.5"}, {"ZMQ_DATA_PORT", "7001"}});
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        QCOMPARE(loaded.config->mt5Gateways().front(),
                 (bw::ops::Mt5Gateway{"gateway", "tcp://127.0.0.5:7001", "auto", false}));

        loaded = loadText(file, {"feeds.mt5=[{name: only}]"});
        QCOMPARE(loaded.config->mt5Gateways().size(), std::size_t{1});
        QCOMPARE(loaded.config->mt5Gateways().front().ticks, std::string("tcp://127.0.0.1:5556"));
    }

    void environmentNames_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("own prefix") << QByteArray("BELLWETHER__UI__THEME") << QByteArray("light")
                                    << QByteArray("ui.theme") << QByteArray("light");
        QTest::newRow("any letter case") << QByteArray("bellwether__Ui__Theme") << QByteArray("LIGHT")
                                         << QByteArray("ui.theme") << QByteArray("light");
        QTest::newRow("CFG__") << QByteArray("CFG__UI__FONT_SCALE_PCT") << QByteArray("130") << QByteArray("ui.font_scale_pct")
                               << QByteArray("130");
        QTest::newRow("CONFIG__") << QByteArray("CONFIG__UI__FONT_SCALE_PCT") << QByteArray("130") << QByteArray("ui.font_scale_pct")
                                  << QByteArray("130");
        QTest::newRow("V13__") << QByteArray("V13__UI__FONT_SCALE_PCT") << QByteArray("130") << QByteArray("ui.font_scale_pct")
                               << QByteArray("130");
        QTest::newRow("OFI__ is its section")
            << QByteArray("OFI__LEVELS") << QByteArray("3") << QByteArray("ofi.levels") << QByteArray("3");
        QTest::newRow("numbers by comma")
            << QByteArray("OFI__WEIGHTS") << QByteArray("3, 1") << QByteArray("ofi.weights") << QByteArray("[3, 1]");
        QTest::newRow("flow list") << QByteArray("SYMBOLS") << QByteArray("[A, B]")
                                   << QByteArray("feeds.binance.usdm.symbols") << QByteArray("[A, B]");
        QTest::newRow("RESTART_BACKOFF_MAX_SEC") << QByteArray("RESTART_BACKOFF_MAX_SEC") << QByteArray("9")
                                                 << QByteArray("feeds.supervise.backoff_max_s") << QByteArray("9");
        QTest::newRow("BACKOFF_RESET_SECS") << QByteArray("BACKOFF_RESET_SECS") << QByteArray("8")
                                            << QByteArray("feeds.supervise.stable_s") << QByteArray("8");
        QTest::newRow("MT5_CRS_LOCK_DIR")
            << QByteArray("MT5_CRS_LOCK_DIR") << QByteArray("/l") << QByteArray("risk.lock_dir") << QByteArray("/l");
        QTest::newRow("MT5_CRS_LOG_DIR") << QByteArray("MT5_CRS_LOG_DIR") << QByteArray("/g")
                                         << QByteArray("risk.log_dir") << QByteArray("/g");
        QTest::newRow("LOG_LEVEL in capitals")
            << QByteArray("LOG_LEVEL") << QByteArray("DEBUG") << QByteArray("logging.level") << QByteArray("debug");
        QTest::newRow("LOG_LEVEL as python says")
            << QByteArray("LOG_LEVEL") << QByteArray("WARN") << QByteArray("logging.level") << QByteArray("warning");
        QTest::newRow("an empty old name is absent")
            << QByteArray("LOG_LEVEL") << QByteArray("") << QByteArray("logging.level") << QByteArray("info");
    }
    void environmentNames() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, expected);
        const Loaded loaded = bw::ops::load(options({{name.toStdString(), value.toStdString()}}));
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        QCOMPARE(QByteArray::fromStdString(bw::ops::toYaml(loaded.config->entries().at(key.toStdString()).value)),
                 expected);
    }

    void fileProblems_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Code>("code");
        QTest::addColumn<QByteArray>("part");  // of the message
        const auto row = [](const char* name, const QByteArray& text, Code code, const char* part) {
            QTest::newRow(name) << text << code << QByteArray(part);
        };
        row("unknown section", "feeds:\n  binnance: {}\n", Code::CfgUnknownKey,
            "error: unknown key 'feeds.binnance' at FILE:2:3 (E_CFG_UNKNOWN_KEY): did you mean 'binance'?");
        row("unknown leaf", "journal: {sync_m: 1}\n", Code::CfgUnknownKey,
            "'journal.sync_m' at FILE:1:11 (E_CFG_UNKNOWN_KEY): did you mean 'sync_ms'?");
        row("right name in the wrong place", "sync_ms: 5\n", Code::CfgUnknownKey, "did you mean 'journal.sync_ms'?");
        row("nothing alike", "journal: {qqqqqqqqqqqq: 1}\n", Code::CfgUnknownKey,
            "known here: enabled, segment_bytes, sync_ms");
        row("unknown field of an element", "feeds: {mt5: [{nmae: a}]}\n", Code::CfgUnknownKey,
            "'feeds.mt5[0].nmae' at FILE:1:16 (E_CFG_UNKNOWN_KEY): did you mean 'name'?");
        row("a dot is not a path", "journal.sync_ms: 5\n", Code::CfgUnknownKey, "'journal.sync_ms'");
        row("duplicate", "ui:\n  theme: dark\n  theme: light\n", Code::CfgDuplicateKey,
            "key 'ui.theme' given twice, at FILE:3:3 (E_CFG_DUPLICATE_KEY): first on line 2");
        row("duplicate section", "ui: {theme: dark}\nui: {theme: dark}\n", Code::CfgDuplicateKey, "at FILE:2:1");
        row("text for a number", "journal: {sync_ms: soon}\n", Code::CfgType,
            "value 'soon' of 'journal.sync_ms' at FILE:1:20 (E_CFG_TYPE): expected a whole number, 10..10000 ms");
        row("a quoted number", "journal: {sync_ms: '50'}\n", Code::CfgType, "E_CFG_TYPE");
        row("hex", "journal: {sync_ms: 0x50}\n", Code::CfgType, "E_CFG_TYPE");
        row("leading zero", "journal: {sync_ms: 050}\n", Code::CfgType, "E_CFG_TYPE");
        row("underscore", "journal: {segment_bytes: 1_000_000}\n", Code::CfgType, "E_CFG_TYPE");
        row("a fraction for a whole number", "journal: {sync_ms: 50.5}\n", Code::CfgType, "E_CFG_TYPE");
        row("nan", "feeds: {demo_rate: .nan}\n", Code::CfgType, "E_CFG_TYPE");
        row("infinity", "feeds: {demo_rate: .inf}\n", Code::CfgType, "E_CFG_TYPE");
        row("bool as number", "journal: {enabled: 1}\n", Code::CfgType, "expected true or false");
        row("quoted bool", "journal: {enabled: 'true'}\n", Code::CfgType, "expected true or false");
        row("list for a number", "journal: {sync_ms: [1]}\n", Code::CfgType, "E_CFG_TYPE");
        row("map for a list", "ofi: {weights: {a: 1}}\n", Code::CfgType, "E_CFG_TYPE");
        row("scalar for a list", "ofi: {weights: 1}\n", Code::CfgType, "expected a list of numbers");
        row("text in a list of numbers", "ofi: {weights: [1, x]}\n", Code::CfgType,
            "value 'x' of 'ofi.weights' at FILE:1:20");
        row("map in a list of symbols", "feeds: {binance: {spot: {symbols: [{a: 1}]}}}\n", Code::CfgType, "E_CFG_TYPE");
        row("a symbol with a blank", "feeds: {binance: {spot: {symbols: ['BTC USDT']}}}\n", Code::CfgType,
            "'BTC USDT'");
        row("scalar for a section", "journal: 5\n", Code::CfgType, "'journal' is a section");
        row("gateway is not a map", "feeds: {mt5: [5]}\n", Code::CfgType, "'feeds.mt5[0]' is not a map");
        row("the file is a list", "- a\n", Code::CfgType, "not a map");
        row("custom tag", "journal: {sync_ms: !!int 50}\n", Code::CfgType, "remove the tag");
        row("merge key", "ui: {<<: {theme: dark}}\n", Code::CfgType, "merge key");
        row("a choice that is none", "ui: {theme: pink}\n", Code::CfgRange, "expected one of dark|light|system");
        row("too small", "journal: {sync_ms: 5}\n", Code::CfgRange, "10..10000 ms");
        row("too large", "ui: {font_scale_pct: 1000}\n", Code::CfgRange, "80..200 %");
        row("past 64 bits", "journal: {segment_bytes: 99999999999999999999}\n", Code::CfgRange, "E_CFG_RANGE");
        row("a number that overflows", "feeds: {demo_rate: 1e999}\n", Code::CfgRange, "E_CFG_RANGE");
        row("weights that are all 0", "ofi: {weights: [0, -1]}\n", Code::CfgRange, "at least one weight");
        row("plain text off this machine", "feeds: {binance: {spot: {ws_url: 'ws://example.org'}}}\n", Code::CfgRange,
            "use wss://");
        row("a name is not this machine", "feeds: {binance: {spot: {ws_url: 'ws://localhost:9080'}}}\n", Code::CfgRange,
            "use wss://");
        row("a name that only looks local", "feeds: {binance: {spot: {ws_url: 'ws://127.0.0.1.example.org'}}}\n",
            Code::CfgRange, "use wss://");
        row("a password in an address", "feeds: {binance: {spot: {rest_url: 'https://me:pw@example.org'}}}\n",
            Code::CfgType, "does not belong");
        row("not an address", "feeds: {binance: {spot: {rest_url: example.org}}}\n", Code::CfgType,
            "expected an address");
        row("not an endpoint", "feeds: {mt5: [{ticks: '127.0.0.1:5556'}]}\n", Code::CfgType,
            "expected tcp://host:port");
        row("a port out of range", "feeds: {mt5: [{ticks: 'tcp://127.0.0.1:70000'}]}\n", Code::CfgType,
            "expected tcp://host:port");
        row("a gateway name with a dot", "feeds: {mt5: [{name: a.b}]}\n", Code::CfgType, "'a.b'");
        row("a zone that is none", "feeds: {mt5: [{time_zone: '+2'}]}\n", Code::CfgType, "+02:00");
        row("null value", "ui:\n  theme:\n", Code::CfgEmpty, "key 'ui.theme' without a value at FILE:2:3");
        row("null section", "ui:\n", Code::CfgEmpty, "section 'ui' is empty at FILE:1:1");
        row("empty text", "ui: {theme: ''}\n", Code::CfgEmpty, "E_CFG_EMPTY");
        row("two gateways of one name", "feeds: {mt5: [{}, {}]}\n", Code::CfgConflict,
            "'feeds.mt5[0].name' and 'feeds.mt5[1].name'");
        row("an open link off this machine", "feeds: {mt5: [{ticks: 'tcp://10.0.0.5:5556'}]}\n", Code::CfgConflict,
            "'feeds.mt5[0].allow_plain'");
        row("stale after reconnect", "feeds: {supervise: {stale_ms: 40000}}\n", Code::CfgConflict,
            "'feeds.supervise.reconnect_ms' 30000 and 'feeds.supervise.stale_ms' 40000 at FILE:1:");
        row("broken yaml", "ui: {theme: dark\n", Code::CfgSyntax, "cannot read YAML at FILE:");
        row("a tab", "ui:\n\ttheme: dark\n", Code::CfgSyntax, "E_CFG_SYNTAX");
        row("latin-1", "ui: {theme: d\xe9rk}\n", Code::CfgSyntax, "UTF-8");
        row("two documents", "ui: {theme: dark}\n---\nui: {theme: light}\n", Code::CfgSyntax, "more than one document");
        row("an unknown anchor", "ui: *nobody\n", Code::CfgSyntax, "E_CFG_SYNTAX");
        row("too many gateways", "feeds: {mt5: [" + QByteArray("{},").repeated(65) + "]}\n", Code::CfgSize,
            "at most 64");
        row("over 1 MiB", "# " + QByteArray(1 << 20, 'x') + "\n", Code::CfgSize, "1 MiB");
        row("too many elements", "ofi: {weights: [" + QByteArray("1,").repeated(100001) + "]}\n", Code::CfgSize,
            "100000");
    }
    void fileProblems() {
        QFETCH(QByteArray, text);
        QFETCH(Code, code);
        QFETCH(QByteArray, part);
        const Loaded loaded = loadText(text);
        QVERIFY(!loaded.config);
        QVERIFY(!loaded.problems.empty());
        const QString all = shown(loaded);
        QVERIFY2(loaded.problems.front().code == code, qPrintable(all));
        part.replace("FILE", QByteArray::fromStdString(loaded.config_file));
        QVERIFY2(all.contains(QString::fromUtf8(part)), qPrintable(all));
    }

    void goodFiles_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("comments only") << QByteArray("# nothing yet\n");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFui: {theme: dark}\n");
        QTest::newRow("crlf") << QByteArray("ui:\r\n  theme: dark\r\n");
        QTest::newRow("anchor and alias") << QByteArray("ofi: {levels: &n 5}\nfeeds: {book: {resync_max: *n}}\n");
        QTest::newRow("yes and no") << QByteArray("journal: {enabled: Yes}\n");
        QTest::newRow("plain text to this machine") << QByteArray(
            "feeds: {binance: {spot: {ws_url: 'ws://127.0.0.1:9080/', rest_url: 'http://[::1]:9081'}}}\n");
        QTest::newRow("open link that is allowed")
            << QByteArray("feeds: {mt5: [{ticks: 'tcp://10.0.0.5:5556', allow_plain: true}]}\n");
    }
    void goodFiles() {
        QFETCH(QByteArray, text);
        const Loaded loaded = loadText(text);
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
    }

    void deepNestingIsRefusedWithoutACrash() {
        const Loaded loaded = loadText("ui: " + QByteArray("[").repeated(5000) + QByteArray("]").repeated(5000));
        QVERIFY(!loaded.config);
        QVERIFY(!loaded.problems.empty());
    }

    void allProblemsAtOnceUpToOneHundred() {
        const Loaded few =
            loadText("ui: {theme: pink, font_scale_pct: 0}\nnope: 1\n", {"journal.sync_ms=x"}, {{"LOG_LEVEL", "loud"}});
        QCOMPARE(few.problems.size(), std::size_t{5});
        QByteArray many = "ui:\n";
        for (int i = 0; i < 300; ++i) many += "  unknown_" + QByteArray::number(i) + ": 1\n";
        QCOMPARE(loadText(many).problems.size(), bw::ops::kProblemsMax);
    }

    void namedFileMustExist() {
        LoadOptions opts = options();
        opts.config_path = m_dir.filePath(QStringLiteral("absent.yaml")).toStdString();
        const Loaded loaded = bw::ops::load(opts);
        QCOMPARE(loaded.problems.size(), std::size_t{1});
        QCOMPARE(loaded.problems.front().code, Code::FileOpen);
    }

    void fileIsFoundByVariableFolderAndUsualPlace() {
        write("system.yaml", "ui: {theme: light}\n");
        const auto theme = [](const LoadOptions& opts) { return bw::ops::load(opts).config->text("ui.theme"); };
        QCOMPARE(theme(options({{"QS_CONFIG_PATH", m_dir.path().toStdString() + "/system.yaml"}})),
                 std::string("light"));
        QCOMPARE(theme(options({{"QS_CONFIG_PATH", m_dir.path().toStdString()}})), std::string("light"));
        QCOMPARE(theme(options()), std::string("dark"));
        QVERIFY(QDir(m_dir.path()).mkpath(QStringLiteral(".config/bellwether")));
        QVERIFY(QFile::copy(m_dir.filePath(QStringLiteral("system.yaml")),
                            m_dir.filePath(QStringLiteral(".config/bellwether/system.yaml"))));
        QCOMPARE(theme(options()), std::string("light"));
        LoadOptions other = options({{"QS_CONFIG_PATH", m_dir.path().toStdString()}});
        other.config_path = write("other.yaml", "ui: {theme: system}\n");
        QCOMPARE(theme(other), std::string("system"));
    }

    void relativePathsBelongToTheirFile() {
        const Loaded loaded =
            loadText("data_dir: data/x/..\nrisk: {lock_dir: ~/locks, kill: {watch_paths: [a.lock, /b.lock]}}\n");
        QVERIFY2(loaded.config, qPrintable(shown(loaded)));
        const std::string here = m_dir.path().toStdString();
        QCOMPARE(loaded.config->text("data_dir"), here + "/data");
        QCOMPARE(loaded.config->text("risk.lock_dir"), here + "/locks");
        QCOMPARE(loaded.config->list("risk.kill.watch_paths"), (std::vector<std::string>{here + "/a.lock", "/b.lock"}));
        QCOMPARE(loadText("", {"data_dir=rel"}).config->text("data_dir"), QDir::currentPath().toStdString() + "/rel");
    }

    void environmentProblems() {
        const auto only = [this](Environment environment) {
            const Loaded loaded = bw::ops::load(options(std::move(environment)));
            return loaded.problems.empty() ? bw::ops::Problem{} : loaded.problems.front();
        };
        QCOMPARE(
            only({{"BELLWETHER__UI__THEM", "x"}}).line(),
            std::string(
                "error: unknown key 'ui.them' in BELLWETHER__UI__THEM (E_CFG_UNKNOWN_KEY): did you mean 'theme'?"));
        QCOMPARE(only({{"BELLWETHER__UI", "x"}}).code, Code::CfgType);
        QCOMPARE(only({{"BELLWETHER__UI__THEME", ""}}).code, Code::CfgEmpty);
        QCOMPARE(only({{"ZMQ_DATA_PORT", "http"}}).code, Code::CfgType);
        QCOMPARE(only({{"ZMQ_INTERNAL_IP", "192.168.1.7"}}).code, Code::CfgConflict);
        const auto conflict = only({{"SYMBOLS", "A"}, {"BELLWETHER__FEEDS__BINANCE__USDM__SYMBOLS", "B"}});
        QCOMPARE(conflict.code, Code::CfgConflict);
        QVERIFY(conflict.what.find("in SYMBOLS and in BELLWETHER__FEEDS") != std::string::npos);
        QCOMPARE(only({{"SYMBOLS", "A"}, {"BELLWETHER__FEEDS__BINANCE__USDM__SYMBOLS", "a"}}).code, Code::Ok);
        QCOMPARE(only({{"BELLWETHER_SEED", "7"}, {"OFFICE__X", "1"}}).code, Code::Ok);  // not ours to judge
    }

    void setProblems() {
        const auto only = [this](const char* set) {
            const Loaded loaded = loadText("", {set});
            return loaded.problems.empty() ? Code::Ok : loaded.problems.front().code;
        };
        QCOMPARE(only("ui.theme"), Code::Args);
        QCOMPARE(only("=x"), Code::Args);
        QCOMPARE(only("ui.them=x"), Code::CfgUnknownKey);
        QCOMPARE(only("ui=x"), Code::CfgType);
        QCOMPARE(only("ui.theme="), Code::CfgEmpty);
        QCOMPARE(only("ui.theme=Dark"), Code::CfgRange);
        QCOMPARE(only("feeds.mt5[1].name=b"), Code::CfgRange);
        QCOMPARE(only("feeds.mt5[0].name=b"), Code::Ok);
        QCOMPARE(only("feeds.mt5[99].name=b"), Code::CfgUnknownKey);
        QCOMPARE(only("feeds.mt5=box"), Code::CfgType);
        QCOMPARE(only("feeds.mt5=[{name: a"), Code::CfgSyntax);
        QCOMPARE(only("feeds.binance.usdm.symbols=[BTCUSDT, ETHUSDT]"), Code::Ok);
        QCOMPARE(only("feeds.binance.usdm.symbols=BTCUSDT,,ETHUSDT"), Code::CfgEmpty);
        QCOMPARE(only("feeds.binance.usdm.symbols=[]"), Code::Ok);
        QCOMPARE(loadText("", {"ui.theme=light", "ui.theme=system"}).config->text("ui.theme"), std::string("system"));
    }

    void weightsAreCutPaddedAndScaled() {
        QCOMPARE(loadText("ofi: {levels: 2, weights: [3, -9, 5]}\n").config->ofiWeights(), (std::vector<double>{1, 0}));
        QCOMPARE(loadText("ofi: {levels: 3, weights: [1, 3]}\n").config->ofiWeights(),
                 (std::vector<double>{0.25, 0.75, 0}));
        QCOMPARE(loadText("ofi: {levels: 1, weights: [0, 3]}\n").problems.front().code, Code::CfgRange);
    }

    void hashDependsOnValuesAlone() {
        const Loaded a = loadText("ofi: {levels: 3}\n", {"data_dir=/d"});
        const Loaded b = loadText("", {"ofi.levels=3", "data_dir=/d"});
        const Loaded c = loadText("", {"ofi.levels=2", "data_dir=/d"});
        QCOMPARE(a.config->canonicalJson(), b.config->canonicalJson());
        QCOMPARE(a.config->hash(), b.config->hash());
        QVERIFY(a.config->hash() != c.config->hash());
        QCOMPARE(a.config->hash().size(), std::size_t{64});
        const std::string json = a.config->canonicalJson();
        QVERIFY(json.find(",\"data_dir\":\"/d\",\"disk.stop_bytes\":67108864,") != std::string::npos);
        QVERIFY(json.find("\"ofi.weights\":[0.4,0.25,0.2,0.1,0.05]") != std::string::npos);
    }

    void foreignTextIsShortAndPrintable() {
        const Loaded loaded =
            loadText("", {"ui.theme=" + std::string(39, 'a') + "é" + std::string(500, 'b'), "ui.language=a\x1b[31mb"});
        QCOMPARE(loaded.problems.size(), std::size_t{2});
        QVERIFY(loaded.problems[0].what.find(std::string(39, 'a') + "…'") != std::string::npos);
        QVERIFY(everything(loaded).find('\x1b') == std::string::npos);
    }

    // Any damage to a good file ends in settings or in coded problems; never in a crash or an unexplained refusal.
    void damagedFilesAreSettingsOrProblems() {
        std::uint64_t seed = qEnvironmentVariable("BELLWETHER_SEED", QStringLiteral("0x5eed")).toULongLong(nullptr, 0);
        qInfo("seed=0x%llx", static_cast<unsigned long long>(seed));
        bw::Random random(seed);
        const QByteArray good =
            "feeds:\n  demo: off\n  mt5:\n    - {name: a, ticks: 'tcp://127.0.0.1:1', time_zone: UTC}\n"
            "ofi: {levels: 5, weights: [1, 0.5]}\njournal:\n  sync_ms: 50 # x\n  enabled: yes\n";
        for (int round = 0; round < 3000; ++round) {
            QByteArray text = good;
            const auto damages = 1 + random.next() % 4;
            for (std::uint64_t i = 0; i < damages; ++i) {
                const auto at = static_cast<qsizetype>(random.next() % static_cast<std::uint64_t>(text.size()));
                if (random.next() % 3 == 0)
                    text.remove(at, 1);
                else
                    text[at] = static_cast<char>(random.next() % 128);
                if (text.isEmpty()) text = "x";
            }
            const Loaded loaded = loadText(text);
            QVERIFY2(loaded.config.has_value() != !loaded.problems.empty(), text.constData());
            for (const auto& problem : loaded.problems) QVERIFY2(problem.code != Code::Ok, text.constData());
        }
    }
};

QTEST_GUILESS_MAIN(TestConfig)
#include "tst_config.moc"
