"""Signing in, out and up, as a browser does it."""


def test_the_people_of_the_tests_are_signed_in(owner, accountant, regulator, editor, admin, visitor):
    for one in (owner, accountant, regulator, editor, admin):
        assert one.get("/sign-in").text.count(one.person.name) == 1
    assert "/sign-in" in visitor.get("/sign-in").text


def test_signing_out_ends_the_session(owner):
    kept = owner.cookies["session"]
    owner.post_form("/sign-out")
    owner.cookies.set("session", kept, domain="127.0.0.1")
    assert (
        owner.post_form("/businesses/current", {"business_id": owner.business.id})
        .headers["location"]
        .startswith("/sign-in")
    )
