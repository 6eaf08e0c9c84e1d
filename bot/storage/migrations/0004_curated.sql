-- Curation: what arrives waits for a person; what was wrong is corrected wherever it stands; who did what is written down.

-- Each feed's manners: what it said last, when it is asked again, how often it failed.
ALTER TABLE feed_state ADD COLUMN etag TEXT;
ALTER TABLE feed_state ADD COLUMN modified TEXT;
ALTER TABLE feed_state ADD COLUMN next_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_state ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_state ADD COLUMN fetched_first INTEGER NOT NULL DEFAULT 0;  -- 1: its first fetch was imported
ALTER TABLE feed_state ADD COLUMN url TEXT;   -- the address all this is known of: of another one it says nothing

-- Entries of feeds that were met, by feed and identity and by the address they stand for: met again they are nothing new.
CREATE TABLE entry(feed TEXT NOT NULL, mark TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(feed, mark)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_at ON entry(at);
CREATE TABLE address(canonical TEXT PRIMARY KEY, proposal INTEGER, slug TEXT, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- What was dropped, counted by feed, day and reason.
CREATE TABLE dropped(feed TEXT NOT NULL, day TEXT NOT NULL, why TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY(feed, day, why)) STRICT, WITHOUT ROWID;

-- Links somebody sent, to be fetched: a link and nothing else.
CREATE TABLE link(
  id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN('moderator','resident')),
  person INTEGER, language TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What waits for a moderator's decision.
CREATE TABLE proposal(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL DEFAULT 1,          -- grows with every change: who acts on an older one changes nothing
  state TEXT NOT NULL DEFAULT 'new' CHECK(state IN('new','later','published','merged','refused')),
  draft TEXT NOT NULL,                         -- content.intake.Draft, JSON
  title TEXT NOT NULL DEFAULT '{}',            -- a person's words, by language, JSON
  summary TEXT NOT NULL DEFAULT '{}',
  ongoing INTEGER NOT NULL DEFAULT 0,
  original TEXT NOT NULL DEFAULT '',           -- the publisher's text, compared and never shown; blanked once decided
  feed TEXT,
  person INTEGER,                              -- who proposed it, where that was a person; told what became of it
  language TEXT NOT NULL,                      -- of that person
  slug TEXT,                                   -- the item it became, or was merged into
  reason TEXT,
  made_at INTEGER NOT NULL,
  later_at INTEGER,
  decided_at INTEGER,
  decided_by INTEGER
) STRICT;
CREATE INDEX proposal_waiting ON proposal(made_at, id) WHERE state IN('new','later');
CREATE INDEX proposal_person ON proposal(person) WHERE person IS NOT NULL;

-- Sketches of proposals and articles, by band: what is like something is found without looking at everything.
CREATE TABLE piece(
  id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL UNIQUE,   -- 'p:12', 'a:slug'
  story TEXT, title TEXT NOT NULL, language TEXT NOT NULL, day TEXT, places TEXT NOT NULL, source TEXT NOT NULL,
  url TEXT, sketch TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE piece_band(band INTEGER NOT NULL, piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  PRIMARY KEY(band, piece)) STRICT, WITHOUT ROWID;
CREATE INDEX piece_band_of ON piece_band(piece);
CREATE TABLE piece_place(place TEXT NOT NULL, day TEXT NOT NULL, piece INTEGER NOT NULL REFERENCES piece(id) ON DELETE CASCADE,
  PRIMARY KEY(place, day, piece)) STRICT, WITHOUT ROWID;
CREATE INDEX piece_place_of ON piece_place(piece);

-- What the next words of somebody in the private chat are the answer to.
CREATE TABLE awaiting(person INTEGER PRIMARY KEY, what TEXT NOT NULL, args TEXT NOT NULL, until INTEGER NOT NULL) STRICT;

-- Hands raised at a search that found nothing: told once it is answered. Folded words, no more than a chat and a language.
CREATE TABLE hand(chat INTEGER NOT NULL, words TEXT NOT NULL, language TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY(chat, words)) STRICT, WITHOUT ROWID;
CREATE TABLE gap_answered(words TEXT NOT NULL, language TEXT NOT NULL, slug TEXT, by_user INTEGER, at INTEGER NOT NULL,
  PRIMARY KEY(words, language)) STRICT, WITHOUT ROWID;

-- Every privileged act: who, what, before and after. Nothing here is ever changed or removed but by its age; somebody who is
-- forgotten leaves a mark in the place of the number, as who did it (by_mark) and as whom it was done to (person:~mark).
CREATE TABLE audit(
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by_user INTEGER, by_mark TEXT, act TEXT NOT NULL,
  subject TEXT NOT NULL, before TEXT, after TEXT, why TEXT) STRICT;
CREATE INDEX audit_at ON audit(at);
CREATE TRIGGER audit_stays BEFORE UPDATE OF id, at, act, before, after, why ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_subject BEFORE UPDATE OF subject ON audit
  WHEN NOT(OLD.subject GLOB 'person:[0-9]*' AND NEW.subject GLOB 'person:~*')
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_marks BEFORE UPDATE OF by_user, by_mark ON audit
  WHEN OLD.by_user IS NULL OR NEW.by_user IS NOT NULL OR NEW.by_mark IS NULL
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit WHEN OLD.at > (SELECT max(at) FROM audit) - 31536000000
  BEGIN SELECT RAISE(ABORT, 'the audit is kept for a year'); END;
-- INSERT OR REPLACE removes a line without asking the trigger above.
CREATE TRIGGER audit_grows BEFORE INSERT ON audit WHEN NEW.id IN(SELECT id FROM audit)
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

-- How many links somebody proposed on a day: five is the most.
CREATE TABLE proposer(person INTEGER NOT NULL, day TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY(person, day)) STRICT, WITHOUT ROWID;

-- Who asked to be forgotten, as a mark: a backup that is put back is made to forget them again.
CREATE TABLE forgotten(mark TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Corrections: what was said and what is right in each language, and what was done about the copies.
ALTER TABLE correction ADD COLUMN kind TEXT NOT NULL DEFAULT 'correction';   -- or 'retraction'
ALTER TABLE correction ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
ALTER TABLE correction ADD COLUMN spoken TEXT NOT NULL DEFAULT '{}';         -- by language: what was said, what is right, JSON
CREATE INDEX correction_at ON correction(at);
-- Copies still to be followed, chunk by chunk: answers first, then broadcast by broadcast.
CREATE TABLE chase(
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK(kind IN('correction','retraction','recall')),
  subject TEXT NOT NULL,                       -- a slug, or the number of a broadcast
  rev INTEGER NOT NULL, body TEXT NOT NULL,    -- what to say instead, JSON, by language
  bid INTEGER NOT NULL DEFAULT 0,              -- the broadcast whose copies are looked at; 0: answers
  cursor INTEGER NOT NULL DEFAULT 0,           -- the last row of the outbox that was looked at
  early INTEGER NOT NULL DEFAULT 0,            -- how many copies were changed or called off before they left
  unsure INTEGER NOT NULL DEFAULT 0,           -- how many were called off that may have arrived
  -- 'again': looked at once more after a while, for what was worded before and queued behind.
  state TEXT NOT NULL DEFAULT 'open' CHECK(state IN('open','again','done')), by_user INTEGER, made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX chase_open ON chase(id) WHERE state != 'done';
CREATE INDEX chase_subject ON chase(subject, id);
ALTER TABLE outbox ADD COLUMN chase INTEGER;   -- the chase an edit, deletion or answer belongs to
CREATE INDEX outbox_chase ON outbox(chase, state) WHERE chase IS NOT NULL;
-- What could not be changed, until it is known what else is done about it (then its text is kept no more).
CREATE INDEX outbox_failed ON outbox(id) WHERE chase IS NOT NULL AND state = 'dead' AND keep = 1;
-- Copies of which it is not known yet whether they arrived: looked at once it is.
CREATE TABLE chase_late(chase INTEGER NOT NULL REFERENCES chase(id) ON DELETE CASCADE,
  outbox INTEGER NOT NULL REFERENCES outbox(id) ON DELETE CASCADE, PRIMARY KEY(chase, outbox)) STRICT, WITHOUT ROWID;
CREATE INDEX chase_late_outbox ON chase_late(outbox);
-- Which items a broadcast states facts of, and its copies in the order they were made.
CREATE TABLE broadcast_item(slug TEXT NOT NULL, bid INTEGER NOT NULL REFERENCES broadcast(id) ON DELETE CASCADE,
  PRIMARY KEY(slug, bid)) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO broadcast_item SELECT j.value, b.id FROM broadcast b, json_each(b.items) j;
CREATE INDEX broadcast_item_of ON broadcast_item(bid);
CREATE INDEX outbox_copy ON outbox(bid, id) WHERE bid IS NOT NULL;
-- What a message says now is the newest row that sent or edited it.
CREATE INDEX outbox_message ON outbox(chat, mid, id) WHERE mid > 0;
