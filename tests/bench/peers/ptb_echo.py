"""Stock python-telegram-bot: the echo bot of its own documentation."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, filters, MessageHandler


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    await update.message.reply_text(update.message.text)


application = (
    Application.builder().token("110201543:BENCH-TOKEN-NOT-A-SECRET-0000000000").base_url(f"{sys.argv[1]}/bot").build()
)
application.add_handler(MessageHandler(filters.ALL, echo))
application.run_polling(allowed_updates=Update.ALL_TYPES)
