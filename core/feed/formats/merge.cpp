// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <utility>

#include "core/feed/formats/frame_reader.h"

namespace bw::feed {
namespace {
/// Each input keeps one frame ready; the files are few, so the earliest is found by looking at all.
class MergedReader final : public FrameReader {
public:
    explicit MergedReader(std::vector<std::unique_ptr<FrameReader>> readers) {
        for (auto& reader : readers) m_inputs.push_back({std::move(reader), {}, State::Due});
    }

    Result<bool> next(FileFrame& out) override {
        // The frame given out last is consumed only now: until this call it had to stay valid.
        for (Input& input : m_inputs) {
            if (input.state != State::Due) continue;
            const auto more = input.reader->next(input.frame);
            if (!more) return more.error();  // stays due: the next call goes on with what it has left
            input.state = *more ? State::Ready : State::Ended;
        }
        Input* earliest = nullptr;
        for (Input& input : m_inputs)  // by mono: it never falls within one file, so the merged times do not either
            if (input.state == State::Ready && (earliest == nullptr || input.frame.mono < earliest->frame.mono))
                earliest = &input;
        if (earliest == nullptr) return false;
        out = earliest->frame;
        earliest->state = State::Due;
        return true;
    }

    [[nodiscard]] double progress() const override {
        double sum = 0;
        for (const Input& input : m_inputs) sum += input.reader->progress();
        return m_inputs.empty() ? 1.0 : sum / static_cast<double>(m_inputs.size());
    }

private:
    enum class State : std::uint8_t { Due, Ready, Ended };
    struct Input {
        std::unique_ptr<FrameReader> reader;
        FileFrame frame;
        State state = State::Due;
    };
    std::vector<Input> m_inputs;
};
}  // namespace

std::unique_ptr<FrameReader> mergeByTime(std::vector<std::unique_ptr<FrameReader>> readers) {
    if (readers.size() == 1) return std::move(readers.front());
    return std::make_unique<MergedReader>(std::move(readers));
}

}  // namespace bw::feed
