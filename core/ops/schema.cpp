// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/schema.h"

#include <algorithm>
#include <array>

#include "core/model/risk_keys.h"

namespace bw::ops {
namespace {
using enum KeyType;

constexpr double kNone = 0;
constexpr std::array kSchema{
    KeySpec{"data_dir", Path, "", "", kNone, kNone, "", "",
            "Journal, layouts and latch state. Default: $STATE_DIRECTORY, else $XDG_DATA_HOME/bellwether, else "
            "~/.local/share/bellwether"},
    KeySpec{"feeds.demo", Choice, "", "auto", kNone, kNone, "auto|on|off", "",
            "The built-in demo market. auto: on when no feed is configured"},
    KeySpec{"feeds.demo_seed", Int, "", "1", 0, 9007199254740991.0, "", "",
            "Seed of the demo market: same seed, same market"},
    KeySpec{"feeds.demo_rate", Number, "", "1", 0.01, 1000, "", "", "Multiplies the demo market's message rate"},
#define BW_BINANCE(market, speeds, limit_max, variable, streams)                                        \
    KeySpec{"feeds.binance." market ".symbols",                                                         \
            SymbolList,                                                                                 \
            "",                                                                                         \
            "[]",                                                                                       \
            kNone,                                                                                      \
            kNone,                                                                                      \
            "",                                                                                         \
            variable,                                                                                   \
            "Symbols of Binance " market ", e.g. [BTCUSDT, ETHUSDT]"},                                  \
        KeySpec{"feeds.binance." market ".ws_url",                                                      \
                Url,                                                                                    \
                "",                                                                                     \
                "venue:binance." market ".ws_url",                                                      \
                kNone,                                                                                  \
                kNone,                                                                                  \
                "wss|ws",                                                                               \
                "",                                                                                     \
                "WebSocket server, without /stream"},                                                   \
        KeySpec{"feeds.binance." market ".rest_url",                                                    \
                Url,                                                                                    \
                "",                                                                                     \
                "venue:binance." market ".rest_url",                                                    \
                kNone,                                                                                  \
                kNone,                                                                                  \
                "https|http",                                                                           \
                "",                                                                                     \
                "REST server with its path prefix"},                                                    \
        KeySpec{"feeds.binance." market ".snapshot_limit", Int, "levels", "1000", 5, limit_max, "", "", \
                "Levels a side of a depth snapshot"},                                                   \
        KeySpec{"feeds.binance." market ".streams",                                                     \
                NameList,                                                                               \
                "",                                                                                     \
                streams,                                                                                \
                kNone,                                                                                  \
                kNone,                                                                                  \
                "",                                                                                     \
                "",                                                                                     \
                "Streams of each symbol; depth takes its pace from depth_speed"},                       \
        KeySpec{"feeds.binance." market ".proxy",                                                       \
                NameList,                                                                               \
                "",                                                                                     \
                "[auto]",                                                                               \
                kNone,                                                                                  \
                kNone,                                                                                  \
                "",                                                                                     \
                "",                                                                                     \
                "[auto], [direct] or names of feeds.proxies in order"},                                 \
        KeySpec{"feeds.binance." market ".depth_speed",                                                 \
                Choice,                                                                                 \
                "",                                                                                     \
                "100ms",                                                                                \
                kNone,                                                                                  \
                kNone,                                                                                  \
                speeds,                                                                                 \
                "",                                                                                     \
                "Pace of the depth stream"}
    BW_BINANCE("spot", "100ms|1000ms", 5000, "", "[depth, bookTicker, trade, kline_1m]"),
    KeySpec{"feeds.binance.spot.time_unit", Choice, "", "us", kNone, kNone, "us|ms", "", "Time stamps of the spot streams"},
    BW_BINANCE("usdm", "0ms|100ms|250ms|500ms", 1000, "SYMBOLS",
               "[depth, bookTicker, trade, kline_1m, markPrice@1s, forceOrder]"),
    KeySpec{"feeds.binance.usdm.market_url", Url, "", "venue:binance.usdm.market_url", kNone, kNone, "wss|ws", "",
            "Entry point of bars, marks, aggregates and liquidations, without /stream; the same as ws_url: one path"},
    BW_BINANCE("coinm", "0ms|100ms|250ms|500ms", 1000, "",
               "[depth, bookTicker, trade, kline_1m, markPrice@1s, forceOrder]"),
#undef BW_BINANCE
    KeySpec{"feeds.okx.instruments", NameList, "", "[]", kNone, kNone, "", "",
            "Instruments of OKX, e.g. [BTC-USDT-SWAP, BTC-USDT]"},
    KeySpec{"feeds.okx.channels", NameList, "",
            "[books, bbo-tbt, trades, candle1m, mark-price, funding-rate, open-interest, liquidation-orders]", kNone, kNone,
            "", "", "Channels of each instrument, where its market has them"},
    KeySpec{"feeds.okx.public_url", Url, "", "venue:okx.public_url", kNone, kNone, "wss|ws", "", "Public WebSocket"},
    KeySpec{"feeds.okx.business_url", Url, "", "venue:okx.business_url", kNone, kNone, "wss|ws", "",
            "Business WebSocket: bars, all trades"},
    KeySpec{"feeds.okx.rest_url", Url, "", "venue:okx.rest_url", kNone, kNone, "https|http", "", "REST server"},
    KeySpec{"feeds.okx.proxy", NameList, "", "[auto]", kNone, kNone, "", "", "[auto], [direct], or names of feeds.proxies in order"},
    KeySpec{"feeds.deribit.instruments", NameList, "", "[]", kNone, kNone, "", "",
            "Instruments of Deribit, e.g. [BTC-PERPETUAL]"},
    KeySpec{"feeds.deribit.interval", Choice, "", "100ms", kNone, kNone, "100ms|agg2", "", "Pace of books, trades and tickers"},
    KeySpec{"feeds.deribit.ws_url", Url, "", "venue:deribit.ws_url", kNone, kNone, "wss|ws", "", "WebSocket server"},
    KeySpec{"feeds.deribit.rest_url", Url, "", "venue:deribit.rest_url", kNone, kNone, "https|http", "", "REST server"},
    KeySpec{"feeds.deribit.vol_index", NameList, "", "[btc_usd, eth_usd]", kNone, kNone, "", "",
            "Volatility indices, taken while an instrument of Deribit is"},
    KeySpec{"feeds.deribit.proxy", NameList, "", "[auto]", kNone, kNone, "", "", "[auto], [direct], or names of feeds.proxies in order"},
    KeySpec{"feeds.proxies", MapList, "", "[]", kNone, kNone, "", "", "Proxies that lines and REST may use"},
    KeySpec{"feeds.proxies[].name", Text, "", "proxy", kNone, kNone, "", "", "As in the proxy lists: a-z, 0-9, -"},
    KeySpec{"feeds.proxies[].type", Choice, "", "socks5", kNone, kNone, "socks5|http", "", "socks5 resolves names at the proxy"},
    KeySpec{"feeds.proxies[].host", Text, "", "127.0.0.1", kNone, kNone, "", "", "Name or address of the proxy"},
    KeySpec{"feeds.proxies[].port", Int, "", "1080", 1, 65535, "", "", "Its port"},
    KeySpec{"feeds.tls.ca_file", Path, "", "", kNone, kNone, "", "",
            "Certificates (PEM) trusted beside the system's, for private servers"},
    KeySpec{"feeds.tls.pins", NameList, "", "[]", kNone, kNone, "", "",
            "Public keys by host, at least two each: host=SHA-256 of the SubjectPublicKeyInfo, hex"},
    KeySpec{"feeds.mt5", MapList, "", "[]", kNone, kNone, "", "", "MetaTrader 5 gateways"},
    KeySpec{"feeds.mt5[].name", Text, "", "gateway", kNone, kNone, "", "",
            "Second part of the instrument name, mt5.<name>.EURUSD: a-z, 0-9, -"},
    KeySpec{"feeds.mt5[].ticks", Endpoint, "", "tcp://127.0.0.1:5556", kNone, kNone, "",
            "ZMQ_INTERNAL_IP, ZMQ_DATA_PORT", "Where the gateway publishes ticks"},
    KeySpec{"feeds.mt5[].time_zone", Text, "", "auto", kNone, kNone, "", "",
            "Zone of the broker's clock: auto, UTC, an offset such as +02:00, NY+7 (the usual one) or a name such as Europe/Athens"},
    KeySpec{"feeds.mt5[].curve_server_key", Text, "", "", kNone, kNone, "", "",
            "CURVE: the gateway's public key, 40 characters (Z85). Empty: no encryption"},
    KeySpec{"feeds.mt5[].curve_public_key", Text, "", "", kNone, kNone, "", "", "CURVE: our own public key"},
    KeySpec{"feeds.mt5[].curve_secret_file", Path, "", "", kNone, kNone, "", "",
            "CURVE: a file with our own secret key, readable by its owner alone"},
    KeySpec{"feeds.mt5[].allow_plain", Bool, "", "false", kNone, kNone, "", "",
            "Allow an unencrypted link that leaves this machine"},
    KeySpec{"feeds.watermark_ms", Int, "ms", "500", 0, 60000, "", "", "How long a bar waits for late trades"},
    KeySpec{"feeds.book.buffer_len", Int, "messages", "5000", 10, 100000, "", "",
            "Depth messages kept while a book waits for its snapshot"},
    KeySpec{"feeds.book.resync_max", Int, "", "10", 1, 1000, "", "",
            "Resyncs inside resync_window_s before a book rests"},
    KeySpec{"feeds.book.resync_window_s", Int, "s", "60", 1, 3600, "", "", "Window of resync_max"},
    KeySpec{"feeds.book.audit_s", Int, "s", "300", 0, 86400, "", "",
            "A Binance book is held against a fresh snapshot this often; 0: never"},
    KeySpec{"feeds.book.levels_max", Int, "levels", "20000", 100, 200000, "", "", "Levels a side kept in a book"},
    KeySpec{"feeds.supervise.connect_timeout_ms", Int, "ms", "10000", 100, 120000, "", "",
            "TCP, TLS and handshake together"},
    KeySpec{"feeds.supervise.stale_ms", Int, "ms", "10000", 100, 600000, "", "",
            "Silence on a line before it is STALE"},
    KeySpec{"feeds.supervise.reconnect_ms", Int, "ms", "30000", 200, 3600000, "", "",
            "Silence on a line before it is opened anew"},
    KeySpec{"feeds.supervise.backoff_max_s", Int, "s", "60", 1, 3600, "", "RESTART_BACKOFF_MAX_SEC",
            "Longest pause between two attempts"},
    KeySpec{"feeds.supervise.stable_s", Int, "s", "300", 1, 86400, "", "BACKOFF_RESET_SECS",
            "Time LIVE after which the pauses start short again"},
    KeySpec{"feeds.supervise.max_age_s", Int, "s", "86100", 0, 864000, "", "",
            "Age at which a Binance line is handed over to a new one; 0: never"},
    KeySpec{"feeds.supervise.ping_ms", Int, "ms", "0", 0, 600000, "", "", "Pings on Binance lines; 0: only the venue's"},
    KeySpec{"feeds.supervise.starve_ms.book", Int, "ms", "10000", 0, 86400000, "", "",
            "A stream silent for longer, while its line delivers, is STARVED; 0: never"},
    KeySpec{"feeds.supervise.starve_ms.top", Int, "ms", "10000", 0, 86400000, "", "", "The same for the best quotes"},
    KeySpec{"feeds.supervise.starve_ms.tick", Int, "ms", "10000", 0, 86400000, "", "", "The same for MetaTrader ticks"},
    KeySpec{"feeds.supervise.starve_ms.trade", Int, "ms", "150000", 0, 86400000, "", "", "The same for trades"},
    KeySpec{"feeds.supervise.starve_ms.kline", Int, "ms", "60000", 0, 86400000, "", "", "The same for bars"},
    KeySpec{"feeds.supervise.starve_ms.mark", Int, "ms", "5000", 0, 86400000, "", "", "The same for mark prices"},
#define BW_SETTING_KEY(kind, type, member, key, unit, initial, min, max, choices, env, help) \
    KeySpec{key, kind, unit, #initial, min, max, choices, env, help},
    BW_OFI_KEYS(BW_SETTING_KEY)
    KeySpec{"ofi.weights", NumberList, "", "[" BW_TEXT_OF(BW_OFI_WEIGHTS) "]", -1e6, 1e6, "", "",
            "Weight of each level; negatives count as 0, the rest is scaled to 1"},
    BW_CVD_KEYS(BW_SETTING_KEY)
    KeySpec{"fusion.profile", Choice, "", "standard", kNone, kNone, "standard|conservative", "",
            "conservative: later and surer; a key that is set keeps its own value"},
    BW_FUSION_KEYS(BW_SETTING_KEY)
    BW_DIVERGENCE_KEYS(BW_SETTING_KEY)
    BW_SCENARIO_KEYS(BW_SETTING_KEY)
    KeySpec{"signals.samplings", NameList, "", "[" BW_DEFAULT_SAMPLING "]", kNone, kNone, "", "",
            "How samples are taken: tick, 1s, 5s, time:MS (100 to 3600000), volume:QTY; each has detectors of its own"},
    BW_SAMPLING_KEYS(BW_SETTING_KEY)
    KeySpec{"signals.params_global", Path, "", "", kNone, kNone, "", "",
            "Divergence parameters of a tuning (best_global.yaml). Default: config/params/best_global.yaml in data_dir, if there is one"},
    KeySpec{"signals.params_by_bucket", Path, "", "", kNone, kNone, "", "",
            "The same by bucket. Default: config/params/best_by_bucket.yaml in data_dir, if there is one"},
    KeySpec{"signals.calibration", Path, "", "", kNone, kNone, "", "",
            "Calibration of the scores. Default: config/calibration/divergence_score_calibration.json in data_dir, if there is one"},
    KeySpec{"signals.overrides", MapList, "", "[]", kNone, kNone, "", "", "Settings of single symbols"},
    KeySpec{"signals.overrides[].symbol", Text, "", "BTCUSDT", kNone, kNone, "", "", "Symbol as the venue writes it"},
    KeySpec{"signals.overrides[].key", Text, "", "cvd.winsor_limit", kNone, kNone, "", "", "A number of ofi, cvd, fusion, divergence or scenario"},
    KeySpec{"signals.overrides[].value", Number, "", "1.9", -1e12, 1e12, "", "", "Its value for that symbol"},
    BW_EVALUATE_KEYS(BW_SETTING_KEY)
    BW_BACKTEST_KEYS(BW_SETTING_KEY)
    KeySpec{"journal.enabled", Bool, "", "true", kNone, kNone, "", "", "Record every frame"},
    KeySpec{"journal.sync_ms", Int, "ms", "100", 10, 10000, "", "", "At most this much is lost when the power fails"},
    KeySpec{"journal.segment_bytes", Int, "bytes", "268435456", 65536, 4294967296.0, "", "",
            "Size at which a new segment starts"},
    KeySpec{"disk.stop_bytes", Int, "bytes", "67108864", 0, 1099511627776.0, "", "",
            "Recording stops, with a gap, below this much free space"},
    KeySpec{"risk.lock_dir", Path, "", "", kNone, kNone, "", "MT5_CRS_LOCK_DIR",
            "Folder of the kill latch. Empty: the first usable of the usual places"},
    KeySpec{"risk.log_dir", Path, "", "", kNone, kNone, "", "MT5_CRS_LOG_DIR",
            "Folder of the kill audit. Empty: the first usable of the usual places"},
    KeySpec{"risk.kill.watch_paths", PathList, "", "[]", kNone, kNone, "", "",
            "Files whose appearance trips the latch, besides the one in lock_dir. Unset: the usual ones"},
    KeySpec{"risk.kill.watch_ms", Int, "ms", "200", 20, 1000, "", "", "How often those files are looked at"},
    KeySpec{"risk.kill.cancel_scope", Choice, "", "own", kNone, kNone, "own|account", "",
            "What a stop cancels at a gateway: our orders, or every order of the account"},
    KeySpec{"risk.kill.keep_protective", Bool, "", "true", kNone, kNone, "", "",
            "A stop leaves stop orders that only reduce a position; false: cancels them too. sl and tp are never touched"},
    KeySpec{"risk.kill.nats_token", Text, "", "", kNone, kNone, "", "",
            "What a kill message over NATS must carry as \"token\". Empty: any message on the subject stops"},
    KeySpec{"risk.guard.enabled", Bool, "", "false", kNone, kNone, "", "",
            "A second process, bellwether kill --guard, stops when this one dies or hangs while armed; here: beat for it, tell when it is gone"},
    KeySpec{"risk.guard.required", Bool, "", "false", kNone, kNone, "", "", "Live execution is not armed without that guard"},
    BW_LIMIT_KEYS(BW_SETTING_KEY)
    BW_BREAKER_KEYS(BW_SETTING_KEY)
    BW_PAPER_KEYS(BW_SETTING_KEY)
    KeySpec{"paper.currency", Text, "", "USD", kNone, kNone, "", "", "Currency of the paper account"},
    BW_EXECUTION_KEYS(BW_SETTING_KEY)
#undef BW_SETTING_KEY
    KeySpec{"routes", MapList, "", "[]", kNone, kNone, "", "", "Gateways that orders may go to"},
    KeySpec{"routes[].name", Text, "", "mt5.gateway", kNone, kNone, "", "", "Name of the route, as tickets and stops show it: letters, digits, - _ ."},
    KeySpec{"routes[].enabled", Bool, "", "false", kNone, kNone, "", "", "Connect to it; orders need execution.mode and arming besides"},
    KeySpec{"routes[].endpoint", Endpoint, "", "tcp://127.0.0.1:5555", kNone, kNone, "", "", "Where the gateway takes commands"},
    KeySpec{"routes[].instruments", Text, "", "", kNone, kNone, "", "",
            "First part of the instruments it trades: mt5.demo trades mt5.demo.EURUSD. Empty: the name of the route"},
    KeySpec{"routes[].dialect", Choice, "", "auto", kNone, kNone, "auto|p0|p1|p2|p3|v6", "",
            "auto: what the probe finds. Another one is taken only where the probe does not say otherwise"},
    KeySpec{"routes[].key_file", Path, "", "", kNone, kNone, "", "",
            "v6: a file with the key shared with the gateway, at least 16 characters, readable by its owner alone"},
    KeySpec{"routes[].curve_server_key", Text, "", "", kNone, kNone, "", "",
            "CURVE: the gateway's public key, 40 characters (Z85). Empty: no encryption"},
    KeySpec{"routes[].curve_public_key", Text, "", "", kNone, kNone, "", "", "CURVE: our own public key"},
    KeySpec{"routes[].curve_secret_file", Path, "", "", kNone, kNone, "", "",
            "CURVE: a file with our own secret key, readable by its owner alone"},
    KeySpec{"routes[].socket", Choice, "", "dealer", kNone, kNone, "dealer|req", "", "req: for gateways that take nothing else"},
    KeySpec{"routes[].allow_plain", Bool, "", "false", kNone, kNone, "", "",
            "Allow orders over an unprotected link that leaves this machine"},
    KeySpec{"routes[].allow_unverifiable", Bool, "", "false", kNone, kNone, "", "",
            "Allow orders to a p2 gateway, which can neither cancel nor tell what became of them"},
    KeySpec{"routes[].deadman_ms", Int, "ms", "0", 0, 3600000, "", "",
            "v6: the gateway halts itself when it has heard nothing from us for so long; 0: off"},
    KeySpec{"alerts.rules", MapList, "", "[]", kNone, kNone, "", "",
            "Alert rules: an id of the built-in ones changes the fields that are named, another one adds a rule"},
    KeySpec{"alerts.rules[].id", Text, "", "", kNone, kNone, "", "", "a-z, 0-9 and _, at most 31 letters"},
    KeySpec{"alerts.rules[].metric", Text, "", "", kNone, kNone, "", "", "What it looks at, as the built-in rules name it: mem_rss_mb, queue_len ..."},
    KeySpec{"alerts.rules[].labels", Text, "", "", kNone, kNone, "", "", "Only these: queue=net, more after commas"},
    KeySpec{"alerts.rules[].op", Text, "", "", kNone, kNone, "", "", "gt, ge, lt, le, eq or ne; unset: gt, or as built in"},
    KeySpec{"alerts.rules[].threshold", Text, "", "", kNone, kNone, "", "", "A number in the metric's unit"},
    KeySpec{"alerts.rules[].for_ms", Text, "", "", kNone, kNone, "", "", "ms, 0..86400000: true for so long without a break"},
    KeySpec{"alerts.rules[].clear_ms", Text, "", "", kNone, kNone, "", "", "ms, 0..86400000: false for so long; unset: 30000"},
    KeySpec{"alerts.rules[].severity", Text, "", "", kNone, kNone, "", "", "info, warning, high or critical"},
    KeySpec{"alerts.rules[].min_n", Text, "", "", kNone, kNone, "", "", "Fewer samples behind the value: not judged"},
    KeySpec{"alerts.webhook.url", Text, "", "", kNone, kNone, "", "RISK_WEBHOOK_URL",
            "Alerts are POSTed there as JSON, https://host/...; empty: nowhere. Treated as a secret"},
    KeySpec{"alerts.webhook.secret_file", Path, "", "", kNone, kNone, "", "",
            "One line; signs each message in X-Bellwether-Signature. Empty: unsigned"},
    KeySpec{"alerts.sound.enabled", Bool, "", "true", kNone, kNone, "", "", "The workstation makes alerts heard; headless it never does"},
    KeySpec{"alerts.sound.info_pct", Int, "%", "0", 0, 100, "", "", "Volume of INFO; 0: silent"},
    KeySpec{"alerts.sound.warning_pct", Int, "%", "60", 0, 100, "", "", "Volume of WARNING"},
    KeySpec{"alerts.sound.high_pct", Int, "%", "80", 0, 100, "", "", "Volume of HIGH"},
    KeySpec{"alerts.sound.critical_pct", Int, "%", "100", 0, 100, "", "", "Volume of CRITICAL, repeated every 10 s until acknowledged"},
    KeySpec{"ops.http.port", Int, "", "8787", 0, 65535, "", "",
            "Kill and its state over HTTP, on 127.0.0.1 alone and with a token; 0: off"},
    KeySpec{"ops.http.token_file", Path, "", "", kNone, kNone, "", "",
            "The token, mode 0600; made when it is missing. Default: <data_dir>/risk/http_token"},
    KeySpec{"bus.nats.url", Text, "", "", kNone, kNone, "", "",
            "NATS server whose subject bellwether.control.kill stops this engine, nats://host:port or tls://host:port; empty: none"},
    KeySpec{"ui.kill_hotkey", Text, "", "Ctrl+Alt+Shift+K", kNone, kNone, "", "",
            "Stops from any window while the workstation runs; empty: inside the window only"},
    KeySpec{"ui.language", Choice, "", "auto", kNone, kNone, "auto|en|zh_CN", "", "auto: the system's language"},
    KeySpec{"ui.theme", Choice, "", "dark", kNone, kNone, "dark|light|system", "", "Colours of the window"},
    KeySpec{"ui.market_colors", Choice, "", "intl", kNone, kNone, "intl|cn|cb", "",
            "intl: green is up; cn: red is up; cb: blue and vermilion"},
    KeySpec{"ui.font_scale_pct", Int, "%", "100", 80, 200, "", "", "Size of all text"},
    KeySpec{"logging.level", Choice, "", "info", kNone, kNone, "trace|debug|info|warning|error|critical", "LOG_LEVEL",
            "What the log keeps"},
    KeySpec{"logging.dir", Path, "", "", kNone, kNone, "", "", "Default: $LOGS_DIRECTORY, else <data_dir>/logs"},
};

// Bounded by the longest name one may type, 64 characters; two rows of the usual table.
std::size_t editDistance(std::string_view a, std::string_view b) {
    constexpr std::size_t kLongest = 64;
    if (a.size() > kLongest || b.size() > kLongest) return kLongest;
    std::array<std::size_t, kLongest + 1> row{};
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row[b.size()];
}

// The close ones only: at most 3 edits, and fewer than the name has letters.
std::string_view closest(std::span<const std::string_view> names, std::string_view wanted) {
    std::string_view best;
    std::size_t best_distance = std::min<std::size_t>(4, std::max<std::size_t>(wanted.size(), 1));
    for (const std::string_view name : names) {  // sorted: the first of equals wins
        const std::size_t distance = editDistance(name, wanted);
        if (distance < best_distance) {
            best = name;
            best_distance = distance;
        }
    }
    return best;
}

std::string_view lastSegment(std::string_view key) {
    const std::size_t dot = key.rfind('.');
    return dot == std::string_view::npos ? key : key.substr(dot + 1);
}
}  // namespace

std::span<const KeySpec> schema() noexcept {
    return kSchema;
}

const KeySpec* findKey(std::string_view key) noexcept {
    for (const KeySpec& spec : kSchema)
        if (spec.key == key) return &spec;
    return nullptr;
}

bool isSection(std::string_view path) noexcept {
    return path.empty() || std::any_of(kSchema.begin(), kSchema.end(), [path](const KeySpec& spec) {
               return spec.key.size() > path.size() && spec.key.starts_with(path) && spec.key[path.size()] == '.';
           });
}

std::vector<std::string_view> namesUnder(std::string_view section) {
    std::vector<std::string_view> names;
    for (const KeySpec& spec : kSchema) {
        std::string_view rest = spec.key;
        if (!section.empty()) {
            if (!rest.starts_with(section) || rest.size() <= section.size() || rest[section.size()] != '.') continue;
            rest.remove_prefix(section.size() + 1);
        }
        names.push_back(rest.substr(0, rest.find_first_of(".[")));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::string suggestion(std::string_view section, std::string_view segment) {
    const std::vector<std::string_view> siblings = namesUnder(section);
    if (const std::string_view name = closest(siblings, segment); !name.empty())
        return "did you mean '" + std::string(name) + "'?";
    std::vector<std::string_view> elsewhere;
    for (const KeySpec& spec : kSchema)
        if (lastSegment(spec.key) == segment) elsewhere.push_back(spec.key);
    if (!elsewhere.empty()) return "did you mean '" + std::string(elsewhere.front()) + "'?";
    std::string text = section.empty() ? "the sections are" : "known here:";
    for (const std::string_view name : siblings)
        text.append(text.ends_with(':') || text.ends_with("are") ? " " : ", ").append(name);
    return text;
}

}  // namespace bw::ops
