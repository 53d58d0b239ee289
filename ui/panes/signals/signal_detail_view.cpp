// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panes/signals/signal_detail_view.h"

#include <QBoxLayout>
#include <QScrollArea>

#include "ui/hub.h"
#include "ui/panes/common/flat_button.h"
#include "ui/panes/panes.h"
#include "ui/panes/signals/signal_facts.h"
#include "ui/panes/signals/signal_picture.h"
#include "ui/panes/signals/signal_text.h"

namespace bw::ui {
namespace {
constexpr int kSideBySideFrom = 560;
}

SignalDetailView::SignalDetailView(Hub& hub, Theme& theme, QWidget* parent) : View(hub, theme, parent) {
    m_header = new PaneHeader(theme, this);
    m_older = m_header->addButton(QStringLiteral("‹"), [this] { step(-1); });
    m_newer = m_header->addButton(QStringLiteral("›"), [this] { step(+1); });
    m_header->addGap(4);
    m_newest = m_header->addButton({}, [this] {
        if (const SignalRow* row = m_hub.signalLog().newestEvent()) m_hub.chooseSignal(row->serial);
    });
    m_header->addGap(-1);
    m_picture = new SignalPicture(theme, this);
    m_facts = new SignalFacts(theme, this);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(m_facts);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setMinimumSize(100, 40);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    m_body = new QBoxLayout(QBoxLayout::LeftToRight);
    m_body->setSpacing(0);
    m_body->addWidget(m_picture, 5);
    m_body->addWidget(m_scroll, 4);
    column->addLayout(m_body, 1);
    connect(&hub, &Hub::signalChosen, this, [this] { refresh(); });
    connect(&theme, &Theme::changed, this, &SignalDetailView::retranslate);
    retranslate();
}

void SignalDetailView::retranslate() {
    m_older->setToolTip(tr("The signal before this one"));
    m_newer->setToolTip(tr("The signal after this one"));
    m_newest->setText(tr("Newest"));
    m_newest->setToolTip(tr("The newest signal that was emitted"));
    for (FlatButton* button : {m_older, m_newer, m_newest}) {
        button->setAccessibleName(button->toolTip());
        button->updateGeometry();
    }
    m_picture->setAccessibleName(tr("Price and flow around the signal"));
    m_facts->setAccessibleName(tr("Score, probability, timeline and record of the signal"));
    QPalette palette = m_theme.palette();
    palette.setColor(QPalette::Window, m_theme.color(Token::Bg1));
    m_scroll->setPalette(palette);
    refresh();
}

const SignalRow* SignalDetailView::shown() const {
    const SignalRow* chosen = m_hub.signalLog().find(m_hub.chosenSignal());
    return chosen != nullptr ? chosen : m_hub.signalLog().newestEvent();
}

void SignalDetailView::refresh() {
    const SignalRow* row = shown();
    m_header->setSubject(row == nullptr ? tr("Signal detail") : symbolText(m_hub, row->item.instrument));
    StateWord state;
    if (row != nullptr) state = {signalSentence(*row), row->isEvent() ? Loudness::Quiet : Loudness::Attention};
    m_header->setState(state);
    const SignalLog& log = m_hub.signalLog();
    m_older->setEnabled(row != nullptr && row->serial > log.first());
    m_newer->setEnabled(row != nullptr && row->serial < log.last());
    m_newest->setEnabled(log.newestEvent() != nullptr);
    m_picture->show(m_hub, row, tr("No signal yet. The newest one will be shown here; choose another in the table."));
    m_facts->show(m_hub, row);
    m_scroll->setVisible(row != nullptr);
}

void SignalDetailView::step(int by) {
    if (const SignalRow* row = shown()) m_hub.chooseSignal(by < 0 ? row->serial - 1 : row->serial + 1);
}

void SignalDetailView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    m_body->setDirection(width() >= kSideBySideFrom ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

View* makeSignalDetailView(Hub& hub, Theme& theme, QWidget* parent) {
    return new SignalDetailView(hub, theme, parent);
}

}  // namespace bw::ui
