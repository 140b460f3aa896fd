"""The calls of webhooks as they are described: examples are accepted, nothing else comes back than is said."""

from __future__ import annotations

import pytest
import schemathesis

from backend.web.logs import configure
from backend.webhooks.api import EXAMPLE, WORD
from tests.backend.api.conftest import lift_limits, serving
from tests.backend.api.test_fuzz import EACH, TIMES, call_all
from tests.backend.webhooks.conftest import prove


def test_the_examples_are_accepted(post, program):
    made = program.call("POST", json=EXAMPLE)
    assert made.status_code == 201
    here = f"/{made.json()['id']}"
    assert program.call("PUT", here, json={"events": EXAMPLE["events"]}).status_code == 200
    # A word that is well made and not the one that was sent.
    assert program.call("POST", f"{here}/confirm", json=WORD).json()["errors"][0]["code"] == "token_wrong"


@pytest.mark.slow
def test_hundreds_of_calls_find_no_failure_and_no_answer_that_is_not_described(app, post, receiver, program):
    configure()
    made = prove(post, receiver, program)
    (message,) = post.announce()
    post.run()
    lift_limits(app)
    described = schemathesis.openapi.from_dict(app.app.openapi_schema.to_schema())
    headers = {"Authorization": f"Bearer {program.fresh_token()}"}
    known = {"webhook_id": made["id"], "delivery_id": message}
    with serving(app) as address:
        statuses = call_all((described, address), headers, known, EACH * TIMES, ("/api/v1/webhooks",))
    assert not [status for status in statuses if status >= 500]
    assert {200, 404, 422} <= set(statuses)
