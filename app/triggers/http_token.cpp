// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/triggers/http_token.h"

#include <algorithm>

#include "core/risk/text.h"

namespace bw::app {
namespace {
constexpr std::size_t kFileMax = 4'096, kTokenMin = 16;
constexpr std::string_view kWhere = "ops.http";

Result<std::string> makeToken(risk::LatchFs& fs, const std::string& path) {
    const std::string token = risk::randomId().text() + risk::randomId().text();
    int error = risk::makeDirs(fs, risk::parentDir(path));
    if (error == 0) error = risk::replaceFile(fs, path, token + '\n', 0600);
    if (error != 0) return Error{Code::FileWrite, kWhere, path + ": " + risk::errnoText(error)};
    return token;
}

}  // namespace

Result<std::string> loadHttpToken(risk::LatchFs& fs, const std::string& path) {
    risk::FileStat info;
    const int absent = fs.stat(path, info);
    if (risk::isNotFound(absent)) return makeToken(fs, path);
    if (absent != 0) return Error{Code::FileOpen, kWhere, path + ": " + risk::errnoText(absent)};
    if (!info.regular) return Error{Code::FileOpen, kWhere, path + " is no plain file"};
    if ((info.mode & 077U) != 0) return Error{Code::Args, kWhere, path + " can be read by others: chmod 600 it"};
    std::string text;
    if (const int error = risk::readFile(fs, path, kFileMax, text); error != 0)
        return Error{Code::FileOpen, kWhere, path + ": " + risk::errnoText(error)};
    text.resize(std::min(text.find_first_of("\r\n"), text.size()));
    if (text.size() < kTokenMin) return Error{Code::Args, kWhere, path + " holds no token of 16 characters or more: delete it for a new one"};
    return text;
}

bool sameSecret(std::string_view a, std::string_view b) noexcept {
    unsigned difference = a.size() == b.size() ? 0U : 1U;
    for (std::size_t i = 0; i < a.size() && !b.empty(); ++i)
        difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i % b.size()]));
    return difference == 0;
}

}  // namespace bw::app
