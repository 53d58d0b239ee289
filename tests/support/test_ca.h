// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

namespace bw::test {

/// A certificate authority of the test's own, made by the `openssl` program. Files live as long as the object. Calls
/// end the test on failure of the program (QFAIL in the caller: check ok()). Main thread.
class TestCa {
public:
    struct Cert {
        QString cert_file, key_file;  // PEM; cert_file holds the leaf alone
        [[nodiscard]] QByteArray cert() const;
        [[nodiscard]] QByteArray key() const;
    };
    struct Request {
        QByteArray name = "leaf";  // of the files; unique
        QByteArray cn = "127.0.0.1";
        QByteArray san = "IP:127.0.0.1";   // as openssl writes it; empty: none
        int from_days = -1, to_days = 30;  // validity from now
        QByteArray key = "ec";             // "ec" or "rsa:<bits>"
        QByteArray digest = "sha256";
        bool authority = false;  // may sign others
        bool self_signed = false;
        const Cert* issuer = nullptr;  // nullptr: the root
    };

    TestCa();
    [[nodiscard]] static bool available();  // the program is installed
    [[nodiscard]] bool ok() const { return m_error.isEmpty(); }
    [[nodiscard]] QByteArray error() const { return m_error; }
    [[nodiscard]] QString path(const QByteArray& name) const;
    [[nodiscard]] const Cert& root() const { return m_root; }
    [[nodiscard]] Cert make(const Request& request);
    /// SHA-256 of the SubjectPublicKeyInfo as the program sees it, in hex.
    [[nodiscard]] QByteArray pinOf(const Cert& cert);
    /// Runs the program here; its stdout.
    QByteArray run(const QStringList& arguments, const QByteArray& input = {});

private:
    QTemporaryDir m_dir;
    QByteArray m_error;
    Cert m_root;
};

}  // namespace bw::test
