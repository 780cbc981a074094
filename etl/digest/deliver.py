"""One digest to one target."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path

from etl.digest.chat import payload
from etl.digest.html import html
from etl.digest.mail import message, send
from etl.digest.markdown import markdown
from etl.digest.records import Digest, Window
from etl.digest.webhook import post
from etl.digest_settings import EmailTarget, FileTarget, WebhookTarget
from etl.errors import DeliveryError

Target = FileTarget | EmailTarget | WebhookTarget


def digest_id(warehouse: str, target: Target, window: Window) -> str:
    """The same for the same warehouse, target and window: what was delivered twice can be told by it."""
    text = "\n".join((warehouse, target.key, window.first.isoformat(), window.last.isoformat()))
    return f"refrain-{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def deliver(digest: Digest, target: Target, identity: str, folder: Path, now: datetime) -> str | None:
    """Send it; what went wrong on the way though it was sent, or None. Raises DeliveryError where it was not.

    ``folder``: where the path of a file begins.
    """
    if isinstance(target, EmailTarget):
        return send(message(digest, target, identity, now), target)
    if isinstance(target, WebhookTarget):
        post(target.key, target.address(), payload(target.kind, digest, identity))
        return None
    path = folder / target.path.replace("{until}", digest.window.last.isoformat())
    write(path, rendered(digest, path.suffix.removeprefix("."), identity))
    return None


def rendered(digest: Digest, suffix: str, identity: str = "refrain") -> str:
    """The text of a file: md, html or json."""
    if suffix == "html":
        return html(digest)
    if suffix == "json":
        return json.dumps(payload("json", digest, identity), indent=2, ensure_ascii=False) + "\n"
    return markdown(digest)


def write(path: Path, text: str) -> None:
    """Put the whole file in its place at once. Raises DeliveryError where that is not possible."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise DeliveryError(f"{path} cannot be written: {error.strerror}. Choose another place") from error
