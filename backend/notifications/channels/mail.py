"""Mail: to the server of YASNO_SMTP_URL, or, without one, into the folder `mail` of the data folder."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import aiosmtplib

from backend.config import ConfigError, Settings
from backend.notifications.channels import Channel
from backend.notifications.letters import Letter
from backend.notifications.recipients import Recipient
from backend.web.pages import environment

TIMEOUT_SECONDS = 20
ABOUT = "X-Yasno-About"  # only in letters kept as files: whose erasure takes them along
SENDER_NAME = {"ru": "Ясно", "en": "Yasno"}


def wanted(recipient: Recipient) -> bool:
    """Everybody gets letters until they switch them off."""
    return recipient.mail


def send(letter: Letter, settings: Settings) -> None:
    """Send a letter, or keep it as a file; the same letter sent again overwrites its file."""
    message = compose(letter, settings)
    if settings.smtp_url is None:
        if letter.about is not None:
            message[ABOUT] = letter.about
        _keep(message, settings.data / "mail", letter.id)
        return
    _hand_over(message, urlsplit(settings.smtp_url))


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """Return the letter as a message: the first sentence is the subject, plain text beside HTML, one button."""
    message = EmailMessage(policy=SMTP)
    host = urlsplit(settings.public_url).hostname or "localhost"
    message["Subject"] = letter.said.title
    message["From"] = f"{SENDER_NAME[letter.to.language]} <{_sender(settings, host)}>"
    message["To"] = letter.to.email
    message["Message-ID"] = f"<{letter.id}@{host}>"
    message["Content-Language"] = letter.to.language
    message["Auto-Submitted"] = "auto-generated"
    templates = environment(letter.to.language)
    message.set_content(templates.get_template("notifications/letter.txt").render(letter=letter))
    message.add_alternative(templates.get_template("notifications/letter.html").render(letter=letter), subtype="html")
    return message


def _sender(settings: Settings, host: str) -> str:
    """The address of `?from=` in YASNO_SMTP_URL, else noreply at our own host."""
    given = parse_qs(urlsplit(settings.smtp_url or "").query).get("from")
    return given[0] if given else f"noreply@{host}"


def _keep(message: EmailMessage, folder: Path, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}"
    unfinished.write_bytes(message.as_bytes())
    os.replace(unfinished, folder / f"{name}.eml")


def forget(folder: Path, address: str, about: str | None = None) -> None:
    """Delete the letters to an address, and those that name a person, that were kept as files."""
    for path in folder.glob("*.eml"):
        letter = message_from_bytes(path.read_bytes())
        if letter["To"] == address or (about is not None and letter[ABOUT] == about):
            path.unlink(missing_ok=True)


def _hand_over(message: EmailMessage, url: SplitResult) -> None:
    """smtp:// asks for STARTTLS where the server offers it; smtps:// speaks TLS from the start."""
    if url.scheme not in {"smtp", "smtps"} or not url.hostname:
        raise ConfigError(
            "YASNO_SMTP_URL: smtp://имя:пароль@сервер:587 или smtps://…:465.",
            "YASNO_SMTP_URL: smtp://user:password@host:587 or smtps://…:465.",
        )
    sending = aiosmtplib.send(
        message,
        hostname=url.hostname,
        port=url.port,
        username=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        use_tls=url.scheme == "smtps",
        timeout=TIMEOUT_SECONDS,
    )
    # In a thread of its own: whoever calls may already stand in an event loop, and one thread has one loop.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, sending).result()


CHANNEL = Channel(wanted, send)
