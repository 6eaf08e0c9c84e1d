"""aiogram: one message to many chats, as its users write it: told to wait, the loop sleeps and tries again."""

import asyncio
import sys
import time
from collections import deque

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter

FIRST_CHAT = 700_000_000
ALERTED = 600_000_000
GROUP = -1_001_000_000_002


async def send(bot: Bot, chat: int, text: str, edit: int | None = None) -> None:
    """Send one message, or edit one, however long it takes."""
    while True:
        try:
            if edit is None:
                await bot.send_message(chat, text)
            else:
                await bot.edit_message_text(text, chat_id=chat, message_id=edit)
        except TelegramRetryAfter as refusal:
            await asyncio.sleep(refusal.retry_after)
        else:
            return


async def work(bot: Bot, queue: deque[tuple[int, str]], pause: float) -> None:
    """Send what is queued, one after the other."""
    while queue:
        await send(bot, *queue.popleft())
        if pause:
            await asyncio.sleep(pause)


async def converse(bot: Bot, count: int) -> None:
    """Answer in one group, and edit the answers, in turn."""
    for number in range(count):
        await send(bot, GROUP, "Fontaine rouverte place Hébert", edit=1 if number % 2 else None)


async def alerts(bot: Bot, queue: deque[tuple[int, str]]) -> None:
    """Put an alert into the queue, then send some past it, from a task of their own."""
    await asyncio.sleep(5)
    queue.append((ALERTED, f"ALERT queued {time.time()}"))
    for number in range(1, 6):
        await send(bot, ALERTED + number, f"ALERT beside {time.time()}")
        await asyncio.sleep(2)


async def main(url: str, rows: int, how: str, text: str) -> None:
    """Send as ``how`` says: limited, paced (20 a second), loop, many (16 at once), to a group; or only hold the queue: held."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot("110201543:BENCH-TOKEN-NOT-A-SECRET-0000000000", session=session) as bot:
        await bot.me()
        print("ready", flush=True)
        sys.stdin.readline()
        queue = deque((FIRST_CHAT + number, text) for number in range(rows))
        tasks = []
        if how in ("limited", "paced"):
            tasks.append(asyncio.create_task(alerts(bot, queue)))
        if how == "group":
            tasks.append(asyncio.create_task(converse(bot, rows)))
        elif how != "held":
            pause = 0.05 if how == "paced" else 0.0
            tasks += [asyncio.create_task(work(bot, queue, pause)) for _ in range(16 if how == "many" else 1)]
        print("begun", flush=True)
        await asyncio.gather(*tasks)
        await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
