// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"
#include "core/risk/audit.h"
#include "core/risk/clock.h"
#include "core/risk/latch_file.h"
#include "core/risk/latch_fs.h"
#include "core/risk/latch_routes.h"
#include "core/risk/latch_scopes.h"
#include "core/risk/latch_start.h"
#include "core/risk/latch_view.h"
#include "core/risk/lock_paths.h"
#include "core/risk/order_fence.h"

namespace bw::risk {

struct LatchConfig {
    LatchPaths paths;
    StartFacts facts;
    std::string version, host;  // for the companion's Writer line
    int fence_ms = 20;
    int retry_ms = 1000;  // between attempts to make a stop durable
};

struct ResetBlocker {
    Code code = Code::Ok;
    std::string detail;
    std::string route;  // ResetRoute: may be waived by this name
};

/// What a prepared reset was prepared for. Any trigger in between changes `word`, and the commit fails.
struct ResetBasis {
    std::uint64_t word = 0;
    LatchState state = LatchState::Active;
    Id128 trip_id;  // ACTIVE with stopped parts: the scope id
    Code cause = Code::Ok;
    std::uint64_t scope_version = 0;
    bool has_scopes = false;
};

/// The kill latch: one atomic word that every order looks at, and the durable state behind it (risk spec 1.1 to 1.7).
///
/// Threads. Any thread, any time: trip, allowsOpening, allows, state, stop, fence, snapshot, armed, disarm. One service
/// thread (the watchdog's; the caller's in the command line): load once, then service and poll. Any thread but the order
/// path: tripScope, setRoutes, reportRoute, arm, resetBlockers, applyReset, applyScopeReset.
///
/// trip() does not allocate, lock or wait; its one system call is the eventfd write that wakes the service thread. It
/// may be called from a signal handler. Further triggers go to a ring of 64 that the service thread drains into the
/// audit; when it is full they are counted (drop_newest) and the count is audited: the stop itself never depends on the
/// ring.
class KillLatch {
public:
    /// `audit` may be null (simulated namespace); the references must outlive the latch.
    KillLatch(LatchFs& fs, const RiskClock& clock, Audit* audit, LatchConfig config);
    KillLatch(const KillLatch&) = delete;
    KillLatch& operator=(const KillLatch&) = delete;
    ~KillLatch();

    /// Sets the flag and returns the id of the trip that holds: this one's, or the earlier one's. `actor` is cut at 32
    /// bytes, `reason` at 400. Only ever moves to the right.
    Id128 trip(Code cause, std::string_view actor, std::string_view reason,
               LatchState target = LatchState::Halted) noexcept;
    /// The order gate's question; ask it between fence().enter() and leave(), next to the send.
    [[nodiscard]] bool allowsOpening() const noexcept { return state() == LatchState::Active; }
    [[nodiscard]] LatchState state() const noexcept;
    /// The same for one order, stopped parts and all; wait-free. `reduces`: it only reduces a position. `flatten`: the
    /// operator's own closing of positions, which passes in every state.
    [[nodiscard]] bool allows(bool reduces, bool flatten, std::string_view instrument,
                              std::string_view source) const noexcept;
    [[nodiscard]] OrderFence& fence() noexcept { return m_fence; }
    /// The flag itself and what a sender needs of the trip. `number` differs with every trip and with the rise from
    /// REDUCING to HALTED; 0 when ACTIVE. Wait-free.
    struct Stop {
        LatchState state = LatchState::Active;
        std::uint64_t number = 0;
        bool durable = false;
        MonoTime since;
    };
    [[nodiscard]] Stop stop() const noexcept;

    /// Stops a part: kScopeReduce or kScopeHalt. In force when it returns; durable, in the view and in the audit after
    /// the next service. A 63rd part is a HALTED of the whole (SCOPE_TABLE_FULL). Args: no usable key.
    [[nodiscard]] Status tripScope(ScopeKind kind, std::string_view key, std::uint8_t scope_state, Code cause,
                                   std::string_view actor, std::string_view reason);
    /// The routes a stop has to reach; without any the stop ends with its files.
    void setRoutes(const std::vector<std::string>& names);
    /// What became of `trip` (Stop::number) on a route; another trip than the present one is too late and is dropped.
    void reportRoute(std::string_view route, std::uint64_t trip, RouteStep step, StepState state, Code code,
                     std::string_view detail);
    /// Allocates and takes the view's own mutex, which no trip and no disk write ever holds.
    [[nodiscard]] LatchView snapshot() const;
    /// Readable after a trip or a retry that is due; owned by the latch.
    [[nodiscard]] int wakeFd() const noexcept { return m_wake_fd; }
    [[nodiscard]] const LatchConfig& config() const noexcept { return m_config; }

