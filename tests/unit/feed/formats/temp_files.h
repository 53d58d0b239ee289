// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTemporaryDir>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/feed/formats/frame_reader.h"

namespace bw::feed::test {

/// Files that go with the test.
class TempFiles {
public:
    std::filesystem::path write(const char* name, const QByteArray& bytes) const {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
        return file.fileName().toStdString();
    }
    [[nodiscard]] std::filesystem::path path() const { return m_dir.path().toStdString(); }

private:
    QTemporaryDir m_dir;
};

/// A frame that outlives its reader's buffer.
struct KeptFrame {
    std::string source, symbol, bytes;
    std::int64_t wall_ns = 0, mono_ns = 0;
    Code stamp_code = Code::Ok;
    std::uint64_t line = 0;
    bool made = false;
};

struct ReadAll {
    std::vector<KeptFrame> frames;
    std::vector<Error> errors;
};

/// Reads to the end, past errors.
inline ReadAll readAll(FrameReader& reader) {
    ReadAll all;
    FileFrame frame;
    for (;;) {
        const auto more = reader.next(frame);
        if (!more) {
            all.errors.push_back(more.error());
            continue;
        }
        if (!*more) return all;
        all.frames.push_back({std::string(frame.source), std::string(frame.symbol), std::string(frame.bytes),
                              frame.wall.ns, frame.mono.ns, frame.stamp_code, frame.line,
                              frame.made});
    }
}

}  // namespace bw::feed::test
