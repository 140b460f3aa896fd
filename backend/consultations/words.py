"""Words of consultations that pages and programs share."""

from __future__ import annotations

from backend.consultations.models import Channel
from rules.text import Text

CHANNELS = {
    Channel.PHONE: Text("По телефону", "By phone"),
    Channel.VIDEO: Text("По видео", "By video"),
    Channel.RECEPTION: Text("На личном приёме", "At a reception"),
    Channel.WRITTEN: Text("Письменно", "In writing"),
}
