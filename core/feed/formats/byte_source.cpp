// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/feed/formats/byte_source.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

namespace bw::feed {
namespace {
constexpr std::size_t kInputBytes = 256U << 10;

Error damaged() {
    return {Code::FileRead, "file.decompress", "the compressed data are damaged; copy or download the file again"};
}
Error truncated() {
    return {Code::FileTruncated, "file.decompress",
            "the compressed data stop in the middle; copy or download the file again"};
}

/// The file as it lies on disk, in pieces.
class RawFile {
public:
    Status open(const std::filesystem::path& path) {
        std::error_code error;
        if (std::filesystem::is_directory(path, error))
            return Error{Code::FileOpen, "file.open", path.string() + " is a directory; name the files in it"};
        errno = 0;
        m_file.open(path, std::ios::binary);
        if (!m_file)
            return Error{Code::FileOpen, "file.open",
                         path.string() + ": " + (errno != 0 ? std::strerror(errno) : "cannot be opened")};
        const auto size = std::filesystem::file_size(path, error);
        m_size = error ? 0 : size;  // a pipe has none: its progress stays 0
        m_buffer.resize(kInputBytes);
        return Done{};
    }
    /// At least one byte in data(), or none at the end.
    Status fill() {
        m_begin = 0;
        m_file.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
        m_end = static_cast<std::size_t>(m_file.gcount());
        m_offset += m_end;
        if (m_file.bad()) return Error{Code::FileRead, "file.read", "the file cannot be read on; check the disk"};
        return Done{};
    }
    [[nodiscard]] const char* data() const { return m_buffer.data() + m_begin; }
    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }
    void consume(std::size_t n) { m_begin += n; }
    [[nodiscard]] unsigned byte(std::size_t i) const { return i < size() ? static_cast<unsigned char>(data()[i]) : 0; }
    [[nodiscard]] double progress() const {
        return m_size == 0 ? 0.0 : std::min(1.0, static_cast<double>(m_offset - size()) / static_cast<double>(m_size));
    }

private:
    std::ifstream m_file;
    std::vector<char> m_buffer;
    std::size_t m_begin = 0, m_end = 0;
    std::uintmax_t m_size = 0, m_offset = 0;
};

class PlainSource final : public ByteSource {
public:
    explicit PlainSource(std::unique_ptr<RawFile> file) : m_file(std::move(file)) {}
    Result<std::size_t> read(char* out, std::size_t size) override {
        if (m_file->size() == 0) {
            if (const Status status = m_file->fill(); !status) return status.error();
        }
        const std::size_t n = std::min(size, m_file->size());
        std::memcpy(out, m_file->data(), n);
        m_file->consume(n);
        return n;
    }
    [[nodiscard]] double progress() const override { return m_file->progress(); }

private:
    std::unique_ptr<RawFile> m_file;
};

/// gzip, also several members behind each other, as `cat a.gz b.gz` makes them.
class GzSource final : public ByteSource {
public:
    explicit GzSource(std::unique_ptr<RawFile> file) : m_file(std::move(file)) {
        m_ready = inflateInit2(&m_stream, 15 + 16) == Z_OK;
    }
    ~GzSource() override { inflateEnd(&m_stream); }
    GzSource(const GzSource&) = delete;
    GzSource& operator=(const GzSource&) = delete;

    Result<std::size_t> read(char* out, std::size_t size) override {
        if (!m_ready) return Error{Code::FileRead, "file.decompress", "out of memory"};
        const auto room = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
        for (;;) {
            if (m_file->size() == 0) {
                if (const Status status = m_file->fill(); !status) return status.error();
                if (m_file->size() == 0) {
                    if (m_in_member) return truncated();
                    return std::size_t{0};
                }
            }
            if (!m_in_member && !startMember()) continue;
            m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(m_file->data()));
            m_stream.avail_in = static_cast<uInt>(m_file->size());
            m_stream.next_out = reinterpret_cast<Bytef*>(out);
            m_stream.avail_out = room;
            const int state = inflate(&m_stream, Z_NO_FLUSH);
            m_file->consume(m_file->size() - m_stream.avail_in);
            const std::size_t n = room - m_stream.avail_out;
            if (state == Z_STREAM_END) m_in_member = false;
            if (n > 0) return n;  // an error in the same step comes back with the next call
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return damaged();
        }
    }
    [[nodiscard]] double progress() const override { return m_file->progress(); }

private:
    /// False if there was only padding: tape blocks fill up with zeros.
    bool startMember() {
        while (m_file->size() > 0 && m_file->byte(0) == 0) m_file->consume(1);
        if (m_file->size() == 0) return false;
        inflateReset(&m_stream);
        m_in_member = true;
        return true;
    }
    std::unique_ptr<RawFile> m_file;
    z_stream m_stream{};
    bool m_ready = false;
    bool m_in_member = false;
};

/// The one file of a zip archive. Its header is taken for what it says; the directory at the archive's end is not read.
class ZipSource final : public ByteSource {
public:
    explicit ZipSource(std::unique_ptr<RawFile> file) : m_file(std::move(file)) {}
    ~ZipSource() override { inflateEnd(&m_stream); }
    ZipSource(const ZipSource&) = delete;
    ZipSource& operator=(const ZipSource&) = delete;

