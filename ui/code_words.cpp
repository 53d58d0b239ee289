// SPDX-License-Identifier: GPL-3.0-or-later
// The words of codes, and what a person can do about them.
#include <QCoreApplication>
#include <span>

#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui::texts {
namespace {

struct CodeWord {
    Code code;
    const char* source;
};
constexpr CodeWord kCodes[] = {
    {Code::Starting, QT_TRANSLATE_NOOP("Texts", "starting, nothing is known yet")},
    {Code::FirstRun, QT_TRANSLATE_NOOP("Texts", "first start")},
    {Code::FirstRunLive, QT_TRANSLATE_NOOP("Texts", "first start with live routes: stopped until reset")},
    {Code::ManualGui, QT_TRANSLATE_NOOP("Texts", "stopped by the kill button")},
    {Code::ManualHotkey, QT_TRANSLATE_NOOP("Texts", "stopped by the shortcut")},
    {Code::ManualCli, QT_TRANSLATE_NOOP("Texts", "stopped on the command line")},
    {Code::ManualSignal, QT_TRANSLATE_NOOP("Texts", "stopped by a system signal")},
    {Code::LatchHalted, QT_TRANSLATE_NOOP("Texts", "was stopped when the program ended")},
    {Code::LatchReducing, QT_TRANSLATE_NOOP("Texts", "was reducing when the program ended")},
    {Code::LatchMissing, QT_TRANSLATE_NOOP("Texts", "the latch file is missing")},
    {Code::LatchCorrupt, QT_TRANSLATE_NOOP("Texts", "the latch file is damaged")},
    {Code::LatchMoved, QT_TRANSLATE_NOOP("Texts", "the latch folder was moved")},
    {Code::LatchBusy, QT_TRANSLATE_NOOP("Texts", "another engine holds the latch")},
    {Code::LatchDirUnusable, QT_TRANSLATE_NOOP("Texts", "the latch folder cannot be used")},
    {Code::LatchDirOpen, QT_TRANSLATE_NOOP("Texts", "the latch folder can be written by others")},
    {Code::LatchDirRemote, QT_TRANSLATE_NOOP("Texts", "the latch folder is on a network disk")},
    {Code::LatchNotDurable, QT_TRANSLATE_NOOP("Texts", "the latch could not be written to disk")},
    {Code::LockDirUnreadable, QT_TRANSLATE_NOOP("Texts", "the lock folder cannot be read")},
    {Code::ForeignLock, QT_TRANSLATE_NOOP("Texts", "a kill file of another program is present")},
    {Code::PeerHalt, QT_TRANSLATE_NOOP("Texts", "another engine stopped")},
    {Code::EngineStall, QT_TRANSLATE_NOOP("Texts", "the engine stalled")},
    {Code::ZmqStall, QT_TRANSLATE_NOOP("Texts", "the message thread stalled")},
    {Code::WatchdogLost, QT_TRANSLATE_NOOP("Texts", "the watchdog is gone")},
    {Code::ProcessPaused, QT_TRANSLATE_NOOP("Texts", "the process was paused")},
    {Code::ThreadLate, QT_TRANSLATE_NOOP("Texts", "a thread is late")},
    {Code::FenceTimeout, QT_TRANSLATE_NOOP("Texts", "outbound messages could not be blocked in time")},
    {Code::ResetNoKey, QT_TRANSLATE_NOOP("Texts", "no reset key is set")},
    {Code::ResetKeyWrong, QT_TRANSLATE_NOOP("Texts", "the reset key is wrong")},
    {Code::ResetTextWrong, QT_TRANSLATE_NOOP("Texts", "the typed text is not the one asked for")},
    {Code::ResetReason, QT_TRANSLATE_NOOP("Texts", "the reason needs 10 to 500 characters")},
    {Code::ResetExpired, QT_TRANSLATE_NOOP("Texts", "more than 60 s passed: start again")},
    {Code::ResetLocked, QT_TRANSLATE_NOOP("Texts", "too many wrong tries: locked for a while")},
    {Code::ResetForeignLock, QT_TRANSLATE_NOOP("Texts", "a kill file of another program must be removed first")},
    {Code::ResetNotHalted, QT_TRANSLATE_NOOP("Texts", "nothing is stopped")},
    {Code::ResetNotPrepared, QT_TRANSLATE_NOOP("Texts", "the reset was not prepared: start again")},
    {Code::ResetCausePersists, QT_TRANSLATE_NOOP("Texts", "the cause of the stop is still there")},
    {Code::AuditUnwritable, QT_TRANSLATE_NOOP("Texts", "the audit log cannot be written")},
    {Code::AuditBroken, QT_TRANSLATE_NOOP("Texts", "the audit log was altered")},
    {Code::AuditMismatch, QT_TRANSLATE_NOOP("Texts", "the audit log does not match the latch")},
    {Code::DiskFull, QT_TRANSLATE_NOOP("Texts", "the disk is full")},
    {Code::DirUnusable, QT_TRANSLATE_NOOP("Texts", "the folder cannot be used")},
    {Code::FileOpen, QT_TRANSLATE_NOOP("Texts", "the file cannot be opened")},
    {Code::FileRead, QT_TRANSLATE_NOOP("Texts", "the file cannot be read")},
    {Code::FileWrite, QT_TRANSLATE_NOOP("Texts", "the file cannot be written")},
    {Code::FileFormat, QT_TRANSLATE_NOOP("Texts", "the file is not of this format")},
    {Code::FileEmpty, QT_TRANSLATE_NOOP("Texts", "the file is empty")},
    {Code::FormatUnknown, QT_TRANSLATE_NOOP("Texts", "the format is not known")},
    {Code::JournalFull, QT_TRANSLATE_NOOP("Texts", "recording stopped: the disk is full")},
    {Code::JournalSyncFailed, QT_TRANSLATE_NOOP("Texts", "recording could not be written to disk")},
    {Code::StoreLocked, QT_TRANSLATE_NOOP("Texts", "another engine uses this data folder")},
    {Code::Dns, QT_TRANSLATE_NOOP("Texts", "the host name could not be resolved")},
    {Code::Connect, QT_TRANSLATE_NOOP("Texts", "the connection was refused")},
    {Code::Timeout, QT_TRANSLATE_NOOP("Texts", "no answer in time")},
    {Code::Tls, QT_TRANSLATE_NOOP("Texts", "the secure connection failed")},
    {Code::HttpStatus, QT_TRANSLATE_NOOP("Texts", "the server refused the request")},
    {Code::Silent, QT_TRANSLATE_NOOP("Texts", "the connection went silent")},
    {Code::PeerClose, QT_TRANSLATE_NOOP("Texts", "the other side closed the connection")},
    {Code::SubscribeRefused, QT_TRANSLATE_NOOP("Texts", "the subscription was refused")},
    {Code::PortInUse, QT_TRANSLATE_NOOP("Texts", "the port is in use")},
    {Code::GatewayAbsent, QT_TRANSLATE_NOOP("Texts", "no gateway answers")},
    {Code::NoValidTick, QT_TRANSLATE_NOOP("Texts", "no valid tick arrived")},
    {Code::SymbolUnknown, QT_TRANSLATE_NOOP("Texts", "the symbol is not known")},
    {Code::CfgConflict, QT_TRANSLATE_NOOP("Texts", "these settings contradict each other")},
    {Code::CfgRange, QT_TRANSLATE_NOOP("Texts", "a value is out of range")},
    {Code::Args, QT_TRANSLATE_NOOP("Texts", "the input is not valid")},
    {Code::NoEngine, QT_TRANSLATE_NOOP("Texts", "no engine is running")},
    {Code::EngineBusy, QT_TRANSLATE_NOOP("Texts", "the engine is busy")},
    {Code::UiWorkspaceCorrupt, QT_TRANSLATE_NOOP("Texts", "the saved layout was damaged: the default layout is shown")},
    {Code::UiSaveFailed, QT_TRANSLATE_NOOP("Texts", "the layout could not be saved")},
    {Code::UiNoticeOverflow, QT_TRANSLATE_NOOP("Texts", "some notices were lost on the way to the screen")},
    {Code::TlsExpired, QT_TRANSLATE_NOOP("Texts", "the certificate of the server has expired")},
    {Code::TlsNotYet, QT_TRANSLATE_NOOP("Texts", "the certificate of the server is not valid yet")},
    {Code::TlsHost, QT_TRANSLATE_NOOP("Texts", "the certificate belongs to another host")},
    {Code::TlsUntrusted, QT_TRANSLATE_NOOP("Texts", "the certificate is from an authority this computer does not "
                                                    "trust")},
    {Code::TlsSelfSigned, QT_TRANSLATE_NOOP("Texts", "the server signed its own certificate")},
    {Code::TlsVersion, QT_TRANSLATE_NOOP("Texts", "the server speaks no safe version of TLS")},
    {Code::TlsPin, QT_TRANSLATE_NOOP("Texts", "the certificate is not the pinned one")},
    {Code::TlsHandshake, QT_TRANSLATE_NOOP("Texts", "the secure connection could not be set up")},
    {Code::ProxyAuth, QT_TRANSLATE_NOOP("Texts", "the proxy asks for a name and a password, or refused them")},
    {Code::ProxyRefused, QT_TRANSLATE_NOOP("Texts", "the proxy refuses to connect")},
    {Code::Blocked, QT_TRANSLATE_NOOP("Texts", "the venue does not serve this place")},
    {Code::IdlePong, QT_TRANSLATE_NOOP("Texts", "the connection does not answer pings")},
    {Code::RateLimited, QT_TRANSLATE_NOOP("Texts", "too many requests: the venue asks to wait")},
    {Code::HostBanned, QT_TRANSLATE_NOOP("Texts", "the venue has locked out this address for a while")},
    {Code::Resume, QT_TRANSLATE_NOOP("Texts", "the computer was asleep")},
    {Code::ClockStep, QT_TRANSLATE_NOOP("Texts", "the clock of this computer jumped")},
    {Code::Handover, QT_TRANSLATE_NOOP("Texts", "the connection was replaced by a fresh one")},
    {Code::CurveRefused, QT_TRANSLATE_NOOP("Texts", "the gateway refuses the keys of this program")},
    {Code::DataStarved, QT_TRANSLATE_NOOP("Texts", "a stream stopped although its connection delivers")},
    {Code::FormatDrift, QT_TRANSLATE_NOOP("Texts", "the venue changed the form of its messages")},
    {Code::TradeStreamFallback, QT_TRANSLATE_NOOP("Texts", "single trades do not come: the tape uses summed trades")},
    {Code::SubscriptionWidened, QT_TRANSLATE_NOOP("Texts", "the venue sends more than was asked for")},
    {Code::ChecksumUntrusted, QT_TRANSLATE_NOOP("Texts", "the checksums of the venue never fit: they are not used "
                                                         "any more")},
    {Code::SideUntrusted, QT_TRANSLATE_NOOP("Texts", "nearly all trades have the same side: it is not believed")},
    {Code::KlineReopened, QT_TRANSLATE_NOOP("Texts", "a closed bar came again with other values: the later one is "
                                                     "left out")},
    {Code::VenueError, QT_TRANSLATE_NOOP("Texts", "the venue reports an error")},
    {Code::LevelAnomaly, QT_TRANSLATE_NOOP("Texts", "the book contradicts the changes of the venue")},
    {Code::Overflow, QT_TRANSLATE_NOOP("Texts", "a sum is too large for exact arithmetic")},
    {Code::BarInvalid, QT_TRANSLATE_NOOP("Texts", "a bar contradicts itself or comes out of order")},
    {Code::EvalRange, QT_TRANSLATE_NOOP("Texts", "the data are too short, or of another instrument")},
    {Code::ParamsFile, QT_TRANSLATE_NOOP("Texts", "the file of signal settings is not valid")},
    {Code::CalibMismatch, QT_TRANSLATE_NOOP("Texts", "the calibration belongs to other settings or instruments")},
    {Code::CalibSchema, QT_TRANSLATE_NOOP("Texts", "the calibration file is damaged or of another form")},
    {Code::LedgerChain, QT_TRANSLATE_NOOP("Texts", "the signal ledger was altered")},
    {Code::BacktestQuotes, QT_TRANSLATE_NOOP("Texts", "there are no quotes to fill the orders from")},
    {Code::PngNeedsUi, QT_TRANSLATE_NOOP("Texts", "pictures need the program with its window")},
    {Code::ZQuality, QT_TRANSLATE_NOOP("Texts", "the flow scores are not spread as they should be")},
    {Code::SideSuspect, QT_TRANSLATE_NOOP("Texts", "nearly all trades have the same side: CVD is withheld")},
    {Code::SignalDrift, QT_TRANSLATE_NOOP("Texts", "outcomes no longer fit the calibrated probabilities")},
    {Code::SignalAnomaly, QT_TRANSLATE_NOOP("Texts", "unusual order flow")},
    {Code::PriceAnomaly, QT_TRANSLATE_NOOP("Texts", "the price jumped between two trades")},
    {Code::FusionChange, QT_TRANSLATE_NOOP("Texts", "the fusion changed its level")},
    {Code::StatsBroken, QT_TRANSLATE_NOOP("Texts", "the counts of the signals do not add up")},
    {Code::ManualTray, QT_TRANSLATE_NOOP("Texts", "stopped from the tray icon")},
    {Code::ManualHttp, QT_TRANSLATE_NOOP("Texts", "stopped over HTTP")},
    {Code::ManualNats, QT_TRANSLATE_NOOP("Texts", "stopped over the message bus")},
    {Code::Guard, QT_TRANSLATE_NOOP("Texts", "stopped by the guard process")},
    {Code::GuardLost, QT_TRANSLATE_NOOP("Texts", "the guard process is gone")},
    {Code::ScopeTableFull, QT_TRANSLATE_NOOP("Texts", "too many halted scopes: everything is stopped")},
    {Code::LatchScope, QT_TRANSLATE_NOOP("Texts", "this venue, instrument or source is halted")},
    {Code::ResetUnknownOrder, QT_TRANSLATE_NOOP("Texts", "what became of an order is not known: resolve it first")},
    {Code::ResetRoute, QT_TRANSLATE_NOOP("Texts", "a route of the stop is not verified")},
    {Code::IntegrityBook, QT_TRANSLATE_NOOP("Texts", "the book of an open position is not in step")},
    {Code::PeerMismatch, QT_TRANSLATE_NOOP("Texts", "another engine runs another version or configuration")},
    {Code::JournalStalled, QT_TRANSLATE_NOOP("Texts", "recording to disk stalls")},
    {Code::LogDirUnusable, QT_TRANSLATE_NOOP("Texts", "the folder of the logs cannot be used")},
    {Code::DrillSlowDisk, QT_TRANSLATE_NOOP("Texts", "the drill was too slow: the disk")},
    {Code::DrillFailed, QT_TRANSLATE_NOOP("Texts", "the drill failed")},
    {Code::DrillOverdue, QT_TRANSLATE_NOOP("Texts", "no good drill for too long")},
    {Code::LimitDailyLoss, QT_TRANSLATE_NOOP("Texts", "the loss of the day reached its limit")},
    {Code::LimitDailyLossBp, QT_TRANSLATE_NOOP("Texts", "the loss of the day reached its share of equity")},
    {Code::LimitDrawdown, QT_TRANSLATE_NOOP("Texts", "equity fell too far from its highest")},
    {Code::LimitOrderRate, QT_TRANSLATE_NOOP("Texts", "too many orders in a minute")},
    {Code::LimitOrderBurst, QT_TRANSLATE_NOOP("Texts", "too many orders in 100 ms")},
    {Code::RiskInputLost, QT_TRANSLATE_NOOP("Texts", "no usable account reading for too long")},
    {Code::BreakersMany, QT_TRANSLATE_NOOP("Texts", "several symbol breakers are open at once")},
    {Code::Drift, QT_TRANSLATE_NOOP("Texts", "a position differs from the venue's again and again")},
    {Code::HeartbeatFailure, QT_TRANSLATE_NOOP("Texts", "the gateway does not answer")},
    {Code::NotArmed, QT_TRANSLATE_NOOP("Texts", "no route is armed")},
    {Code::SourceDisabled, QT_TRANSLATE_NOOP("Texts", "orders from here are switched off")},
    {Code::AccountIsReal, QT_TRANSLATE_NOOP("Texts", "the account holds real money and that is not allowed")},
    {Code::OrderInstrument, QT_TRANSLATE_NOOP("Texts", "the instrument is not known to this route")},
    {Code::OrderQtyStep, QT_TRANSLATE_NOOP("Texts", "the quantity is not a multiple of its step")},
    {Code::OrderQtyRange, QT_TRANSLATE_NOOP("Texts", "the quantity is too small or too large")},
    {Code::OrderPriceTick, QT_TRANSLATE_NOOP("Texts", "the price is not a multiple of its tick")},
    {Code::OrderPriceMissing, QT_TRANSLATE_NOOP("Texts", "this kind of order needs a price")},
    {Code::OrderNotCancellable, QT_TRANSLATE_NOOP("Texts", "the gateway could not cancel such an order")},
    {Code::OrderReplaceUnsupported, QT_TRANSLATE_NOOP("Texts", "the gateway cannot change orders")},
    {Code::OrderDuplicateId, QT_TRANSLATE_NOOP("Texts", "this order id was used before")},
    {Code::OrderNotFound, QT_TRANSLATE_NOOP("Texts", "the order is not known")},
    {Code::OrderForm, QT_TRANSLATE_NOOP("Texts", "the order is not filled in correctly")},
    {Code::NotReducing, QT_TRANSLATE_NOOP("Texts", "the order does not reduce a position")},
    {Code::GatewayDown, QT_TRANSLATE_NOOP("Texts", "the gateway is not connected")},
    {Code::NotReconciled, QT_TRANSLATE_NOOP("Texts", "orders and positions were not compared with the venue yet")},
    {Code::NotReconcilable, QT_TRANSLATE_NOOP("Texts", "this gateway cannot tell its orders and positions")},
    {Code::GateDrift, QT_TRANSLATE_NOOP("Texts", "the position differs from the venue's")},
    {Code::OrderUnknown, QT_TRANSLATE_NOOP("Texts", "what became of an earlier order is not known")},
    {Code::RiskInputInvalid, QT_TRANSLATE_NOOP("Texts", "an account figure is not a number")},
    {Code::RiskInputStale, QT_TRANSLATE_NOOP("Texts", "the account or quote is too old")},
    {Code::RiskBookInvalid, QT_TRANSLATE_NOOP("Texts", "the book is not in step, crossed or one-sided")},
    {Code::RiskDuplicate, QT_TRANSLATE_NOOP("Texts", "the same order was sent just now")},
    {Code::RiskSession, QT_TRANSLATE_NOOP("Texts", "outside the trading hours")},
    {Code::RiskVolatility, QT_TRANSLATE_NOOP("Texts", "the market moves too much")},
    {Code::RiskBreaker, QT_TRANSLATE_NOOP("Texts", "the breaker of this symbol is open")},
    {Code::RiskPrice, QT_TRANSLATE_NOOP("Texts", "the price is too far beyond the touch")},
    {Code::RiskOrderSize, QT_TRANSLATE_NOOP("Texts", "the order is too large")},
    {Code::RiskPosition, QT_TRANSLATE_NOOP("Texts", "the position would be too large")},
    {Code::RiskExposure, QT_TRANSLATE_NOOP("Texts", "the exposure would be too large")},
    {Code::RiskMargin, QT_TRANSLATE_NOOP("Texts", "the margin would be too small")},
    {Code::RiskLoss, QT_TRANSLATE_NOOP("Texts", "the loss limit is reached")},
    {Code::RiskPendingConfirm, QT_TRANSLATE_NOOP("Texts", "a loss limit is being confirmed")},
    {Code::RiskTrades, QT_TRANSLATE_NOOP("Texts", "enough trades for today")},
    {Code::RiskOrderRate, QT_TRANSLATE_NOOP("Texts", "too many orders in a short time")},
    {Code::RiskFxMissing, QT_TRANSLATE_NOOP("Texts", "contract size or exchange rate is not known")},
    {Code::RiskDayStateMissing, QT_TRANSLATE_NOOP("Texts", "what happened earlier today is not known")},
    {Code::ClockJump, QT_TRANSLATE_NOOP("Texts", "the clock of this computer jumped")},
    {Code::CfgSign, QT_TRANSLATE_NOOP("Texts", "a negative loss limit was read without its sign")},
    {Code::CfgRiskInvalid, QT_TRANSLATE_NOOP("Texts", "a risk setting is not valid")},
    {Code::PaperNoMarket, QT_TRANSLATE_NOOP("Texts", "there is no usable market to fill from")},
    {Code::GatewayUnknown, QT_TRANSLATE_NOOP("Texts", "what answers is not a gateway this program knows")},
    {Code::GatewayDialect, QT_TRANSLATE_NOOP("Texts", "the gateway speaks another dialect than configured")},
    {Code::GatewayInsecure, QT_TRANSLATE_NOOP("Texts", "the connection to the gateway is not secured")},
    {Code::GatewayUnauthentic, QT_TRANSLATE_NOOP("Texts", "the gateway could not prove who it is")},
    {Code::ReplyMacBad, QT_TRANSLATE_NOOP("Texts", "a reply of the gateway is not signed correctly")},
    {Code::ReplyUnmatched, QT_TRANSLATE_NOOP("Texts", "a reply of the gateway fits no question")},
    {Code::MacBad, QT_TRANSLATE_NOOP("Texts", "the gateway refuses the signature")},
    {Code::TsWindow, QT_TRANSLATE_NOOP("Texts", "the clocks of gateway and program differ too much")},
    {Code::NonceReused, QT_TRANSLATE_NOOP("Texts", "the gateway has seen this message before")},
    {Code::SessionOld, QT_TRANSLATE_NOOP("Texts", "the gateway was restarted: the session is over")},
    {Code::Expired, QT_TRANSLATE_NOOP("Texts", "the order came too late at the gateway")},
    {Code::GatewayKilled, QT_TRANSLATE_NOOP("Texts", "the gateway itself is stopped")},
    {Code::NoChanges, QT_TRANSLATE_NOOP("Texts", "nothing would change")},
    {Code::PriceMoved, QT_TRANSLATE_NOOP("Texts", "the price moved away")},
    {Code::VenueInvalid, QT_TRANSLATE_NOOP("Texts", "the venue finds the order not valid")},
    {Code::VenueDisabled, QT_TRANSLATE_NOOP("Texts", "trading is switched off there")},
    {Code::MarketClosed, QT_TRANSLATE_NOOP("Texts", "the market is closed")},
    {Code::NoMoney, QT_TRANSLATE_NOOP("Texts", "not enough money")},
    {Code::VenueRate, QT_TRANSLATE_NOOP("Texts", "the venue asks for fewer requests")},
    {Code::VenueLimit, QT_TRANSLATE_NOOP("Texts", "a limit of the venue is reached")},
    {Code::VenueRejected, QT_TRANSLATE_NOOP("Texts", "the venue refused the order")},
    {Code::OrderChanged, QT_TRANSLATE_NOOP("Texts", "the order changed meanwhile")},
    {Code::OutcomeUnknown, QT_TRANSLATE_NOOP("Texts", "it was sent and its outcome is not known")},
    {Code::InvalidJson, QT_TRANSLATE_NOOP("Texts", "the gateway could not read the message")},
    {Code::UnknownAction, QT_TRANSLATE_NOOP("Texts", "the gateway does not know this command")},
    {Code::RiskSignatureInvalid, QT_TRANSLATE_NOOP("Texts", "the gateway refuses the check sum of the order")},
    {Code::Mt5NotConnected, QT_TRANSLATE_NOOP("Texts", "the terminal is not connected to its broker")},
    {Code::QueryFailed, QT_TRANSLATE_NOOP("Texts", "the question could not be answered")},
    {Code::CloseFailed, QT_TRANSLATE_NOOP("Texts", "the position could not be closed")},
    {Code::Unsupported, QT_TRANSLATE_NOOP("Texts", "the gateway cannot do this")},
    {Code::ReconRecovery, QT_TRANSLATE_NOOP("Texts", "the venue has a position that was not known here")},
    {Code::ReconGhost, QT_TRANSLATE_NOOP("Texts", "a position known here does not exist at the venue")},
    {Code::ReconDrift, QT_TRANSLATE_NOOP("Texts", "a position differs from the venue's: the venue's value is taken")},
    {Code::ReconOrphan, QT_TRANSLATE_NOOP("Texts", "the venue has an order of ours that was not known here")},
    {Code::ReconFailed, QT_TRANSLATE_NOOP("Texts", "orders and positions could not be compared with the venue")},
    {Code::AlertFiring, QT_TRANSLATE_NOOP("Texts", "alert")},
    {Code::AlertResolved, QT_TRANSLATE_NOOP("Texts", "alert ended")},
    {Code::AlertRuleBad, QT_TRANSLATE_NOOP("Texts", "an alert rule is not valid")},
    {Code::AlertStorm, QT_TRANSLATE_NOOP("Texts", "many alerts at once")},
    {Code::WebhookFailed, QT_TRANSLATE_NOOP("Texts", "an alert could not be delivered")},
    {Code::WebhookDropped, QT_TRANSLATE_NOOP("Texts", "alerts were dropped: too many wait for delivery")},
    {Code::UiHotkeyUnavailable, QT_TRANSLATE_NOOP("Texts", "the global shortcut could not be registered")},
};

constexpr CodeWord kHelp[] = {
    {Code::Dns, QT_TRANSLATE_NOOP("Texts", "Check the network and the host name.")},
    {Code::Connect, QT_TRANSLATE_NOOP("Texts", "Check host and port, and whether the other side runs.")},
    {Code::Timeout, QT_TRANSLATE_NOOP("Texts", "Check the network; the program tries again by itself.")},
    {Code::Tls, QT_TRANSLATE_NOOP("Texts", "Check the date of this computer, and whether a firewall reads the "
                                           "traffic.")},
    {Code::HttpStatus, QT_TRANSLATE_NOOP("Texts", "See the detail for the answer of the server.")},
    {Code::Silent, QT_TRANSLATE_NOOP("Texts", "The program reconnects by itself.")},
    {Code::PeerClose, QT_TRANSLATE_NOOP("Texts", "The program reconnects by itself.")},
    {Code::SubscribeRefused, QT_TRANSLATE_NOOP("Texts", "Check the names of the instruments.")},
    {Code::PortInUse, QT_TRANSLATE_NOOP("Texts", "Close the other program, or choose another port.")},
    {Code::GatewayAbsent, QT_TRANSLATE_NOOP("Texts", "Start MetaTrader 5 with the gateway, and check host and port.")},
    {Code::NoValidTick, QT_TRANSLATE_NOOP("Texts", "Check that the symbols are in the Market Watch and their "
                                                   "market is open.")},
    {Code::TlsExpired, QT_TRANSLATE_NOOP("Texts", "Check the date of this computer; if it is right, the venue or "
                                                  "the proxy must renew its certificate.")},
    {Code::TlsNotYet, QT_TRANSLATE_NOOP("Texts", "Check date and time of this computer.")},
    {Code::TlsHost, QT_TRANSLATE_NOOP("Texts", "Check the address; on a foreign network a sign-in page may answer "
                                               "instead of the venue.")},
    {Code::TlsUntrusted, QT_TRANSLATE_NOOP("Texts", "A firewall or virus scanner may read the traffic: add its "
                                                    "authority in the network settings, or exempt this program.")},
    {Code::TlsSelfSigned, QT_TRANSLATE_NOOP("Texts", "A firewall or virus scanner may read the traffic: add its "
                                                     "authority in the network settings, or exempt this program.")},
    {Code::TlsVersion, QT_TRANSLATE_NOOP("Texts", "Check whether a proxy or firewall answers instead of the venue.")},
    {Code::TlsPin, QT_TRANSLATE_NOOP("Texts", "Somebody answers in the place of the server, or it was renewed: "
                                              "check before you change the pin.")},
    {Code::TlsHandshake, QT_TRANSLATE_NOOP("Texts", "Try again; if it stays, a firewall may block the venue.")},
    {Code::ProxyAuth, QT_TRANSLATE_NOOP("Texts", "Set them in the network settings.")},
    {Code::ProxyRefused, QT_TRANSLATE_NOOP("Texts", "Check host and port of the proxy in the network settings, and "
                                                    "whether it may reach the venue.")},
    {Code::Blocked, QT_TRANSLATE_NOOP("Texts", "Choose another venue, or a recording.")},
    {Code::IdlePong, QT_TRANSLATE_NOOP("Texts", "The program reconnects by itself.")},
    {Code::RateLimited, QT_TRANSLATE_NOOP("Texts", "The program waits and goes on by itself; fewer instruments help.")},
    {Code::HostBanned, QT_TRANSLATE_NOOP("Texts", "The program waits until the time is over; do not restart it to "
                                                  "try again.")},
    {Code::Resume, QT_TRANSLATE_NOOP("Texts", "Switch sleep off while the program records.")},
    {Code::ClockStep, QT_TRANSLATE_NOOP("Texts", "Switch time synchronisation on.")},
    {Code::Handover, QT_TRANSLATE_NOOP("Texts", "Nothing to do: this happens once a day.")},
    {Code::CurveRefused, QT_TRANSLATE_NOOP("Texts", "Copy the public key of the gateway into the settings again, "
                                                    "and let the gateway know the key of this program.")},
    {Code::DataStarved, QT_TRANSLATE_NOOP("Texts", "The program subscribes again by itself; if it stays, the venue "
                                                   "has a problem or the instrument is halted.")},
    {Code::FormatDrift, QT_TRANSLATE_NOOP("Texts", "See the log for the field; a newer version of this program may "
                                                   "be needed.")},
    {Code::TradeStreamFallback, QT_TRANSLATE_NOOP("Texts", "Nothing to do; several fills of one order are shown as "
                                                           "one trade.")},
    {Code::SubscriptionWidened, QT_TRANSLATE_NOOP("Texts", "Nothing to do; the surplus is left out.")},
    {Code::ChecksumUntrusted, QT_TRANSLATE_NOOP("Texts", "The book is still checked by its sequence; watch the "
                                                         "ticker agreement.")},
    {Code::SideUntrusted, QT_TRANSLATE_NOOP("Texts", "CVD leaves these trades out; the broker does not mark the "
                                                     "side of its deals.")},
    {Code::KlineReopened, QT_TRANSLATE_NOOP("Texts", "Nothing to do; the first closing values stand.")},
    {Code::VenueError, QT_TRANSLATE_NOOP("Texts", "See the message of the venue in the log.")},
    {Code::LevelAnomaly, QT_TRANSLATE_NOOP("Texts", "The book is rebuilt from a new snapshot by itself.")},
    {Code::BarInvalid, QT_TRANSLATE_NOOP("Texts", "The bar is left out; nothing was computed from it.")},
    {Code::EvalRange, QT_TRANSLATE_NOOP("Texts", "Choose a longer recording, or the one of this instrument.")},
    {Code::ParamsFile, QT_TRANSLATE_NOOP("Texts", "The last good settings stay in force; the log names the line.")},
    {Code::CalibMismatch, QT_TRANSLATE_NOOP("Texts", "Calibrate with the settings in force; until then no probability "
                                                     "is shown.")},
    {Code::CalibSchema, QT_TRANSLATE_NOOP("Texts", "The last good calibration stays in force; calibrate again.")},
    {Code::LedgerChain, QT_TRANSLATE_NOOP("Texts", "Keep the file: the log names the first line that does not fit.")},
    {Code::BacktestQuotes, QT_TRANSLATE_NOOP("Texts", "Use a recording with a book or quotes, or test on bars.")},
    {Code::ZQuality, QT_TRANSLATE_NOOP("Texts", "Nothing is changed by itself; look at the data of this instrument.")},
    {Code::SideSuspect, QT_TRANSLATE_NOOP("Texts", "The source probably does not mark the side of its trades; signals "
                                                   "use the OFI alone.")},
    {Code::SignalDrift, QT_TRANSLATE_NOOP("Texts", "The probabilities are hidden until a new calibration is in force.")},
    {Code::StatsBroken, QT_TRANSLATE_NOOP("Texts", "This is a fault of the program: keep the log and report it.")},
    {Code::NotArmed, QT_TRANSLATE_NOOP("Texts", "Arm a route in the Risk view, page Routes.")},
    {Code::AccountIsReal, QT_TRANSLATE_NOOP("Texts", "Allow it in the configuration (execution.allow_real), or use a "
                                                     "demo account.")},
    {Code::GatewayDown, QT_TRANSLATE_NOOP("Texts", "Check that the gateway runs; what was not handed over is not sent "
                                                   "later.")},
    {Code::NotReconciled, QT_TRANSLATE_NOOP("Texts", "The program asks the venue by itself and goes on when both "
                                                     "agree.")},
    {Code::NotReconcilable, QT_TRANSLATE_NOOP("Texts", "Use a gateway that can be asked (p3 or v6).")},
    {Code::GateDrift, QT_TRANSLATE_NOOP("Texts", "The venue's value was taken; after two clean rounds orders are "
                                                 "possible again.")},
    {Code::OrderUnknown, QT_TRANSLATE_NOOP("Texts", "Look in the terminal of the venue, then resolve the order in the "
                                                    "Orders view.")},
    {Code::OutcomeUnknown, QT_TRANSLATE_NOOP("Texts", "Do not send it again: the program asks the venue until it "
                                                      "knows.")},
    {Code::RiskInputStale, QT_TRANSLATE_NOOP("Texts", "Check the gateway; fresh figures reopen the gate by "
                                                      "themselves.")},
    {Code::RiskInputLost, QT_TRANSLATE_NOOP("Texts", "Check the gateway and the account; positions can still be "
                                                     "reduced.")},
    {Code::VenueDisabled, QT_TRANSLATE_NOOP("Texts", "Switch Algo Trading on in the terminal.")},
    {Code::Mt5NotConnected, QT_TRANSLATE_NOOP("Texts", "Check the terminal's connection to its broker.")},
    {Code::GatewayInsecure, QT_TRANSLATE_NOOP("Texts", "Use a gateway on this computer, CURVE keys, or the v6 "
                                                       "dialect.")},
    {Code::GatewayUnauthentic, QT_TRANSLATE_NOOP("Texts", "Check the key of the gateway; until then it is only "
                                                          "watched.")},
    {Code::GatewayKilled, QT_TRANSLATE_NOOP("Texts", "Reset it at the gateway.")},
    {Code::HeartbeatFailure, QT_TRANSLATE_NOOP("Texts", "Check the gateway; pinging goes on and the gate reopens "
                                                        "after both sides agree.")},
    {Code::JournalStalled, QT_TRANSLATE_NOOP("Texts", "Check the disk of the recordings.")},
    {Code::DrillOverdue, QT_TRANSLATE_NOOP("Texts", "Run a drill in the Drill view.")},
    {Code::DrillSlowDisk, QT_TRANSLATE_NOOP("Texts", "The disk of the latch is too slow for its budget: use a local "
                                                     "SSD.")},
    {Code::WebhookFailed, QT_TRANSLATE_NOOP("Texts", "Check the address and the receiver of the alerts.")},
    {Code::CfgRiskInvalid, QT_TRANSLATE_NOOP("Texts", "The last good value, else the default, stays in force; live "
                                                      "orders are refused until it is mended.")},
    {Code::GuardLost, QT_TRANSLATE_NOOP("Texts", "Start it again: bellwether kill --guard.")},
};

QString find(std::span<const CodeWord> words, Code code) {
    for (const CodeWord& word : words)
        if (word.code == code) return QCoreApplication::translate("Texts", word.source);
    return {};
}

}  // namespace

QString codeWords(Code code) {
    return find(kCodes, code);
}

QString codeHelp(Code code) {
    return find(kHelp, code);
}

QString codeText(Code code) {
    const QString words = codeWords(code);
    const QString name = format::text(codeName(code));
    return words.isEmpty() ? name : QCoreApplication::translate("Texts", "%1 (%2)").arg(words, name);
}

}  // namespace bw::ui::texts
