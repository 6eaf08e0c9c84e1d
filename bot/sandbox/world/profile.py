"""What the bot says of itself: names, descriptions, commands, menu button, default rights; and its webhook."""

from dataclasses import dataclass, field

from bot.sandbox.record import Record


@dataclass
class Webhook:
    """Where updates are sent, if they are sent at all."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    certificate: bool = False
    error: str = ""
    error_date: int = 0


@dataclass
class Profile:
    """The bot's settings, by language where they have one (an empty code is everybody's)."""

    first_name: str
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Record]] = field(default_factory=dict)
    scopes: dict[str, Record] = field(default_factory=dict)
    menu_button: Record = field(default_factory=lambda: {"type": "commands"})
    group_rights: Record | None = None
    channel_rights: Record | None = None
    webhook: Webhook = field(default_factory=Webhook)

    def name(self, language: str = "") -> str:
        """Return the bot's name in a language."""
        return self.names.get(language) or self.names.get("") or self.first_name

    def listed(self) -> list[Record]:
        """Return every list of commands with its scope and language."""
        return [
            {"scope": self.scopes[scope], "language_code": language, "commands": commands}
            for (scope, language), commands in self.commands.items()
        ]
