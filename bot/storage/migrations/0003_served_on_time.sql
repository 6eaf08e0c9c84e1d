-- Subscriptions, digests and alerts: who follows what, what is due to whom, and what became of it.

-- Of each chat: its clock, the hours it wants quiet, and until when it wants nothing (NULL: it wants what it follows).
ALTER TABLE chat ADD COLUMN zone TEXT;             -- NULL: the pack's
ALTER TABLE chat ADD COLUMN quiet_from TEXT;       -- local times, HH:MM; NULL: no quiet hours
ALTER TABLE chat ADD COLUMN quiet_to TEXT;
ALTER TABLE chat ADD COLUMN paused_until INTEGER;  -- NULL: not paused
CREATE INDEX chat_blocked ON chat(blocked_until) WHERE blocked_until > 0;
CREATE INDEX chat_strikes ON chat(first_strike) WHERE strikes > 0;

-- What a chat follows. A thread of 0 is none. No number is given twice: an old button must not act on a new subscription.
CREATE TABLE subscription(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat INTEGER NOT NULL,
  thread INTEGER NOT NULL DEFAULT 0,
  filter TEXT NOT NULL,                            -- content.news.Filter, as JSON
  every TEXT NOT NULL CHECK(every IN('now','daily','weekly')),
  language TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  UNIQUE(chat, thread, filter)
) STRICT;
CREATE TABLE subscription_handle(
  handle TEXT NOT NULL, chat INTEGER NOT NULL, subscription INTEGER NOT NULL REFERENCES subscription(id) ON DELETE CASCADE,
  PRIMARY KEY(handle, chat, subscription)) STRICT, WITHOUT ROWID;
CREATE INDEX subscription_handle_of ON subscription_handle(subscription);

-- The log of what happened to items; each is compared once with what people follow, chat by chat from the cursor on.
CREATE TABLE news(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL,
  rev INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT,                                       -- NULL until looked at, and for what is not told at all
  story TEXT,
  state TEXT NOT NULL DEFAULT 'new' CHECK(state IN('new','done')),
  cursor INTEGER NOT NULL DEFAULT -9223372036854775808
) STRICT;
CREATE INDEX news_new ON news(id) WHERE state = 'new';
CREATE INDEX news_at ON news(at);
CREATE INDEX news_told ON news(at) WHERE what IS NOT NULL;
CREATE INDEX news_story ON news(story) WHERE story IS NOT NULL;

