"""A push: the digest a group would get now, as a moderator sees it and as it is then sent."""

from content.schedule import Schedule
from handlers.ports import Services
from handlers.request import Request
from handlers.telling.digest import tell_digest
from handlers.telling.telling import Telling


async def tell_push(schedule: Schedule, request: Request, services: Services) -> Telling:
    """Return the digest of ``schedule`` as it is now, without the stories told there already."""
    told: frozenset[str] = frozenset()
    if schedule.told_until is not None:
        news = await services.news.between(schedule.told_until, request.now)
        told = await services.subscriptions.told(schedule.chat, [each.story for each in news])
    return await tell_digest(schedule, request, services, told=told)
