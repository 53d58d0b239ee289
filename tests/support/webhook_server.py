#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP server that answers by a script and writes down what it got.

  webhook_server.py LOG [--tls CERT KEY] ANSWER...

Each request takes the next ANSWER, the last one stays: a status ("200", "500"), "redirect", "hang" (no answer), "slow:MS:STATUS",
"reset" (closes without an answer), "big" (200 with 8 MiB of body). One JSON line a request goes to LOG: time_ms, path, headers,
body. The port is printed on stdout. A line of answers on stdin begins a new script with an empty LOG, "ok" on stdout says so.
Ends when stdin closes.
"""
import http.server
import json
import socketserver
import ssl
import sys
import threading
import time

BIG = b"x" * (1 << 20)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.server.guard:
            answer = self.server.answers[0]
            if len(self.server.answers) > 1:
                self.server.answers.pop(0)
            line = {"time_ms": time.monotonic_ns() // 1_000_000, "method": self.command, "path": self.path,
                    "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body.decode("utf-8", "replace")}
            with open(self.server.log, "a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
        self.answer(answer)

    def answer(self, answer):
        if answer == "hang":
            self.server.stopping.wait(60)
            self.close_connection = True
            return
        if answer == "reset":
            self.close_connection = True
            return
        if answer.startswith("slow:"):
            _, delay_ms, answer = answer.split(":")
            time.sleep(int(delay_ms) / 1000)
        if answer == "redirect":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
        elif answer == "big":
            self.send_response(200)
            self.send_header("Content-Length", str(8 * len(BIG)))
        else:
            self.send_response(int(answer))
            self.send_header("Content-Length", "0")
        self.end_headers()
        if answer == "big":
            try:
                for _ in range(8):
                    self.wfile.write(BIG)
            except OSError:
                pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


def main():
    arguments = sys.argv[1:]
    server = Server(("127.0.0.1", 0), Handler)
    server.log = arguments.pop(0)
    server.guard = threading.Lock()
    server.stopping = threading.Event()
    if arguments and arguments[0] == "--tls":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments[1], arguments[2])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        del arguments[:3]
    server.answers = arguments or ["200"]
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        server.stopping.set()  # those that hang let go
        with server.guard:
            server.stopping = threading.Event()
            server.answers = line.split()
            open(server.log, "w", encoding="utf-8").close()
        print("ok", flush=True)
    server.stopping.set()


if __name__ == "__main__":
    main()
