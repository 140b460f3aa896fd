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


def test_behind_https_any_address_may_be_listened_on(tmp_path):
    settings = read_settings({"YASNO_DATA": str(tmp_path / "new"), "YASNO_HOST": "::", **HTTPS})
    assert settings.cookie("run") == "__Host-run"
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
