// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <string>

#include "core/model/crc32c.h"
#include "core/model/hash.h"
#include "core/model/random.h"
#include "core/model/sha256.h"
#include "tests/unit/model/seed.h"

using namespace bw;

namespace {

std::string_view viewOf(const QByteArray& text) {
    return {text.constData(), static_cast<std::size_t>(text.size())};
}
QByteArray hexOf(const Digest& digest) {
    return QByteArray::fromStdString(hex(digest));
}

QByteArray countingBytes(bool up) {
    QByteArray bytes;
    for (int i = 0; i < 32; ++i) bytes.append(static_cast<char>(up ? i : 31 - i));
    return bytes;
}

/// Bit by bit from the polynomial.
std::uint32_t slowCrc32c(std::string_view text) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0U);
    }
    return ~crc;
}

std::string randomBytes(Random& random, std::uint64_t size) {
    std::string bytes;
    for (; size > 0; --size) bytes.push_back(static_cast<char>(random.below(256)));
    return bytes;
}

}  // namespace

class TestHashes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // RFC 3720 B.4, and the check value of the CRC catalogues.
    void crc32cVectors_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint32>("crc");
        QTest::newRow("123456789") << QByteArray("123456789") << quint32(0xe3069283);
        QTest::newRow("32 of 00") << QByteArray(32, '\0') << quint32(0x8a9136aa);
        QTest::newRow("32 of ff") << QByteArray(32, '\xff') << quint32(0x62a8ab43);
        QTest::newRow("00 to 1f") << countingBytes(/*up=*/true) << quint32(0x46dd794e);
        QTest::newRow("1f to 00") << countingBytes(/*up=*/false) << quint32(0x113fdb5c);
        QTest::newRow("empty") << QByteArray() << quint32(0);
    }
    void crc32cVectors() {
        QFETCH(QByteArray, bytes);
        QFETCH(quint32, crc);
        QCOMPARE(quint32(crc32c(bytes.constData(), static_cast<std::size_t>(bytes.size()))), crc);
        QCOMPARE(quint32(slowCrc32c(viewOf(bytes))), crc);
    }
    void crc32cInPiecesEqualsWhole() {
        Random random(test::seedOr(0xc4c));
        for (int n = 0; n < 2'000; ++n) {
            const std::string bytes = randomBytes(random, random.below(300));
            const std::size_t skip = std::min<std::size_t>(bytes.size(), random.below(8));  // any alignment
            const std::size_t size = bytes.size() - skip, cut = random.below(size + 1);
            const char* const start = bytes.data() + skip;
            const std::uint32_t whole = crc32c(start, size);
            if (whole != slowCrc32c({start, size})) QFAIL("differs from the bit by bit one");
            if (crc32c(start + cut, size - cut, crc32c(start, cut)) != whole) QFAIL("differs in pieces");
        }
    }

    // FIPS 180-4 examples.
    void sha256Vectors_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("abc") << QByteArray("abc")
                             << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("empty") << QByteArray()
                               << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("448 bits") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                  << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        QTest::newRow("one million a") << QByteArray(1'000'000, 'a')
                                       << QByteArray(
                                              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
    void sha256Vectors() {
        QFETCH(QByteArray, text);
        QTEST(hexOf(sha256(viewOf(text))), "digest");
    }
    void sha256InPiecesEqualsWhole() {
        Random random(test::seedOr(0x54a));
        Sha256 pieces;
        for (std::uint64_t size = 0; size < 400; ++size) {  // every tail length, several blocks
            const std::string text = randomBytes(random, size);
            pieces.reset();
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t take = std::min<std::size_t>(text.size() - at, random.below(100));
                pieces.update(std::string_view(text).substr(at, take));
                at += take;
            }
            if (pieces.finish() != sha256(text)) QFAIL("differs in pieces");
        }
    }

    // RFC 4231.
    void hmacVectors_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("case 1") << QByteArray(20, '\x0b') << QByteArray("Hi There")
                                << QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        QTest::newRow("case 2, a short key")
            << QByteArray("Jefe") << QByteArray("what do ya want for nothing?")
            << QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        QTest::newRow("case 6, a key longer than a block")
            << QByteArray(131, '\xaa') << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
            << QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }
    void hmacVectors() {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, text);
        QTEST(hexOf(hmacSha256(viewOf(key), viewOf(text))), "digest");
    }

    // The inputs of RFC 6070 with SHA-256.
    void pbkdf2Vectors_data() {
        QTest::addColumn<quint32>("rounds");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("one round") << quint32(1)
                                   << QByteArray("120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b");
        QTest::newRow("two rounds") << quint32(2)
                                    << QByteArray("ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43");
        QTest::newRow("4096 rounds") << quint32(4096)
                                     << QByteArray("c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a");
    }
    void pbkdf2Vectors() {
        QFETCH(quint32, rounds);
        QTEST(hexOf(pbkdf2Sha256("password", "salt", rounds)), "digest");
    }

    // The published test vectors of FNV-1a, 64 bit; the last row shows that bytes count as unsigned.
    void fnv1aVectors() {
        QCOMPARE(fnv1a(""), std::uint64_t{0xcbf29ce484222325});
        QCOMPARE(fnv1a("a"), std::uint64_t{0xaf63dc4c8601ec8c});
        QCOMPARE(fnv1a("foobar"), std::uint64_t{0x85944171f73967e8});
        QCOMPARE(fnv1a("\xff"), std::uint64_t{0xaf64724c8602eb6e});
    }

    void hexIsLowerCaseAndPadded() {
        const std::string bytes("\x00\x0f\xa0\xff", 4);
        QCOMPARE(hex(bytes.data(), bytes.size()), std::string("000fa0ff"));
        QCOMPARE(hex(bytes.data(), 0), std::string());
    }
    void equalConstantTimeComparesAll() {
        QVERIFY(equalConstantTime("", ""));
        QVERIFY(equalConstantTime("secret", "secret"));
        QVERIFY(!equalConstantTime("secret", "secret "));
        QVERIFY(!equalConstantTime("secret", ""));
        QVERIFY(!equalConstantTime(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
        const std::string one(40, 'x');
        for (std::size_t i = 0; i < one.size(); ++i)
            for (unsigned bit = 0; bit < 8; ++bit) {
                std::string other = one;
                other[i] = static_cast<char>(static_cast<unsigned char>(other[i]) ^ (1U << bit));
                if (equalConstantTime(one, other)) QFAIL("a flipped bit passed");
            }
    }
};

QTEST_GUILESS_MAIN(TestHashes)
#include "tst_hashes.moc"
