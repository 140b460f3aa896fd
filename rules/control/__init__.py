"""Control: its types (one YAML file each), kinds of event, grounds, frequencies: all of it data with articles."""

from rules.control.asking import (
    Approval,
    action_code,
    allowed_actions,
    approval,
    cases_possible,
    category_rule,
    event_kind,
    hours_cap,
    max_duration,
    prosecutor_required,
    under_moratorium,
)
from rules.control.event_reading import event_rules
from rules.control.reading import control_type, control_types
from rules.control.types import (
    CategoryRule,
    ControlType,
    CriterionGroup,
    Frequency,
    Leaf,
    Level,
    Regime,
    RiskCategory,
    RiskCriterion,
)

__all__ = [
    "Approval",
    "CategoryRule",
    "ControlType",
    "CriterionGroup",
    "Frequency",
    "Leaf",
    "Level",
    "Regime",
    "RiskCategory",
    "RiskCriterion",
    "action_code",
    "allowed_actions",
    "approval",
    "cases_possible",
    "category_rule",
    "control_type",
    "control_types",
    "event_kind",
    "event_rules",
    "hours_cap",
    "max_duration",
    "prosecutor_required",
    "under_moratorium",
]
