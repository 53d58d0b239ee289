// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/panes/common/pane_header.h"
#include "ui/view.h"

class QBoxLayout;
class QScrollArea;

namespace bw::ui {

class FlatButton;
class SignalFacts;
class SignalPicture;
struct SignalRow;

/// One signal in full: the chosen one, else the newest. GUI thread.
class SignalDetailView : public View {
    Q_OBJECT
public:
    SignalDetailView(Hub& hub, Theme& theme, QWidget* parent = nullptr);
    [[nodiscard]] QString id() const override { return QStringLiteral("signal_detail"); }
    [[nodiscard]] QString title() const override { return tr("Signal detail"); }
    [[nodiscard]] int rateHz() const override { return 5; }
    void refresh() override;
    void retranslate() override;
    [[nodiscard]] SignalFacts& facts() { return *m_facts; }
    [[nodiscard]] SignalPicture& picture() { return *m_picture; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] const SignalRow* shown() const;
    void step(int by);
    PaneHeader* m_header = nullptr;
    FlatButton *m_older = nullptr, *m_newer = nullptr, *m_newest = nullptr;
    SignalPicture* m_picture = nullptr;
    SignalFacts* m_facts = nullptr;
    QScrollArea* m_scroll = nullptr;
    QBoxLayout* m_body = nullptr;
};

}  // namespace bw::ui
