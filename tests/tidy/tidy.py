#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the source tree and says where it breaks the rules of ARCHITECTURE.md and CONTRIBUTING.md. One finding a line:
`path:line: rule: text`. Exit 0 without findings, 1 with some.  usage: tidy.py [ROOT]"""
import pathlib
import re
import sys
from typing import Iterator, NamedTuple

CODE = {".cpp", ".h"}
SCRIPTS = {".py", ".sh", ".cmake", ".in"}
LINES_MAX = 600


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


class Layer(NamedTuple):
    own: tuple      # folders of this tree it may include from
    qt: str         # "none", "core" (no widgets), "gui"
    third: tuple    # third-party header prefixes


# What the venues' decoders share (bw::event).
EVENTS = ("core/feed/event.h", "core/feed/json_cell.h", "core/feed/level_rules.h", "core/feed/plain_text.h", "core/feed/stamp.h")

# ARCHITECTURE.md, layers. The longest matching folder decides.
LAYERS = {
    "core/model": Layer(("core/model",), "none", ()),
    "core/book": Layer(("core/book", "core/model"), "none", ()),
    "core/signal": Layer(("core/signal", "core/book", "core/model"), "none", ("boost/",)),
    "core/risk": Layer(("core/risk", "core/model"), "none", ()),
    "core/journal": Layer(("core/journal", "core/model"), "none", ("zstd", "zlib")),
    "core/api": Layer(("core/api", "core/model"), "none", ()),
    "core/trade": Layer(("core/trade", "core/risk", "core/api", "core/book", "core/model"), "none", ()),
    "core/ops": Layer(("core/ops", "core/model"), "none", ("yaml-cpp/",)),
    "core/feed/binance": Layer(("core/feed/binance", *EVENTS, "core/book", "core/model"), "none", ("simdjson",)),
    "core/feed/okx": Layer(("core/feed/okx", *EVENTS, "core/model"), "none", ("simdjson", "zlib")),
    "core/feed/deribit": Layer(("core/feed/deribit", *EVENTS, "core/model"), "none", ("simdjson",)),
    "core/feed/mt5": Layer(("core/feed/mt5", *EVENTS, "core/model"), "none", ("simdjson",)),
    "core/feed": Layer(("core/feed", "core/journal", "core/book", "core/model"), "core", ("simdjson", "yaml-cpp/", "zmq", "zstd", "zlib", "readerwriterqueue/")),
    "core/engine": Layer(("core/engine", "core/trade", "core/feed", "core/journal", "core/risk", "core/signal", "core/book", "core/api",
                          "core/ops", "core/model"), "core", ("simdjson", "zmq", "readerwriterqueue/")),
    "ui": Layer(("ui", "core/api", "core/model"), "gui", ()),
    "app": Layer(("app", "ui", "core"), "gui", ("CLI/", "spdlog/", "fmt/", "zmq", "readerwriterqueue/")),
}
GUI_CLASS = re.compile(r"^Q(Abstract(Axis|Button|Item|Scroll|Series|Slider|Spin)|Action|Application|Box|Brush|Chart|Check|Color"
                       r"|Combo|Dialog|Dock|Font|Form|Graphics|Grid|GuiApp|HBox|Header|Icon|Image|Label|Layout|Line(Edit|Series)"
                       r"|List(View|Widget)|MainWindow|Menu|Message|Paint|Palette|Pen|Pixmap|Push|Radio|Screen|Scroll|Shortcut"
                       r"|Splitter|Stacked|Status|Style|Tab|Table|Text(Browser|Edit)|Tool|Tree|VBox|Widget|Window)")
THIRD_PARTY = re.compile(r"^(boost/|yaml-cpp/|simdjson|zmq|zstd|zlib|readerwriterqueue/|CLI/|spdlog/|fmt/|benchmark/)")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# The only files that may read a clock: all else gets its time handed in. The last three pace their own
# looks at the disk and the sockets; what passes through them is stamped by the injected clock.
CLOCK_FILES = {"core/feed/transport/clock.h", "core/feed/transport/clock.cpp", "core/risk/clock.cpp", "core/journal/syncer.cpp", "core/journal/chain.cpp",
               "core/feed/transport/zmq_thread.cpp"}


class Ban(NamedTuple):
    rule: str
    pattern: re.Pattern
    where: re.Pattern
    why: str


def ban(rule, pattern, where, why):
    return Ban(rule, re.compile(pattern), re.compile(where), why)


BANS = [
    ban("tls", r"\bignoreSslErrors\b", r"^(core|ui|app|tests)/", "certificates are verified, always"),
    # The child programs of fault tests pace themselves; nobody waits for them by sleeping.
    ban("sleep", r"\bQThread::(m|u)?sleep\b|\bQTest::qSleep\b|\busleep\s*\(|\bsleep_(for|until)\b", r"^tests/((?!fault/)|.*/tst_)", "poll a condition with a deadline"),
    ban("sleep", r"\bQThread::(m|u)?sleep\b|\busleep\s*\(", r"^(core|ui)/", "wait for an event or a timer"),
    ban("random", r"\bstd::rand\b|\bsrand\s*\(|\bstd::mt19937", r"^(core|ui|app|tests)/", "use bw::Random with a seed"),
    ban("clock", r"\b\w*[cC]lock::now\b|\bclock_gettime\b|\bgettimeofday\b", r"^core/", "take the time from the injected clock"),
    ban("atomic-file", r"\bQSaveFile\b", r"^core/(risk|journal)/", "write, sync and rename by hand: the folder must be synced too"),
    ban("connect", r"\b(SIGNAL|SLOT)\s*\(", r"^(core|ui|app|tests)/", "connect member functions, not text"),
    ban("dialog", r"(->|\.)exec\(\s*\)", r"^ui/", "open(): a nested event loop stops the frame timer"),
    ban("double-price", r"\bstd::(stod|strtod|atof)\b|\.toDouble\s*\(|\bget_double", r"^core/feed/(binance|okx|deribit|mt5)/", "prices and quantities are parsed as decimals"),
    # A subcommand's own output (*_command.cpp) is its result.
    ban("debug-print", r"\bqDebug\b|\bstd::cout\s*<<|\bprintf\s*\(", r"^core/(?!.*_command\.cpp$)", "hand a notice or an error up"),
]
# Host names of venues change; they live in one file (feeds specification).
HOST = re.compile(r"\b[a-z0-9-]+\.(binance\.(com|vision|us)|okx\.com|deribit\.com)\b")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|unimplemented)\b|\bnot implemented\b", re.IGNORECASE)
# Written so that this file does not match itself.
MACHINE_PATH = re.compile(r"(?<![\w.$])/(wor[k]|roo[t])/")
OWNER_WORD = re.compile(r"thread", re.IGNORECASE)
BOUND_WORD = re.compile(r"bound|capacity|full|drop_oldest|reject|block", re.IGNORECASE)


def without_text(line: str) -> str:
    """The line without string literals and // comments: words in them call nothing."""
    line = re.sub(r'"(\\.|[^"\\])*"', '""', line)
    return line.split("//")[0]


