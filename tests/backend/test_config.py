"""What an installation may not choose: passwords and cookies over plain http, demo people open to others."""

from __future__ import annotations

import pytest

from backend.config import ConfigError, read_settings

HTTPS = {"YASNO_PUBLIC_URL": "https://yasno.example"}


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"YASNO_PUBLIC_URL": "http://yasno.example"}, "use https"),
        ({"YASNO_HOST": "::"}, "open to others"),
        ({"YASNO_HOST": "::", "YASNO_DEMO": "1", **HTTPS}, "without passwords"),
    ],
)
def test_an_unsafe_installation_does_not_start(tmp_path, chosen, said):
    with pytest.raises(ConfigError, match=said):
        read_settings({"YASNO_DATA": str(tmp_path), **chosen})


@pytest.mark.parametrize("name", ["YASNO_DATABASE_URL", "YASNO_RELEASE_DATABASE", "YASNO_FEED_DATABASE"])
@pytest.mark.parametrize("given", ["nonsense", "mysql://u:word@h/d", "postgresql://u:word@h:port/d", "sqlite://"])
def test_a_database_that_makes_no_sense_is_named_without_its_password(tmp_path, name, given):
    with pytest.raises(ConfigError, match=name) as refusal:
        read_settings({"YASNO_DATA": str(tmp_path), name: given})
    assert "word" not in str(refusal.value)


def test_a_file_in_the_way_of_the_folder_and_a_port_of_letters_are_named(tmp_path):
    (tmp_path / "afile").touch()
    for data in ("afile", "afile/x"):
        with pytest.raises(ConfigError, match=r"YASNO_DATA .* is a file"):
            read_settings({"YASNO_DATA": str(tmp_path / data), "YASNO_SECRET": "s"})
    with pytest.raises(ConfigError, match="PORT"):
        read_settings({"YASNO_DATA": str(tmp_path), "PORT": "http"})


def test_behind_https_any_address_may_be_listened_on(tmp_path):
    settings = read_settings({"YASNO_DATA": str(tmp_path / "new"), "YASNO_HOST": "::", **HTTPS})
    assert settings.cookie("run") == "__Host-run"
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("YASNO_DEMO", "yes"),
        ("YASNO_WORKER", "true"),
        ("YASNO_OPEN_DATA", "2"),
        ("YASNO_TRUSTED_PROXIES", "10.0.0.1, proxy.local"),
        ("YASNO_BROKER_URL", "http://u:word@h"),
        ("YASNO_BROKER_URL", "amqp://"),
        ("YASNO_BROKER_URL", "amqp://u:word@h;http://u:word@h"),
        ("YASNO_SMTP_URL", "mail.example.org"),
        ("YASNO_SMTP_URL", "smtp://u:word@h:port"),
        ("PORT", "70000"),
        ("YASNO_PUBLIC_URL", "http://yasno.example"),
    ],
)
def test_a_setting_that_would_be_passed_over_in_silence_is_named_in_both_languages(tmp_path, name, given):
    with pytest.raises(ConfigError) as refusal:
        read_settings({"YASNO_DATA": str(tmp_path), name: given})
    said = refusal.value.message
    assert name in said.ru
    assert name in said.en
    assert said.ru != said.en
    assert "word" not in said.ru + said.en


def test_settings_that_make_sense_are_taken(tmp_path):
    given = {
        "YASNO_DEMO": "1",
        "YASNO_WORKER": "0",
        "YASNO_TRUSTED_PROXIES": "10.0.0.1, ::1",
        "YASNO_BROKER_URL": "amqp://u:word@h:5672/%2F;amqp://u:word@i",
        "YASNO_SMTP_URL": "smtps://u:word@h:465?from=a%40b",
    }
    settings = read_settings({"YASNO_DATA": str(tmp_path), **given})
    assert (settings.demo, settings.worker) == (True, False)
    assert settings.trusted_proxies == ("10.0.0.1", "::1")
    assert (settings.broker_url, settings.smtp_url) == (given["YASNO_BROKER_URL"], given["YASNO_SMTP_URL"])