    [[nodiscard]] bool armed() const noexcept { return m_armed.load(); }
    /// The slot named an audit line at start that the log does not hold.
    [[nodiscard]] bool auditMismatch() const noexcept { return m_audit_mismatch.load(); }
    /// The last audit line of the latch was not written.
    [[nodiscard]] bool auditUnwritable() const noexcept { return m_audit_failing.load(); }
    /// LatchHalted or LatchReducing unless ACTIVE. Every start and every reset disarms.
    [[nodiscard]] Status arm();
    void disarm() noexcept { m_armed.store(false); }

    /// Decides the first state by the start table. Until then the latch is HALTED (STARTING); a trip before it holds.
    void load(const LatchHooks& hooks);
    /// Runs what is left of the engage sequence and what a failed write left over.
    void service(const LatchHooks& hooks);
    /// Looks at the lock files and the latch file once.
    void poll(const LatchHooks& hooks);

    [[nodiscard]] ResetBasis resetBasis() const;
    /// What stands against a reset on the disk: foreign lock files, an unusable or unreadable directory, a write under
    /// way.
    [[nodiscard]] std::vector<ResetBlocker> resetBlockers();
    /// Companion removed, directory synced, slot written and verified, flag set, execution disarmed. A crash before the
    /// slot leaves HALTED. Audits the outcome as `entry`.
    [[nodiscard]] Status applyReset(const ResetBasis& basis, LatchState target, AuditEntry entry);
    /// Frees one stopped part (`which`: scopeText) or, with "", all of them; the state of the whole stays. Args: no
    /// such part. Written and verified before it is in force.
    [[nodiscard]] Status applyScopeReset(const ResetBasis& basis, std::string_view which, AuditEntry entry);

private:
    // m_word: bits 0-1 LatchState, 2-15 epoch (one per ACTIVE period, wraps), 16-63 trigger count. A reset is a
    // compare-exchange on the whole word, so that a trigger during a reset is never lost.
    static constexpr std::uint64_t kStateMask = 3, kEpochOne = 4, kEpochMask = 0xfffc, kTriggerOne = 1ULL << 16;
    static constexpr std::size_t kAlsoMax = 64, kActorMax = 32, kReasonMax = 400;

    struct Record {
        Code cause = Code::Ok;
        std::int64_t wall_ns = 0, mono_ns = 0, flag_ns = 0;
        std::uint64_t ordinal = 0;
        std::size_t actor_len = 0, reason_len = 0;
        std::array<char, kActorMax> actor_text{};
        std::array<char, kReasonMax> reason_text{};
        [[nodiscard]] std::string_view actor() const { return {actor_text.data(), actor_len}; }
        [[nodiscard]] std::string_view reason() const { return {reason_text.data(), reason_len}; }
    };
    struct MoveRecord {
        std::atomic<std::uint64_t> ready_for{0};  // epoch number + 1, once the record is whole
        Record record;
    };
    struct AlsoRecord {
        enum : std::uint32_t { Free, Writing, Full };
        std::atomic<std::uint32_t> stage{Free};
        Record record;
    };
    struct AtomicId {
        std::atomic<std::uint64_t> high{0}, low{0};
        void store(const Id128& id) noexcept;
        [[nodiscard]] Id128 load() const noexcept;
    };
    struct Notice {
        Severity severity;
        Code code;
        std::string text;
    };

    [[nodiscard]] static LatchState stateOf(std::uint64_t word) noexcept;
    [[nodiscard]] static std::uint64_t epochOf(std::uint64_t word) noexcept { return (word & kEpochMask) / kEpochOne; }
    [[nodiscard]] static std::uint64_t nextEpoch(std::uint64_t word) noexcept {
        return (word + kEpochOne) & kEpochMask;
    }
    [[nodiscard]] AtomicId& idOf(std::uint64_t epoch) noexcept { return m_ids[epoch & 1]; }
    [[nodiscard]] const AtomicId& idOf(std::uint64_t epoch) const noexcept { return m_ids[epoch & 1]; }
    /// State and epoch: Stop::number.
    [[nodiscard]] static std::uint64_t numberOf(std::uint64_t word) noexcept {
        return (word & kStateMask) == 0 ? 0 : word & (kStateMask | kEpochMask);
    }
    /// What does not wait for the service thread: routes, stopped parts, armed.
    void addLive(LatchView& view, std::uint64_t word) const;
    void setDurable(bool durable, std::string why);
    void fill(Record& record, Code cause, std::string_view actor, std::string_view reason) const noexcept;
    void wake() noexcept;

