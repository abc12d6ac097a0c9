-- The first shape of the store. Texts in JSON columns are JSON; columns ending in _sealed are sealed with the master key;
-- CHECKs repeat the domain's words on purpose, so that no other hand writes a state that has no spelling.

CREATE TABLE journal (
  sequence        INTEGER PRIMARY KEY,
  at              TEXT NOT NULL,
  actor           TEXT NOT NULL,
  subject_kind    TEXT NOT NULL,
  subject_id      TEXT NOT NULL,
  subject_version INTEGER,
  command         TEXT NOT NULL,
  arguments       TEXT NOT NULL,
  effect          TEXT NOT NULL CHECK (effect IN ('done', 'refused', 'failed')),
  previous        TEXT NOT NULL,
  digest          TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX journal_subject ON journal (subject_kind, subject_id, sequence);

CREATE TABLE post (
  id      TEXT PRIMARY KEY,
  name_ko TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('mission', 'local_government', 'ministry')),
  country TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  id                 TEXT PRIMARY KEY,
  name_ko            TEXT NOT NULL,
  name_en            TEXT NOT NULL,
  post_id            TEXT NOT NULL REFERENCES post (id),
  roles              TEXT NOT NULL,
  password_hash      TEXT NOT NULL,
  totp_secret_sealed BLOB NOT NULL,
  totp_last_step     INTEGER NOT NULL DEFAULT 0,
  language           TEXT NOT NULL CHECK (language IN ('ko', 'en')),
  disabled           INTEGER NOT NULL,
  created_at         TEXT NOT NULL,
  version            INTEGER NOT NULL
) STRICT;

-- An officer's own key for attesting and approving. The private half, if it is kept here at all, is wrapped by a passphrase
-- that only the officer knows.
CREATE TABLE officer_key (
  public_key_sha256 TEXT PRIMARY KEY,
  officer           TEXT NOT NULL REFERENCES staff (id),
  public_key        TEXT NOT NULL,
  wrapped_key       TEXT,
  state             TEXT NOT NULL CHECK (state IN ('requested', 'enrolled', 'refused', 'disabled')),
  created_at        TEXT NOT NULL
) STRICT;
CREATE INDEX officer_key_officer ON officer_key (officer, created_at);

-- An administrator's signed word that a key shall count; two are needed, and the signer judges them.
CREATE TABLE enrolment_approval (
  public_key_sha256 TEXT NOT NULL REFERENCES officer_key (public_key_sha256),
  administrator     TEXT NOT NULL REFERENCES staff (id),
  approval          TEXT NOT NULL,
  signed_at         TEXT NOT NULL,
  PRIMARY KEY (public_key_sha256, administrator)
) STRICT;

CREATE TABLE session (
  token_sha256 TEXT PRIMARY KEY,
  staff_id     TEXT NOT NULL REFERENCES staff (id),
  csrf_token   TEXT NOT NULL,
  created_at   TEXT NOT NULL,
  seen_at      TEXT NOT NULL,
  expires_at   TEXT NOT NULL
) STRICT;

CREATE TABLE person (
  id                     TEXT PRIMARY KEY,
  surname_ko             TEXT NOT NULL,
  given_names_ko         TEXT NOT NULL,
  surname_en             TEXT NOT NULL,
  given_names_en         TEXT NOT NULL,
  birth                  TEXT NOT NULL,
  sex                    TEXT NOT NULL,
  nationality            TEXT NOT NULL,
  resident_number_hash   TEXT UNIQUE,
  resident_number_sealed BLOB,
  created_at             TEXT NOT NULL,
  version                INTEGER NOT NULL
) STRICT;
CREATE INDEX person_name_ko ON person (surname_ko, given_names_ko);
CREATE INDEX person_name_en ON person (surname_en, given_names_en);

-- A sealed file below objects/: its key, wrapped by the master key, and the digest of what is in it.
CREATE TABLE object (
  id          TEXT PRIMARY KEY,
  kind        TEXT NOT NULL,
  wrapped_key BLOB NOT NULL,
  sha256      TEXT NOT NULL,
  size_bytes  INTEGER NOT NULL,
  created_at  TEXT NOT NULL
) STRICT;

