"""Settings, read once from the environment. The defaults are the embedded installation: one process, one folder."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from rules.text import Text

ROOT = Path(__file__).resolve().parent.parent
BROKERS = ("amqp", "amqps", "redis", "rediss")
MAIL_SERVERS = ("smtp", "smtps")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ConfigError(ValueError):
    """A setting makes no sense; the message says which and what to do, in both languages."""

    def __init__(self, ru: str, en: str) -> None:
        super().__init__(en)
        self.message = Text(ru, en)


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
    release_database: str | None = None  # the store of releases; None: a file in the data folder
    feed_database: str | None = None  # the same store with reading rights only
    release_key_file: Path | None = None
    release_journal_file: Path | None = None
    release_policy_file: Path | None = None
    release_jobs: bool = True  # whether this process publishes; off where another one does
    open_data: bool = False  # whether releases are open to programs without an account

    @property
    def audit_key(self) -> Path:
        """The file of the key that signs checkpoints of the audit log."""
        return self.audit_key_file or self.data / "audit.key"

    @property
    def checkpoints(self) -> Path:
        """The file of the checkpoints of every night; better on another disk or machine than the database."""
        return (self.checkpoint_folder or self.data / "audit") / "checkpoints.jsonl"

    @property
    def dataset(self) -> str:
        """Of whom releases tell: made-up businesses in the demo, real ones elsewhere; their stores never mix."""
        return "synthetic" if self.demo else "real"

    @property
    def release_url(self) -> str:
        """The store of releases, apart from the database of answers."""
        return self.release_database or f"sqlite:///{self._of_releases('releases{}.sqlite3')}"

    @property
    def feed_url(self) -> str:
        """The store of releases as those who read it open it."""
        return self.feed_database or self.release_url

    @property
    def release_key(self) -> Path:
        """The file of the key that signs releases and their policy."""
        return self.release_key_file or self._of_releases("release{}.key")

    @property
    def release_journal(self) -> Path:
        """The file of every charge of the privacy budget; better on another disk or machine than the store."""
        return self.release_journal_file or self._of_releases("release_charges{}.jsonl")

    @property
    def release_policy(self) -> Path:
        """The file of the signed policy of releases."""
        return self.release_policy_file or self._of_releases("release_policy{}.json")

    @property
    def handover(self) -> Path:
        """The folder where frozen answers lie from the freeze to the release."""
        return self._of_releases("handover{}")

    def _of_releases(self, name: str) -> Path:
        return self.data / name.format("-demo" if self.demo else "")

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
            raise ConfigError(
                f"YASNO_PUBLIC_URL «{self.public_url}»: нужен https, а http — только на 127.0.0.1.",
                f"YASNO_PUBLIC_URL “{self.public_url}”: use https, or http on 127.0.0.1 only.",
            )
        if public.scheme != "https" and self.host not in LOOPBACK:
            raise ConfigError(
                f"YASNO_HOST «{self.host}» открыт другим: назовите адрес https в YASNO_PUBLIC_URL.",
                f"YASNO_HOST “{self.host}” is open to others: say by which https address in YASNO_PUBLIC_URL.",
            )
        if self.demo and self.host not in LOOPBACK:
            raise ConfigError(
                "С YASNO_DEMO=1 входят без пароля: слушайте 127.0.0.1 или задайте YASNO_DEMO=0.",
                "YASNO_DEMO=1 signs people in without passwords: listen on 127.0.0.1, or set YASNO_DEMO=0.",
            )


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of this process; the secret is kept in the data folder.

    Raises:
        ConfigError: a setting makes no sense; it is named.
    """
    data = _data_folder(environ.get("YASNO_DATA", str(ROOT / "var")))
    host, port = environ.get("YASNO_HOST", "127.0.0.1"), _port(environ.get("PORT", "8000"))
    settings = Settings(
        data=data,
        database_url=_database(environ, "YASNO_DATABASE_URL") or f"sqlite:///{data / 'yasno.sqlite3'}",
        broker_url=_service(environ, "YASNO_BROKER_URL", BROKERS),
        smtp_url=_service(environ, "YASNO_SMTP_URL", MAIL_SERVERS),
        public_url=environ.get("YASNO_PUBLIC_URL", f"http://127.0.0.1:{port}"),
        host=host,
        port=port,
        demo=_switch(environ, "YASNO_DEMO", "0"),
        trusted_proxies=_proxies(environ.get("YASNO_TRUSTED_PROXIES", "")),
        secret=environ.get("YASNO_SECRET") or _kept_secret(data),
        worker=_switch(environ, "YASNO_WORKER", "1"),
        queue_prefix=environ.get("YASNO_QUEUE_PREFIX", "yasno"),
        audit_key_file=_path(environ.get("YASNO_AUDIT_KEY")),
        checkpoint_folder=_path(environ.get("YASNO_CHECKPOINTS")),
        checkpoint_mail=environ.get("YASNO_CHECKPOINT_MAIL") or None,
        release_database=_database(environ, "YASNO_RELEASE_DATABASE"),
        feed_database=_database(environ, "YASNO_FEED_DATABASE"),
        release_key_file=_path(environ.get("YASNO_RELEASE_KEY")),
        release_journal_file=_path(environ.get("YASNO_RELEASE_JOURNAL")),
        release_policy_file=_path(environ.get("YASNO_RELEASE_POLICY")),
        release_jobs=_switch(environ, "YASNO_RELEASE_JOBS", "1"),
        open_data=_switch(environ, "YASNO_OPEN_DATA", "0"),
    )
    settings.check()
    return settings


