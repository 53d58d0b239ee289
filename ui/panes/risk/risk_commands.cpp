// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the risk pane and what each one asks first.
#include <QPushButton>

#include "ui/hub.h"
#include "ui/panes/common/command_form.h"
#include "ui/panes/common/data_table.h"
#include "ui/panes/common/table_page.h"
#include "ui/panes/risk/risk_pane.h"
#include "ui/texts.h"
#include "ui/theme/format.h"
#include "ui/trade_words.h"

namespace bw::ui {
namespace {

using Field = CommandForm::Field;

Field reasonField(const QString& label) {
    return {QStringLiteral("reason"), label, Field::Kind::Reason, {}, {}, 0, /*optional=*/false};
}

}  // namespace

void RiskPane::refreshRouteButtons() {
    const api::TradeView& trade = m_hub.trade();
    const int row = m_routes->currentRow();
    const int at = row < 0 ? -1 : m_routes->model().row(row).tag;
    const bool replay = m_hub.run().mode == RunMode::Replay;
    QString why_arm, why_disarm;
    if (at < 0 || at >= trade.gateway_count) {
        why_arm = why_disarm = tr("Choose a route first");
    } else {
        const api::GatewayRow& route = trade.gateways[static_cast<std::size_t>(at)];
        if (!route.armed) why_disarm = tr("This route is not armed");
        why_arm = route.armed                         ? tr("This route is armed")
                  : replay                            ? tr("A recording is playing: orders are impossible")
                  : route.route.view() == kPaperRoute ? tr("The paper broker arms by itself")
                  : trade.mode != ExecutionMode::Live ? tr("Only with execution.mode live")
                  : m_hub.risk().state != api::RiskView::State::Active ? tr("Not while stopped or reducing")
                  : !route.enabled    ? tr("The route is disabled in the configuration")
                  : !route.reconciled ? texts::codeText(Code::NotReconciled)
                                      : QString();
    }
    enableButton(*m_arm, why_arm, tr("Lets orders leave by this route until the program ends or a stop"));
    enableButton(*m_disarm, why_disarm, tr("Takes effect at once"));
    const int breaker = m_breakers->currentRow();
    const int which = breaker < 0 ? -1 : m_breakers->model().row(breaker).tag;
    const bool open = which >= 0 && which < trade.breaker_count &&
                      trade.breakers[static_cast<std::size_t>(which)].state != api::BreakerRow::State::Closed;
    enableButton(*m_close_breaker, open ? QString() : tr("Choose a breaker that is engaged first"));
}

void RiskPane::askReduceOnly() {
    CommandDialog::open(
        m_theme, QStringLiteral("reduce_dialog"),
        [this] {
            CommandForm form;
            form.title = tr("Reduce only");
            form.text = tr(
                "From now on only orders that shrink a position pass. It is left by the two keyed steps of a reset.");
            form.button = tr("Reduce only");
            form.fields = {reasonField(tr("Reason"))};
            form.act = [this](const CommandForm::Values& values) -> Status {
                m_hub.api().reduceOnly(values.at(QStringLiteral("reason")).toStdString());
                m_hub.refreshRun();
                return Done{};
            };
            return form;
        },
        this);
}

void RiskPane::askHaltScope() {
    const QString focused = m_hub.count() > 0 ? m_hub.instrumentName(m_hub.focused()) : QString();
    CommandDialog::open(
        m_theme, QStringLiteral("scope_dialog"),
        [this, focused] {
            using Kind = api::RiskView::Scope::Kind;
            CommandForm form;
            form.title = tr("Halt a scope");
            form.text =
                tr("Orders of this scope are cancelled and none of it leaves any more. It is kept on disk and left by "
                   "the two keyed steps of a reset.");
            form.button = tr("Halt");
            Field kind{QStringLiteral("kind"), tr("Scope"), Field::Kind::Choice, QStringLiteral("2"), {}, 0, false};
            for (const Kind one : {Kind::Venue, Kind::Instrument, Kind::Source})
                kind.choices.emplace_back(QString::number(static_cast<int>(one)), texts::scopeKind(one));
            const Field key{QStringLiteral("key"), tr("Which one"), Field::Kind::Text, focused, {}, 0, false};
            form.fields = {kind, key, reasonField(tr("Reason"))};
            form.act = [this](const CommandForm::Values& values) {
                const auto chosen = static_cast<Kind>(values.at(QStringLiteral("kind")).toInt());
                return m_hub.api().haltScope(chosen, values.at(QStringLiteral("key")).toStdString(),
                                             values.at(QStringLiteral("reason")).toStdString());
            };
            return form;
        },
        this);
}

void RiskPane::askArm() {
    const int row = m_routes->currentRow();
    if (row < 0) return;
    const QString route = m_routes->model().row(row).id;
    CommandDialog::open(
        m_theme, QStringLiteral("arm_dialog"),
        [this, route] {
            CommandForm form;
            form.title = tr("Arm %1").arg(route);
            form.text =
                tr("Orders may leave by this route, with real effect, until the program ends, the route is disarmed or "
                   "a stop.");
            form.button = tr("Arm");
            form.phrase = route;
            form.act = [this, route](const CommandForm::Values& values) {
                const Status status =
                    m_hub.api().arm(route.toStdString(), values.at(QStringLiteral("phrase")).toStdString());
                if (status) m_routes->answer(status, tr("asked to arm %1").arg(route));
                return status;
            };
            return form;
        },
        this);
}

void RiskPane::disarm() {
    const int row = m_routes->currentRow();
    if (row < 0) return;
    const QString route = m_routes->model().row(row).id;
    m_routes->answer(m_hub.api().disarm(route.toStdString()), tr("asked to disarm %1").arg(route));
}

void RiskPane::askCloseBreaker() {
    const int row = m_breakers->currentRow();
    if (row < 0) return;
    const QString instrument = m_breakers->model().row(row).id;
    CommandDialog::open(
        m_theme, QStringLiteral("breaker_dialog"),
        [this, instrument] {
            CommandForm form;
            form.title = tr("Close the breaker of %1").arg(instrument);
            form.text = tr("Opening orders of this symbol pass again. The reason is kept in the audit log.");
            form.button = tr("Close breaker");
            form.fields = {reasonField(tr("Reason"))};
            form.act = [this, instrument](const CommandForm::Values& values) {
                const Status status = m_hub.api().closeBreaker(instrument.toStdString(),
                                                               values.at(QStringLiteral("reason")).toStdString());
                if (status) m_breakers->answer(status, tr("asked to close the breaker of %1").arg(instrument));
                return status;
            };
            return form;
        },
        this);
}

}  // namespace bw::ui