CREATE TABLE application (
  number           TEXT PRIMARY KEY,
  post_id          TEXT NOT NULL REFERENCES post (id),
  person_id        TEXT REFERENCES person (id),
  status           TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'returned', 'referred', 'approved', 'refused',
                     'restricted', 'withdrawn', 'personalised', 'checked', 'delivered')),
  kind             TEXT NOT NULL CHECK (kind IN ('ordinary', 'residence', 'official', 'diplomatic', 'travel_certificate')),
  usage            TEXT CHECK (usage IN ('single', 'multiple')),
  -- What the clerk has entered so far: a JSON object of form fields, sealed, for it names the person.
  draft_sealed     BLOB NOT NULL,
  -- Shown in lists.
  name_ko          TEXT NOT NULL,
  name_en          TEXT NOT NULL,
  application_date TEXT NOT NULL,
  received_at      TEXT NOT NULL,
  taken_by         TEXT NOT NULL REFERENCES staff (id),
  decided_by       TEXT REFERENCES staff (id),
  photo_object     TEXT REFERENCES object (id),
  portrait_object  TEXT REFERENCES object (id),
  photo_report     TEXT,
  -- How often it was put to the officers: a new attempt has a new record and needs new signatures.
  attempt          INTEGER NOT NULL,
  -- The canonical record that officers sign, and its digest.
  record_sealed    BLOB,
  record_sha256    TEXT,
  document_number  TEXT UNIQUE,
  updated_at       TEXT NOT NULL,
  version          INTEGER NOT NULL
) STRICT;
CREATE INDEX application_status ON application (status, received_at);
CREATE INDEX application_person ON application (person_id);

-- An officer's signature, kept exactly as it goes to the signer.
CREATE TABLE approval (
  application_number TEXT NOT NULL REFERENCES application (number),
  record_sha256      TEXT NOT NULL,
  role               TEXT NOT NULL CHECK (role IN ('intake', 'approval')),
  officer            TEXT NOT NULL REFERENCES staff (id),
  approval           TEXT NOT NULL,
  signed_at          TEXT NOT NULL,
  PRIMARY KEY (application_number, record_sha256, role)
) STRICT;

-- What was decided and why. The law's answer as it was then, the facts it was asked with and the examiner's words name the
-- person and are sealed together.
CREATE TABLE decision (
  application_number TEXT NOT NULL REFERENCES application (number),
  sequence           INTEGER NOT NULL,
  at                 TEXT NOT NULL,
  officer            TEXT NOT NULL REFERENCES staff (id),
  outcome            TEXT NOT NULL CHECK (outcome IN ('approved', 'refused', 'restricted', 'referred', 'returned', 'released')),
  -- Of the record that was decided on; there is none where the law grants none.
  record_sha256      TEXT,
  edition            TEXT NOT NULL,
  -- Structured reasons: a JSON list of codes.
  reasons            TEXT NOT NULL,
  citation           TEXT,
  content_sealed     BLOB NOT NULL,
  PRIMARY KEY (application_number, sequence)
) STRICT;

CREATE TABLE blank (
  serial      TEXT PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('ordinary', 'official', 'diplomatic', 'travel_certificate')),
  post_id     TEXT NOT NULL REFERENCES post (id),
  state       TEXT NOT NULL CHECK (state IN ('in_stock', 'drawn', 'used', 'spoiled', 'destroyed')),
  received_at TEXT NOT NULL,
  received_by TEXT NOT NULL,
  changed_at  TEXT NOT NULL,
  version     INTEGER NOT NULL,
  -- Why it can no longer become a document, and who says so.
  spoiled_by  TEXT,
  spoil_reason TEXT,
  -- Destruction takes two people: one asks, another one carries it out.
  destruction_asked_by TEXT,
  destroyed_by TEXT,
  CHECK (destroyed_by IS NULL OR destroyed_by <> destruction_asked_by)
) STRICT;
CREATE INDEX blank_stock ON blank (post_id, kind, state, serial);

-- How many blanks the books of account say, and how many somebody counted who handled none of them.
CREATE TABLE stock_count (
  id         TEXT PRIMARY KEY,
  post_id    TEXT NOT NULL REFERENCES post (id),
  kind       TEXT NOT NULL CHECK (kind IN ('ordinary', 'official', 'diplomatic', 'travel_certificate')),
  at         TEXT NOT NULL,
  officer    TEXT NOT NULL,
  expected   INTEGER NOT NULL,
  counted    INTEGER NOT NULL,
  note       TEXT
) STRICT;
CREATE INDEX stock_count_stock ON stock_count (post_id, kind, at);

-- One try at making a book: written before the signer is asked, so that a crash at any step can be settled.
CREATE TABLE production (
  document_number    TEXT PRIMARY KEY,
  application_number TEXT NOT NULL REFERENCES application (number),
  blank_serial       TEXT NOT NULL REFERENCES blank (serial),
  state              TEXT NOT NULL CHECK (state IN ('prepared', 'released', 'spoiled')),
  request_sealed     BLOB NOT NULL,
  operator           TEXT NOT NULL,
  prepared_at        TEXT NOT NULL,
  settled_at         TEXT,
  -- Why it waits, or why it was given up: a word of the program, and the words of the signer for people.
  problem            TEXT,
  problem_detail     TEXT
) STRICT;
CREATE INDEX production_state ON production (state);
-- One try at a time for a request and for a blank; a blank that the signer never heard of may be drawn again.
CREATE UNIQUE INDEX production_application ON production (application_number) WHERE state = 'prepared';
CREATE UNIQUE INDEX production_blank ON production (blank_serial) WHERE state <> 'spoiled';

