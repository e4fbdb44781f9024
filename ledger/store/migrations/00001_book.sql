-- +goose Up
-- The book's first schema. Three kinds of table: the events and what is folded from them (projections), the vault
-- (sealed personal data) and local ones (spool, settings: never money). Money is INTEGER fen, days are TEXT
-- 'YYYY-MM-DD', moments INTEGER milliseconds UTC. A device is known here by a small number; its real id is in devices.

-- +goose StatementBegin
CREATE TABLE identity (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  book TEXT NOT NULL,
  device INTEGER NOT NULL REFERENCES devices (no)
) STRICT;
-- +goose StatementEnd
CREATE TABLE devices (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

-- The journal -----------------------------------------------------------------------------------------------------
-- id is the order in which this file heard the events; it means nothing outside it.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL REFERENCES devices (no),
  seq INTEGER NOT NULL CHECK (seq > 0),
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  body BLOB NOT NULL,
  prev BLOB NOT NULL CHECK (length(prev) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (device, seq)
) STRICT;
-- Every posting is a transfer: one account debited, another credited, zero-sum by its shape.
CREATE TABLE transfers (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  debit TEXT NOT NULL, credit TEXT NOT NULL,
  fen INTEGER NOT NULL CHECK (fen > 0 AND fen <= 100000000000),
  item TEXT NOT NULL, object TEXT NOT NULL,
  PRIMARY KEY (device, seq, line),
  CHECK (debit <> credit),
  FOREIGN KEY (device, seq) REFERENCES events (device, seq) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
-- One request id makes one fact, for ever; digest tells a retry from another request under the same id.
CREATE TABLE requests (
  id TEXT PRIMARY KEY, digest BLOB NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which sealed versions the events name, with the digest of the sealed bytes.
CREATE TABLE vault_references (
  subject TEXT NOT NULL, version INTEGER NOT NULL, digest BLOB NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (subject, version)
) STRICT, WITHOUT ROWID;

-- People and rights -----------------------------------------------------------------------------------------------
CREATE TABLE persons (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, kind TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE staff (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, role TEXT NOT NULL, active INTEGER NOT NULL,
  name_version INTEGER NOT NULL, pin_version INTEGER NOT NULL DEFAULT 0, wrong_pins INTEGER NOT NULL DEFAULT 0, locked INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- The PINs that a second person gave as approvals and what each was used for: the key lets one be used once.
CREATE TABLE approvals (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, used_seq INTEGER NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The estate ------------------------------------------------------------------------------------------------------
CREATE TABLE objects (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL,
  building TEXT NOT NULL, unit TEXT NOT NULL, floor INTEGER NOT NULL, number TEXT NOT NULL,
  room TEXT NOT NULL, use TEXT NOT NULL, layout TEXT NOT NULL, area_centi_m2 INTEGER NOT NULL CHECK (area_centi_m2 >= 0),
  state TEXT NOT NULL, handover_on TEXT NOT NULL, fields TEXT NOT NULL,
  UNIQUE (kind, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX objects_room ON objects (room) WHERE room <> '';
CREATE TABLE parties (
  object TEXT NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  share_basis_points INTEGER NOT NULL, position INTEGER NOT NULL,
  PRIMARY KEY (object, role, person, from_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX parties_person ON parties (person);
CREATE TABLE policies (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE imports (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, file_hash TEXT NOT NULL, rooms INTEGER NOT NULL, refused INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- Bills -----------------------------------------------------------------------------------------------------------
-- n is the order of issue here; id is the hash of (item, object, period, revision). paid_fen is the plain sum of the
-- allocations and may exceed the amount when two counters took the same bill.
CREATE TABLE bills (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  item TEXT NOT NULL, object TEXT NOT NULL, period_from TEXT NOT NULL, period_to TEXT NOT NULL, revision INTEGER NOT NULL,
  kind TEXT NOT NULL, debtor TEXT NOT NULL, due_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 100000000000),
  why TEXT NOT NULL,
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  paid_fen INTEGER NOT NULL DEFAULT 0,
  undone INTEGER NOT NULL DEFAULT 0,
  UNIQUE (object, item, period_from, period_to, revision)
) STRICT;
CREATE TABLE runs (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, run TEXT NOT NULL UNIQUE, parts INTEGER NOT NULL, bills INTEGER NOT NULL,
  sum_fen INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The till --------------------------------------------------------------------------------------------------------
CREATE TABLE shifts (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, counter TEXT NOT NULL, no INTEGER NOT NULL, cashier TEXT NOT NULL,
  business_on TEXT NOT NULL, opened_ms INTEGER NOT NULL, float_fen INTEGER NOT NULL, float_difference_fen INTEGER NOT NULL,
  counts INTEGER NOT NULL DEFAULT 0, counted_seq INTEGER NOT NULL DEFAULT 0,
  closed_seq INTEGER NOT NULL DEFAULT 0, closed_ms INTEGER NOT NULL DEFAULT 0,
  expected_fen INTEGER NOT NULL DEFAULT 0, counted_fen INTEGER NOT NULL DEFAULT 0, difference_fen INTEGER NOT NULL DEFAULT 0,
  left_fen INTEGER NOT NULL DEFAULT 0, handed_fen INTEGER NOT NULL DEFAULT 0, handed_to TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (device, seq), UNIQUE (counter, no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX shifts_open ON shifts (counter) WHERE closed_seq = 0;
CREATE TABLE payments (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
  shift_seq INTEGER NOT NULL, business_on TEXT NOT NULL, value_on TEXT NOT NULL, at_ms INTEGER NOT NULL,
  object TEXT NOT NULL, payer TEXT NOT NULL, payer_version INTEGER NOT NULL, cashier TEXT NOT NULL, approver TEXT NOT NULL,
  tendered_fen INTEGER NOT NULL, change_fen INTEGER NOT NULL, total_fen INTEGER NOT NULL,
  paper_number TEXT NOT NULL, credit_after_fen INTEGER NOT NULL,
  of_device INTEGER NOT NULL DEFAULT 0, of_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_object ON payments (object, device, seq);
CREATE INDEX payments_shift ON payments (device, shift_seq);
CREATE INDEX payments_business ON payments (business_on);
CREATE INDEX payments_paper ON payments (paper_number) WHERE paper_number <> '';
CREATE TABLE tenders (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  kind TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen <> 0), reference TEXT NOT NULL,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE TABLE allocations (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  kind TEXT NOT NULL, bill BLOB, object TEXT NOT NULL, item TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen <> 0),
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX allocations_bill ON allocations (bill) WHERE bill IS NOT NULL;
-- A payment is undone at most once: this key is what holds it.
CREATE TABLE undoings (
  of_device INTEGER NOT NULL, of_seq INTEGER NOT NULL, kind TEXT NOT NULL,
  device INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (of_device, of_seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (
  series TEXT NOT NULL, no INTEGER NOT NULL, number TEXT NOT NULL UNIQUE,
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, fen INTEGER NOT NULL,
  state TEXT NOT NULL, copies INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (series, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_payment ON receipts (device, seq);
CREATE TABLE copies (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, number TEXT NOT NULL, copy INTEGER NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_number ON copies (number);
CREATE TABLE credits (
  object TEXT NOT NULL, purpose TEXT NOT NULL, balance_fen INTEGER NOT NULL,
  opening_fen INTEGER NOT NULL DEFAULT 0, -- what registers brought in, of the balance
  PRIMARY KEY (object, purpose)
) STRICT, WITHOUT ROWID;
CREATE TABLE cash_moves (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, shift_seq INTEGER NOT NULL, direction TEXT NOT NULL, fen INTEGER NOT NULL,
  reason TEXT NOT NULL, cashier TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The vault -------------------------------------------------------------------------------------------------------
CREATE TABLE vault_slots (
  name TEXT PRIMARY KEY, salt BLOB NOT NULL, wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE vault_keys (
  subject TEXT PRIMARY KEY, about TEXT NOT NULL, wrapped BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX vault_keys_about ON vault_keys (about) WHERE about <> '';
CREATE TABLE vault_versions (
  subject TEXT NOT NULL, version INTEGER NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (subject, version)
) STRICT;

-- Local: never money ----------------------------------------------------------------------------------------------
CREATE TABLE local_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE print_jobs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, copy INTEGER NOT NULL, printer TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX print_jobs_open ON print_jobs (state) WHERE state IN ('queued', 'sending');
CREATE INDEX print_jobs_subject ON print_jobs (subject);

-- What the database refuses, whoever asks -------------------------------------------------------------------------
-- +goose StatementBegin
CREATE TRIGGER events_chain BEFORE INSERT ON events BEGIN
  SELECT RAISE(ABORT, 'event: not the next of its device')
  WHERE NEW.seq <> coalesce((SELECT max(seq) FROM events WHERE device = NEW.device), 0) + 1
     OR EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
     OR (NEW.seq > 1 AND NEW.prev <> (SELECT hash FROM events WHERE device = NEW.device AND seq = NEW.seq - 1));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_shift BEFORE INSERT ON events WHEN NEW.kind IN ('payment.received', 'payment.voided', 'payment.reversed', 'cash.moved') BEGIN
  SELECT RAISE(ABORT, 'money: no open shift of its device holds it')
  WHERE NOT EXISTS (SELECT 1 FROM shifts s WHERE s.device = NEW.device AND s.closed_seq = 0 AND s.seq IN (
    (SELECT shift_seq FROM payments WHERE device = NEW.device AND seq = NEW.seq),
    (SELECT shift_seq FROM cash_moves WHERE device = NEW.device AND seq = NEW.seq)));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_payment BEFORE INSERT ON events WHEN NEW.kind IN ('payment.received', 'payment.voided', 'payment.reversed') BEGIN
  SELECT RAISE(ABORT, 'payment: tenders, allocations, change and transfers differ')
  FROM (SELECT
    (SELECT coalesce(sum(fen), 0) FROM tenders WHERE device = NEW.device AND seq = NEW.seq) AS tendered,
    (SELECT coalesce(sum(fen), 0) FROM allocations WHERE device = NEW.device AND seq = NEW.seq) AS allocated,
    (SELECT change_fen FROM payments WHERE device = NEW.device AND seq = NEW.seq) AS change,
    (SELECT coalesce(sum(fen), 0) FROM transfers WHERE device = NEW.device AND seq = NEW.seq) AS moved)
  WHERE change IS NULL OR tendered - change <> allocated OR abs(allocated) <> moved OR moved = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_undoing BEFORE INSERT ON events WHEN NEW.kind IN ('payment.voided', 'payment.reversed') BEGIN
  SELECT RAISE(ABORT, 'undoing: not the exact negation of its payment')
  FROM undoings u WHERE u.device = NEW.device AND u.seq = NEW.seq AND (
    EXISTS (SELECT debit, credit, item, object, sum(fen) FROM transfers WHERE device = u.of_device AND seq = u.of_seq GROUP BY 1, 2, 3, 4
            EXCEPT SELECT credit, debit, item, object, sum(fen) FROM transfers WHERE device = NEW.device AND seq = NEW.seq GROUP BY 1, 2, 3, 4)
    OR (SELECT sum(fen) FROM transfers WHERE device = u.of_device AND seq = u.of_seq)
       <> (SELECT sum(fen) FROM transfers WHERE device = NEW.device AND seq = NEW.seq));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_undoing_named BEFORE INSERT ON events WHEN NEW.kind IN ('payment.voided', 'payment.reversed')
  AND NOT EXISTS (SELECT 1 FROM undoings WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'undoing: names no payment');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER transfers_closed BEFORE INSERT ON transfers
  WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'transfer: its event is already written');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER receipts_gapless BEFORE INSERT ON receipts
  WHEN NEW.no <> coalesce((SELECT max(no) FROM receipts WHERE series = NEW.series), 0) + 1
    OR EXISTS (SELECT 1 FROM receipts WHERE number = NEW.number) BEGIN
  SELECT RAISE(ABORT, 'receipt: the number is not the next of its series');
END;
-- +goose StatementEnd
CREATE TRIGGER receipts_fixed BEFORE UPDATE OF series, no, number, device, seq, line, fen ON receipts BEGIN SELECT RAISE(ABORT, 'receipt: immutable'); END;
CREATE TRIGGER bills_fixed BEFORE UPDATE OF n, id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, why, device, seq, line ON bills BEGIN SELECT RAISE(ABORT, 'bill: immutable'); END;
CREATE TRIGGER bills_undone BEFORE UPDATE OF undone ON bills
  WHEN NEW.undone <> 0 AND (SELECT coalesce(sum(fen), 0) FROM allocations WHERE bill = OLD.id) <> 0 BEGIN
  SELECT RAISE(ABORT, 'bill: money is allocated to it'); END;
CREATE TRIGGER bills_stay_undone BEFORE UPDATE OF undone ON bills WHEN OLD.undone <> 0 BEGIN SELECT RAISE(ABORT, 'bill: undone for good'); END;
CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'event: immutable'); END;
CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'event: immutable'); END;
CREATE TRIGGER transfers_update BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'transfer: immutable'); END;
CREATE TRIGGER transfers_delete BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'transfer: immutable'); END;
CREATE TRIGGER requests_update BEFORE UPDATE ON requests BEGIN SELECT RAISE(ABORT, 'request: immutable'); END;
CREATE TRIGGER requests_delete BEFORE DELETE ON requests BEGIN SELECT RAISE(ABORT, 'request: immutable'); END;
CREATE TRIGGER bills_delete BEFORE DELETE ON bills BEGIN SELECT RAISE(ABORT, 'bill: nothing is deleted'); END;
CREATE TRIGGER payments_update BEFORE UPDATE ON payments BEGIN SELECT RAISE(ABORT, 'payment: immutable'); END;
CREATE TRIGGER payments_delete BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'payment: immutable'); END;
CREATE TRIGGER tenders_update BEFORE UPDATE ON tenders BEGIN SELECT RAISE(ABORT, 'tender: immutable'); END;
CREATE TRIGGER tenders_delete BEFORE DELETE ON tenders BEGIN SELECT RAISE(ABORT, 'tender: immutable'); END;
CREATE TRIGGER allocations_update BEFORE UPDATE ON allocations BEGIN SELECT RAISE(ABORT, 'allocation: immutable'); END;
CREATE TRIGGER allocations_delete BEFORE DELETE ON allocations BEGIN SELECT RAISE(ABORT, 'allocation: immutable'); END;
CREATE TRIGGER undoings_update BEFORE UPDATE ON undoings BEGIN SELECT RAISE(ABORT, 'undoing: immutable'); END;
CREATE TRIGGER undoings_delete BEFORE DELETE ON undoings BEGIN SELECT RAISE(ABORT, 'undoing: immutable'); END;
CREATE TRIGGER approvals_update BEFORE UPDATE ON approvals BEGIN SELECT RAISE(ABORT, 'approval: immutable'); END;
CREATE TRIGGER approvals_delete BEFORE DELETE ON approvals BEGIN SELECT RAISE(ABORT, 'approval: immutable'); END;
CREATE TRIGGER receipts_delete BEFORE DELETE ON receipts BEGIN SELECT RAISE(ABORT, 'receipt: nothing is deleted'); END;
CREATE TRIGGER copies_update BEFORE UPDATE ON copies BEGIN SELECT RAISE(ABORT, 'copy: immutable'); END;
CREATE TRIGGER copies_delete BEFORE DELETE ON copies BEGIN SELECT RAISE(ABORT, 'copy: immutable'); END;
CREATE TRIGGER cash_moves_update BEFORE UPDATE ON cash_moves BEGIN SELECT RAISE(ABORT, 'cash move: immutable'); END;
CREATE TRIGGER cash_moves_delete BEFORE DELETE ON cash_moves BEGIN SELECT RAISE(ABORT, 'cash move: immutable'); END;
CREATE TRIGGER shifts_delete BEFORE DELETE ON shifts BEGIN SELECT RAISE(ABORT, 'shift: nothing is deleted'); END;
CREATE TRIGGER shifts_closed BEFORE UPDATE ON shifts WHEN OLD.closed_seq <> 0 BEGIN SELECT RAISE(ABORT, 'shift: closed'); END;
CREATE TRIGGER vault_versions_update BEFORE UPDATE ON vault_versions BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_versions_delete BEFORE DELETE ON vault_versions BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_keys_update BEFORE UPDATE ON vault_keys WHEN NEW.wrapped IS NOT NULL BEGIN SELECT RAISE(ABORT, 'vault: a key is only ever destroyed'); END;
-- INSERT OR REPLACE deletes without asking the triggers of DELETE, so what is written once refuses to be written again.
CREATE TRIGGER payments_closed BEFORE INSERT ON payments WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'payment: its event is already written'); END;
CREATE TRIGGER tenders_closed BEFORE INSERT ON tenders WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'tender: its event is already written'); END;
CREATE TRIGGER allocations_closed BEFORE INSERT ON allocations WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'allocation: its event is already written'); END;
CREATE TRIGGER receipts_closed BEFORE INSERT ON receipts WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'receipt: its event is already written'); END;
CREATE TRIGGER copies_closed BEFORE INSERT ON copies WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'copy: its event is already written'); END;
CREATE TRIGGER cash_moves_closed BEFORE INSERT ON cash_moves WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'cash move: its event is already written'); END;
CREATE TRIGGER imports_closed BEFORE INSERT ON imports WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'import: its event is already written'); END;
CREATE TRIGGER requests_once BEFORE INSERT ON requests WHEN EXISTS (SELECT 1 FROM requests WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'request: written once'); END;
CREATE TRIGGER undoings_once BEFORE INSERT ON undoings WHEN EXISTS (SELECT 1 FROM undoings WHERE of_device = NEW.of_device AND of_seq = NEW.of_seq) BEGIN SELECT RAISE(ABORT, 'undoing: written once'); END;
CREATE TRIGGER approvals_once BEFORE INSERT ON approvals WHEN EXISTS (SELECT 1 FROM approvals WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'approval: written once'); END;
CREATE TRIGGER runs_once BEFORE INSERT ON runs WHEN EXISTS (SELECT 1 FROM runs WHERE run = NEW.run OR device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'run: written once'); END;
CREATE TRIGGER vault_references_once BEFORE INSERT ON vault_references WHEN EXISTS (SELECT 1 FROM vault_references WHERE subject = NEW.subject AND version = NEW.version) BEGIN SELECT RAISE(ABORT, 'reference: written once'); END;
CREATE TRIGGER vault_versions_once BEFORE INSERT ON vault_versions WHEN EXISTS (SELECT 1 FROM vault_versions WHERE subject = NEW.subject AND version = NEW.version OR rowid = NEW.rowid) BEGIN SELECT RAISE(ABORT, 'vault: written once'); END;
CREATE TRIGGER vault_keys_once BEFORE INSERT ON vault_keys WHEN EXISTS (SELECT 1 FROM vault_keys WHERE subject = NEW.subject) BEGIN SELECT RAISE(ABORT, 'vault: written once'); END;
CREATE TRIGGER identity_once BEFORE INSERT ON identity WHEN EXISTS (SELECT 1 FROM identity) BEGIN SELECT RAISE(ABORT, 'identity: written once'); END;
CREATE TRIGGER devices_once BEFORE INSERT ON devices WHEN EXISTS (SELECT 1 FROM devices WHERE no = NEW.no OR id = NEW.id) BEGIN SELECT RAISE(ABORT, 'device: written once'); END;
CREATE TRIGGER bills_once BEFORE INSERT ON bills
  WHEN EXISTS (SELECT 1 FROM bills WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM bills WHERE n = NEW.n) OR EXISTS (SELECT 1 FROM bills
    WHERE object = NEW.object AND item = NEW.item AND period_from = NEW.period_from AND period_to = NEW.period_to AND revision = NEW.revision) BEGIN
  SELECT RAISE(ABORT, 'bill: written once'); END;
CREATE TRIGGER shifts_once BEFORE INSERT ON shifts
  WHEN EXISTS (SELECT 1 FROM shifts WHERE counter = NEW.counter AND (no = NEW.no OR closed_seq = 0))
    OR EXISTS (SELECT 1 FROM shifts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'shift: written once, and one open at a counter'); END;
CREATE TRIGGER shifts_fixed BEFORE UPDATE OF device, seq, counter, no, cashier, business_on, opened_ms, float_fen, float_difference_fen ON shifts BEGIN SELECT RAISE(ABORT, 'shift: immutable'); END;
CREATE TRIGGER identity_update BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'identity: immutable'); END;
CREATE TRIGGER identity_delete BEFORE DELETE ON identity BEGIN SELECT RAISE(ABORT, 'identity: immutable'); END;
CREATE TRIGGER devices_update BEFORE UPDATE ON devices BEGIN SELECT RAISE(ABORT, 'device: immutable'); END;
CREATE TRIGGER devices_delete BEFORE DELETE ON devices BEGIN SELECT RAISE(ABORT, 'device: immutable'); END;
CREATE TRIGGER runs_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'run: immutable'); END;
CREATE TRIGGER runs_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'run: immutable'); END;
CREATE TRIGGER imports_update BEFORE UPDATE ON imports BEGIN SELECT RAISE(ABORT, 'import: immutable'); END;
CREATE TRIGGER imports_delete BEFORE DELETE ON imports BEGIN SELECT RAISE(ABORT, 'import: immutable'); END;
CREATE TRIGGER vault_references_update BEFORE UPDATE ON vault_references BEGIN SELECT RAISE(ABORT, 'reference: immutable'); END;
CREATE TRIGGER vault_references_delete BEFORE DELETE ON vault_references BEGIN SELECT RAISE(ABORT, 'reference: immutable'); END;
CREATE TRIGGER vault_keys_delete BEFORE DELETE ON vault_keys WHEN OLD.wrapped IS NOT NULL BEGIN SELECT RAISE(ABORT, 'vault: a key is only ever destroyed'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
