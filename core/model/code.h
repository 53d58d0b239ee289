// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string_view>

namespace bw {

// Every error of the program has one code. X(enumerator, printed): the printed form is what reports, logs, specs and
// tests use. Append to the group it belongs to; never renumber inside a release because nothing stores the number.
#define BW_CODES(X)                                                                                                \
    X(Ok, "ok")                                                                                                    \
    /* text of a frame */                                                                                          \
    X(Utf8, "utf8") X(JsonSyntax, "json_syntax") X(Size, "size") X(Parts, "parts") X(Binary, "binary")             \
    X(Stamp, "stamp")                                                                                              \
    /* fields */                                                                                                   \
    X(FieldMissing, "field_missing") X(FieldType, "field_type") X(NumSyntax, "num_syntax")                         \
    X(NumPrecision, "num_precision") X(NumOverflow, "num_overflow") X(NumSign, "num_sign")                         \
    X(PriceZero, "price_zero") X(QtyZero, "qty_zero") X(SideInvalid, "side_invalid") X(TimeRange, "time_range")    \
    /* routing */                                                                                                  \
    X(SymbolUnknown, "symbol_unknown") X(StreamUnknown, "stream_unknown")                                          \
    X(ChannelUnrequested, "channel_unrequested") X(SnapshotOrphan, "snapshot_orphan")                              \
    /* book */                                                                                                     \
    X(SeqInvalid, "seq_invalid") X(SeqBreak, "seq_break") X(SeqOverlap, "seq_overlap") X(Checksum, "checksum")     \
    X(Crossed, "crossed") X(LevelDup, "level_dup") X(SnapshotOld, "snapshot_old")                                  \
    X(BookOneSided, "book_one_sided") X(TooManyInstruments, "too_many_instruments")                                \
    /* line: never a frame */                                                                                      \
    X(Dns, "dns") X(Connect, "connect") X(Timeout, "timeout") X(Tls, "tls") X(TlsExpired, "tls_expired") X(TlsNotYet, "tls_not_yet")       \
    X(TlsHost, "tls_host") X(TlsUntrusted, "tls_untrusted") X(TlsSelfSigned, "tls_self_signed")                    \
    X(TlsVersion, "tls_version") X(TlsPin, "tls_pin") X(TlsHandshake, "tls_handshake")                             \
    X(ProxyAuth, "proxy_auth") X(ProxyRefused, "proxy_refused") X(Blocked, "blocked") X(IdlePong, "idle_pong")     \
    X(HttpStatus, "http_status")           \
    X(Silent, "silent") X(PeerClose, "peer_close") X(SubscribeRefused, "subscribe_refused")                        \
    X(RateLimited, "rate_limited") X(HostBanned, "host_banned") X(Resume, "resume") X(ClockStep, "clock_step")     \
    X(Handover, "handover") X(CurveRefused, "curve_refused") X(PortInUse, "port_in_use") X(GatewayAbsent, "gateway_absent") X(NoValidTick, "no_valid_tick")                 \
    /* told about a feed: the data go on */                                                                        \
    X(DataStarved, "DATA_STARVED") X(FormatDrift, "FORMAT_DRIFT") X(TradeStreamFallback, "TRADE_STREAM_FALLBACK")  \
    X(SubscriptionWidened, "SUBSCRIPTION_WIDENED") X(ChecksumUntrusted, "CHECKSUM_UNTRUSTED")                      \
    X(SideUntrusted, "SIDE_UNTRUSTED") X(KlineReopened, "KLINE_REOPENED") X(VenueError, "venue_error")             \
    X(LevelAnomaly, "level_anomaly")                                                                               \
    /* files and formats */                                                                                        \
    X(FileOpen, "file_open") X(FileRead, "file_read") X(FileWrite, "file_write") X(FileTruncated, "file_truncated")\
    X(FileFormat, "file_format") X(FormatUnknown, "format_unknown") X(FileEmpty, "file_empty")                     \
    X(DirUnusable, "dir_unusable") X(DiskFull, "disk_full")                                                        \
    /* journal and store */                                                                                        \
    X(JournalCorrupt, "journal.corrupt") X(JournalHeaderBad, "journal.header_bad")                                 \
    X(JournalVersion, "journal.version_unsupported") X(JournalMissing, "journal.missing")                          \
    X(JournalSyncFailed, "journal.sync_failed") X(JournalFull, "journal.full") X(JournalTooLarge, "journal.too_large") \
    X(JournalUnknownType, "journal.unknown_type") X(StoreLocked, "store.locked")                                   \
    /* configuration and command line */                                                                           \
    X(CfgUnknownKey, "E_CFG_UNKNOWN_KEY") X(CfgType, "E_CFG_TYPE") X(CfgRange, "E_CFG_RANGE")                      \
    X(CfgSyntax, "E_CFG_SYNTAX") X(CfgDuplicateKey, "E_CFG_DUPLICATE_KEY") X(CfgEmpty, "E_CFG_EMPTY")              \
    X(CfgConflict, "E_CFG_CONFLICT") X(CfgSize, "E_CFG_SIZE") X(Args, "E_ARGS")                                    \
    X(NoEngine, "E_NO_ENGINE") X(EngineBusy, "E_ENGINE_BUSY")                                                      \
    /* signals and research */                                                                                     \
    X(Overflow, "E_OVERFLOW") X(BarInvalid, "E_BAR") X(EvalRange, "E_EVAL_RANGE") X(ParamsFile, "E_PARAMS")        \
    X(CalibMismatch, "E_CALIB_MISMATCH") X(CalibSchema, "E_CALIB_SCHEMA") X(LedgerChain, "E_LEDGER_CHAIN")         \
    X(BacktestQuotes, "E_BT_QUOTES") X(PngNeedsUi, "E_PNG_NEEDS_UI") X(ZQuality, "Z_QUALITY")                      \
    X(SideSuspect, "SIDE_SUSPECT") X(SignalDrift, "SIGNAL_DRIFT") X(SignalAnomaly, "SIGNAL_ANOMALY")               \
    X(PriceAnomaly, "PRICE_ANOMALY") X(FusionChange, "FUSION_CHANGE") X(StatsBroken, "SIGNAL_STATS_BROKEN")        \
    /* risk: states found at start, trips, resets (risk spec) */                                                   \
    X(Starting, "STARTING") X(FirstRun, "FIRST_RUN") X(FirstRunLive, "FIRST_RUN_LIVE")                             \
    X(LatchDirUnusable, "LATCH_DIR_UNUSABLE") X(LatchMoved, "LATCH_MOVED") X(ForeignLock, "FOREIGN_LOCK")          \
    X(LatchMissing, "LATCH_MISSING") X(LatchCorrupt, "LATCH_CORRUPT") X(LatchHalted, "LATCH_HALTED")               \
    X(LatchReducing, "LATCH_REDUCING") X(LatchBusy, "LATCH_BUSY") X(LatchDirRemote, "LATCH_DIR_REMOTE")            \
    X(LatchDirOpen, "LATCH_DIR_OPEN") X(LockDirUnreadable, "LOCK_DIR_UNREADABLE") X(PeerHalt, "PEER_HALT")         \
    X(ManualGui, "MANUAL_GUI") X(ManualHotkey, "MANUAL_HOTKEY") X(ManualCli, "MANUAL_CLI")                         \
    X(ManualSignal, "MANUAL_SIGNAL") X(EngineStall, "ENGINE_STALL") X(ZmqStall, "ZMQ_STALL")                       \
    X(WatchdogLost, "WATCHDOG_LOST") X(ProcessPaused, "PROCESS_PAUSED")                                            \
    X(ResetNoKey, "RESET_NO_KEY") X(ResetKeyWrong, "RESET_KEY_WRONG") X(ResetTextWrong, "RESET_TEXT_WRONG")        \
    X(ResetReason, "RESET_REASON") X(ResetExpired, "RESET_EXPIRED") X(ResetLocked, "RESET_LOCKED")                 \
    X(ResetForeignLock, "RESET_FOREIGN_LOCK") X(ResetNotHalted, "RESET_NOT_HALTED")                                \
    X(ResetNotPrepared, "RESET_NOT_PREPARED")                                                                      \
    X(AuditUnwritable, "AUDIT_UNWRITABLE") X(AuditMismatch, "AUDIT_MISMATCH") X(AuditBroken, "AUDIT_BROKEN")       \
    X(LatchNotDurable, "LATCH_NOT_DURABLE") X(FenceTimeout, "FENCE_TIMEOUT") X(ThreadLate, "THREAD_LATE")          \
    X(ResetCausePersists, "RESET_CAUSE_PERSISTS") X(LogDirUnusable, "LOG_DIR_UNUSABLE")                            \
    X(ManualTray, "MANUAL_TRAY") X(ManualHttp, "MANUAL_HTTP") X(ManualNats, "MANUAL_NATS") X(Guard, "GUARD")       \
    X(GuardLost, "GUARD_LOST") X(ScopeTableFull, "SCOPE_TABLE_FULL") X(LatchScope, "LATCH_SCOPE")                  \
    X(ResetUnknownOrder, "RESET_UNKNOWN_ORDER") X(ResetRoute, "RESET_ROUTE_UNVERIFIED")                            \
    X(IntegrityBook, "INTEGRITY_BOOK") X(PeerMismatch, "PEER_MISMATCH") X(JournalStalled, "JOURNAL_STALLED")       \
    X(DrillSlowDisk, "DRILL_SLOW_DISK") X(DrillFailed, "DRILL_FAILED") X(DrillOverdue, "DRILL_OVERDUE")            \
    /* limits as causes of a trip (risk spec 2.1) */                                                               \
    X(LimitDailyLoss, "L01_DAILY_LOSS") X(LimitDailyLossBp, "L02_DAILY_LOSS_BP") X(LimitDrawdown, "L03_DRAWDOWN")  \
    X(LimitOrderRate, "L04_ORDER_RATE") X(LimitOrderBurst, "L05_ORDER_BURST") X(RiskInputLost, "RISK_INPUT_LOST")  \
    X(BreakersMany, "BREAKERS_MANY") X(Drift, "DRIFT") X(HeartbeatFailure, "HEARTBEAT_FAILURE")                    \
    /* order gate (risk spec 2.5, 3.2) */                                                                          \
    X(NotArmed, "NOT_ARMED") X(SourceDisabled, "SOURCE_DISABLED") X(AccountIsReal, "ACCOUNT_IS_REAL")              \
    X(OrderInstrument, "ORDER_INSTRUMENT") X(OrderQtyStep, "ORDER_QTY_STEP") X(OrderQtyRange, "ORDER_QTY_RANGE")   \
    X(OrderPriceTick, "ORDER_PRICE_TICK") X(OrderPriceMissing, "ORDER_PRICE_MISSING")                              \
    X(OrderNotCancellable, "ORDER_NOT_CANCELLABLE") X(OrderReplaceUnsupported, "ORDER_REPLACE_UNSUPPORTED")        \
    X(OrderDuplicateId, "ORDER_DUPLICATE_ID") X(OrderNotFound, "ORDER_NOT_FOUND") X(OrderForm, "ORDER_FORM")       \
    X(NotReducing, "ORDER_NOT_REDUCING") X(GatewayDown, "GATEWAY_DOWN") X(NotReconciled, "NOT_RECONCILED")         \
    X(NotReconcilable, "NOT_RECONCILABLE") X(GateDrift, "GATE_DRIFT") X(OrderUnknown, "ORDER_UNKNOWN")             \
    X(RiskInputInvalid, "RISK_INPUT_INVALID") X(RiskInputStale, "RISK_INPUT_STALE")                                \
    X(RiskBookInvalid, "RISK_BOOK_INVALID") X(RiskDuplicate, "RISK_DUPLICATE") X(RiskSession, "RISK_SESSION")      \
    X(RiskVolatility, "RISK_VOLATILITY") X(RiskBreaker, "RISK_BREAKER") X(RiskPrice, "RISK_PRICE")                 \
    X(RiskOrderSize, "RISK_ORDER_SIZE") X(RiskPosition, "RISK_POSITION") X(RiskExposure, "RISK_EXPOSURE")          \
    X(RiskMargin, "RISK_MARGIN") X(RiskLoss, "RISK_LOSS") X(RiskPendingConfirm, "RISK_PENDING_CONFIRM")            \
    X(RiskTrades, "RISK_TRADES") X(RiskOrderRate, "RISK_ORDER_RATE") X(RiskFxMissing, "RISK_FX_MISSING")           \
    X(RiskDayStateMissing, "RISK_DAY_STATE_MISSING") X(ClockJump, "CLOCK_JUMP") X(CfgSign, "CFG_SIGN")             \
    X(CfgRiskInvalid, "CFG_RISK_INVALID") X(PaperNoMarket, "PAPER_NO_MARKET")                                      \
    /* gateway (risk spec 3.5, 3.7) */                                                                             \
    X(GatewayUnknown, "GATEWAY_UNKNOWN") X(GatewayDialect, "GATEWAY_DIALECT") X(GatewayInsecure, "GATEWAY_INSECURE")\
    X(GatewayUnauthentic, "GATEWAY_UNAUTHENTIC") X(ReplyMacBad, "REPLY_MAC_BAD") X(ReplyUnmatched, "REPLY_UNMATCHED")\
    X(MacBad, "MAC_BAD") X(TsWindow, "TS_WINDOW") X(NonceReused, "NONCE_REUSED") X(SessionOld, "SESSION_OLD")      \
    X(Expired, "EXPIRED") X(GatewayKilled, "GATEWAY_KILLED") X(NoChanges, "NO_CHANGES")                            \
    X(PriceMoved, "PRICE_MOVED") X(VenueInvalid, "VENUE_INVALID") X(VenueDisabled, "VENUE_DISABLED")               \
    X(MarketClosed, "MARKET_CLOSED") X(NoMoney, "NO_MONEY") X(VenueRate, "VENUE_RATE") X(VenueLimit, "VENUE_LIMIT")\
    X(VenueRejected, "VENUE_REJECTED") X(OrderChanged, "ORDER_CHANGED") X(OutcomeUnknown, "OUTCOME_UNKNOWN")       \
    X(InvalidJson, "INVALID_JSON") X(UnknownAction, "UNKNOWN_ACTION")                                              \
    X(RiskSignatureInvalid, "RISK_SIGNATURE_INVALID") X(Mt5NotConnected, "MT5_NOT_CONNECTED")                      \
    X(QueryFailed, "QUERY_FAILED") X(CloseFailed, "CLOSE_FAILED") X(Unsupported, "UNSUPPORTED")                    \
    X(ReconRecovery, "RECON_RECOVERY") X(ReconGhost, "RECON_GHOST") X(ReconDrift, "RECON_DRIFT")                   \
    X(ReconOrphan, "RECON_ORPHAN") X(ReconFailed, "RECON_FAILED")                                                  \
    /* alerts (risk spec 5) */                                                                                     \
    X(AlertFiring, "ALERT_FIRING") X(AlertResolved, "ALERT_RESOLVED") X(AlertRuleBad, "E_ALERT_RULE")              \
    X(AlertStorm, "ALERT_STORM") X(WebhookFailed, "WEBHOOK_FAILED") X(WebhookDropped, "WEBHOOK_DROPPED")           \
    /* user interface */                                                                                           \
    X(UiWorkspaceCorrupt, "UI_WORKSPACE_CORRUPT") X(UiSaveFailed, "UI_SAVE_FAILED")                                \
    X(UiNoticeOverflow, "UI_NOTICE_OVERFLOW") X(UiHotkeyUnavailable, "UI_HOTKEY_UNAVAILABLE")

enum class Code : std::uint16_t {
#define BW_X(name, text) name,
    BW_CODES(BW_X)
#undef BW_X
        Count
};

/// The printed form, "num_syntax". Never empty.
[[nodiscard]] std::string_view codeName(Code code) noexcept;
/// The reverse; false if no code prints so.
[[nodiscard]] bool codeFromName(std::string_view name, Code& out) noexcept;

}  // namespace bw
