-- The tables of a dossier of form 2, as the program made them then.
CREATE TABLE document (id TEXT PRIMARY KEY, "text" TEXT NOT NULL, "outlet" TEXT, "date" TEXT, "encoding" TEXT NOT NULL, "language" TEXT NOT NULL, "blocks" TEXT NOT NULL, "masks" TEXT NOT NULL, "reader" TEXT NOT NULL);
CREATE TABLE source (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "name" TEXT NOT NULL, "bytes_hash" TEXT NOT NULL, "read_at" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE statement (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "reference" TEXT NOT NULL, "resolution" TEXT NOT NULL, "resolution_note" TEXT NOT NULL, "candidates" TEXT NOT NULL, "act" TEXT NOT NULL, "mode" TEXT NOT NULL, "negated" INTEGER NOT NULL, "origin" TEXT, "outer" TEXT, "rule" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE timex (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "type" TEXT NOT NULL, "value" TEXT, "earliest" TEXT, "latest" TEXT, "anchor" TEXT NOT NULL, "rule" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE deadline (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "duration" TEXT, "due_earliest" TEXT, "due_latest" TEXT, "rule" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE dating (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "basis" TEXT NOT NULL, "earliest" TEXT, "latest" TEXT, "candidates" TEXT NOT NULL, "steps" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE quantity (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "low" REAL, "high" REAL, "modifier" TEXT NOT NULL, "unit" TEXT, "rule" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE place (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "name" TEXT NOT NULL, "lat" REAL, "lon" REAL, "precision" TEXT NOT NULL, "country" TEXT, "metonym" INTEGER NOT NULL, "candidates" TEXT NOT NULL, "rule" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE event (id TEXT PRIMARY KEY, "document" TEXT NOT NULL, "type" TEXT NOT NULL, "subtype" TEXT NOT NULL, "actor" TEXT NOT NULL, "target" TEXT NOT NULL, "place" TEXT NOT NULL, "date" TEXT, "quantity" TEXT, "ordinal" TEXT, "status" TEXT NOT NULL, "attributed_to" TEXT NOT NULL, "statements" TEXT NOT NULL, "chain" TEXT NOT NULL, "stance" TEXT, "issue" TEXT, "fulfilment" TEXT, "due" TEXT, "plover" TEXT NOT NULL, "acled" TEXT NOT NULL, "rule" TEXT NOT NULL, FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE link (id TEXT PRIMARY KEY, "a" TEXT NOT NULL, "b" TEXT NOT NULL, "relation" TEXT NOT NULL, "reasons" TEXT NOT NULL);
CREATE TABLE finding (id TEXT PRIMARY KEY, "anchor" TEXT NOT NULL, "type" TEXT NOT NULL, "subtype" TEXT NOT NULL, "stance" TEXT, "status" TEXT NOT NULL, "verdict" TEXT NOT NULL, "origins" TEXT NOT NULL, "held" TEXT NOT NULL, "records" TEXT NOT NULL, "earliest" TEXT, "latest" TEXT, "parties" TEXT NOT NULL, "places" TEXT NOT NULL);
CREATE TABLE copy (id TEXT PRIMARY KEY, "a" TEXT NOT NULL, "b" TEXT NOT NULL, "kind" TEXT NOT NULL, "a_in_b" REAL NOT NULL, "b_in_a" REAL NOT NULL, "strong" INTEGER NOT NULL, "passages" TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE extraction (document TEXT PRIMARY KEY, rules TEXT NOT NULL,
       FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;
CREATE TABLE evidence (record TEXT NOT NULL, field TEXT NOT NULL, ord INTEGER NOT NULL, document TEXT NOT NULL,
       "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (record, field, ord),
       FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID;
CREATE INDEX evidence_document ON evidence (document);
CREATE TABLE sentence (id INTEGER PRIMARY KEY, document TEXT NOT NULL, "start" INTEGER NOT NULL,
       "end" INTEGER NOT NULL,
       FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX sentence_document ON sentence (document);
CREATE VIRTUAL TABLE sentence_text USING fts5 (folded, tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE checked (document TEXT PRIMARY KEY, mark TEXT NOT NULL, voice TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE claim (event TEXT PRIMARY KEY, document TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX claim_document ON claim (document);
CREATE TABLE claim_key (key TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (key, event)) WITHOUT ROWID;
CREATE INDEX claim_key_event ON claim_key (event);
CREATE TABLE edge (a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, reasons TEXT NOT NULL,
       score REAL NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX edge_b ON edge (b);
CREATE TABLE found (record TEXT PRIMARY KEY, finding TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX found_finding ON found (finding);
CREATE TABLE signature (document TEXT PRIMARY KEY, hashes BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE shingle (hash INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (hash, document)) WITHOUT ROWID;
CREATE INDEX shingle_document ON shingle (document);
CREATE INDEX copy_a ON copy (a);
CREATE INDEX copy_b ON copy (b);
CREATE INDEX link_a ON link (a);
CREATE INDEX link_b ON link (b);
CREATE INDEX source_document ON source (document);
CREATE INDEX statement_document ON statement (document);
CREATE INDEX timex_document ON timex (document);
CREATE INDEX deadline_document ON deadline (document);
CREATE INDEX dating_document ON dating (document);
CREATE INDEX quantity_document ON quantity (document);
CREATE INDEX place_document ON place (document);
CREATE INDEX event_document ON event (document);
CREATE TRIGGER document_never_edited BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER source_never_edited BEFORE UPDATE ON source BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER statement_never_edited BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER timex_never_edited BEFORE UPDATE ON timex BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER deadline_never_edited BEFORE UPDATE ON deadline BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER dating_never_edited BEFORE UPDATE ON dating BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER quantity_never_edited BEFORE UPDATE ON quantity BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER place_never_edited BEFORE UPDATE ON place BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER event_never_edited BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER link_never_edited BEFORE UPDATE ON link BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER finding_never_edited BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER copy_never_edited BEFORE UPDATE ON copy BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER evidence_never_edited BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
CREATE TRIGGER sentence_never_edited BEFORE UPDATE ON sentence BEGIN SELECT RAISE(ABORT, 'records are never edited'); END;
PRAGMA application_id = 1380143173;
PRAGMA user_version = 2;
