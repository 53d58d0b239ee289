// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window/banner.h"

#include <QHBoxLayout>
#include <QPainter>

#include "ui/hub.h"
#include "ui/main_window/elided_label.h"
#include "ui/panes/alerts/alert_rows.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

/// A button in the banner's own text colour: it sits on fills where the usual one would not be seen.
class BannerButton : public QAbstractButton {
public:
    BannerButton(Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
        setFocusPolicy(Qt::TabFocus);
    }
    void setToken(Token token) {
        m_token = token;
        update();
    }
    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(m_theme.uiFont(9.5));
        return {metrics.horizontalAdvance(text()) + 24, std::max(m_theme.px(24), metrics.height() + 6)};
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor color = m_theme.color(m_token);
        painter.setPen(QPen(color, hasFocus() ? 2 : 1));
        if (underMouse()) {
            QColor wash = color;
            wash.setAlphaF(0.15F);
            painter.setBrush(wash);
        }
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
        painter.setFont(m_theme.uiFont(9.5));
        painter.drawText(rect(), Qt::AlignCenter, text());
    }

private:
    Theme& m_theme;
    Token m_token = Token::Text;
};

}  // namespace

QString stepText(const api::RiskStep& step) {
    const QString name = texts::killStep(step.name.view());
    const bool sent = step.name.view() == "sent";
    switch (step.state) {
        case api::RiskStep::State::Done:
            // Handing over proves nothing: an arrow, not a check.
            return QStringLiteral("%1 %2 %3")
                .arg(sent ? QStringLiteral("→") : QStringLiteral("✓"), name, format::duration(step.since_trip_ns));
        case api::RiskStep::State::Pending:
            return QStringLiteral("… %1").arg(name);
        case api::RiskStep::State::Failed:
            return QStringLiteral("✗ %1").arg(name);
        case api::RiskStep::State::NotApplicable:
            return QStringLiteral("– %1").arg(name);
    }
    return {};
}

/// "✓ flag set 3 µs    ✓ latch durable 4 ms": the steps of the process.
QString processProgress(const api::RiskView& risk) {
    QStringList parts;
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.step_count) && i < risk.steps.size(); ++i) {
        const api::RiskStep& step = risk.steps[i];
        if (!step.route.view().empty()) continue;
        parts << stepText(step);
        if (step.state == api::RiskStep::State::Failed && !step.detail.view().empty())
            parts.last() += QStringLiteral(" (%1)").arg(texts::routeOutcome(step.detail.view()));
    }
    return parts.join(QStringLiteral("    "));
}

/// "not yet flat    paper: → cancel sent 6 ms  … acknowledged    mt5.demo: …"; empty without routes. The banner itself
/// stays red also when the stop ended flat.
QString routeProgress(const api::RiskView& risk) {
    QStringList parts;
    std::string_view route;
    for (std::size_t i = 0; i < static_cast<std::size_t>(risk.step_count) && i < risk.steps.size(); ++i) {
        const api::RiskStep& step = risk.steps[i];
        if (step.route.view().empty()) continue;
        if (step.route.view() == route)
            parts.last() += QStringLiteral("  ") + stepText(step);
        else
            parts << QStringLiteral("%1: %2").arg(format::text(step.route.view()), stepText(step));
        route = step.route.view();
    }
    if (parts.isEmpty()) return {};
    parts.prepend(risk.flat ? Banner::tr("✓ flat") : Banner::tr("not yet flat"));
    return parts.join(QStringLiteral("    "));
}

