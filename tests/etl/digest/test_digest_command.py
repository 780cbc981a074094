"""refrain digest: on the screen, and sent once to each target through servers of the test's own."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from etl.cli import main
from etl.digest.sent import digests
from etl.edits.store import default_url, open_store
from tests.conftest import Load, postmortem
from tests.etl.digest.servers import Post, Web, smtp_server, web_server

ROOT = Path(__file__).parents[3]
WEEK = ("--since", "2024-06-11", "--until", "2024-06-17")
QUIET_WEEK = ("--since", "2024-06-18", "--until", "2024-06-24")
Digest = Callable[..., Result]


@pytest.fixture
def built(tmp_path: Path, load_into: Load, warehouse: Path) -> Path:
    """A warehouse seen from 30 June 2024 with one item, which fell due on 10 June."""
    folder = tmp_path / "one"
    folder.mkdir()
    table = "| Item | Owner | Due | Status |\n|---|---|---|---|\n| Add the currency | Ana | 2024-06-10 | open |\n"
    (folder / "a.md").write_text(postmortem(follow_ups=table))
    load_into(folder)
    return warehouse


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as server:
        yield server


@pytest.fixture
def post() -> Iterator[Post]:
    with smtp_server() as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, web: Web, post: Post, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A webhook whose address stands in the environment, then an e-mail."""
    path = tmp_path / "refrain.toml"
    path.write_text(
        f"""
[digest]
[[digest.webhook]]
kind = "slack"
url_env = "HOOK"
[[digest.email]]
host = "127.0.0.1"
port = {post.port}
starttls = false
user = "refrain"
password_env = "MAIL_PASSWORD"
from = "refrain@a.example"
to = ["x@b.example", "y@b.example"]
"""
    )
    monkeypatch.setenv("HOOK", web.url)
    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    return path


@pytest.fixture
def digest(built: Path, config: Path) -> Digest:
    def run(*arguments: str) -> Result:
        listed = ["digest", "--warehouse", str(built), "--config", str(config), *arguments]
        return CliRunner().invoke(main, listed)

    return run


def test_the_digest_is_shown_as_markdown_html_or_json(digest: Digest, tmp_path: Path, web: Web, post: Post) -> None:
    """Nothing is sent, and twice gives the same bytes."""
    shown = digest(*WEEK)
    assert shown.exit_code == 0, shown.output
    assert shown.output == digest(*WEEK).output
    assert "## Newly overdue" in shown.output
    assert "Ana" not in shown.output
    assert digest(*WEEK, "--format", "html").output.startswith("<!doctype html>")
    assert digest(*WEEK, "--output", str(tmp_path / "a" / "d.md")).output == ""
    assert (tmp_path / "a" / "d.md").read_text() == shown.output
    assert not web.bodies
    assert not post.letters


def test_without_a_window_the_last_seven_days_of_the_data_are_told(digest: Digest) -> None:
    """The warehouse is seen from 30 June, so until then."""
    assert "24 Jun 2024 to 30 Jun 2024" in digest().output


def test_nothing_changed_is_said_or_not_at_all(digest: Digest, web: Web, post: Post) -> None:
    assert "Nothing changed" in digest(*QUIET_WEEK).output
    assert digest(*QUIET_WEEK, "--quiet-if-empty").output == ""
    quiet = digest(*QUIET_WEEK, "--send", "--quiet-if-empty")
    assert (quiet.exit_code, quiet.output, web.bodies, post.letters) == (0, "", [], [])


def test_a_window_is_sent_once_to_each_target(digest: Digest, web: Web, post: Post) -> None:
    """A second run says so and ends well; --again sends again, with the same Message-ID."""
    first, second = digest(*WEEK, "--send"), digest(*WEEK, "--send")
    assert (first.exit_code, second.exit_code) == (0, 0), first.output
    assert second.output.count("was sent before") == 2
    assert (len(web.bodies), len(post.letters)) == (1, 1)
    (letter,) = post.letters
    assert letter["To"] == "x@b.example, y@b.example"
    html = letter.get_payload(1).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "Add the currency" in html
    assert post.logins
    assert digest(*WEEK, "--send", "--again").exit_code == 0
    assert len(web.bodies) == 2
    assert post.letters[0]["Message-ID"] == post.letters[1]["Message-ID"]