CREATE TABLE document (
  number             TEXT PRIMARY KEY,
  application_number TEXT NOT NULL REFERENCES application (number),
  person_id          TEXT NOT NULL REFERENCES person (id),
  post_id            TEXT NOT NULL REFERENCES post (id),
  kind               TEXT NOT NULL,
  usage              TEXT NOT NULL,
  blank_serial       TEXT NOT NULL UNIQUE REFERENCES blank (serial),
  status             TEXT NOT NULL CHECK (status IN ('personalised', 'checked', 'active', 'lost', 'recovered', 'returned',
                       'cancelled', 'spoiled')),
  status_since       TEXT NOT NULL,
  issue_date         TEXT NOT NULL,
  valid_until        TEXT NOT NULL,
  name_ko            TEXT NOT NULL,
  name_en            TEXT NOT NULL,
  mrz                TEXT NOT NULL,
  signer_certificate_sha256 TEXT,
  produced_by        TEXT NOT NULL,
  version            INTEGER NOT NULL
) STRICT;
CREATE INDEX document_person ON document (person_id);
CREATE INDEX document_status ON document (status, status_since);

CREATE TABLE document_file (
  document_number TEXT NOT NULL REFERENCES document (number),
  name            TEXT NOT NULL,
  object_id       TEXT NOT NULL REFERENCES object (id),
  PRIMARY KEY (document_number, name)
) STRICT;

CREATE TABLE inspection (
  document_number TEXT NOT NULL REFERENCES document (number),
  sequence        INTEGER NOT NULL,
  at              TEXT NOT NULL,
  officer         TEXT NOT NULL,
  verdict         TEXT NOT NULL CHECK (verdict IN ('valid', 'invalid', 'undetermined', 'malformed')),
  report          TEXT NOT NULL,
  -- What was looked at with eyes: a JSON object of answers.
  physical        TEXT NOT NULL,
  is_green        INTEGER NOT NULL,
  -- The digest over the names and digests of the chip's files, and the version of the document row: a green report counts
  -- for exactly this.
  files_sha256    TEXT NOT NULL,
  document_version INTEGER NOT NULL,
  PRIMARY KEY (document_number, sequence)
) STRICT;

CREATE TABLE hand_over (
  document_number TEXT PRIMARY KEY REFERENCES document (number),
  at              TEXT NOT NULL,
  officer         TEXT NOT NULL,
  identified_by   TEXT NOT NULL,
  recipient       TEXT NOT NULL CHECK (recipient IN ('holder', 'legal_representative', 'proxy')),
  old_document    TEXT,
  old_marked      TEXT CHECK (old_marked IN ('punched', 'kept_at_request', 'not_presented'))
) STRICT;

CREATE TABLE loss (
  document_number TEXT NOT NULL REFERENCES document (number),
  sequence        INTEGER NOT NULL,
  reported_at     TEXT NOT NULL,
  officer         TEXT NOT NULL,
  lost_on         TEXT NOT NULL,
  place           TEXT NOT NULL,
  circumstances   TEXT NOT NULL,
  recovered_at    TEXT,
  country         TEXT NOT NULL,
  reporter        TEXT NOT NULL,
  is_force_majeure INTEGER NOT NULL,
  -- Whether it came back into effect after it was found: such a loss is not counted.
  is_restored     INTEGER NOT NULL,
  PRIMARY KEY (document_number, sequence)
) STRICT;

-- A restriction or refusal in force against a person (Act 12; Decree 23 to 26): checked before every decision.
CREATE TABLE restriction (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL REFERENCES person (id),
  effect      TEXT NOT NULL CHECK (effect IN ('refusal', 'restriction')),
  ground      TEXT NOT NULL,
  citation    TEXT NOT NULL,
  starts_on   TEXT NOT NULL,
  ends_on     TEXT,
  agency      TEXT NOT NULL,
  -- The case it was decided in, where it was not asked for by an agency.
  application_number TEXT REFERENCES application (number),
  entered_by  TEXT NOT NULL,
  entered_at  TEXT NOT NULL,
  lifted_at   TEXT,
  lifted_by   TEXT,
  lift_reason TEXT,
  version     INTEGER NOT NULL
) STRICT;
CREATE INDEX restriction_person ON restriction (person_id);

-- Machines that ask: border and requesting agencies.
CREATE TABLE api_key (
  id         TEXT PRIMARY KEY,
  key_sha256 TEXT NOT NULL UNIQUE,
  agency     TEXT NOT NULL,
  scope      TEXT NOT NULL,
  created_at TEXT NOT NULL,
  disabled   INTEGER NOT NULL
) STRICT;
