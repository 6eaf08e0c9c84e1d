"""``python -m bot.intake.reading``: the child process; started by the reader, not by hand."""

from bot.intake.reading.child import main

main()
