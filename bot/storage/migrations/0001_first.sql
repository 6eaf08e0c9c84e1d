-- Times are milliseconds since 1970, UTC. Bodies are JSON.

-- Everything the bot knows.
CREATE TABLE item(
  slug TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN('draft','published','paused','retracted')),
  rev INTEGER NOT NULL,
  body TEXT NOT NULL,               -- the record, without its slug
  date TEXT,                        -- the day it is sorted by, YYYY-MM-DD; NULL sorts last
  story TEXT NOT NULL,              -- articles of one event share it; its own slug where there is none
  status TEXT,                      -- of a measure
  file_hash TEXT,                   -- of the body as last imported from, or exported to, the pack's file
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX item_newest ON item(kind, state, date DESC, slug);
CREATE INDEX item_story ON item(story);

CREATE TABLE revision(
  slug TEXT NOT NULL,
  rev INTEGER NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  by_user INTEGER,                  -- NULL: the import of a pack
  why TEXT,
  PRIMARY KEY(slug, rev)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_topic(topic TEXT NOT NULL, slug TEXT NOT NULL REFERENCES item(slug) ON DELETE CASCADE,
  PRIMARY KEY(topic, slug)) STRICT, WITHOUT ROWID;
CREATE INDEX item_topic_slug ON item_topic(slug);
CREATE TABLE item_place(place TEXT NOT NULL, slug TEXT NOT NULL REFERENCES item(slug) ON DELETE CASCADE,
  PRIMARY KEY(place, slug)) STRICT, WITHOUT ROWID;
CREATE INDEX item_place_slug ON item_place(slug);

-- The pack's own documents (pack, emergency, wording, synonyms, disambiguation).
CREATE TABLE document(name TEXT PRIMARY KEY, body TEXT NOT NULL, file_hash TEXT, changed_at INTEGER NOT NULL) STRICT;

-- Small values: the content's version, the key of buttons, the bot's own name.
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- Updates, kept before they are acknowledged. What somebody wrote is blanked in the transaction that finishes it.
CREATE TABLE inbox(
  update_id INTEGER PRIMARY KEY,
  raw TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'new' CHECK(state IN('new','done','poison')),
  tries INTEGER NOT NULL DEFAULT 0,
  got_at INTEGER NOT NULL,
  err TEXT
) STRICT;
CREATE INDEX inbox_new ON inbox(update_id) WHERE state = 'new';
CREATE INDEX inbox_age ON inbox(got_at);

CREATE TABLE chat(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  language TEXT,                    -- chosen with /language; NULL follows the person's app
  active INTEGER NOT NULL DEFAULT 1,
  thread INTEGER,
  last_mid INTEGER NOT NULL DEFAULT 0,
  blocked_until INTEGER NOT NULL DEFAULT 0,
  strikes INTEGER NOT NULL DEFAULT 0,
  first_strike INTEGER,
  migrated_to INTEGER,
  seen_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One decision to say something to several chats (a digest, an alert, a correction).
CREATE TABLE broadcast(
  id INTEGER PRIMARY KEY,
  dedupe TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  prio INTEGER NOT NULL,
  by_user INTEGER,
  body TEXT NOT NULL,
  expires_at INTEGER,
  state TEXT NOT NULL CHECK(state IN('live','cancelled','done')),
  made_at INTEGER NOT NULL
) STRICT;

-- Everything the bot says. Order of priority: 0 urgent alert, 1 correction of an alert, 2 reply, 3 push, 4 digest, 5 housekeeping.
CREATE TABLE outbox(
  id INTEGER PRIMARY KEY,
  bid INTEGER REFERENCES broadcast(id),       -- NULL: the reply to an update
  chat INTEGER NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,
  op TEXT NOT NULL CHECK(op IN('send','edit','delete')),
  method TEXT NOT NULL,                       -- of the Bot API
  body TEXT NOT NULL,                         -- its parameters, frozen
  target INTEGER REFERENCES outbox(id),
  rev INTEGER NOT NULL DEFAULT 0,
  prio INTEGER NOT NULL,
  keep INTEGER NOT NULL DEFAULT 1,            -- 0: the body is blanked once settled
  state TEXT NOT NULL DEFAULT 'queued'
    CHECK(state IN('queued','sending','unknown','sent','held','expired','cancelled','dead')),
  not_before INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER,
  attempt INTEGER NOT NULL DEFAULT 0,
  mid INTEGER,
  mid_floor INTEGER,
  boot TEXT,
  made_at INTEGER NOT NULL,
  started_at INTEGER,
  sent_at INTEGER,
  err TEXT,
  UNIQUE(bid, chat, part, op, rev)
) STRICT;
CREATE INDEX outbox_ready ON outbox(prio, not_before, id) WHERE state = 'queued';
CREATE INDEX outbox_open ON outbox(chat, id) WHERE state IN('queued','sending','unknown');
CREATE INDEX outbox_unsettled ON outbox(id) WHERE state IN('sending','unknown');
CREATE INDEX outbox_age ON outbox(made_at);

-- Which items a message carried, so that a correction finds every copy.
CREATE TABLE outbox_item(slug TEXT NOT NULL, outbox INTEGER NOT NULL REFERENCES outbox(id) ON DELETE CASCADE,
  PRIMARY KEY(slug, outbox)) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_item_outbox ON outbox_item(outbox);

-- Every own message by its id, also those sent past the outbox: the probe must know them.
CREATE TABLE sent_log(chat INTEGER NOT NULL, mid INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(chat, mid)) STRICT, WITHOUT ROWID;

-- What may be sent now: deadlines that survive a restart.
CREATE TABLE gate(name TEXT PRIMARY KEY, until INTEGER NOT NULL, data TEXT) STRICT;

-- Public corrections.
CREATE TABLE correction(
  id INTEGER PRIMARY KEY, slug TEXT NOT NULL, at INTEGER NOT NULL, said TEXT NOT NULL, is_right TEXT NOT NULL, why TEXT NOT NULL
) STRICT;

-- Questions nothing answered: folded words, no chat, no person.
CREATE TABLE missed(words TEXT NOT NULL, language TEXT NOT NULL, day TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY(words, language, day)) STRICT, WITHOUT ROWID;