def test_the_days_since_the_last_digest_are_caught_up(digest: Digest, web: Web) -> None:
    """After a run up to 3 June and none for weeks, one window tells all days between; then there is nothing new."""
    digest("--since", "7d", "--until", "2024-06-03", "--send")
    caught_up = digest("--since", "last", "--send")
    assert "4 Jun 2024 to 30 Jun 2024 sent" in caught_up.output
    assert web.bodies[-1]["text"].endswith("4 Jun 2024 to 30 Jun 2024")
    again = digest("--since", "last", "--send")
    assert (again.exit_code, again.output.count("nothing new")) == (0, 2)


def test_a_quiet_window_counts_as_told(digest: Digest) -> None:
    """Nothing changed and nothing was sent: the next digest begins after it all the same."""
    digest("--since", "7d", "--until", "2024-06-03", "--send", "--quiet-if-empty")
    assert "4 Jun 2024 to 30 Jun 2024 sent" in digest("--since", "last", "--send", "--quiet-if-empty").output


def test_a_busy_webhook_is_asked_again(digest: Digest, web: Web) -> None:
    web.statuses = [429, 503, 500]
    assert digest(*WEEK, "--send").exit_code == 0
    assert len(web.bodies) == 1
    assert len(web.paths) == 4


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_target_that_refuses_does_not_stop_the_others(digest: Digest, web: Web, post: Post, status: int) -> None:
    """Exit code 1, and only what failed is tried again."""
    web.statuses = [status]
    first = digest(*WEEK, "--send")
    assert first.exit_code == 1
    assert f"slack HOOK: it answered {status}" in first.output
    assert len(post.letters) == 1
    second = digest(*WEEK, "--send")
    assert second.exit_code == 0
    assert (len(web.bodies), len(post.letters)) == (1, 1)


def test_a_mail_server_that_is_down_is_tried_by_the_next_run(digest: Digest, web: Web, post: Post) -> None:
    post.is_down = True
    failed = digest(*WEEK, "--send")
    assert failed.exit_code == 1
    assert "closed for today" in failed.output
    post.is_down = False
    assert digest(*WEEK, "--send").exit_code == 0
    assert (len(web.bodies), len(post.letters)) == (1, 1)


def test_a_refused_address_is_told_and_the_others_get_it(digest: Digest, post: Post) -> None:
    post.refuses = {"y@b.example"}
    result = digest(*WEEK, "--send")
    assert result.exit_code == 1
    assert "refused were y@b.example" in result.output
    assert len(post.letters) == 1
    post.refuses = {"x@b.example", "y@b.example"}
    assert "refused every address" in digest(*WEEK, "--send", "--again").output


def test_no_secret_is_printed_or_logged(digest: Digest, web: Web, post: Post, caplog: pytest.LogCaptureFixture) -> None:
    """Neither when it works nor when it fails, at any level of logging."""
    caplog.set_level(logging.DEBUG)
    said = digest(*WEEK, "--send").output
    web.statuses = [500, 404]
    post.is_down = True
    said += digest(*WEEK, "--send", "--again").output
    assert "hunter2" not in said + caplog.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("HOOK", "not an address"), "the environment variable HOOK holds no http or https address"),
        (("HOOK", "http://127.0.0.1:9/x"), "was not reached"),
        (("MAIL_PASSWORD", ""), "the environment variable MAIL_PASSWORD is not set"),
    ],
)
def test_what_is_missing_is_said(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], told: str
) -> None:
    monkeypatch.setattr("etl.digest.webhook.wait", lambda _: None)
    monkeypatch.setenv(*change)
    result = digest(*WEEK, "--send")
    assert result.exit_code == 1
    assert told in result.output


