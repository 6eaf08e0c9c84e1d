-- Search. One text is one item in one language; words are folded, the full-text tables hold their stems.
CREATE TABLE search_text(
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL,
  language TEXT NOT NULL,
  names TEXT NOT NULL,              -- one name a line, the title first
  body TEXT NOT NULL,
  UNIQUE(slug, language)
) STRICT;

-- Without their own copy of the text (SQLite 3.40 then wants the old words to delete one: they are in search_text).
CREATE VIRTUAL TABLE search_fr USING fts5(names, body, content='', tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE search_en USING fts5(names, body, content='', tokenize="unicode61 remove_diacritics 0");
INSERT INTO search_fr(search_fr, rank) VALUES('rank', 'bm25(5.0, 1.0)');
INSERT INTO search_en(search_en, rank) VALUES('rank', 'bm25(5.0, 1.0)');

CREATE TABLE search_word(
  language TEXT NOT NULL,
  word TEXT NOT NULL,               -- folded
  stem TEXT NOT NULL,
  sound TEXT NOT NULL,
  shown TEXT,                       -- as written; NULL: as folded; empty: never printed
  texts INTEGER NOT NULL,           -- how many hold it
  version INTEGER NOT NULL,         -- of search_state, when it last changed
  PRIMARY KEY(language, word)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_state(language TEXT PRIMARY KEY, texts INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO search_state VALUES('fr', 0, 0), ('en', 0, 0);
