"""How releases protect a business, in plain words with the numbers in force; what they do not protect from as well."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get

from backend.config import Settings
from backend.permissions import Permission
from backend.statistics.feed import feed_of
from backend.statistics.policy_file import read_signed
from backend.web.context import AnyRequest, settings_of
from backend.web.pages import page
from calculators.release.advantage import advantage
from calculators.release.policy import epsilon, own_sd
from calculators.release.shapes import Policy
from rules.faults import InputError
from rules.segments import dimensions

PUBLIC = {"permission": Permission.PUBLIC}
QUARTERS = 4


class ReleasePrivacyPage(Controller):
    """What happens to marks on their way to regulators."""

    path = "/privacy/releases"

    @get(opt=PUBLIC, sync_to_thread=True)
    def show(self, request: AnyRequest) -> Response[str]:
        """Show it with the calendar of release days."""
        settings = settings_of(request)
        feed = feed_of(settings)
        return page(
            request,
            "statistics/privacy.html",
            numbers=numbers_of(policy_in_force(settings)),
            calendar=feed.calendar(),
            heads=feed.releases(),
            synthetic=feed.dataset == "synthetic",
            groups=len(dimensions().segments),
            open_data=settings.open_data,
        )


def policy_in_force(settings: Settings) -> Policy:
    """Return the signed policy of this installation; before there is one, that of the house."""
    try:
        return read_signed(settings.release_policy.read_text(encoding="utf-8")).policy
    except (OSError, InputError):
        return Policy()


def numbers_of(policy: Policy) -> dict[str, Any]:
    """Return what the page says in numbers; nothing of it is typed by hand."""
    sd = own_sd(policy)
    quarters = QUARTERS * policy.rho
    return {
        "cap": policy.cap,
        "rho": policy.rho,
        "delta": policy.delta,
        "factor": policy.factor,
        "sd": sd,
        "shown_from": round(policy.factor * sd),
        "epsilon": epsilon(policy.rho, policy.delta),
        "epsilon_year": epsilon(policy.yearly_rho, policy.delta),
        "advantage": round(100 * advantage(policy.rho)),
        # Known to have answered: one score in the place of another moves two bins, which weighs twice.
        "advantage_score": round(100 * advantage(2 * policy.rho)),
        "advantage_year": round(100 * advantage(quarters)),
        "advantage_all": round(100 * advantage(policy.yearly_rho)),
    }


ROUTES: list[Any] = [ReleasePrivacyPage]