def layer_of(path: str):
    for folder in sorted(LAYERS, key=len, reverse=True):
        if path.startswith(folder + "/"):
            return folder, LAYERS[folder]
    return None, None


def check_include(path: str, number: int, header: str, quoted: bool) -> Iterator[Finding]:
    if re.match(r"^Qt[A-Z]\w*(/|$)", header) and header not in ("QtGlobal", "QtMath", "QtEndian"):
        yield Finding(path, number, "qt-module", f"<{header}>: include the class, <QTimer>")
    folder, layer = layer_of(path)
    if layer is None:
        return
    if quoted:
        if "/" not in header:
            if header.startswith("moc_") or header.endswith(".moc"):
                return
            yield Finding(path, number, "include", f'"{header}": write the path from the root of the tree')
        elif not any(header == own or header.startswith(own + "/") for own in layer.own):
            yield Finding(path, number, "layer", f"{folder} may not include {header}")
    elif re.match(r"^Q[A-Z]", header):
        if layer.qt == "none":
            yield Finding(path, number, "layer", f"{folder} is free of Qt: <{header}>")
        elif layer.qt == "core" and GUI_CLASS.match(header):
            yield Finding(path, number, "layer", f"core holds no GUI: <{header}>")
    elif THIRD_PARTY.match(header) and not header.startswith(layer.third or ("\0",)):
        yield Finding(path, number, "layer", f"{folder} does not use <{header}>")


