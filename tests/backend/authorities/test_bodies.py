"""Bodies of control: entered by an admin, one for each authority and region, in a tree without loops."""

from __future__ import annotations

from sqlmodel import select

from backend.authorities.models import AuthorityBody
from backend.authorities.queries import above
from backend.db.engine import open_session

CENTRAL = {
    "authority": "mchs",
    "region": "",
    "name": "МЧС России",
    "level": "central",
    "parent_id": "",
    "head": "А. Б.",
}
MOSCOW = {"authority": "mchs", "region": "77", "name": "МЧС по Москве", "level": "territorial", "head": ""}


def bodies(engine) -> list[AuthorityBody]:
    with open_session(engine) as session:
        return list(session.exec(select(AuthorityBody).order_by(AuthorityBody.region)))


def test_an_admin_enters_a_tree_and_people_get_their_desk(admin, inspector, engine) -> None:
    assert inspector.get("/desk/control").status_code == 404
    assert admin.post_form("/admin/bodies", CENTRAL).status_code == 303
    central = bodies(engine)[0]
    assert admin.post_form("/admin/bodies", MOSCOW | {"parent_id": central.id, "collegial": "true"}).status_code == 303
    with open_session(engine) as session:
        moscow = session.exec(select(AuthorityBody).where(AuthorityBody.region == "77")).one()
        assert [one.name for one in above(session, moscow)] == ["МЧС России"]
        assert moscow.collegial
    assert inspector.get("/desk/control").status_code == 200
    assert "над ним: МЧС России" in admin.get("/admin/bodies").text


def test_a_body_is_entered_once_and_changed_in_place(admin, engine) -> None:
    admin.post_form("/admin/bodies", CENTRAL)
    again = admin.post_form("/admin/bodies", CENTRAL | {"name": "Другое имя"})
    assert again.status_code == 422
    assert "Он уже есть: МЧС России." in again.text
    body = bodies(engine)[0]
    assert admin.post_form(f"/admin/bodies/{body.id}", CENTRAL | {"head": "В. Г."}).status_code == 303
    assert [one.head for one in bodies(engine)] == ["В. Г."]


def test_a_parent_that_stands_below_and_an_unknown_authority_are_refused(admin, engine) -> None:
    admin.post_form("/admin/bodies", CENTRAL)
    central = bodies(engine)[0]
    admin.post_form("/admin/bodies", MOSCOW | {"parent_id": central.id})
    moscow = bodies(engine)[1]
    loop = admin.post_form(f"/admin/bodies/{central.id}", CENTRAL | {"parent_id": moscow.id})
    assert loop.status_code == 422
    assert 'href="#f-parent_id"' in loop.text
    assert admin.post_form("/admin/bodies", CENTRAL | {"authority": "nobody"}).status_code == 422
    assert admin.post_form("/admin/bodies", CENTRAL | {"region": "7x"}).status_code == 422
    assert len(bodies(engine)) == 2


def test_only_admins_keep_bodies(inspector, head, regulator) -> None:
    for browser in (inspector, head, regulator):
        assert browser.get("/admin/bodies").status_code == 404
