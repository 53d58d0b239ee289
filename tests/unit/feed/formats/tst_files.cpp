// SPDX-License-Identifier: GPL-3.0-or-later
#include <zlib.h>
#include <zstd.h>

#include <QTest>

#include "temp_files.h"

using namespace bw;
using namespace bw::feed;
using namespace bw::feed::test;

namespace {
QByteArray gz(const QByteArray& plain) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    QByteArray in = plain;
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(plain.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return out;
}

QByteArray zst(const QByteArray& plain) {
    QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(plain.size()))), '\0');
    out.resize(static_cast<qsizetype>(ZSTD_compress(out.data(), static_cast<std::size_t>(out.size()), plain.constData(),
                                                    static_cast<std::size_t>(plain.size()), 3)));
    return out;
}

constexpr std::int64_t kFirstNs = 1'723'161'255'000'000'000;

/// Line n carries n, so that what was read shows what was lost.
QByteArray lines(int count, int first = 0) {
    QByteArray text;
    for (int n = first; n < first + count; ++n)
        text += QByteArray::number(qint64(kFirstNs + n)) + " {\"stream\":\"x\",\"n\":" + QByteArray::number(n) + "}\n";
    return text;
}

const OpenOptions kUsdm{"binance.usdm", "", 0};
}  // namespace

// The way from a file to its lines: compression, damage, and what is refused.
class TestFiles : public QObject {
    Q_OBJECT
    TempFiles m_files;

