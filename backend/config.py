"""Settings, read once from the environment. The defaults are the embedded installation: one process, one folder."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ConfigError(ValueError):
    """A setting makes no sense; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose. See docs/operations.md for each variable."""

    data: Path
    database_url: str
    broker_url: str | None
    smtp_url: str | None
    public_url: str
    host: str
    port: int
    demo: bool
    trusted_proxies: tuple[str, ...]
    secret: str
    worker: bool = True  # whether the server runs jobs too; off where `yasno worker` does
    queue_prefix: str = "yasno"
    audit_key_file: Path | None = None
    checkpoint_folder: Path | None = None
    checkpoint_mail: str | None = None  # whom each night's checkpoint of the audit log is written to

    @property
    def audit_key(self) -> Path:
        """The file of the key that signs checkpoints of the audit log."""
        return self.audit_key_file or self.data / "audit.key"

    @property
    def checkpoints(self) -> Path:
        """The file of the checkpoints of every night; better on another disk or machine than the database."""
        return (self.checkpoint_folder or self.data / "audit") / "checkpoints.jsonl"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are `__Host-…; Secure`: the public address is https."""
        return urlsplit(self.public_url).scheme == "https"

    def cookie(self, name: str) -> str:
        """Return the name a cookie goes by under this address."""
        return f"__Host-{name}" if self.secure_cookies else name

    def check(self) -> None:
        """Refuse addresses and modes that would be unsafe.

        Raises:
            ConfigError: http for others than this machine, or demo people open to them.
        """
        public = urlsplit(self.public_url)
        if public.scheme != "https" and public.hostname not in LOOPBACK:
            raise ConfigError(f"YASNO_PUBLIC_URL «{self.public_url}»: use https, or http on 127.0.0.1 only.")
        if public.scheme != "https" and self.host not in LOOPBACK:
            raise ConfigError(
                f"YASNO_HOST «{self.host}» is open to others: say by which https address in YASNO_PUBLIC_URL."
            )
        if self.demo and self.host not in LOOPBACK:
            raise ConfigError(
                "YASNO_DEMO=1 signs people in without passwords: listen on 127.0.0.1, or set YASNO_DEMO=0."
            )


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process; the secret is kept in the data folder."""
    data = Path(environ.get("YASNO_DATA", str(ROOT / "var"))).resolve()
    host, port = environ.get("YASNO_HOST", "127.0.0.1"), int(environ.get("PORT", "8000"))
    settings = Settings(
        data=data,
        database_url=environ.get("YASNO_DATABASE_URL") or f"sqlite:///{data / 'yasno.sqlite3'}",
        broker_url=environ.get("YASNO_BROKER_URL") or None,
        smtp_url=environ.get("YASNO_SMTP_URL") or None,
        public_url=environ.get("YASNO_PUBLIC_URL", f"http://127.0.0.1:{port}"),
        host=host,
        port=port,
        demo=environ.get("YASNO_DEMO", "0") == "1",
        trusted_proxies=tuple(filter(None, environ.get("YASNO_TRUSTED_PROXIES", "").split(","))),
        secret=environ.get("YASNO_SECRET") or _kept_secret(data),
        worker=environ.get("YASNO_WORKER", "1") == "1",
        queue_prefix=environ.get("YASNO_QUEUE_PREFIX", "yasno"),
        audit_key_file=_path(environ.get("YASNO_AUDIT_KEY")),
        checkpoint_folder=_path(environ.get("YASNO_CHECKPOINTS")),
        checkpoint_mail=environ.get("YASNO_CHECKPOINT_MAIL") or None,
    )
    settings.check()
    return settings


def _path(given: str | None) -> Path | None:
    return Path(given).resolve() if given else None


def _kept_secret(data: Path) -> str:
    """Return the secret of this installation, made once with rights for the owner only."""
    path = data / "secret"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)  # its files are other people's affairs
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text().strip()
