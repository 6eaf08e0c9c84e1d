"""The ports: what commands need from the world, each as small as its use."""

from dataclasses import dataclass

from handlers.ports.chats import Chats, Doors, FOR_GOOD, Held, Manner, Moderators
from handlers.ports.content import Correction, Findings, Hit, Items, News, Packs, Search, Sources
from handlers.ports.curation import (
    Act,
    Audit,
    Awaiting,
    Chase,
    Corrections,
    Decision,
    Editor,
    FeedStanding,
    Gap,
    Gaps,
    Proposal,
    Proposals,
    Proposed,
    Pushes,
    PushPlan,
)
from handlers.ports.delivery import Account, AlertKind, Alerts, Ledger, Recipient, Standing
from handlers.ports.following import Schedules, Subscription, Subscriptions

__all__ = [
    "FOR_GOOD", "Account", "Act", "AlertKind", "Alerts", "Audit", "Awaiting", "Chase", "Chats", "Correction", "Corrections", "Curation",
    "Decision", "Doors", "Editor", "FeedStanding", "Findings", "Gap", "Gaps", "Held", "Hit", "Items", "Ledger", "Manner",
    "Moderators", "News", "Packs", "Proposal", "Proposals", "Proposed", "PushPlan", "Pushes", "Recipient", "Schedules", "Search",
    "Services", "Sources", "Standing", "Subscription", "Subscriptions",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Curation:
    """The ports of those who curate."""

    proposals: Proposals
    editor: Editor
    audit: Audit
    awaiting: Awaiting
    gaps: Gaps
    corrections: Corrections
    pushes: Pushes


@dataclass(frozen=True, slots=True)
class Services:
    """The ports, as a command gets them."""

    items: Items
    search: Search
    packs: Packs
    chats: Chats
    news: News
    subscriptions: Subscriptions
    schedules: Schedules
    ledger: Ledger
    alerts: Alerts
    moderators: Moderators
    doors: Doors
    curation: Curation
    bot_username: str = "riverain_bot"
    operators: int = 0
    """How many operators are named in the settings."""
