// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/log/log_model.h"

#include "ui/panes/common/pane_header.h"
#include "ui/texts.h"
#include "ui/theme/format.h"

namespace bw::ui {
namespace {

Loudness loudnessOf(Severity severity) {
    switch (severity) {
        case Severity::Info:
            return Loudness::Quiet;
        case Severity::Warning:
            return Loudness::Attention;
        case Severity::Critical:
            return Loudness::Critical;
    }
    return Loudness::Quiet;
}

QString levelText(Severity severity) {
    const Loudness loudness = loudnessOf(severity);
    const QString glyph = loudness == Loudness::Quiet ? QStringLiteral("·") : stateGlyph(loudness);
    return glyph + QLatin1Char(' ') + texts::severity(severity);
}

}  // namespace

bool LogModel::passes(const LogEntry& entry) const {
    if (entry.severity < m_least) return false;
    return m_text.isEmpty() || entry.text.contains(m_text, Qt::CaseInsensitive) ||
           entry.code.contains(m_text, Qt::CaseInsensitive) || entry.source.contains(m_text, Qt::CaseInsensitive);
}

void LogModel::append(std::vector<LogEntry> entries) {
    std::vector<std::uint64_t> shown;
    std::uint64_t number = m_first + m_entries.size();
    for (const LogEntry& entry : entries) {
        if (passes(entry)) shown.push_back(number);
        ++number;
    }
    if (!shown.empty()) beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(shown.size()) - 1);
    for (LogEntry& entry : entries) m_entries.push_back(std::move(entry));
    m_shown.insert(m_shown.end(), shown.begin(), shown.end());
    if (!shown.empty()) endInsertRows();
    dropOldest();
}

void LogModel::dropOldest() {
    if (m_entries.size() <= m_entries_max) return;
    const std::size_t extra = m_entries.size() - m_entries_max;
    std::size_t rows = 0;
    while (rows < m_shown.size() && m_shown[rows] < m_first + extra) ++rows;
    if (rows > 0) beginRemoveRows({}, 0, static_cast<int>(rows) - 1);
    m_shown.erase(m_shown.begin(), m_shown.begin() + static_cast<std::ptrdiff_t>(rows));
    m_entries.erase(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(extra));
    m_first += extra;
    m_lost += extra;
    if (rows > 0) endRemoveRows();
}

void LogModel::setFilter(Severity least, const QString& text) {
    if (least == m_least && text == m_text) return;
    beginResetModel();
    m_least = least;
    m_text = text;
    m_shown.clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (passes(m_entries[i])) m_shown.push_back(m_first + i);
    endResetModel();
}

void LogModel::clear() {
    beginResetModel();
    m_first += m_entries.size();
    m_entries.clear();
    m_shown.clear();
    m_lost = 0;
    endResetModel();
}

void LogModel::retranslate() {
    beginResetModel();
    endResetModel();
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LogEntry& entry = entryAt(index.row());
    const Loudness loudness = loudnessOf(entry.severity);
    if (role == kTokenRole) {
        if (index.column() == Time || index.column() == Source || index.column() == CodeName)
            return static_cast<int>(Token::Text3);
        if (index.column() == Level)
            return static_cast<int>(loudness == Loudness::Quiet ? Token::Text3 : stateToken(loudness));
        return static_cast<int>(loudness == Loudness::Critical ? Token::Crit : Token::Text);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case Time:
            return role == Qt::DisplayRole ? format::timeOfDayMs(entry.wall.ns, format::Zone::Local)
                                           : format::dateTimeMs(entry.wall.ns, format::Zone::Local);
        case Level:
            return levelText(entry.severity);
        case Source:
            return entry.source;
        case CodeName:
            return entry.code;
        case Text:
            return entry.text;
        default:
            return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    using Look = TableColumn::Look;
    static constexpr Look kLooks[] = {Look::Number, Look::Text, Look::Text, Look::Text, Look::Stretch};
    static constexpr int kChars[] = {12, 9, 7, 18, 56};
    static constexpr int kRanks[] = {0, 0, 2, 1, 0};
    switch (role) {
        case kColumnRole:
            return static_cast<int>(kLooks[section]);
        case kWidthRole:
            return kChars[section];
        case kRankRole:
            return kRanks[section];
        case Qt::DisplayRole:
            break;
        default:
            return {};
    }
    switch (section) {
        case Time:
            return tr("time");
        case Level:
            return tr("level");
        case Source:
            return tr("source");
        case CodeName:
            return tr("code");
        default:
            return tr("what happened");
    }
}

}  // namespace bw::ui