    void readsInOrder(const std::filesystem::path& path, int count) {
        auto reader = openFile(path, "ts-json", kUsdm);
        QVERIFY(reader);
        const ReadAll all = readAll(**reader);
        QVERIFY(all.errors.empty());
        QCOMPARE(all.frames.size(), static_cast<std::size_t>(count));
        for (int n = 0; n < count; ++n) {
            const KeptFrame& frame = all.frames[static_cast<std::size_t>(n)];
            QCOMPARE(frame.wall_ns, kFirstNs + n);
            QCOMPARE(frame.line, static_cast<std::uint64_t>(n + 1));
            QCOMPARE(QByteArray::fromStdString(frame.bytes), "{\"stream\":\"x\",\"n\":" + QByteArray::number(n) + "}");
        }
        QCOMPARE((*reader)->progress(), 1.0);
    }
private Q_SLOTS:
    void everyPackingReadsTheSame_data() {
        QTest::addColumn<QByteArray>("bytes");
        const int n = 60'000;  // about 2.6 MB: several buffers
        const QByteArray text = lines(n);
        QTest::newRow("plain") << text;
        QTest::newRow("no line end at the end") << text.chopped(1);
        QTest::newRow("windows line ends") << QByteArray(text).replace("\n", "\r\n");
        QTest::newRow("byte order mark") << "\xef\xbb\xbf" + text;
        QTest::newRow("gz") << gz(text);
        QTest::newRow("zst") << zst(text);
        QTest::newRow("gz members behind each other") << gz(lines(n / 2)) + gz(lines(n / 2, n / 2));
        QTest::newRow("zst frames behind each other") << zst(lines(n / 2)) + zst(lines(n / 2, n / 2));
        QTest::newRow("gz padded with zeros") << gz(text) + QByteArray(600, '\0');
    }
    void everyPackingReadsTheSame() {
        QFETCH(QByteArray, bytes);
        readsInOrder(m_files.write("recording", bytes), 60'000);
    }
    void emptyLinesAreNoFrames() {
        const auto path = m_files.write("gaps", "\n\r\n" + lines(1) + "\n\n" + lines(1, 1) + "\n");
        auto reader = openFile(path, "ts-json", kUsdm);
        QVERIFY(reader);
        const ReadAll all = readAll(**reader);
        QCOMPARE(all.frames.size(), 2U);
        QCOMPARE(all.frames[0].line, 3U);
        QCOMPARE(all.frames[1].line, 6U);
    }
    void aLineLongerThanTheBuffer() {
        const QByteArray big = "{\"stream\":\"" + QByteArray(5 << 20, 'x') + "\"}";
        const QByteArray stamp = QByteArray::number(qint64(kFirstNs)) + " ";
        auto reader = openFile(m_files.write("big", lines(3) + stamp + big + "\n" + lines(1)), "ts-json", kUsdm);
        QVERIFY(reader);
        const ReadAll all = readAll(**reader);
        QVERIFY(all.errors.empty());
        QCOMPARE(all.frames.size(), 5U);
        QVERIFY(QByteArray::fromStdString(all.frames[3].bytes) == big);
    }
    void truncatedGivesWhatWasBeforeAndThenSaysSo_data() {
        QTest::addColumn<bool>("is_gz");
        QTest::addColumn<int>("percent");
        for (const int percent : {30, 60, 99}) {
            QTest::addRow("gz %d%%", percent) << true << percent;
            QTest::addRow("zst %d%%", percent) << false << percent;
        }
    }
    void truncatedGivesWhatWasBeforeAndThenSaysSo() {
        QFETCH(bool, is_gz);
        QFETCH(int, percent);
        QByteArray text;  // barely compressible, so that a cut leaves much before it
        quint64 state = 1;
        for (int n = 0; n < 60'000; ++n) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            text +=
                QByteArray::number(qint64(kFirstNs + n)) + " {\"stream\":\"" + QByteArray::number(state, 36) + "\"}\n";
        }
        const QByteArray packed = is_gz ? gz(text) : zst(text);
        const auto path = m_files.write("cut", packed.left(packed.size() * percent / 100));
        auto reader = openFile(path, "ts-json", kUsdm);
        QVERIFY(reader);
        const ReadAll all = readAll(**reader);
        QVERIFY(all.frames.size() > static_cast<std::size_t>(60'000 * percent / 100 - 8'000));
        for (std::size_t n = 0; n < all.frames.size(); ++n) {
            QCOMPARE(all.frames[n].wall_ns, kFirstNs + static_cast<std::int64_t>(n));
            QVERIFY2(all.frames[n].bytes.ends_with("\"}"), "a line cut by the end of the data is not given out");
        }
        QCOMPARE(all.errors.size(), 1U);
        QCOMPARE(all.errors[0].code, Code::FileTruncated);
        const std::string place = "cut line " + std::to_string(all.frames.size() + 1) + ": ";
        QVERIFY2(all.errors[0].detail.starts_with(place), all.errors[0].detail.c_str());
        QVERIFY(all.errors[0].detail.find("again") != std::string::npos);
    }
    void damagedDataIsAReadError_data() {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray checksum = gz(lines(100));
        checksum[checksum.size() - 6] = static_cast<char>(checksum[checksum.size() - 6] ^ 0x55);
        QTest::newRow("gz checksum") << checksum;
        QTest::newRow("words behind gz") << gz(lines(100)) + "hello";
        QTest::newRow("words behind zst") << zst(lines(100)) + "hello";
    }
    void damagedDataIsAReadError() {
        QFETCH(QByteArray, bytes);
        auto reader = openFile(m_files.write("damaged", bytes), "ts-json", kUsdm);
        QVERIFY(reader);
        const ReadAll all = readAll(**reader);
        QCOMPARE(all.frames.size(), 100U);
        QCOMPARE(all.errors.size(), 1U);
        QCOMPARE(all.errors[0].code, Code::FileRead);
    }
    void refusedAtOpen_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<Code>("code");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const QByteArray& bytes, const char* format, Code code,
                            const char* says) {
            QTest::newRow(name) << bytes << QByteArray(format) << code << QByteArray(says);
        };
        const QByteArray mt5 = "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n";
        row("empty", "", "ts-json", Code::FileEmpty, "holds no data");
        row("only line ends", "\r\n\n", "mt5-csv", Code::FileEmpty, "holds no data");
        row("empty gz", gz(""), "ts-json", Code::FileEmpty, "holds no data");
        row("gz header alone", gz(lines(9)).left(12), "ts-json", Code::FileTruncated, "again");
        row("binary",
            QByteArray("\x7f"
                       "ELF\0\0\0\1",
                       8),
            "ts-json", Code::FileFormat, "binary");
        row("binary inside gz", gz(QByteArray(100, '\0') + "x"), "mt5-csv", Code::FileFormat, "binary");
        row("UTF-16", QByteArray("\xff\xfe<\0D\0", 6), "mt5-csv", Code::FileFormat, "UTF-8");
        row("ticks as ts-json", mt5 + "2019.02.04\t00:00:01\t1.1\t1.2\t\t\t6\r\n", "ts-json", Code::FileFormat,
            "--format");
        row("stamps without JSON", "1723161255000 1\n1723161255001 2\n", "ts-json", Code::FileFormat, "--format");
        row("JSON without stamps", "{\"a\":1}\n{\"a\":2}\n", "ts-json", Code::FileFormat, "--format");
        row("JSON lines as ticks", lines(3), "mt5-csv", Code::FileFormat, "<DATE>");
        row("commas", "<DATE>,<TIME>,<BID>,<ASK>\n2019.02.04,00:00:01,1.1,1.2\n", "mt5-csv", Code::FileFormat, "tabs");
        row("bars", "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\n", "mt5-csv", Code::FileFormat, "bars");
        row("unknown format", lines(3), "parquet", Code::FormatUnknown, "ts-json, sec-json, mt5-csv, trades-csv");
    }
    void refusedAtOpen() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, says);
        const auto reader = openFile(m_files.write("refused", bytes), format.toStdString(), kUsdm);
        QVERIFY(!reader);
        QTEST(reader.error().code, "code");
        QVERIFY2(reader.error().detail.find(says.toStdString()) != std::string::npos, reader.error().detail.c_str());
    }
    void noSuchFileAndDirectories() {
        const auto absent = openFile(m_files.path() / "absent.gz", "ts-json", kUsdm);
        QVERIFY(!absent);
        QCOMPARE(absent.error().code, Code::FileOpen);
        QVERIFY2(absent.error().detail.find("No such file") != std::string::npos, absent.error().detail.c_str());
        const auto directory = openFile(m_files.path(), "ts-json", kUsdm);
        QVERIFY(!directory);
        QCOMPARE(directory.error().code, Code::FileOpen);
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "tst_files.moc"