/// One entry of the banner: glyph and title, up to two lines below it, buttons at the right.
class BannerRow : public QWidget {
public:
    BannerRow(Theme& theme, const QString& name, QWidget* parent) : QWidget(parent), m_theme(theme) {
        setObjectName(name);
        m_title = new ElidedLabel(theme, 10.5, ElidedLabel::Font::Words, this);
        m_title->setBold(true);
        m_detail = new ElidedLabel(theme, 9.5, ElidedLabel::Font::Numbers, this);
        m_more = new ElidedLabel(theme, 9.5, ElidedLabel::Font::Numbers, this);
        auto* lines = new QVBoxLayout;
        lines->setSpacing(2);
        lines->addWidget(m_title);
        lines->addWidget(m_detail);
        lines->addWidget(m_more);
        m_buttons = new QHBoxLayout;
        m_buttons->setSpacing(8);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(14, 5, 10, 5);
        row->setSpacing(12);
        row->addLayout(lines, 1);
        row->addLayout(m_buttons);
        m_detail->hide();
        m_more->hide();
        hide();
    }
    BannerButton* addButton() {
        auto* button = new BannerButton(m_theme, this);
        m_buttons->addWidget(button);
        m_all.append(button);
        return button;
    }
    void show(Tone tone, const QString& title, const QString& detail, const QString& more = {}) {
        if (tone != m_tone || !m_toned) {
            m_tone = tone;
            m_toned = true;
            const Token token = tone == Tone::Critical  ? Token::CritFillText
                                : tone == Tone::NotLive ? Token::NotLiveFillText
                                                        : Token::Text;
            m_title->setToken(token);
            m_detail->setToken(token);
            m_more->setToken(token);
            for (BannerButton* button : m_all) button->setToken(token);
            update();
        }
        m_title->setText(title);
        m_detail->setText(detail);
        m_more->setText(more);
        if (m_detail->isHidden() != detail.isEmpty()) m_detail->setVisible(!detail.isEmpty());
        if (m_more->isHidden() != more.isEmpty()) m_more->setVisible(!more.isEmpty());
        if (isHidden()) setVisible(true);
    }
    [[nodiscard]] QString text() const {
        QStringList lines{m_title->text()};
        for (const ElidedLabel* label : {m_detail, m_more})
            if (!label->text().isEmpty()) lines << label->text();
        return lines.join(QLatin1Char('\n'));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        switch (m_tone) {
            case Tone::Critical:
                painter.fillRect(rect(), m_theme.color(Token::CritFill));
                break;
            case Tone::NotLive:
                painter.fillRect(rect(), m_theme.color(Token::NotLiveFill));
                break;
            case Tone::Attention:
                painter.fillRect(rect(), m_theme.color(Token::Bg1));
                painter.fillRect(rect(), m_theme.tint(Token::Attn, 0.2));
                painter.fillRect(0, 0, 4, height(), m_theme.color(Token::Attn));
                break;
            case Tone::Quiet:
                painter.fillRect(rect(), m_theme.color(Token::Bg2));
                painter.fillRect(0, 0, 4, height(), m_theme.color(Token::Accent));
                break;
        }
        painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::Bg0));
    }

private:
    Theme& m_theme;
    ElidedLabel* m_title = nullptr;
    ElidedLabel* m_detail = nullptr;
    ElidedLabel* m_more = nullptr;
    QHBoxLayout* m_buttons = nullptr;
    QList<BannerButton*> m_all;
    Tone m_tone = Tone::Quiet;
    bool m_toned = false;
};

Banner::Banner(Hub& hub, Theme& theme, QWidget* parent) : QWidget(parent), m_hub(hub), m_theme(theme) {
    setObjectName(QStringLiteral("banner"));
    m_rows = new QVBoxLayout(this);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    m_silent = addRow(QStringLiteral("banner_silent"));
    m_risk = addRow(QStringLiteral("banner_risk"));
    m_alerts = addRow(QStringLiteral("banner_alerts"));
    m_recording = addRow(QStringLiteral("banner_recording"));
    m_message = addRow(QStringLiteral("banner_message"));
    BannerButton* details = m_risk->addButton();
    details->setObjectName(QStringLiteral("banner_details"));
    connect(details, &QAbstractButton::clicked, this, &Banner::detailsClicked);
    BannerButton* reset = m_risk->addButton();
    reset->setObjectName(QStringLiteral("banner_reset"));
    connect(reset, &QAbstractButton::clicked, this, &Banner::resetClicked);
    BannerButton* alerts = m_alerts->addButton();
    alerts->setObjectName(QStringLiteral("banner_show_alerts"));
    connect(alerts, &QAbstractButton::clicked, this, &Banner::alertsClicked);
    BannerButton* dismiss = m_message->addButton();
    dismiss->setObjectName(QStringLiteral("banner_dismiss"));
    connect(dismiss, &QAbstractButton::clicked, m_message, &QWidget::hide);
    retranslate();
}

BannerRow* Banner::addRow(const QString& name) {
    auto* row = new BannerRow(m_theme, name, this);
    m_rows->addWidget(row);
    return row;
}

