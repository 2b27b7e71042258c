"""A portal on loopback, and crawls of it that record nothing."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Portal:
    """Answers by a function of method, path and body; keeps what was asked."""

    answer: Callable[[str, str, bytes], Answer]
    asked: list[str] = field(default_factory=list)
    home: str = ""

    def times(self) -> Counter[str]:
        return Counter(self.asked)


@pytest.fixture
def serve():
    """Serve a portal until the test is over."""
    servers = []

    def start(answer):
        portal = Portal(answer)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                portal.asked.append(f"{self.command} {self.path}")
                status, headers, payload = portal.answer(self.command, self.path, body)
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def do_POST(self):
                self.do_GET()

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        portal.home = f"http://127.0.0.1:{server.server_port}/"
        return portal

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


PROFILE = """\
key = "thu"
name = "Cổng thử"
home = "{home}"
[crawl]
start = [{start}]
article = ['/bai/\\d+']
follow = ['/muc/']
allow_private = true
obey_robots = false
delay = 0
{more}
"""


@pytest.fixture
def run_spider():
    """Crawl in a process of its own; return what was found, and the log."""

    def run(**task):
        ran = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("crawl_alone.py")), json.dumps(task)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout), ran.stderr

    return run


@pytest.fixture
def crawl(tmp_path, run_spider):
    """Crawl a portal by a profile made for it."""

    def run(portal, start=("",), more="", known=(), batch=None, **arguments):
        profile = tmp_path / "thu.toml"
        starts = ", ".join(f'"{portal.home}{path}"' for path in start)
        profile.write_text(PROFILE.format(home=portal.home, start=starts, more=more))
        arguments = {name: str(value) for name, value in arguments.items()}
        arguments["portal"] = str(profile)
        return run_spider(arguments=arguments, known=list(known), batch=batch)

    return run
