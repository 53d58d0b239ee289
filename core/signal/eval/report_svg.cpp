// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/eval/report_svg.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bw::signal::eval {
namespace {

constexpr int kLeft = 56, kRight = 96, kTop = 28, kBottom = 40;
constexpr int kForestRow = 24, kForestLeft = 250, kForestRight = 150, kForestWidth = 760;

/// ` name="12.3"`
std::string attribute(std::string_view name, double value) {
    char room[64];
    std::snprintf(room, sizeof room, "=\"%.1f\"", value);
    return " " + std::string(name) + room;
}
std::string cssClass(std::string_view css) {
    return css.empty() ? std::string() : " class=\"" + std::string(css) + "\"";
}

std::string text(double x, double y, std::string_view css, std::string_view anchor, std::string_view what) {
    return "<text" + attribute("x", x) + attribute("y", y) + cssClass(css) + " text-anchor=\"" + std::string(anchor) +
           "\">" + escaped(what) + "</text>";
}
std::string line(double x1, double y1, double x2, double y2, std::string_view css) {
    return "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) + attribute("y2", y2) +
           cssClass(css) + "/>";
}
std::string dot(double x, double y, std::string_view css) {
    return "<circle" + attribute("cx", x) + attribute("cy", y) + " r=\"4.5\"" + cssClass("dot " + std::string(css)) +
           "/>";
}
std::string head(int width, int height, std::string_view title) {
    return "<svg viewBox=\"0 0 " + std::to_string(width) + " " + std::to_string(height) + "\" role=\"img\"><title>" +
           escaped(title) + "</title>";
}

bool drawn(double a, double b) {
    return std::isfinite(a) && std::isfinite(b);
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string shown(double value, int decimals) {
    if (!std::isfinite(value)) return "–";
    char room[400];
    std::snprintf(room, sizeof room, "%.*f", decimals, value == 0 ? 0.0 : value);
    return room;
}

Plot::Plot(int width, int height, Axis x, Axis y, std::string_view title)
    : m_width(width), m_height(height), m_x(std::move(x)), m_y(std::move(y)), m_text(head(width, height, title)) {
    grid();
}

double Plot::px(double x) const {
    const double share = (std::clamp(x, m_x.from, m_x.to) - m_x.from) / (m_x.to - m_x.from);
    return kLeft + share * (m_width - kLeft - kRight);
}
double Plot::py(double y) const {
    const double share = (std::clamp(y, m_y.from, m_y.to) - m_y.from) / (m_y.to - m_y.from);
    return m_height - kBottom - share * (m_height - kTop - kBottom);
}

void Plot::grid() {
    for (int i = 0; i <= m_y.ticks; ++i) {
        const double y = m_y.from + (m_y.to - m_y.from) * i / m_y.ticks;
        m_text += eval::line(kLeft, py(y), m_width - kRight, py(y), "grid");
        m_text += text(kLeft - 6, py(y) + 4, "tick", "end", shown(y, m_y.decimals));
    }
    for (int i = 0; i <= m_x.ticks && m_x.decimals >= 0; ++i) {
        const double x = m_x.from + (m_x.to - m_x.from) * i / m_x.ticks;
        m_text += text(px(x), m_height - kBottom + 16, "tick", "middle", shown(x, m_x.decimals));
    }
    m_text += text((kLeft + m_width - kRight) / 2.0, m_height - 6, "axis", "middle", m_x.label);
    m_text += text(4, 12, "axis", "start", m_y.label);
}

void Plot::level(double y, std::string_view css, std::string_view name) {
    if (!std::isfinite(y)) return;
    m_text += eval::line(kLeft, py(y), m_width - kRight, py(y), css);
    m_text += text(m_width - kRight + 4, py(y) + 4, "tick", "start", name);
}

void Plot::mark(double x, double y, Interval interval, std::string_view css, std::string_view tip) {
    if (!drawn(x, y)) return;
    m_text += "<g><title>" + escaped(tip) + "</title>";
    if (drawn(interval.lo, interval.hi))
        m_text += eval::line(px(x), py(interval.lo), px(x), py(interval.hi), "whisker " + std::string(css));
    m_text += dot(px(x), py(y), css) + "</g>";
}

void Plot::bar(double x, double width, double from, double to, std::string_view css, std::string_view tip) {
    if (!drawn(from, to) || from == to) return;
    const double top = std::min(py(from), py(to)), bottom = std::max(py(from), py(to));
    m_text += "<rect" + attribute("x", px(x)) + attribute("y", top) +
              attribute("width", std::max(0.5, px(x + width) - px(x) - 1)) + attribute("height", bottom - top) +
              cssClass(css) + "><title>" + escaped(tip) + "</title></rect>";
}

void Plot::line(const std::vector<std::pair<double, double>>& points, std::string_view css) {
    m_text += "<polyline class=\"" + std::string(css) + "\" points=\"";
    for (const auto& [x, y] : points)
        if (drawn(x, y)) m_text += shown(px(x), 1) + "," + shown(py(y), 1) + " ";
    m_text += "\"/>";
}

void Plot::border(double x, std::string_view css, std::string_view name) {
    m_text += eval::line(px(x), kTop, px(x), m_height - kBottom, css);
    m_text += text(px(x) + 4, kTop + 10, "tick", "start", name);
}

std::string Plot::take() {
    return std::move(m_text) + "</svg>";
}

std::string forestPlot(const std::vector<ForestRow>& rows, double from, double to, double reference, int decimals,
                       std::string_view title) {
    const int height = static_cast<int>(rows.size()) * kForestRow + 34;
    const auto px = [&](double v) {
        return kForestLeft +
               (std::clamp(v, from, to) - from) / (to - from) * (kForestWidth - kForestLeft - kForestRight);
    };
    std::string out = head(kForestWidth, height, title);
    for (int i = 0; i <= 4; ++i) {
        const double v = from + (to - from) * i / 4;
        out +=
            line(px(v), 4, px(v), height - 24, "grid") + text(px(v), height - 8, "tick", "middle", shown(v, decimals));
    }
    out += line(px(reference), 4, px(reference), height - 24, "even");
    double y = 18;
    for (const ForestRow& row : rows) {
        out += text(4, y + 4, "label", "start", row.name) + text(kForestLeft - 12, y + 4, "tick", "end", row.note);
        if (drawn(row.value, row.interval.lo) && std::isfinite(row.interval.hi)) {
            out += line(px(row.interval.lo), y, px(row.interval.hi), y, "whisker " + row.css);
            out += dot(px(row.value), y, row.css);
            out += text(kForestWidth - kForestRight + 8, y + 4, "tick", "start",
                        shown(row.value, decimals) + " [" + shown(row.interval.lo, decimals) + ", " +
                            shown(row.interval.hi, decimals) + "]");
        } else {
            out += text(kForestWidth - kForestRight + 8, y + 4, "tick", "start",
                        shown(row.value, decimals) + "  no interval");
        }
        y += kForestRow;
    }
    return out + "</svg>";
}

}  // namespace bw::signal::eval