void Banner::retranslate() {
    m_risk->findChild<QAbstractButton*>(QStringLiteral("banner_details"))->setText(tr("Details"));
    m_risk->findChild<QAbstractButton*>(QStringLiteral("banner_reset"))->setText(tr("Reset…"));
    m_alerts->findChild<QAbstractButton*>(QStringLiteral("banner_show_alerts"))->setText(tr("Alerts"));
    m_message->findChild<QAbstractButton*>(QStringLiteral("banner_dismiss"))->setText(tr("Close"));
    refresh();
}

void Banner::say(const QString& text, Tone tone) {
    m_message->show(tone, text, QString());
}

bool Banner::showsStop() const {
    return !m_risk->isHidden() && m_hub.risk().state == api::RiskView::State::Halted;
}

QStringList Banner::shownTexts() const {
    QStringList out;
    for (const BannerRow* row : {m_silent, m_risk, m_alerts, m_recording, m_message})
        if (!row->isHidden()) out << row->text();
    return out;
}

void Banner::refresh() {
    refreshRisk();
    refreshAlerts();
    refreshEngine();
}

void Banner::refreshAlerts() {
    const api::AlertsView& alerts = m_hub.alerts();
    const bool halted = m_hub.risk().state == api::RiskView::State::Halted;
    QStringList sentences;
    for (std::size_t i = 0; i < static_cast<std::size_t>(alerts.count) && i < alerts.rows.size(); ++i) {
        if (!isOpenCritical(alerts.rows[i])) continue;
        // While stopped the row above says it already.
        if (halted && alerts.rows[i].rule.view() == "breaker_trip") continue;
        sentences << alertSentence(alerts.rows[i]);
    }
    if (sentences.isEmpty()) {
        if (!m_alerts->isHidden()) m_alerts->hide();
        return;
    }
    const QString first = sentences.first();
    m_alerts->show(
        Tone::Critical,
        sentences.size() == 1
            ? tr("▲ Critical: %1").arg(first)
            : tr("▲ %n critical alert(s) not acknowledged: %1", nullptr, static_cast<int>(sentences.size())).arg(first),
        QString());
}

void Banner::refreshRisk() {
    using State = api::RiskView::State;
    const api::RiskView& risk = m_hub.risk();
    // The cause is always told; the reason too, unless it is the one this window gives itself.
    const QString given = texts::reason(risk.reason.view());
    const bool own = risk.reason.view() == texts::kReasonButton || risk.reason.view() == texts::kReasonShortcut ||
                     risk.reason.view() == texts::kReasonTray;
    const QString why = given.isEmpty() || own ? texts::codeText(risk.cause)
                                               : QStringLiteral("%1 · %2").arg(texts::codeText(risk.cause), given);
    switch (risk.state) {
        case State::Active:
            m_risk->hide();
            return;
        case State::Unknown:
            if (risk.cause == Code::Starting) {
                m_risk->hide();
                return;
            }
            m_risk->show(Tone::Critical, tr("▲ State unknown: treated as stopped"), texts::codeText(risk.cause));
            return;
        case State::Reducing:
            m_risk->show(Tone::Attention,
                         tr("◆ REDUCING: only orders that shrink a position are allowed · %1").arg(why), QString());
            return;
        case State::Halted:
            break;
    }
    m_risk->show(
        Tone::Critical,
        tr("■ HALTED since %1 · %2 · %3")
            .arg(format::timeOfDayMs(risk.since.ns, format::Zone::Local), texts::actor(risk.actor.view()), why),
        processProgress(risk), routeProgress(risk));
}

void Banner::refreshEngine() {
    if (m_hub.engineSilent()) {
        m_silent->show(Tone::Critical, tr("▲ Engine not responding. What you see is old; the kill button still works."),
                       QString());
    } else if (!m_silent->isHidden()) {
        m_silent->hide();
    }
    const api::EngineView& engine = m_hub.engine();
    const bool missing = engine.version > 0 && !engine.recording && m_hub.run().mode != RunMode::Replay;
    if (missing) {
        m_recording->show(Tone::Attention,
                          engine.journal_error == Code::Ok
                              ? tr("◆ Not recording")
                              : tr("◆ Not recording: %1").arg(texts::codeText(engine.journal_error)),
                          QString());
    } else if (!m_recording->isHidden()) {
        m_recording->hide();
    }
}

}  // namespace bw::ui