-- News a chat is to be told once it is due: at once, at the end of its quiet hours, with its daily or weekly message.
CREATE TABLE pending(
  chat INTEGER NOT NULL,
  thread INTEGER NOT NULL DEFAULT 0,
  story TEXT NOT NULL,
  news INTEGER NOT NULL,
  language TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  wanted_by TEXT NOT NULL DEFAULT '[]',            -- numbers of the subscriptions it is told for, JSON
  PRIMARY KEY(chat, thread, story)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_due ON pending(due_at, chat);

-- One story, once, a chat: what was told there, and in which message.
CREATE TABLE told(
  chat INTEGER NOT NULL, story TEXT NOT NULL, at INTEGER NOT NULL, outbox INTEGER,
  PRIMARY KEY(chat, story)) STRICT, WITHOUT ROWID;
CREATE INDEX told_at ON told(at);
CREATE INDEX told_outbox ON told(outbox) WHERE outbox IS NOT NULL;

-- The groups a subscriber is in, as Telegram said: what was posted there is not sent again in private.
CREATE TABLE membership(person INTEGER NOT NULL, chat INTEGER NOT NULL, member INTEGER NOT NULL DEFAULT 1,
  checked_at INTEGER NOT NULL,
  PRIMARY KEY(person, chat)) STRICT, WITHOUT ROWID;
CREATE INDEX membership_chat ON membership(chat);
CREATE INDEX membership_checked ON membership(checked_at);

-- Digests: when, where, about what.
CREATE TABLE schedule(
  id INTEGER PRIMARY KEY AUTOINCREMENT,            -- never given twice: slots and broadcasts are named after it
  chat INTEGER NOT NULL,
  thread INTEGER,
  days TEXT NOT NULL,                              -- weekdays, Monday 0: '0,2,4'
  at TEXT NOT NULL,                                -- HH:MM
  zone TEXT NOT NULL,
  filter TEXT NOT NULL,
  language TEXT NOT NULL,
  pin INTEGER NOT NULL DEFAULT 0,
  empty TEXT NOT NULL DEFAULT 'say' CHECK(empty IN('say','skip')),
  most INTEGER NOT NULL DEFAULT 8,
  made_at INTEGER NOT NULL,
  told_until INTEGER,                              -- NULL before the first digest
  pinned INTEGER                                   -- the outbox row of the digest now pinned
) STRICT;
CREATE INDEX schedule_chat ON schedule(chat);

-- One due moment of a schedule a local day.
CREATE TABLE slot(
  schedule INTEGER NOT NULL, day TEXT NOT NULL, state TEXT NOT NULL CHECK(state IN('sent','empty','skipped')),
  at INTEGER NOT NULL, bid INTEGER,
  PRIMARY KEY(schedule, day)) STRICT, WITHOUT ROWID;

-- A broadcast's text is kept once, by language, however many chats it goes to; its rows of the outbox have an empty body.
CREATE TABLE broadcast_body(
  bid INTEGER NOT NULL REFERENCES broadcast(id) ON DELETE CASCADE, language TEXT NOT NULL, part INTEGER NOT NULL,
  method TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(bid, language, part)) STRICT, WITHOUT ROWID;
ALTER TABLE broadcast ADD COLUMN title TEXT NOT NULL DEFAULT '';     -- what moderators call it
ALTER TABLE broadcast ADD COLUMN items TEXT NOT NULL DEFAULT '[]';   -- slugs whose facts it states, JSON
ALTER TABLE broadcast ADD COLUMN audience TEXT;                      -- whom it is still to be expanded to, JSON; NULL: nobody more
ALTER TABLE broadcast ADD COLUMN cursor INTEGER NOT NULL DEFAULT -9223372036854775808;
CREATE INDEX broadcast_made ON broadcast(made_at);
CREATE INDEX broadcast_open ON broadcast(id) WHERE audience IS NOT NULL;

ALTER TABLE outbox ADD COLUMN language TEXT;       -- of the broadcast's body it says
ALTER TABLE outbox ADD COLUMN thread INTEGER;      -- the forum topic, for a broadcast
ALTER TABLE outbox ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;  -- how many earlier attempts may have arrived as well
CREATE INDEX outbox_target ON outbox(target) WHERE target IS NOT NULL;
CREATE INDEX outbox_bid ON outbox(bid, state) WHERE bid IS NOT NULL;
CREATE INDEX outbox_later ON outbox(not_before) WHERE state IN('queued','unknown') AND not_before > 0;
CREATE INDEX outbox_expiring ON outbox(expires_at) WHERE state = 'queued' AND expires_at IS NOT NULL;

-- Who curates; operators are named in the settings.
CREATE TABLE moderator(person INTEGER PRIMARY KEY, since INTEGER NOT NULL, by_user INTEGER) STRICT;

-- Doors: a link into the private chat that was made for one purpose, used once, within 15 minutes (security.md 6.1).
CREATE TABLE door(hash TEXT PRIMARY KEY, chat INTEGER NOT NULL, kind TEXT NOT NULL, thread INTEGER, command TEXT NOT NULL,
  until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- Who set a group up from the private chat: buttons there act for that group as long as the person administers it.
CREATE TABLE acting(
  id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, chat INTEGER NOT NULL, kind TEXT NOT NULL, thread INTEGER,
  until INTEGER NOT NULL, UNIQUE(person, chat, thread)) STRICT;

-- What is known of each feed: when it last answered, since when it does not.
CREATE TABLE feed_state(
  slug TEXT PRIMARY KEY, checked_at INTEGER NOT NULL, answered_at INTEGER, failing_since INTEGER, fault TEXT,
  told_at INTEGER) STRICT, WITHOUT ROWID;

-- Words to operators said once (a schedule skipped, a topic gone), so that they are not said again.
CREATE TABLE notice(name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
