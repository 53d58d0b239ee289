// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/first_run_page.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QIntValidator>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/first_run/card.h"
#include "ui/language.h"

namespace bw::ui {
namespace {

constexpr int kBodyWidth = 1040;
constexpr int kTwoColumns = 760;

/// A button of which one in a row is down; `swatch` paints the two market colours before the text.
class ChoiceButton : public QAbstractButton {
public:
    ChoiceButton(Theme& theme, QWidget* parent) : QAbstractButton(parent), m_theme(theme) {
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
    }
    void setSwatch(MarketPalette market) {
        m_market = market;
        m_has_swatch = true;
    }
    [[nodiscard]] QSize sizeHint() const override {
        const QFontMetrics metrics(m_theme.uiFont(10));
        return {metrics.horizontalAdvance(text()) + 28 + (m_has_swatch ? m_theme.px(34) : 0), m_theme.px(30)};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool loud = isChecked() || hasFocus();
        painter.setPen(QPen(m_theme.color(loud ? Token::Accent : Token::Border), isChecked() || hasFocus() ? 2 : 1));
        painter.setBrush(m_theme.color(isChecked() ? Token::Bg3 : underMouse() ? Token::Bg2 : Token::Bg1));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
        int left = 14;
        if (m_has_swatch) {
            Theme preview;  // the same base, the palette that is offered
            preview.set(m_theme.base(), m_market);
            const int width = m_theme.px(9), tall = m_theme.px(16), base = (height() + tall) / 2;
            painter.setPen(Qt::NoPen);
            painter.setBrush(preview.color(Token::Up));
            painter.drawRect(left, base - tall, width, tall);
            painter.setBrush(preview.color(Token::Down));
            painter.drawRect(left + width + 4, base - tall * 2 / 3, width, tall * 2 / 3);
            left += m_theme.px(34);
        }
        painter.setPen(m_theme.color(Token::Text));
        painter.setFont(m_theme.uiFont(10));
        painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    }

private:
    Theme& m_theme;
    MarketPalette m_market = MarketPalette::Intl;
    bool m_has_swatch = false;
};

}  // namespace

MarketPalette FirstRunPage::paletteFor(const QLocale& locale) {
    const bool mainland_or_taiwan = locale.language() == QLocale::Chinese && locale.territory() != QLocale::HongKong;
    const bool red_up =
        mainland_or_taiwan || locale.language() == QLocale::Japanese || locale.language() == QLocale::Korean;
    return red_up ? MarketPalette::Cn : MarketPalette::Intl;
}

FirstRunPage::FirstRunPage(Theme& theme, Language& language, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_language(language) {
    setObjectName(QStringLiteral("first_run"));
    m_body = new QWidget;
    m_body->setMaximumWidth(kBodyWidth);
    m_demo = buildDemo();
    m_gateway = buildGateway();
    m_binance = buildBinance();
    m_recording = buildRecording();
    m_cards = new QGridLayout;
    m_cards->setSpacing(12);
    m_error = new QLabel(m_body);
    m_error->setObjectName(QStringLiteral("first_run_error"));
    m_error->setWordWrap(true);
    m_error->hide();
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(14);
    column->addWidget(buildHead());
    column->addWidget(m_error);
    column->addLayout(m_cards);
    column->addStretch(1);
    auto* holder = new QWidget;
    auto* centre = new QHBoxLayout(holder);
    centre->setContentsMargins(0, 0, 0, 0);
    centre->addStretch(1);
    centre->addWidget(m_body, 100);
    centre->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(holder);
    scroll->viewport()->setAutoFillBackground(false);
    holder->setAutoFillBackground(false);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    connect(&theme, &Theme::changed, this, &FirstRunPage::applyTheme);
    applyTheme();
    retranslate();
    hide();
}

QWidget* FirstRunPage::buildHead() {
    auto* head = new QWidget(m_body);
    m_title = new QLabel(head);
    m_subtitle = new QLabel(head);
    m_subtitle->setWordWrap(true);
    m_close = new QPushButton(head);
    m_close->setAutoDefault(false);
    m_language_label = new QLabel(head);
    m_market_label = new QLabel(head);
    auto* titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(m_title);
    titles->addWidget(m_subtitle);
    auto* first = new QHBoxLayout;
    first->addLayout(titles, 1);
    first->addWidget(m_close, 0, Qt::AlignTop);

    auto* second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_language_label);
    m_languages = new QButtonGroup(this);
    const QStringList codes = Language::available();
    for (int i = 0; i < static_cast<int>(codes.size()); ++i) {
        auto* button = new ChoiceButton(m_theme, head);
        button->setText(Language::nameOf(codes.at(i)));
        m_languages->addButton(button, i);
        second->addWidget(button);
    }
    second->addSpacing(24);
    second->addWidget(m_market_label);
    m_markets = new QButtonGroup(this);
    for (int i = 0; i < 3; ++i) {
        auto* button = new ChoiceButton(m_theme, head);
        button->setSwatch(static_cast<MarketPalette>(i));
        m_markets->addButton(button, i);
        second->addWidget(button);
    }
    second->addStretch(1);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addLayout(first);
    column->addLayout(second);
    connect(m_languages, &QButtonGroup::idClicked, this,
            [this, codes](int id) { Q_EMIT languageChosen(codes.at(id)); });
    connect(m_markets, &QButtonGroup::idClicked, this,
            [this](int id) { Q_EMIT marketChosen(static_cast<MarketPalette>(id)); });
    connect(m_close, &QPushButton::clicked, this, &FirstRunPage::left);
    return head;
}

Card* FirstRunPage::buildDemo() {
    auto* card = new Card(m_theme, Icon::Play, /*prominent=*/true, m_body);
    card->action()->setObjectName(QStringLiteral("start_demo"));
    connect(card->action(), &QPushButton::clicked, this, [this] { Q_EMIT chosen(api::SourceChoice{}); });
    return card;
}

Card* FirstRunPage::buildGateway() {
    auto* card = new Card(m_theme, Icon::Plug, /*prominent=*/false, m_body);
    m_host = new QLineEdit(QStringLiteral("127.0.0.1"), card);
    m_host->setObjectName(QStringLiteral("mt5_host"));
    m_port = new QLineEdit(QStringLiteral("5556"), card);
    m_port->setObjectName(QStringLiteral("mt5_port"));
    m_port->setValidator(new QIntValidator(1, 65'535, m_port));
    m_host_label = card->addField(m_host);
    m_port_label = card->addField(m_port);
    card->action()->setObjectName(QStringLiteral("start_mt5"));
    connect(card->action(), &QPushButton::clicked, this, &FirstRunPage::chooseGateway);
    return card;
}

Card* FirstRunPage::buildBinance() {
    auto* card = new Card(m_theme, Icon::Globe, /*prominent=*/false, m_body);
    m_venue = new QComboBox(card);
    m_venue->addItem(QString(), QStringLiteral("binance.usdm"));
    m_venue->addItem(QString(), QStringLiteral("binance.spot"));
    m_venue->addItem(QString(), QStringLiteral("binance.coinm"));
    m_symbols = new QLineEdit(QStringLiteral("BTCUSDT, ETHUSDT"), card);
    m_symbols->setObjectName(QStringLiteral("binance_symbols"));
    m_venue_label = card->addField(m_venue);
    m_symbols_label = card->addField(m_symbols);
    card->action()->setObjectName(QStringLiteral("start_binance"));
    connect(m_venue, &QComboBox::activated, this, [this](int index) {
        const bool coin = index == 2;
        if (m_symbols->isModified()) return;  // the user's own list stays
        m_symbols->setText(coin ? QStringLiteral("BTCUSD_PERP") : QStringLiteral("BTCUSDT, ETHUSDT"));
    });
    connect(card->action(), &QPushButton::clicked, this, &FirstRunPage::chooseBinance);
    return card;
}

Card* FirstRunPage::buildRecording() {
    auto* card = new Card(m_theme, Icon::Folder, /*prominent=*/false, m_body);
    m_path = new QLineEdit(card);
    m_path->setObjectName(QStringLiteral("recording_path"));
    m_browse = new QPushButton(card);
    m_browse->setAutoDefault(false);
    m_format = new QComboBox(card);
    m_format->setObjectName(QStringLiteral("recording_format"));
    m_format->addItem(QString(), QStringLiteral("journal"));
    m_format->addItem(QString(), QStringLiteral("ts-json|binance.usdm"));
    m_format->addItem(QString(), QStringLiteral("ts-json|binance.spot"));
    m_format->addItem(QString(), QStringLiteral("ts-json|binance.coinm"));
    m_format->addItem(QString(), QStringLiteral("mt5-csv|mt5"));
    m_speed = new QComboBox(card);
    for (const double speed : {1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 0.0}) m_speed->addItem(QString(), speed);
    m_path_label = card->addField(m_path, m_browse);
    m_format_label = card->addField(m_format);
    m_speed_label = card->addField(m_speed);
    card->action()->setObjectName(QStringLiteral("start_recording"));
    connect(m_browse, &QPushButton::clicked, this, &FirstRunPage::browse);
    connect(card->action(), &QPushButton::clicked, this, &FirstRunPage::chooseRecording);
    return card;
}

void FirstRunPage::applyTheme() {
    QFont title = m_theme.uiFont(18);
    title.setWeight(QFont::DemiBold);
    m_title->setFont(title);
    QPalette quiet = m_theme.palette();
    quiet.setColor(QPalette::WindowText, m_theme.color(Token::Text2));
    for (QLabel* label : {m_subtitle, m_language_label, m_market_label}) {
        label->setPalette(quiet);
        label->setFont(m_theme.uiFont(10));
    }
    QPalette crit = m_theme.palette();
    crit.setColor(QPalette::WindowText, m_theme.color(Token::Crit));
    m_error->setPalette(crit);
    for (QLineEdit* field : {m_host, m_port, m_symbols, m_path}) field->setFont(m_theme.numberFont(10));
    for (Card* card : {m_demo, m_gateway, m_binance, m_recording}) card->applyTheme();
    m_body->setMaximumWidth(m_theme.px(kBodyWidth));
    if (m_markets->button(static_cast<int>(m_theme.market())) != nullptr)
        m_markets->button(static_cast<int>(m_theme.market()))->setChecked(true);
    m_columns = 0;
    arrange();
    update();
}

void FirstRunPage::retranslate() {
    m_title->setText(tr("Where do the data come from?"));
    m_subtitle->setText(
        tr("Choose a source. You can change it at any time in the menu; nothing is sent anywhere before you do."));
    m_close->setText(tr("Back to the window"));
    m_language_label->setText(tr("Language"));
    m_market_label->setText(tr("Market colours"));
    const QString markets[] = {tr("Green up"), tr("Red up"), tr("Colour-blind")};
    for (int i = 0; i < 3; ++i) {
        m_markets->button(i)->setText(markets[i]);
        m_markets->button(i)->updateGeometry();
    }
    m_demo->setTexts(
        tr("Demo market"),
        tr("A built-in market with six instruments, order books and trades over real sockets. It needs no network "
           "and no account; everything it shows is marked DEMO."),
        tr("Start the demo market"));
    m_gateway->setTexts(tr("MetaTrader 5 gateway"),
                        tr("Ticks from your own terminal over ZeroMQ. The dialect is recognised by itself."),
                        tr("Connect MT5"));
    m_binance->setTexts(tr("Binance live"), tr("Public market data, no key needed."), tr("Connect Binance"));
    m_recording->setTexts(tr("Open a recording"), tr("Replays data through the same engine, marked REPLAY."),
                          tr("Open recording"));
    m_host_label->setText(tr("Host"));
    m_port_label->setText(tr("Port"));
    m_venue_label->setText(tr("Market"));
    m_symbols_label->setText(tr("Symbols"));
    m_path_label->setText(tr("Path"));
    m_format_label->setText(tr("Format"));
    m_speed_label->setText(tr("Speed"));
    m_browse->setText(tr("Browse…"));
    m_venue->setItemText(0, tr("USD-M futures"));
    m_venue->setItemText(1, tr("Spot"));
    m_venue->setItemText(2, tr("COIN-M futures"));
    m_format->setItemText(0, tr("Own recording (journal folder)"));
    m_format->setItemText(1, tr("Binance USD-M capture (ts-json)"));
    m_format->setItemText(2, tr("Binance spot capture (ts-json)"));
    m_format->setItemText(3, tr("Binance COIN-M capture (ts-json)"));
    m_format->setItemText(4, tr("MetaTrader tick export (mt5-csv)"));
    for (int i = 0; i < m_speed->count(); ++i) {
        const double speed = m_speed->itemData(i).toDouble();
        m_speed->setItemText(i, speed == 0 ? tr("as fast as possible") : QStringLiteral("%1×").arg(speed));
    }
    const QStringList codes = Language::available();
    if (QAbstractButton* button = m_languages->button(static_cast<int>(codes.indexOf(m_language.resolved()))))
        button->setChecked(true);
    for (QLineEdit* field : {m_host, m_port, m_symbols, m_path}) field->setAccessibleName({});
    m_host->setAccessibleName(m_host_label->text());
    m_port->setAccessibleName(m_port_label->text());
    m_symbols->setAccessibleName(m_symbols_label->text());
    m_path->setAccessibleName(m_path_label->text());
    m_format->setAccessibleName(m_format_label->text());
    m_speed->setAccessibleName(m_speed_label->text());
    m_venue->setAccessibleName(m_venue_label->text());
}

void FirstRunPage::open(bool leavable) {
    m_close->setVisible(leavable);
    m_error->hide();
    show();
    raise();
    m_demo->action()->setFocus(Qt::OtherFocusReason);
}

void FirstRunPage::showError(const QString& text) {
    m_error->setText(QStringLiteral("✗ ") + text);
    m_error->show();
}

void FirstRunPage::arrange() {
    const int columns = width() >= m_theme.px(kTwoColumns) ? 2 : 1;
    if (columns == m_columns) return;
    m_columns = columns;
    int index = 0;
    for (Card* card : {m_demo, m_gateway, m_binance, m_recording}) {
        m_cards->addWidget(card, index / columns, index % columns);
        ++index;
    }
    m_cards->setColumnStretch(0, 1);
    m_cards->setColumnStretch(1, columns == 2 ? 1 : 0);
}

void FirstRunPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void FirstRunPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_close->isVisible()) {
        Q_EMIT left();
        return;
    }
    QWidget::keyPressEvent(event);
}

void FirstRunPage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::Bg0));
}