    /// Codes: FileFormat (encrypted, or packed in a way other than deflate), FileTruncated, FileRead.
    Status start() {
        if (m_file->size() < kHeaderBytes) return truncated();
        const unsigned flags = word(6), method = word(8);
        const std::size_t name = word(26), skip = kHeaderBytes + name + word(28);
        if ((flags & 1U) != 0 || (method != 8 && method != 0) || (method == 0 && (flags & 8U) != 0))
            return Error{Code::FileFormat, "file.zip", "the archive is encrypted or packed in a rare way; unpack it first"};
        m_left = method == 0 ? word(18) | std::uint64_t{word(20)} << 16U : 0;
        m_deflated = method == 8;
        if (m_file->size() < skip) return truncated();
        m_file->consume(skip);
        if (inflateInit2(&m_stream, -15) != Z_OK) return Error{Code::FileRead, "file.decompress", "out of memory"};
        return Done{};
    }
    Result<std::size_t> read(char* out, std::size_t size) override {
        for (;;) {
            if (m_ended || (!m_deflated && m_left == 0)) return end();
            if (m_file->size() == 0) {
                if (const Status status = m_file->fill(); !status) return status.error();
                if (m_file->size() == 0) return truncated();
            }
            if (!m_deflated) {
                const std::size_t n = std::min({size, m_file->size(), static_cast<std::size_t>(m_left)});
                std::memcpy(out, m_file->data(), n);
                m_file->consume(n);
                m_left -= n;
                return n;
            }
            m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(m_file->data()));
            m_stream.avail_in = static_cast<uInt>(m_file->size());
            m_stream.next_out = reinterpret_cast<Bytef*>(out);
            const auto room = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
            m_stream.avail_out = room;
            const int state = inflate(&m_stream, Z_NO_FLUSH);
            m_file->consume(m_file->size() - m_stream.avail_in);
            m_ended = state == Z_STREAM_END;
            if (room > m_stream.avail_out) return std::size_t{room - m_stream.avail_out};
            if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) return damaged();
        }
    }
    [[nodiscard]] double progress() const override { return m_file->progress(); }

private:
    static constexpr std::size_t kHeaderBytes = 30;
    [[nodiscard]] unsigned word(std::size_t at) const { return m_file->byte(at) | m_file->byte(at + 1) << 8U; }
    /// Behind the file: nothing, or what says that it was not the only one.
    Result<std::size_t> end() {
        while (m_file->size() >= 4) {
            if (word(0) == 0x4b50U && word(2) == 0x0403U)
                return Error{Code::FileFormat, "file.zip", "the archive holds several files, only the first was read; unpack it"};
            if (word(0) == 0x4b50U && word(2) == 0x0201U) break;  // the directory
            m_file->consume(1);                                   // sizes that follow the data
        }
        return std::size_t{0};
    }
    std::unique_ptr<RawFile> m_file;
    z_stream m_stream{};
    std::uint64_t m_left = 0;  // of a file stored as it is
    bool m_deflated = true, m_ended = false;
};

class ZstSource final : public ByteSource {
public:
    explicit ZstSource(std::unique_ptr<RawFile> file) : m_file(std::move(file)), m_stream(ZSTD_createDStream()) {}

    Result<std::size_t> read(char* out, std::size_t size) override {
        if (!m_stream) return Error{Code::FileRead, "file.decompress", "out of memory"};
        for (;;) {
            if (m_file->size() > 0 || m_in_frame) {  // inside a frame there may be output left without any new input
                ZSTD_inBuffer in{m_file->data(), m_file->size(), 0};
                ZSTD_outBuffer target{out, size, 0};
                const std::size_t state = ZSTD_decompressStream(m_stream.get(), &target, &in);
                m_file->consume(in.pos);
                if (ZSTD_isError(state) != 0) return damaged();
                m_in_frame = state != 0;
                if (target.pos > 0) return target.pos;
            }
            if (m_file->size() > 0) continue;
            if (const Status status = m_file->fill(); !status) return status.error();
            if (m_file->size() > 0) continue;
            if (m_in_frame) return truncated();
            return std::size_t{0};
        }
    }
    [[nodiscard]] double progress() const override { return m_file->progress(); }

private:
    struct Free {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<RawFile> m_file;
    std::unique_ptr<ZSTD_DStream, Free> m_stream;
    bool m_in_frame = false;
};
}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::filesystem::path& path) {
    auto file = std::make_unique<RawFile>();
    if (const Status status = file->open(path); !status) return status.error();
    if (const Status status = file->fill(); !status) return status.error();
    const bool gz = file->byte(0) == 0x1f && file->byte(1) == 0x8b;
    const bool zst_tail = file->byte(2) == 0x2f && file->byte(3) == 0xfd;
    const bool zst = file->byte(0) == 0x28 && file->byte(1) == 0xb5 && zst_tail;
    const bool zst_skippable =
        (file->byte(0) & 0xf0U) == 0x50 && file->byte(1) == 0x2a && file->byte(2) == 0x4d && file->byte(3) == 0x18;
    const bool zip = file->byte(0) == 'P' && file->byte(1) == 'K' && file->byte(2) == 3 && file->byte(3) == 4;
    if (zip) {
        auto source = std::make_unique<ZipSource>(std::move(file));
        if (const Status started = source->start(); !started) return started.error();
        return std::unique_ptr<ByteSource>(std::move(source));
    }
    if (gz) return std::unique_ptr<ByteSource>(std::make_unique<GzSource>(std::move(file)));
    if (zst || zst_skippable) return std::unique_ptr<ByteSource>(std::make_unique<ZstSource>(std::move(file)));
    return std::unique_ptr<ByteSource>(std::make_unique<PlainSource>(std::move(file)));
}

}  // namespace bw::feed
