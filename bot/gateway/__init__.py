"""The gateway: the only Telegram."""
