"""Intake: what comes in from the web, fetched with care and read in a process that may do little."""
