"""Stock python-telegram-bot: one message to many chats, with its own rate limiter or without any."""

import asyncio
import sys
import time
from collections import deque

from telegram import Bot
from telegram.ext import AIORateLimiter, Application

FIRST_CHAT = 700_000_000
ALERTED = 600_000_000
GROUP = -1_001_000_000_002


async def work(bot: Bot, queue: deque[tuple[int, str]]) -> None:
    """Send what is queued, one after the other."""
    while queue:
        chat, text = queue.popleft()
        await bot.send_message(chat, text)


async def converse(bot: Bot, count: int) -> None:
    """Answer in one group, and edit the answers, in turn."""
    for number in range(count):
        if number % 2:
            await bot.edit_message_text("Fontaine rouverte place Hébert", GROUP, 1)
        else:
            await bot.send_message(GROUP, "Fontaine rouverte place Hébert")


async def alerts(bot: Bot, queue: deque[tuple[int, str]]) -> None:
    """Put an alert into the queue, then send some past it, from a task of their own."""
    await asyncio.sleep(5)
    queue.append((ALERTED, f"ALERT queued {time.time()}"))
    for number in range(1, 6):
        await bot.send_message(ALERTED + number, f"ALERT beside {time.time()}")
        await asyncio.sleep(2)


async def main(url: str, rows: int, how: str, text: str) -> None:
    """Send as ``how`` says: limited, loop, many (16 at once), to a group; or only hold the queue: held, started."""
    builder = Application.builder().token("110201543:BENCH-TOKEN-NOT-A-SECRET-0000000000").base_url(f"{url}/bot")
    if how in ("limited", "started", "group"):
        # It retries nothing of itself; whoever sends to many says how often.
        builder = builder.rate_limiter(AIORateLimiter(max_retries=3))
    async with builder.build() as application:
        print("ready", flush=True)
        sys.stdin.readline()
        queue = deque((FIRST_CHAT + number, text) for number in range(rows))
        tasks = []
        if how == "limited":
            tasks.append(asyncio.create_task(alerts(application.bot, queue)))
        if how == "group":
            tasks.append(asyncio.create_task(converse(application.bot, rows)))
        elif how == "started":
            tasks += [asyncio.create_task(application.bot.send_message(*each)) for each in queue]
            await asyncio.sleep(1)
        elif how != "held":
            tasks += [asyncio.create_task(work(application.bot, queue)) for _ in range(16 if how == "many" else 1)]
        print("begun", flush=True)
        await asyncio.gather(*tasks)
        await asyncio.Event().wait()


asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]))