def check_code(path: str, lines: list) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        if match := INCLUDE.match(line):
            yield from check_include(path, number, match[2], match[1] == '"')
            continue
        code = without_text(line)
        for rule in BANS:
            if rule.where.match(path) and rule.pattern.search(code) and not (rule.rule == "clock" and path in CLOCK_FILES):
                yield Finding(path, number, rule.rule, f"{line.strip()[:80]}  ({rule.why})")
    if len(lines) > LINES_MAX:
        yield Finding(path, len(lines), "length", f"{len(lines)} lines, at most {LINES_MAX}: it is two files")
    text = "\n".join(lines)
    if path.endswith(".h") and path.startswith("core/"):   # ui is one thread
        if re.search(r"\bQ_OBJECT\b|\bstd::(mutex|condition_variable)\b|\bstd::j?thread\b", text) and not OWNER_WORD.search(
                "\n".join(line for line in lines if "//" in line)):
            yield Finding(path, 1, "thread-line", "say in a comment which thread uses this class")
        if re.search(r"ReaderWriterQueue<", text) and not BOUND_WORD.search("\n".join(line for line in lines if "//" in line)):
            yield Finding(path, 1, "queue-line", "say in a comment how long the queue is and what happens when it is full")


def check_words(path: str, lines: list) -> Iterator[Finding]:
    for number, line in enumerate(lines, 1):
        if HOST.search(line) and path != "resources/default/venues.yaml" and not path.startswith("tests/data/"):
            yield Finding(path, number, "host", f"{HOST.search(line)[0]} belongs in resources/default/venues.yaml")
        if MACHINE_PATH.search(line):
            yield Finding(path, number, "machine-path", line.strip()[:80])
        if re.match(r"^(app|core|ui|installer)/", path) and UNFINISHED.search(line):
            yield Finding(path, number, "unfinished", line.strip()[:80])


def tree(root: pathlib.Path) -> Iterator[pathlib.Path]:
    for entry in sorted(root.iterdir()):
        if entry.is_symlink() or entry.name in (".git", "data") or entry.name.startswith("build"):
            continue
        if entry.is_dir():
            yield from tree(entry)
        else:
            yield entry


def check_documents(root: pathlib.Path) -> Iterator[Finding]:
    """What a document promises must be there: the version's changes, and the tests SECURITY.md names."""
    cmake = root / "CMakeLists.txt"
    version = re.search(r"project\(\w+ VERSION ([\d.]+)", cmake.read_text(encoding="utf-8")) if cmake.exists() else None
    changelog = root / "CHANGELOG.md"
    if version and (not changelog.exists() or f"## [{version[1]}]" not in changelog.read_text(encoding="utf-8")):
        yield Finding("CHANGELOG.md", 1, "changelog", f"no section for version {version[1]}")
    security = root / "SECURITY.md"
    if not security.exists():
        return
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (root / "tests").rglob("CMakeLists.txt"))
    for number, line in enumerate(security.read_text(encoding="utf-8").splitlines(), 1):
        for name in re.findall(r"`((?:unit|integration|fault|tidy|ui)\.[\w.]+)`", line):
            # unit.risk.latch is tests/unit/risk/tst_latch.cpp, or stands in a CMakeLists.txt under its full name
            source = root / "tests" / (name.rpartition(".")[0].replace(".", "/") + f"/tst_{name.rpartition('.')[2]}.cpp")
            if not source.exists() and not re.search(rf"\b{re.escape(name)}\b", tests):
                yield Finding("SECURITY.md", number, "missing-test", name)


def check(root: pathlib.Path) -> list:
    findings = []
    for file in tree(root):
        path = file.relative_to(root).as_posix()
        is_script = file.suffix in SCRIPTS or file.name == "CMakeLists.txt" or path in ("run.sh", ".ci/run")
        if file.suffix not in CODE and not is_script and file.suffix not in {".md", ".yaml", ".json", ".txt"}:
            continue
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            findings.append(Finding(path, 1, "utf8", "the file is not UTF-8"))
            continue
        if (file.suffix in CODE or is_script) and "SPDX-License-Identifier: GPL-3.0-or-later" not in "\n".join(lines[:3]):
            findings.append(Finding(path, 1, "licence", "the first line is the SPDX identifier"))
        if file.suffix in CODE:
            findings.extend(check_code(path, lines))
        if not path.startswith("tests/tidy/test_"):   # its snippets break every rule on purpose
            findings.extend(check_words(path, lines))
    findings.extend(check_documents(root))
    return findings


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    findings = check(root)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
