<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Freshness</name>
        <message numerus="yes">
            <source>%n stream(s) of this instrument are in a gap now</source>
            <translation>
                <numerusform>%n stream of this instrument is in a gap now</numerusform>
                <numerusform>%n streams of this instrument are in a gap now</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Research</name>
        <message numerus="yes">
            <source>%n sample(s)</source>
            <translation>
                <numerusform>%n sample</numerusform>
                <numerusform>%n samples</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n trade(s)</source>
            <translation>
                <numerusform>%n trade</numerusform>
                <numerusform>%n trades</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Ribbon</name>
        <message numerus="yes">
            <source>no proof available, %n gap(s)</source>
            <translation>
                <numerusform>no proof available, %n gap</numerusform>
                <numerusform>no proof available, %n gaps</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 proven, %n gap(s)</source>
            <translation>
                <numerusform>%1 proven, %n gap</numerusform>
                <numerusform>%1 proven, %n gaps</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RiskRows</name>
        <message numerus="yes">
            <source>Fewer than %n answer(s)</source>
            <translation>
                <numerusform>Fewer than %n answer</numerusform>
                <numerusform>Fewer than %n answers</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n finding(s)</source>
            <translation>
                <numerusform>%n finding</numerusform>
                <numerusform>%n findings</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SignalFactsText</name>
        <message numerus="yes">
            <source>after %n sample(s)</source>
            <translation>
                <numerusform>after %n sample</numerusform>
                <numerusform>after %n samples</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SignalText</name>
        <message numerus="yes">
            <source>%n sample(s) and %1 after pivot B</source>
            <translation>
                <numerusform>%n sample and %1 after pivot B</numerusform>
                <numerusform>%n samples and %1 after pivot B</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::AlertsView</name>
        <message numerus="yes">
            <source>%n critical, not acknowledged</source>
            <translation>
                <numerusform>%n critical, not acknowledged</numerusform>
                <numerusform>%n critical, not acknowledged</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n firing</source>
            <translation>
                <numerusform>%n firing</numerusform>
                <numerusform>%n firing</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::Banner</name>
        <message numerus="yes">
            <source>▲ %n critical alert(s) not acknowledged: %1</source>
            <translation>
                <numerusform>▲ %n critical alert not acknowledged: %1</numerusform>
                <numerusform>▲ %n critical alerts not acknowledged: %1</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ChartCanvas</name>
        <message numerus="yes">
            <source>hindsight: detected %n sample(s) and %1 ms after pivot B</source>
            <translation>
                <numerusform>hindsight: detected %n sample and %1 ms after pivot B</numerusform>
                <numerusform>hindsight: detected %n samples and %1 ms after pivot B</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::CommandDialog</name>
        <message numerus="yes">
            <source>at most %n digit(s) after the point</source>
            <translation>
                <numerusform>at most %n digit after the point</numerusform>
                <numerusform>at most %n digits after the point</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>A reason of at least %n character(s) is kept in the audit log.</source>
            <translation>
                <numerusform>A reason of at least %n character is kept in the audit log.</numerusform>
                <numerusform>A reason of at least %n characters is kept in the audit log.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::DrillView</name>
        <message numerus="yes">
            <source>%n round(s)</source>
            <translation>
                <numerusform>%n round</numerusform>
                <numerusform>%n rounds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::FeedsView</name>
        <message numerus="yes">
            <source>%n open gap(s)</source>
            <translation>
                <numerusform>%n open gap</numerusform>
                <numerusform>%n open gaps</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::OrdersView</name>
        <message numerus="yes">
            <source>%n live</source>
            <translation>
                <numerusform>%n live</numerusform>
                <numerusform>%n live</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sent today</source>
            <translation>
                <numerusform>%n sent today</numerusform>
                <numerusform>%n sent today</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>%n refused</numerusform>
                <numerusform>%n refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) did not fit</source>
            <translation>
                <numerusform>%n row did not fit</numerusform>
                <numerusform>%n rows did not fit</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n order(s) of unknown outcome</source>
            <translation>
                <numerusform>%n order of unknown outcome</numerusform>
                <numerusform>%n orders of unknown outcome</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::PositionsView</name>
        <message numerus="yes">
            <source>%n position(s) differ from the venue's</source>
            <translation>
                <numerusform>%n position differs from the venue's</numerusform>
                <numerusform>%n positions differ from the venue's</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n position(s)</source>
            <translation>
                <numerusform>%n position</numerusform>
                <numerusform>%n positions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ResetKeyDialog</name>
        <message numerus="yes">
            <source>New key, at least %n character(s)</source>
            <translation>
                <numerusform>New key, at least %n character</numerusform>
                <numerusform>New key, at least %n characters</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::RiskPane</name>
        <message numerus="yes">
            <source>%n more cause(s)</source>
            <translation>
                <numerusform>%n more cause</numerusform>
                <numerusform>%n more causes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n limit(s) breached</source>
            <translation>
                <numerusform>%n limit breached</numerusform>
                <numerusform>%n limits breached</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n limit(s) near</source>
            <translation>
                <numerusform>%n limit near</numerusform>
                <numerusform>%n limits near</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::ScoreboardView</name>
        <message numerus="yes">
            <source>%n outcome(s)</source>
            <translation>
                <numerusform>%n outcome</numerusform>
                <numerusform>%n outcomes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) did not fit</source>
            <translation>
                <numerusform>%n row did not fit</numerusform>
                <numerusform>%n rows did not fit</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::SignalsView</name>
        <message numerus="yes">
            <source>%n signal(s)</source>
            <translation>
                <numerusform>%n signal</numerusform>
                <numerusform>%n signals</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Warm-up %1/%2 on %n symbol(s).</source>
            <translation>
                <numerusform>Warm-up %1/%2 on %n symbol.</numerusform>
                <numerusform>Warm-up %1/%2 on %n symbols.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::StatusStrip</name>
        <message numerus="yes">
            <source>▲ %n gap(s) open</source>
            <translation>
                <numerusform>▲ %n gap open</numerusform>
                <numerusform>▲ %n gaps open</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::StopPage</name>
        <message numerus="yes">
            <source>%n line(s)</source>
            <translation>
                <numerusform>%n line</numerusform>
                <numerusform>%n lines</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::TopBar</name>
        <message numerus="yes">
            <source>%n gap(s)</source>
            <translation>
                <numerusform>%n gap</numerusform>
                <numerusform>%n gaps</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>bw::ui::Tray</name>
        <message numerus="yes">
            <source>Bellwether · %1 · %n critical alert(s)</source>
            <translation>
                <numerusform>Bellwether · %1 · %n critical alert</numerusform>
                <numerusform>Bellwether · %1 · %n critical alerts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n alert(s)</source>
            <translation>
                <numerusform>%n alert</numerusform>
                <numerusform>%n alerts</numerusform>
            </translation>
        </message>
    </context>
</TS>
