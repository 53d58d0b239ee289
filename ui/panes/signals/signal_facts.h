// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>
#include <vector>

#include "core/model/signal_keys.h"
#include "ui/signal_log.h"
#include "ui/theme/theme.h"

namespace bw::ui {

class Hub;

/// How the parts of a score make it (signals spec 4): raw = sum of weight * value over the weights of the parts that
/// are there; score = 100 * clamp((raw - 0.20) / 0.60, 0, 1).
struct ScoreSum {
    static constexpr double kFrom = 0.20, kSpan = 0.60;
    struct Part {
        Stat value;
        double weight = 0;  // as configured
        double share = 0;   // of raw
    };
    std::array<Part, 4> parts;  // Z, P, A, C
    double weights = 0, raw = 0, score = 0;
    [[nodiscard]] static ScoreSum of(const SignalEvent::Parts& parts, const DivergenceConfig& config);
};

/// One line of the detail: a heading, a sentence over the whole width, or a label with its value.
struct FactLine {
    enum class Kind { Heading, Sentence, Pair } kind = Kind::Pair;
    QString label, value;
    Token token = Token::Text;
    friend bool operator==(const FactLine&, const FactLine&) = default;
};
[[nodiscard]] std::vector<FactLine> factsOf(const Hub& hub, const SignalRow& row);

/// Score parts as bars, then the lines. As wide as its parent, as high as it needs. Ctrl+C copies it as text. GUI
/// thread.
class SignalFacts : public QWidget {
    Q_OBJECT
public:
    SignalFacts(Theme& theme, QWidget* parent = nullptr);
    /// nullptr: nothing.
    void show(const Hub& hub, const SignalRow* row);
    [[nodiscard]] const std::vector<FactLine>& lines() const { return m_lines; }
    /// Label and value a line, tab separated; the parts first.
    [[nodiscard]] QString copyText() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] QString partName(std::size_t part) const;
    /// "0.92 × 0.35 = 0.321"; `brief`: the share alone.
    [[nodiscard]] QString partFigures(std::size_t part, bool brief) const;
    [[nodiscard]] QString sumText() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int labelWidth() const;
    [[nodiscard]] int sentenceHeight(const QString& text) const;
    [[nodiscard]] int neededHeight() const;
    int paintParts(QPainter& painter, int top) const;
    void fit();
    Theme& m_theme;
    std::vector<FactLine> m_lines;
    ScoreSum m_sum;
    double m_score = 0;  // as the ledger has it
    bool m_has_parts = false;
};

}  // namespace bw::ui