def _data_folder(given: str) -> Path:
    try:
        data = Path(given).resolve()
        standing = next(one for one in (data, *data.parents) if one.exists())
    except (OSError, ValueError):
        raise ConfigError(
            f"YASNO_DATA «{given}»: эту папку не прочитать, назовите другую.",
            f"YASNO_DATA “{given}”: this folder cannot be read; name another one.",
        ) from None
    if not standing.is_dir():
        raise ConfigError(
            f"YASNO_DATA «{given}»: {standing} — файл, назовите папку.",
            f"YASNO_DATA “{given}”: {standing} is a file; name a folder.",
        )
    return data


def _port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) < 65536):
        raise ConfigError(
            f"PORT «{given}»: нужно число от 0 до 65535.", f"PORT “{given}”: give a number from 0 to 65535."
        )
    return int(given)


def _database(environ: Mapping[str, str], name: str) -> str | None:
    """Return the address of a database, None where none is set. The refusal does not repeat it: it may hold a password.

    Raises:
        ConfigError: it is of no database we know.
    """
    given = environ.get(name) or None
    try:
        if given is None or _is_known(make_url(given)):
            return given
    except (ArgumentError, ValueError):
        pass
    raise ConfigError(
        f"{name}: напишите sqlite:///файл или postgresql://имя@сервер/база, или уберите.",
        f"{name}: write sqlite:///file or postgresql://user@host/database, or leave it out.",
    )


def _is_known(url: URL) -> bool:
    kind = url.get_backend_name()
    return kind == "postgresql" or (kind == "sqlite" and bool(url.database))


def _service(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    """Return the address of a service, None where none is set; like a database's it is not repeated."""
    given = environ.get(name) or None
    if given is None:
        return None
    # Several nodes of a broker are parted by semicolons.
    if all(_is_address(one, schemes) for one in given.split(";")):
        return given
    forms = ", ".join(f"{scheme}://…" for scheme in schemes)
    raise ConfigError(f"{name}: начните с {forms} или уберите.", f"{name}: begin with {forms}, or leave it out.")


def _is_address(given: str, schemes: tuple[str, ...]) -> bool:
    try:
        url = urlsplit(given)
        return url.scheme in schemes and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        return False


def _switch(environ: Mapping[str, str], name: str, default: str) -> bool:
    given = environ.get(name) or default
    if given not in ("0", "1"):
        raise ConfigError(f"{name} «{given}»: бывает 0 или 1.", f"{name} “{given}”: it is 0 or 1.")
    return given == "1"


def _proxies(given: str) -> tuple[str, ...]:
    """Return the addresses of proxies: a name, or a slip, would be believed by nobody and noticed by nobody."""
    found = tuple(filter(None, (one.strip() for one in given.split(","))))
    for one in found:
        try:
            ip_address(one)
        except ValueError:
            raise ConfigError(
                f"YASNO_TRUSTED_PROXIES «{one}»: нужны IP-адреса через запятую.",
                f"YASNO_TRUSTED_PROXIES “{one}”: IP addresses are needed, separated by commas.",
            ) from None
    return found


def _path(given: str | None) -> Path | None:
    return Path(given).resolve() if given else None


def _kept_secret(data: Path) -> str:
    """Return the secret of this installation, made once with rights for the owner only."""
    path = data / "secret"
    if not path.exists():
        try:
            data.mkdir(parents=True, exist_ok=True, mode=0o700)  # its files are other people's affairs
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32))
        except OSError:
            raise ConfigError(
                f"YASNO_DATA «{data}»: туда ничего не записать, назовите другую папку.",
                f"YASNO_DATA “{data}”: nothing can be written there; name another folder.",
            ) from None
    return path.read_text().strip()
