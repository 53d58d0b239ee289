// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include <zmq.hpp>

#include "core/feed/transport/feed_status.h"
#include "core/feed/transport/frame_queue.h"
#include "core/feed/transport/line_state.h"
#include "core/feed/transport/mt5_config.h"

namespace bw::feed {

/// The subscription to one gateway. libzmq connects and reconnects (1 to 60 s); its monitor events become open, close
/// and fail. Made on the starting thread, used on the zmq thread alone. Frames: `mt5.<gw>/ticks#k`, all parts of a
/// message each as u32 little-endian length + bytes; k counts handshakes.
class ZmqLine {
public:
    static constexpr int kReceiveQueueMax = 100'000;  // messages inside libzmq; beyond it the publisher drops
    static constexpr std::size_t kMessageBytesMax = 1U << 20;
    static constexpr int kBatchMax = 1'000;  // messages before the other lines get their turn

    ZmqLine(zmq::context_t& context, const Clock& clock, FrameQueue& queue, FeedStatusBoard& board, Mt5Gateway gateway,
            std::uint64_t seed);
    ~ZmqLine();
    ZmqLine(const ZmqLine&) = delete;
    ZmqLine& operator=(const ZmqLine&) = delete;

    /// CfgSyntax if libzmq refuses an option or the endpoint.
    [[nodiscard]] Status openSocket();
    void addPollItems(std::vector<zmq_pollitem_t>& items);
    void work();              // events first, then messages
    void tick(MonoTime now);  // timers and the status row
    void stop();              // `close` if it was open

private:
    void setOptions();
    void closeSocket();
    void drainMonitor();
    void onEvent(int event, std::uint32_t value);
    void onHandshakeFailed(int event, std::uint32_t value);
    void onOpen();
    void onClosed();
    void reopenLater();
    void onRetry(std::int64_t retry_ms);
    int drainData();
    bool receive();
    void setFault(Code code, std::string detail);
    void fail(Code code, const std::string& detail, std::int64_t retry_ms);
    void emitClose(std::string_view by, std::string_view reason);
    void emitControl(std::string_view text);
    void publishRow();
    [[nodiscard]] std::string sourceText() const;

    zmq::context_t& m_context;
    const Clock& m_clock;
    FrameQueue& m_queue;
    FeedStatusBoard& m_board;
    const Mt5Gateway m_gateway;
    const std::string m_line;  // "mt5.demo/ticks"
    Random m_random;
    LineState m_state;
    std::optional<zmq::socket_t> m_socket, m_monitor;
    std::vector<zmq::message_t> m_parts;  // of the message being read
    std::vector<std::string_view> m_views;
    SourceName m_source, m_control;
    std::string m_fault;               // why the running attempt failed; told with libzmq's next retry
    Code m_fault_code = Code::Connect;
    bool m_reopen = false;             // we closed it ourselves: open again when the backoff is over
    std::uint64_t m_sockets_made = 0;  // each has a monitor address of its own
    std::uint64_t m_oversize = 0;
    std::uint64_t m_curve_refused = 0;  // handshakes that failed over the keys
    FeedStatusRow m_row;
    std::size_t m_row_index = 0;
};

}  // namespace bw::feed
