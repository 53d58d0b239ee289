// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QWidget>

#include "core/api/engine_api.h"
#include "ui/theme/theme.h"

class QButtonGroup;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace bw::ui {

class Card;
class Language;

/// The page of the first start, and of "choose source" later: language, market colours, then one of four sources. It
/// fills the window below the top bar, so the kill control stays free; no dialog blocks. GUI thread.
class FirstRunPage : public QWidget {
    Q_OBJECT
public:
    FirstRunPage(Theme& theme, Language& language, QWidget* parent = nullptr);
    /// `leavable`: a source runs already, the page may be closed again.
    void open(bool leavable);
    void retranslate();
    void showError(const QString& text);
    /// The colours a locale is used to: red up in zh_CN, zh_TW, ja, ko.
    [[nodiscard]] static MarketPalette paletteFor(const QLocale& locale);

Q_SIGNALS:
    void chosen(const bw::api::SourceChoice& choice);
    void left();
    void languageChosen(const QString& code);
    void marketChosen(bw::ui::MarketPalette market);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* buildHead();
    Card* buildDemo();
    Card* buildGateway();
    Card* buildBinance();
    Card* buildRecording();
    void applyTheme();
    void arrange();
    void chooseGateway();
    void chooseBinance();
    void chooseRecording();
    void browse();
    Theme& m_theme;
    Language& m_language;
    QLabel* m_title = nullptr;
    QLabel* m_subtitle = nullptr;
    QLabel* m_language_label = nullptr;
    QLabel* m_market_label = nullptr;
    QLabel* m_error = nullptr;
    QButtonGroup* m_languages = nullptr;
    QButtonGroup* m_markets = nullptr;
    QPushButton* m_close = nullptr;
    QWidget* m_body = nullptr;
    QGridLayout* m_cards = nullptr;
    Card* m_demo = nullptr;
    Card* m_gateway = nullptr;
    Card* m_binance = nullptr;
    Card* m_recording = nullptr;
    QLabel* m_host_label = nullptr;
    QLabel* m_port_label = nullptr;
    QLabel* m_venue_label = nullptr;
    QLabel* m_symbols_label = nullptr;
    QLabel* m_path_label = nullptr;
    QLabel* m_format_label = nullptr;
    QLabel* m_speed_label = nullptr;
    QLineEdit* m_host = nullptr;
    QLineEdit* m_port = nullptr;
    QComboBox* m_venue = nullptr;
    QLineEdit* m_symbols = nullptr;
    QLineEdit* m_path = nullptr;
    QPushButton* m_browse = nullptr;
    QComboBox* m_format = nullptr;
    QComboBox* m_speed = nullptr;
    int m_columns = 0;
};

}  // namespace bw::ui
