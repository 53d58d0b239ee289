// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fault/risk/mem_fs.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace bw::risk::test {
namespace {

void put(std::string& bytes, std::uint64_t offset, std::string_view data) {
    if (bytes.size() < offset + data.size()) bytes.resize(offset + data.size(), '\0');
    std::copy(data.begin(), data.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

}  // namespace

MemFs::MemFs() : m_dirs{"/", ""} {}

void MemFs::apply(Names& names, const NameChange& one) {
    if (!one.gone.empty()) names.erase(one.gone);
    if (!one.made.empty()) names[one.made] = one.inode;
}

void MemFs::change(NameChange one) {
    apply(m_names, one);
    m_changes.push_back(std::move(one));
}

/// Any part of the write: whole blocks of a random size come through or not, each by itself.
void MemFs::applyTorn(std::string& bytes, const Write& write, Random& random) {
    constexpr std::size_t kBlocks[] = {1, 64, 512, 4096};
    const std::size_t block = kBlocks[random.below(4)];
    for (std::size_t at = 0; at < write.bytes.size(); at += block)
        if (random.below(2) == 0) put(bytes, write.offset + at, std::string_view(write.bytes).substr(at, block));
}

std::unique_ptr<MemFs> MemFs::powerLoss(Random& random) const {
    auto out = std::make_unique<MemFs>();
    out->m_dirs = m_dirs;
    out->m_next_inode = m_next_inode;
    out->m_names = m_synced_names;
    std::map<std::string, std::vector<const NameChange*>> by_dir;
    for (const NameChange& one : m_changes) by_dir[one.dir].push_back(&one);
    for (const auto& [dir, changes] : by_dir) {
        const std::uint64_t survive = random.below(changes.size() + 1);
        for (std::uint64_t i = 0; i < survive; ++i) apply(out->m_names, *changes[i]);
    }
    out->m_synced_names = out->m_names;
    for (const auto& [inode, file] : m_files) {
        File left;
        left.mode = file.mode;
        left.synced = file.synced;
        for (const Write& write : file.lost) applyTorn(left.synced, write, random);
        for (const Write& write : file.dirty) applyTorn(left.synced, write, random);
        left.seen = left.synced;
        out->m_files[inode] = left;
    }
    return out;
}

int MemFs::stat(const std::string& path, FileStat& out) {
    if (m_dirs.contains(path)) {
        out = {false, true, 1, 1, 0, 0755};
        return 0;
    }
    const auto name = m_names.find(path);
    if (name == m_names.end()) return ENOENT;
    const File& file = m_files.at(name->second);
    out = {true, false, 1, name->second, file.seen.size(), file.mode};
    return 0;
}

int MemFs::open(const std::string& path, int flags, unsigned mode, int& fd) {
    auto name = m_names.find(path);
    if (name != m_names.end() && (flags & O_EXCL) != 0) return EEXIST;
    if (name == m_names.end()) {
        if ((flags & O_CREAT) == 0 || !m_dirs.contains(parentDir(path))) return ENOENT;
        if (const int error = before("create", path); error != 0) return error;
        m_files[m_next_inode].mode = mode;
        change({parentDir(path), "", path, m_next_inode++});
        name = m_names.find(path);
    }
    fd = m_next_fd++;
    m_open[fd] = {name->second, path};
    return 0;
}

int MemFs::read(int fd, void* data, std::size_t size, std::uint64_t offset, std::size_t& got) {
    const std::string& bytes = m_files.at(m_open.at(fd).first).seen;
    got = offset >= bytes.size() ? 0 : std::min(size, bytes.size() - static_cast<std::size_t>(offset));
    std::memcpy(data, bytes.data() + offset, got);
    return 0;
}

int MemFs::write(int fd, const void* data, std::size_t size, std::uint64_t offset) {
    if (const int error = before("write", m_open.at(fd).second); error != 0) return error;
    File& file = m_files.at(m_open.at(fd).first);
    Write one{offset, std::string(static_cast<const char*>(data), size)};
    put(file.seen, offset, one.bytes);
    file.dirty.push_back(std::move(one));
    return 0;
}

int MemFs::truncate(int fd, std::uint64_t size) {
    if (const int error = before("truncate", m_open.at(fd).second); error != 0) return error;
    File& file = m_files.at(m_open.at(fd).first);
    file.seen.resize(size);
    file.synced.resize(std::min<std::size_t>(file.synced.size(), size));
    return 0;
}

int MemFs::sync(int fd) {
    File& file = m_files.at(m_open.at(fd).first);
    if (const int error = before("sync", m_open.at(fd).second); error != 0) {
        file.lost.insert(file.lost.end(), file.dirty.begin(), file.dirty.end());
        file.dirty.clear();
        return error;
    }
    for (const Write& write : file.dirty) put(file.synced, write.offset, write.bytes);
    file.dirty.clear();
    return 0;
}

int MemFs::syncDir(const std::string& path) {
    if (const int error = before("syncDir", path); error != 0) return error;
    for (const NameChange& one : m_changes)
        if (one.dir == path) apply(m_synced_names, one);
    std::erase_if(m_changes, [&path](const NameChange& one) { return one.dir == path; });
    return 0;
}

int MemFs::close(int fd) {
    m_open.erase(fd);
    return 0;
}

int MemFs::rename(const std::string& from, const std::string& to) {
    if (const int error = before("rename", to); error != 0) return error;
    const auto name = m_names.find(from);
    if (name == m_names.end()) return ENOENT;
    change({parentDir(to), from, to, name->second});
    return 0;
}

int MemFs::unlink(const std::string& path) {
    if (!m_names.contains(path)) return ENOENT;
    if (const int error = before("unlink", path); error != 0) return error;
    change({parentDir(path), path, "", 0});
    return 0;
}

int MemFs::makeDir(const std::string& path, unsigned) {
    return m_dirs.insert(path).second ? 0 : EEXIST;
}

int MemFs::tryLock(int) {
    return 0;
}

int MemFs::access(const std::string& path, int) {
    return m_dirs.contains(path) || m_names.contains(path) ? 0 : ENOENT;
}

int MemFs::fsMagic(const std::string&, std::uint64_t& magic) {
    magic = 0xef53;
    return 0;
}

}  // namespace bw::risk::test
