#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Splits recorded messages into files for the fuzz targets: corpus.py SHARED_DATA OUT_DIR.

Reads <shared>/data (messages, venue_sessions, the head of binance_raw) and writes OUT_DIR/<target>/<hash>. Nothing of it is
kept in the repository. Without recordings it makes empty folders: fuzzing then begins with tests/data/corpus alone. Fails
when there are recordings and a venue has fewer than 50 inputs of them.
"""
import gzip
import hashlib
import itertools
import json
import pathlib
import sys

INPUT_MAX = 4096  # bytes; a longer message says no more and costs executions
LINES_MAX = 500  # of one file
RECORDED_MIN = 50
# The first byte of an input of rest_body; fuzz_rest_body.cpp has the same letters.
CATALOGUE = {"BINANCE": "k", "OKX": "u", "DERIBIT": "A"}
SNAPSHOT = "a"


def lines(path):
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in itertools.islice(file, LINES_MAX):
            yield line.rstrip("\n")


def shortened(text):
    """The same document with its long lists cut; as it was where it is short enough."""
    if len(text) <= INPUT_MAX:
        return text
    tree = json.loads(text, parse_float=Written, parse_int=Written)
    for count in (20, 8, 3, 1):
        text = dumped(cut(tree, count))
        if len(text) <= INPUT_MAX:
            break
    return text


class Written(str):
    """A number as it was written."""


def cut(node, count):
    if isinstance(node, list):
        return [cut(one, count) for one in node[:count]]
    if isinstance(node, dict):
        return {key: cut(value, count) for key, value in node.items()}
    return node


def dumped(node):
    if isinstance(node, Written):
        return str(node)
    if isinstance(node, dict):
        return "{" + ",".join(json.dumps(key) + ":" + dumped(value) for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ",".join(dumped(one) for one in node) + "]"
    return json.dumps(node)


class Corpus:
    def __init__(self, out):
        self.out = out
        self.counts = {}
        for target in ("binance_frame", "okx_frame", "deribit_frame", "mt5_message", "rest_body"):
            (out / target).mkdir(parents=True, exist_ok=True)

    def add(self, target, text, venue):
        bytes_ = shortened(text[1:]) if target == "rest_body" else shortened(text)
        bytes_ = ((text[0] if target == "rest_body" else "") + bytes_).encode()
        if len(bytes_) > INPUT_MAX:
            return
        (self.out / target / hashlib.sha1(bytes_).hexdigest()[:16]).write_bytes(bytes_)
        self.counts.setdefault(venue, set()).add(bytes_)


def messages(data, corpus):
    for venue in ("binance", "okx", "deribit"):
        for line in lines(data / "messages" / f"{venue}.jsonl"):
            at = line.index(',"msg":') + len(',"msg":')
            corpus.add(f"{venue}_frame", line[at:-1], venue)


def sessions(data, corpus):
    for path in sorted((data / "venue_sessions").glob("*.gz")):
        name = path.name.split(".")[0].split("_")[0]
        venue = {"OKCOIN": "okx"}.get(name, name.lower())
        for line in lines(path):
            start = line.find(": ")
            if start < 0 or " <- " in line[:start] or line.startswith("configuration"):
                continue
            body = line[start + 2:]
            if line[0].isdigit():
                corpus.add(f"{venue}_frame", body, venue)
            elif ".http." in path.name:
                corpus.add("rest_body", SNAPSHOT + body, venue)
            elif name in CATALOGUE:
                corpus.add("rest_body", CATALOGUE[name] + body, venue)


def raw(data, corpus):
    for path in sorted((data / "binance_raw").glob("*.gz")):
        for line in lines(path):
            stamp, _, body = line.partition(" ")
            if stamp.isdigit() and body.startswith("{"):
                corpus.add("binance_frame", body, "binance")


def main():
    data, out = pathlib.Path(sys.argv[1]) / "data", pathlib.Path(sys.argv[2])
    corpus = Corpus(out)
    if not (data / "messages").is_dir():
        print(f"no recordings in {data}: the committed samples only")
        return 0
    messages(data, corpus)
    sessions(data, corpus)
    raw(data, corpus)
    for venue, inputs in sorted(corpus.counts.items()):
        print(f"recorded inputs of {venue}: {len(inputs)}")
    few = [venue for venue in ("binance", "okx", "deribit") if len(corpus.counts.get(venue, ())) < RECORDED_MIN]
    for venue in few:
        print(f"error: fewer than {RECORDED_MIN} recorded inputs of {venue}", file=sys.stderr)
    return 1 if few else 0


if __name__ == "__main__":
    sys.exit(main())
