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
