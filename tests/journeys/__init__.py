"""Journeys: what residents, group admins and operators do with the whole bot, seen from their side of the sandbox."""
