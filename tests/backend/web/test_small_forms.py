"""Forms without files are small: a large one is refused while it comes in."""

from __future__ import annotations

import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("body", ["&".join(f"a{n}=1" for n in range(6_000)), "activity=" + "x" * 1_100_000])
def test_a_form_with_too_many_fields_or_letters_is_refused_with_words(visitor, body):
    page = visitor.post("/start", content=body, headers=FORM)
    assert page.status_code == 413
    assert "В форме слишком много данных." in page.text


def test_a_long_text_in_an_ordinary_form_is_taken(visitor):
    assert visitor.post_form("/start", {"activity": "кафе " * 20_000}).status_code == 200


def test_a_form_with_a_file_may_be_larger(visitor):
    content = b"%PDF-1.4 " + b"&" * 2_000_000
    page = visitor.post_form("/start", {"activity": "кафе"}, files={"file": ("a.pdf", content, "application/pdf")})
    assert page.status_code == 200
