import socket
from pathlib import Path

import httpx
import pytest

from onrecord.errors import InputError, RegisterError
from onrecord.web.app import create_app, serve


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_only_loopback_is_served(home: Path, host: str) -> None:
    with pytest.raises(InputError, match="loopback"):
        serve(home, host=host)


def test_a_port_that_is_taken_is_told(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="another port"):
            serve(home, port=taken.getsockname()[1])


def test_a_home_without_a_register_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no register"):
        create_app(tmp_path)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
def test_a_strange_host_is_refused(client: httpx.Client, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "content-security-policy" in answer.headers


def test_nothing_outside_the_shipped_files_is_served(client: httpx.Client) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"):
        assert client.get(path).status_code in (400, 404)
