"""A digest by e-mail."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from etl.digest.html import html
from etl.digest.markdown import markdown, title
from etl.digest.records import Digest
from etl.digest_settings import EmailTarget
from etl.errors import DeliveryError

_SECONDS = 30.0


def message(digest: Digest, target: EmailTarget, digest_id: str, now: datetime) -> EmailMessage:
    """Text (Markdown) and HTML. The same digest to the same target has the same Message-ID, whenever it is sent."""
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = title(digest)
    letter["From"] = target.sender
    letter["To"] = ", ".join(target.to)
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<{digest_id}@{target.sender.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(markdown(digest))
    letter.add_alternative(html(digest), subtype="html")
    return letter


def send(letter: EmailMessage, target: EmailTarget, environment: Mapping[str, str] = os.environ) -> str | None:
    """Send it; what to tell of addresses that the server refused while others were taken.

    Raises DeliveryError, which says what to do and does not tell the password.
    """
    password = environment.get(target.password_env or "", "")
    if target.user and not password:
        raise DeliveryError(f"{target.key}: the environment variable {target.password_env} is not set. Set it")
    try:
        with smtplib.SMTP(target.host, target.port, timeout=_SECONDS) as server:
            if target.starttls:
                server.starttls(context=ssl.create_default_context())
            if target.user:
                server.login(target.user, password)
            refused = server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        raise DeliveryError(f"{target.key}: the server refused every address. Check [digest.email] to") from error
    except (smtplib.SMTPException, OSError) as error:
        reason = str(error).replace(password, "[password]") if password else str(error)
        raise DeliveryError(
            f"{target.key}: {target.host}:{target.port} did not take it ({reason}). Check [digest.email]; the next run "
            "tries again"
        ) from error
    return f"{target.key}: refused were {', '.join(sorted(refused))}" if refused else None
