// SPDX-License-Identifier: GPL-3.0-or-later
// Done when 4 of the storage specification, the journal's part: a 3 MiB volume runs full and gets room again.
#include <sched.h>
#include <sys/mount.h>

#include <QTemporaryDir>
#include <QTest>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/journal/reader.h"
#include "core/journal/writer.h"

using namespace bw;
using namespace bw::journal;

namespace {
constexpr std::int64_t kStartNs = 1'760'000'000'000'000'000;
WallTime wallAt(std::int64_t ms) {
    return {kStartNs + ms * kNsPerMs};
}
MonoTime monoAt(std::int64_t ms) {
    return {ms * kNsPerMs};
}
}  // namespace

class TestFullDisk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        // A mount namespace of our own: the volume vanishes with this process, whatever happens.
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            ::mount("tmpfs", m_mount.path().toLocal8Bit().constData(), "tmpfs", 0, "size=3m") != 0)
            QSKIP(qPrintable(QStringLiteral("the whole test: cannot mount a small volume here: %1")
                                 .arg(QString::fromLocal8Bit(std::strerror(errno)))));
    }
    void cleanupTestCase() { ::umount2(m_mount.path().toLocal8Bit().constData(), MNT_DETACH); }
    void whatIsNotWrittenIsCountedAndRecordingComesBack() {
        const std::filesystem::path data_dir = m_mount.path().toStdString() + "/data";
        Result<DirLock> lock = DirLock::take(data_dir, "test", "test", wallAt(0));
        QVERIFY(lock);
        WriterOptions options;
        options.dir = data_dir / "journal";
        options.sync_ms = 10;
        options.now_wall = wallAt(0);
        options.now_mono = monoAt(0);
        Result<std::unique_ptr<Writer>> opened = Writer::open(options, *lock);
        QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
        Writer& writer = **opened;
        const std::filesystem::path ballast = data_dir / "ballast";
        std::ofstream(ballast) << std::string(1 << 20, 'b');

        std::uint64_t added = 0;
        std::uint64_t refused = 0;
        std::int64_t ms = 1;
        const std::string text(700, 'x');
        const auto addBatch = [&] {
            for (int i = 0; i < 10; ++i) {
                static_cast<void>(writer.add(i % 2 ? "demo/a#1" : "demo/b#1", wallAt(ms), monoAt(ms), text));
                ++added;
            }
            if (writer.commit() != Code::Ok) refused += 10;
            ms += 5;
        };
        while (writer.state() == Writer::State::Recording && added < 10'000) addBatch();
        QVERIFY(writer.state() == Writer::State::Unrecorded);
        QVERIFY(added > 1000);
        for (int i = 0; i < 500; ++i) {
            addBatch();
            QVERIFY(!writer.retry(wallAt(ms), monoAt(ms)));
        }
        const std::int64_t room_ms = ms;
        std::filesystem::remove(ballast);
        std::optional<GapInfo> gap;
        while (!gap && ms < room_ms + 2000) {
            addBatch();
            gap = writer.retry(wallAt(ms), monoAt(ms));
        }
        QVERIFY2(gap, "recording comes back within 2 s");
        QCOMPARE(gap->frames, refused);
        QCOMPARE(writer.unrecordedFrames(), refused);
        for (int i = 0; i < 20; ++i) addBatch();
        QVERIFY(writer.state() == Writer::State::Recording);
        writer.close("test", wallAt(ms), monoAt(ms));

        Result<Reader> reader = Reader::open(options.dir);
        QVERIFY(reader);
        Item item;
        std::uint64_t frames = 0;
        std::uint64_t expected = 1;
        std::uint64_t not_written = 0;
        while (reader->next(item) == Reader::Step::Item) {
            QVERIFY(!item.missing);
            QCOMPARE(item.seq, expected++);
            if (item.type == RecordType::Frame) ++frames;
            if (item.type != RecordType::Gap) continue;
            const Result<GapInfo> read = decodeGap(item.payload);
            QVERIFY(read);
            QVERIFY(*read == *gap);
            for (const LostSource& lost : read->sources) not_written += lost.frames;
        }
        QCOMPARE(not_written, refused);
        QCOMPARE(frames + not_written, added);
    }

private:
    QTemporaryDir m_mount;
};

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_full_disk.moc"