void FirstRunPage::chooseGateway() {
    const QString host = m_host->text().trimmed();
    if (host.isEmpty() || !m_port->hasAcceptableInput()) {
        showError(tr("Host and port (1 to 65535) are needed."));
        return;
    }
    api::SourceChoice choice;
    choice.kind = api::SourceChoice::Kind::Mt5Gateway;
    choice.endpoint = QStringLiteral("tcp://%1:%2").arg(host, m_port->text()).toStdString();
    Q_EMIT chosen(choice);
}

void FirstRunPage::chooseBinance() {
    static const QRegularExpression kBetween(QStringLiteral("[,;\\s]+"));
    static const QRegularExpression kSymbol(QStringLiteral("^[A-Z0-9_]{3,24}$"));
    api::SourceChoice choice;
    choice.kind = api::SourceChoice::Kind::BinanceLive;
    for (const QString& symbol : m_symbols->text().toUpper().split(kBetween, Qt::SkipEmptyParts)) {
        if (!kSymbol.match(symbol).hasMatch()) {
            showError(tr("\"%1\" is not a symbol. Example: BTCUSDT, ETHUSDT").arg(symbol));
            return;
        }
        const QString id = m_venue->currentData().toString() + QLatin1Char('.') + symbol;
        choice.symbols.push_back(id.toStdString());
    }
    if (choice.symbols.empty()) {
        showError(tr("At least one symbol is needed."));
        return;
    }
    Q_EMIT chosen(choice);
}

void FirstRunPage::chooseRecording() {
    if (m_path->text().trimmed().isEmpty()) {
        showError(tr("Choose a file or a folder first."));
        return;
    }
    const QStringList format = m_format->currentData().toString().split(QLatin1Char('|'));
    api::SourceChoice choice;
    choice.kind = api::SourceChoice::Kind::Recording;
    choice.path = m_path->text().trimmed().toStdString();
    choice.format = format.value(0).toStdString();
    choice.venue = format.value(1).toStdString();
    choice.speed = m_speed->currentData().toDouble();
    Q_EMIT chosen(choice);
}

void FirstRunPage::browse() {
    auto* dialog = new QFileDialog(this, tr("Open a recording"));
    dialog->setObjectName(QStringLiteral("recording_dialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    const bool folder = m_format->currentIndex() == 0;
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    if (folder) dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setModal(false);
    dialog->setWindowModality(Qt::NonModal);
    connect(dialog, &QFileDialog::fileSelected, m_path, &QLineEdit::setText);
    dialog->show();
}

}  // namespace bw::ui
