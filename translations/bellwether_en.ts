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
            <source>%n line(s)</source>
            <translation>
                <numerusform>%n line</numerusform>
                <numerusform>%n lines</numerusform>
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
        <name>bw::ui::TopBar</name>
        <message numerus="yes">
            <source>%n gap(s)</source>
            <translation>
                <numerusform>%n gap</numerusform>
                <numerusform>%n gaps</numerusform>
            </translation>
        </message>
    </context>
</TS>
