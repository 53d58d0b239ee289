// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <malloc.h>
#include <unistd.h>

#include <QFile>

namespace bw::test {

/// Resident bytes of this process, after what is free went back to the system; -1 if they cannot be read.
inline qint64 residentBytes() {
    malloc_trim(0);
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly)) return -1;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

}  // namespace bw::test