def test_without_starttls_no_password_leaves_the_machine(digest: Digest, config: Path, post: Post) -> None:
    config.write_text(config.read_text().replace("starttls = false", "starttls = true"))
    result = digest(*WEEK, "--send")
    assert result.exit_code == 1
    assert not post.logins
    assert not post.letters


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine's own, with its key, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    key, path = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=here"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.mark.parametrize("is_trusted", [True, False])
def test_the_password_goes_only_to_a_server_whose_certificate_is_trusted(
    digest: Digest,
    config: Path,
    post: Post,
    certificate: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_trusted: bool,
) -> None:
    """STARTTLS with a certificate that the system's own list holds, or not."""
    post.tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    post.tls.load_cert_chain(certificate, tmp_path / "key.pem")
    config.write_text(config.read_text().replace("starttls = false", "starttls = true"))
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    result = digest(*WEEK, "--send")
    assert (result.exit_code, len(post.letters), len(post.logins)) == ((0, 1, 1) if is_trusted else (1, 0, 0))
    assert post.n_encrypted == is_trusted


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "soon"), "is not understood"),
        (("--since", "last"), "needs --send"),
        (("--since", "2024-07-01"), "after the last day"),
        (("--until", f"{datetime.now(UTC):%Y-%m-%d}", "--send"), "is not over"),
    ],
)
def test_what_cannot_be_asked_for_is_exit_code_2(digest: Digest, arguments: tuple[str, ...], told: str) -> None:
    result = digest(*arguments)
    assert result.exit_code == 2
    assert told in result.output


def test_sending_needs_a_target(digest: Digest, config: Path) -> None:
    config.write_text("")
    result = digest(*WEEK, "--send")
    assert result.exit_code == 2
    assert "Add [[digest.email]]" in result.output


def test_a_warehouse_that_is_not_there_is_exit_code_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["digest", "--warehouse", str(tmp_path / "none.duckdb")])
    assert result.exit_code == 2
    assert "There is no warehouse" in result.output
    assert not list(tmp_path.glob("none.duckdb*"))


def test_files_are_written_beside_the_settings(digest: Digest, config: Path) -> None:
    config.write_text('[[digest.file]]\npath = "digests/{until}.html"\n[[digest.file]]\npath = "newest.json"\n')
    assert digest(*WEEK, "--send").exit_code == 0
    assert "Add the currency" in (config.parent / "digests" / "2024-06-17.html").read_text()
    assert '"last_day": "2024-06-17"' in (config.parent / "newest.json").read_text()


def test_killed_between_two_targets_each_gets_it_once(
    digest: Digest, built: Path, config: Path, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is written; the run is killed while a slow webhook makes it wait. The next run leaves the file alone, and
    once the claim of the killed run is void, sends the rest."""
    with web_server() as slow:
        slow.hold = threading.Event()
        first = '[[digest.file]]\npath = "d.md"\n'
        config.write_text(config.read_text().replace("[digest]\n", first))
        monkeypatch.setenv("HOOK", slow.url)
        command = [sys.executable, "-m", "etl.cli", "digest", "--warehouse", str(built), "--config", str(config)]
        process = subprocess.Popen([*command, *WEEK, "--send"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        try:
            assert slow.arrived.wait(60)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
        written = tmp_path / "d.md"
        before = written.stat().st_mtime_ns
        slow.bodies.clear()
    with web_server() as web:
        monkeypatch.setenv("HOOK", web.url)
        second = digest(*WEEK, "--send")
        assert "file d.md: 11 Jun 2024 to 17 Jun 2024 was sent before" in second.output
        assert "slack HOOK: 11 Jun 2024 to 17 Jun 2024 is being sent by another run" in second.output
        assert len(post.letters) == 1
        _let_claims_end(built)
        third = digest(*WEEK, "--send")
        assert third.exit_code == 0
        assert (len(web.bodies), len(post.letters)) == (1, 1)
        assert written.stat().st_mtime_ns == before


def _let_claims_end(warehouse: Path) -> None:
    engine = open_store(default_url(warehouse))
    with engine.begin() as connection:
        earlier = datetime.now(UTC) - timedelta(hours=1)
        connection.execute(sa.update(digests).where(~digests.c.is_sent).values(changed_at=earlier))
    engine.dispose()
