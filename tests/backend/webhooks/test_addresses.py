"""Which addresses are taken."""

from __future__ import annotations

import pytest

from backend.errors import Invalid
from backend.webhooks.addresses import read_address

TAKEN = {
    "https://hooks.kafe.ru": "https://hooks.kafe.ru/",
    "https://hooks.kafe.ru/yasno?for=1": "https://hooks.kafe.ru/yasno?for=1",
    "https://HOOKS.Kafe.ru/": "https://hooks.kafe.ru/",
    "https://hooks.kafe.ru:8443/in": "https://hooks.kafe.ru:8443/in",
    "https://hooks.kafe.ru:443/in": "https://hooks.kafe.ru/in",
    "https://кафе.рф/in": "https://xn--80akn5b.xn--p1ai/in",
}
REFUSED = [
    "",
    "http://hooks.kafe.ru/",
    "ftp://hooks.kafe.ru/",
    "//hooks.kafe.ru/",
    "https:///in",
    "https://anna:secret@hooks.kafe.ru/",
    "https://hooks.kafe.ru@10.0.0.1/",
    "https://@hooks.kafe.ru/",
    "https://hooks.kafe.ru/#part",
    "https://hooks.kafe.ru/#",
    "https://hooks.kafe.ru/a b",
    "https://hooks.kafe.ru/\r\nHost: a",
    "https://hooks.kafe.ru\\@10.0.0.1/",
    "https://hooks.ka\tfe.ru/",
    "https://hooks.kafe.ru:22/",
    "https://hooks.kafe.ru:0/",
    "https://hooks.kafe.ru:99999/",
    "https://hooks.kafe.ru:/",
    "https://hooks.kafe.ru:٤٤٣/",
    "https://localhost/",
    "https://localhost:8443/",
    "https://printer/",
    "https://router.lan/",
    "https://db.internal/",
    "https://1.0.0.127.in-addr.arpa/",
    "https://127.0.0.1/",
    "https://93.184.215.14/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[fe80::1%25eth0]/",
    "https://①②⑦.⓪.⓪.①/",
    "https://hooks.kafe.ru./",
    "https://-hooks.kafe.ru/",
    "https://ho_oks.kafe.ru/",
    "https://xn--a.ru/",
    "https://hooks..ru/",
    "https://[hooks.kafe.ru/",
    "https://hooks.kafe.ru/приём",
    "https://" + "a" * 64 + ".ru/",
    "https://hooks.kafe.ru/" + "a" * 500,
]


@pytest.mark.parametrize("text", TAKEN)
def test_an_address_is_kept_in_one_spelling(text: str) -> None:
    assert read_address(text).text == TAKEN[text]
    assert read_address(TAKEN[text]).text == TAKEN[text]


@pytest.mark.parametrize("text", REFUSED)
def test_an_address_with_anything_hidden_in_it_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_address(text)
    fault = refusal.value.faults[0]
    assert (fault.field, bool(fault.remedy.ru), bool(fault.remedy.en)) == ("address", True, True)
