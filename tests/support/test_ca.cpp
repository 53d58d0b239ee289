// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_ca.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

namespace bw::test {
namespace {

QByteArray readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeAll(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(bytes);
}

QString asn1Day(int days) {
    return QDateTime::currentDateTimeUtc().addDays(days).toString(QStringLiteral("yyyyMMddhhmmss'Z'"));
}

QString text(const QByteArray& bytes) {
    return QString::fromLatin1(bytes);
}

}  // namespace

QByteArray TestCa::Cert::cert() const {
    return readAll(cert_file);
}

QByteArray TestCa::Cert::key() const {
    return readAll(key_file);
}

bool TestCa::available() {
    return !QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty();
}

TestCa::TestCa() {
    Request root;
    root.name = "root";
    root.cn = "Bellwether test root";
    root.san.clear();
    root.authority = true;
    root.self_signed = true;
    m_root = make(root);
}

QString TestCa::path(const QByteArray& name) const {
    return m_dir.filePath(text(name));
}

QByteArray TestCa::run(const QStringList& arguments, const QByteArray& input) {
    QProcess process;
    process.setWorkingDirectory(m_dir.path());
    process.start(QStringLiteral("openssl"), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(20'000) || process.exitCode() != 0)
        m_error += arguments.join(QLatin1Char(' ')).toUtf8() + ": " + process.readAllStandardError();
    return process.readAllStandardOutput();
}

TestCa::Cert TestCa::make(const Request& r) {
    const Cert made{path(r.name + ".pem"), path(r.name + ".key")};
    const Cert& issuer = r.self_signed ? made : r.issuer != nullptr ? *r.issuer : m_root;
    const QString request = path(r.name + ".csr");
    QStringList ask{QStringLiteral("req"),
                    QStringLiteral("-new"),
                    QStringLiteral("-nodes"),
                    QStringLiteral("-subj"),
                    QStringLiteral("/CN=") + text(r.cn),
                    QStringLiteral("-out"),
                    request,
                    QStringLiteral("-keyout"),
                    made.key_file};
    ask += r.key == "ec" ? QStringList{QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                       QStringLiteral("ec_paramgen_curve:prime256v1")}
                         : QStringList{QStringLiteral("-newkey"), text(r.key)};
    run(ask);
    writeAll(path(r.name + ".db"), {});
    writeAll(path(r.name + ".db.attr"), "unique_subject = no\n");
    QByteArray conf = "[ca]\ndefault_ca = d\n[d]\ndatabase = " + r.name +
                      ".db\nnew_certs_dir = .\nrand_serial = yes\n" +
                      "policy = p\nx509_extensions = x\n[p]\ncommonName = supplied\n[x]\n" +
                      "subjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\nbasicConstraints = critical,CA:" +
                      (r.authority ? "TRUE" : "FALSE") + "\n";
    if (r.authority) conf += "keyUsage = critical,keyCertSign,cRLSign\n";
    if (!r.san.isEmpty()) conf += "subjectAltName = " + r.san + "\n";
    writeAll(path(r.name + ".cnf"), conf);
    QStringList sign{QStringLiteral("ca"),
                     QStringLiteral("-batch"),
                     QStringLiteral("-notext"),
                     QStringLiteral("-config"),
                     path(r.name + ".cnf"),
                     QStringLiteral("-md"),
                     text(r.digest),
                     QStringLiteral("-startdate"),
                     asn1Day(r.from_days),
                     QStringLiteral("-enddate"),
                     asn1Day(r.to_days),
                     QStringLiteral("-in"),
                     request,
                     QStringLiteral("-out"),
                     made.cert_file,
                     QStringLiteral("-keyfile"),
                     issuer.key_file};
    sign += r.self_signed ? QStringList{QStringLiteral("-selfsign")}
                          : QStringList{QStringLiteral("-cert"), issuer.cert_file};
    run(sign);
    return made;
}

QByteArray TestCa::pinOf(const Cert& cert) {
    const QByteArray key = run({QStringLiteral("x509"), QStringLiteral("-in"), cert.cert_file, QStringLiteral("-noout"),
                                QStringLiteral("-pubkey")});
    const QByteArray der =
        run({QStringLiteral("pkey"), QStringLiteral("-pubin"), QStringLiteral("-outform"), QStringLiteral("der")}, key);
    return QCryptographicHash::hash(der, QCryptographicHash::Sha256).toHex();
}

}  // namespace bw::test
