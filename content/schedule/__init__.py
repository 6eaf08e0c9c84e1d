"""Schedules: the local days and times something is due, quiet hours, and both on the nights the clocks change."""

from content.schedule.quiet import Quiet
from content.schedule.schedule import EVERY_DAY, Schedule, WhenEmpty
from content.schedule.slots import instant, latest_slot, next_slot

__all__ = ["EVERY_DAY", "Quiet", "Schedule", "WhenEmpty", "instant", "latest_slot", "next_slot"]