    /// Runs `body` under m_disk, then publishes the view, writes the audit lines and calls the hooks with no lock held.
    template <class Body>
    void section(const LatchHooks& hooks, Body&& body);
    void flush(const LatchHooks& hooks, bool changed, const LatchView& view);
    void publish();
    void notice(Severity severity, Code code, std::string text);
    void audit(std::string_view action, std::string_view actor, Code cause, std::string_view reason, std::string detail,
               std::string_view before, std::string_view after);

    // load
    void applyFinding(const StartFinding& finding);
    void createFirst(const StartFinding& finding);
    void warnAtStart(const StartFinding& finding);
    // service
    void beginTrip(LatchState state, std::uint64_t word);
    void startSteps(std::int64_t mono_ns, std::int64_t flag_ns);
    void stepFence(const LatchHooks& hooks);
    void stepDurable();
    void stepScopes();
    [[nodiscard]] Status writeScopes(std::uint64_t& version);
    void drainScopes();
    void adoptScopes(const std::vector<LatchScope>& scopes);
    void pollScopes(const LatchImage& image);
    void stepCompanion();
    void drainAlso();
    [[nodiscard]] Status makeDurable(bool& fallback);
    [[nodiscard]] Status confirmOnDisk();
    [[nodiscard]] LatchSlot slotFor(LatchState state, std::uint64_t seq);
    void rememberInode();
    void finish(StepId id, StepState state, std::string detail);
    // poll
    void pollLockFiles();
    void pollLatchFile();
    void pollGoodFile(const LatchImage& image);
    void adoptPeer(LatchState state, const Id128& trip_id, std::string_view reason);
    // reset
    [[nodiscard]] Status writeReset(const ResetBasis& basis, LatchState target, const Id128& next_id);
    void restop();

    LatchFs& m_fs;
    const RiskClock& m_clock;
    Audit* const m_audit;
    const LatchConfig m_config;
    int m_wake_fd = -1;

    alignas(64) std::atomic<std::uint64_t> m_word{static_cast<std::uint64_t>(LatchState::Halted)};
    std::array<AtomicId, 2> m_ids;      // by epoch & 1: the id of this ACTIVE period's trip, made ahead
    std::array<MoveRecord, 2> m_moves;  // to REDUCING, to HALTED
    std::array<AlsoRecord, kAlsoMax> m_also;
    std::atomic<std::uint64_t> m_also_next{0}, m_also_dropped{0};
    std::atomic<bool> m_armed{false}, m_audit_mismatch{false}, m_audit_failing{false};
    OrderFence m_fence;
    RouteBook m_routes;
    ScopeBook m_scopes;
    const Id128 m_scope_id = randomId();
    std::atomic<std::uint64_t> m_scopes_written{1};  // newest version of m_scopes that the file holds
    std::atomic<std::int64_t> m_since_ns{0};         // of the present trip
    std::atomic<std::uint64_t> m_durable_number{0};  // Stop::number that the file holds
    std::atomic<bool> m_routes_changed{false};
    struct ScopeEvent {
        LatchScope scope;
        Code cause = Code::Ok;
        std::string actor, reason, action;
    };
    std::mutex m_scope_events_mutex;  // held for a push or a swap
    std::vector<ScopeEvent> m_scope_events;

    std::mutex m_disk;  // files and everything below but the view; held by service sections, poll and reset
    LatchView m_draft;
    std::int64_t m_trip_mono_ns = 0;
    bool m_todo_fence = false, m_todo_durable = false, m_todo_companion = false, m_todo_done = false;
    bool m_loaded = false, m_changed = false, m_write_unsure = false, m_companion_unsure = false;
    std::int64_t m_retry_mono_ns = 0, m_companion_retry_mono_ns = 0, m_scope_retry_mono_ns = 0;
    std::uint64_t m_slot_scopes = 1;  // version of the stopped parts in the slot made last
    std::string m_scopes_problem;     // why the file does not hold them
    Id128 m_latch_id;
    std::uint64_t m_seq = 0;                  // highest known of the file
    std::uint64_t m_device = 0, m_inode = 0;  // of the file as we left it
    AuditPosition m_audit_place;              // copied, so that no step waits for the log's disk
    bool m_cause_unknown = false;  // stopped while STARTING; the ring has the cause
    bool m_latch_bad = false;      // reported, and not good since
    int m_corrupt_polls = 0, m_unreadable_polls = 0;
    std::vector<int> m_watch_errors;
    std::vector<int> m_watch_polls;
    std::vector<Notice> m_notices;
    std::vector<AuditEntry> m_audit_lines;

    mutable std::mutex m_view_mutex;  // m_view only; held for a copy
    LatchView m_view;
};

}  // namespace bw::risk
