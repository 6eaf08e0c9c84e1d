"""aiogram: the echo bot of its own documentation."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

dispatcher = Dispatcher()


@dispatcher.message()
async def echo(message: Message) -> None:
    """Say the same."""
    await message.answer(message.text)


async def main() -> None:
    """Poll."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
    bot = Bot("110201543:BENCH-TOKEN-NOT-A-SECRET-0000000000", session=session)
    await dispatcher.start_polling(bot)


asyncio.run(main())
