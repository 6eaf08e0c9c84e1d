"""Reading: feeds and pages are parsed in a child process that has no network, little memory and little time.

Nothing is imported here, as the child imports this too.
"""
