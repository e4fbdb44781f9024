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
-- id is the order in which the events are folded, the same in every file that has the same ones.
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
-- The device signs the head of every commit, and with it every event before. A signature of an event that is not there is no error but
-- the proof that the end was cut off, which a rebuild must carry on. no counts the device's signatures, so that one that is gone is missed.
CREATE TABLE signatures (
  device INTEGER NOT NULL, no INTEGER NOT NULL, seq INTEGER NOT NULL, signature BLOB NOT NULL CHECK (length(signature) = 64),
  PRIMARY KEY (device, no), UNIQUE (device, seq)
) STRICT, WITHOUT ROWID;
-- What each device said that it had heard of the others, and the time by Lamport's clock of the event that said so: the events after it count on from
-- there. All events stand in the order of their time and, where that is the same, of their device (journal.Hear).
CREATE TABLE hearings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE heard (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, of_device INTEGER NOT NULL, of_seq INTEGER NOT NULL,
  PRIMARY KEY (device, of_device, seq)
) STRICT, WITHOUT ROWID;
-- The events that did not fit what another device did before them, and the code of what refused them.
CREATE TABLE conflicts (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
-- What somebody did about the conflicts.
CREATE TABLE settled_conflicts (
  of_device INTEGER NOT NULL, of_seq INTEGER NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, way TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen >= 0),
  PRIMARY KEY (of_device, of_seq)
) STRICT, WITHOUT ROWID;
-- The devices that are at their end: what they did after their last event that counts is kept and folds nothing.
CREATE TABLE ended (device INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL CHECK (last_seq >= 0), at_ms INTEGER NOT NULL) STRICT;
-- Which merchants were agreed to: a few among very many.
CREATE INDEX events_contracts ON events (device, seq) WHERE kind = 'channel.connected';
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

-- Those that an event names of a version which another device sealed at the same time and whose event came first: their bytes are kept as spares.
CREATE TABLE contested_references (
  subject TEXT NOT NULL, version INTEGER NOT NULL, digest BLOB NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (subject, version, digest)
) STRICT, WITHOUT ROWID;

-- People and rights -----------------------------------------------------------------------------------------------
CREATE TABLE persons (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, kind TEXT NOT NULL, erased INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE staff (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, role TEXT NOT NULL, active INTEGER NOT NULL,
  name_version INTEGER NOT NULL, pin_version INTEGER NOT NULL DEFAULT 0, wrong_pins INTEGER NOT NULL DEFAULT 0, locked INTEGER NOT NULL DEFAULT 0,
  set_device TEXT NOT NULL, set_seq INTEGER NOT NULL -- the event whose entry stands
) STRICT, WITHOUT ROWID;

-- How much one person does alone; what is not here has its default.
CREATE TABLE limits (name TEXT PRIMARY KEY, value INTEGER NOT NULL CHECK (value >= 0)) STRICT, WITHOUT ROWID;
-- The PINs that a second person gave as approvals and what each was used for: the key lets one be used once.
CREATE TABLE approvals (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, used_seq INTEGER NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The approvals that were asked for where the second person was not there, and how far they are. decided_device and decided_seq are
-- the event that approved one: the key of approvals lets it be used once.
CREATE TABLE approval_askings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, action TEXT NOT NULL, about TEXT NOT NULL, terms TEXT NOT NULL,
  fen INTEGER NOT NULL CHECK (fen >= 0), person TEXT NOT NULL, lapses_ms INTEGER NOT NULL, state TEXT NOT NULL, decider TEXT NOT NULL,
  decided_device INTEGER NOT NULL DEFAULT 0, decided_seq INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_askings_about ON approval_askings (about) WHERE state = 'approved';
CREATE INDEX approval_askings_decided ON approval_askings (decided_device, decided_seq) WHERE decided_seq <> 0;
CREATE INDEX approval_askings_open ON approval_askings (lapses_ms) WHERE state IN ('asked', 'seen', 'approved');

-- The estate ------------------------------------------------------------------------------------------------------
CREATE TABLE objects (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, code TEXT NOT NULL,
  building TEXT NOT NULL, unit TEXT NOT NULL, floor INTEGER NOT NULL, number TEXT NOT NULL,
  room TEXT NOT NULL, use TEXT NOT NULL, layout TEXT NOT NULL, area_centi_m2 INTEGER NOT NULL CHECK (area_centi_m2 >= 0),
  state TEXT NOT NULL, handover_on TEXT NOT NULL, fields TEXT NOT NULL, location TEXT NOT NULL DEFAULT '',
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
-- Which counter a device is: its code, with which its receipts and shifts are numbered, and the mark of the machine where it is, '' before it was
-- placed on any and '-' once it was retired. Two that were let in at the same time may have one code: a device is never lost by that.
CREATE TABLE counters (device INTEGER PRIMARY KEY, code TEXT NOT NULL, machine TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE imports (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, file_hash TEXT NOT NULL, rooms INTEGER NOT NULL, refused INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- Bills -----------------------------------------------------------------------------------------------------------
-- id is the hash of the object, then that of (item, object, period, revision): the bills of a household lie side by side, and a
-- payment of twenty writes four pages of them and not twenty. They were issued in the order of (device, seq, line). paid_fen is the plain sum of the
-- allocations and may exceed the amount when two counters took the same bill.
-- steps say how the amount came about, a step a line; exact is the sum before its one rounding, tariff and tariff_from the
-- version that made it. origin is what made it: 'tariff', 'lease', 'late_fee', or '' a person. of_bill is the bill that an
-- adjustment or a late fee belongs to. ahead says that it was made so that it could be paid before its time. name is what it
-- calls its item, '' where that is the item's key. reduced_fen is what was taken off since.
CREATE TABLE bills (
  id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
  item TEXT NOT NULL, object TEXT NOT NULL, period_from TEXT NOT NULL, period_to TEXT NOT NULL, revision INTEGER NOT NULL,
  kind TEXT NOT NULL, debtor TEXT NOT NULL, due_on TEXT NOT NULL,
  amount_fen INTEGER NOT NULL CHECK (amount_fen > 0 AND amount_fen <= 100000000000),
  steps TEXT NOT NULL,
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  paid_fen INTEGER NOT NULL DEFAULT 0,
  undone INTEGER NOT NULL DEFAULT 0,
  exact TEXT NOT NULL, tariff TEXT NOT NULL, tariff_from TEXT NOT NULL, of_bill BLOB,
  reduced_fen INTEGER NOT NULL DEFAULT 0 CHECK (reduced_fen >= 0 AND reduced_fen <= amount_fen),
  name TEXT NOT NULL, origin TEXT NOT NULL, ahead INTEGER NOT NULL CHECK (ahead IN (0, 1)),
  UNIQUE (object, item, period_from, period_to, revision)
) STRICT, WITHOUT ROWID;
-- The bills of a run stand in the events of its device from first_seq to before its own seq. item is its bills' item, '' where
-- they have several; person asked for it and approver agreed, '' nobody.
CREATE TABLE runs (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, run TEXT NOT NULL UNIQUE, first_seq INTEGER NOT NULL, bills INTEGER NOT NULL,
  sum_fen INTEGER NOT NULL, item TEXT NOT NULL, from_on TEXT NOT NULL DEFAULT '', to_on TEXT NOT NULL DEFAULT '',
  person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;

-- The till --------------------------------------------------------------------------------------------------------
-- float_approver answered for a float that differed, beyond the limit, from what the shift before left, '' nobody. pieces is
-- the last count by denomination as JSON, '' where only its sum was counted; float_pieces and left_pieces are the same of the
-- float and of what the close left. reported_seq is the event of the Z report, and head_seq and head_hash are the head of the
-- chain that it names.
CREATE TABLE shifts (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, counter TEXT NOT NULL, no INTEGER NOT NULL, cashier TEXT NOT NULL,
  business_on TEXT NOT NULL, opened_ms INTEGER NOT NULL, float_fen INTEGER NOT NULL, float_difference_fen INTEGER NOT NULL,
  counts INTEGER NOT NULL DEFAULT 0, counted_seq INTEGER NOT NULL DEFAULT 0,
  closed_seq INTEGER NOT NULL DEFAULT 0, closed_ms INTEGER NOT NULL DEFAULT 0,
  expected_fen INTEGER NOT NULL DEFAULT 0, counted_fen INTEGER NOT NULL DEFAULT 0, difference_fen INTEGER NOT NULL DEFAULT 0,
  left_fen INTEGER NOT NULL DEFAULT 0, handed_fen INTEGER NOT NULL DEFAULT 0, handed_to TEXT NOT NULL DEFAULT '',
  float_approver TEXT NOT NULL, pieces TEXT NOT NULL DEFAULT '', float_pieces TEXT NOT NULL, left_pieces TEXT NOT NULL DEFAULT '',
  reported_seq INTEGER NOT NULL DEFAULT 0, head_seq INTEGER NOT NULL DEFAULT 0, head_hash BLOB NOT NULL DEFAULT x'',
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
CREATE INDEX payments_business ON payments (business_on);
CREATE INDEX payments_paper ON payments (paper_number) WHERE paper_number <> '';
-- received says that money came in by it: a prepayment came earlier, and rounding never comes.
CREATE TABLE tenders (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  kind TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen <> 0), reference TEXT NOT NULL, received INTEGER NOT NULL CHECK (received IN (0, 1)),
  slip TEXT NOT NULL,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX tenders_back ON tenders (reference) WHERE (kind = 'wechat' OR kind = 'alipay') AND fen < 0;
CREATE UNIQUE INDEX tenders_order ON tenders (reference) WHERE (kind = 'wechat' OR kind = 'alipay' OR kind = 'terminal') AND fen > 0;
CREATE INDEX tenders_deposit ON tenders (reference) WHERE kind = 'deposit';
-- What came by a way that nothing but the cashier's word tells of, and who found it since in the channel's statement: '' nobody yet.
CREATE TABLE unverified (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
  verified_device INTEGER NOT NULL DEFAULT 0, verified_seq INTEGER NOT NULL DEFAULT 0, verified_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX unverified_open ON unverified (device, seq, fen) WHERE verified_by = '';
-- The warnings that were passed over with a payment, by their codes; a payment that passed none has no row. business_on is the
-- payment's, so that a report over some days reads those alone.
CREATE TABLE payment_guards (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, code TEXT NOT NULL, business_on TEXT NOT NULL,
  PRIMARY KEY (device, seq, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_guards_business ON payment_guards (business_on);
-- made says that the payment made the bill that it pays: a late fee, worked out to the day it was paid. book is '' for the
-- company's own money, 'agency' for what is collected for others, 'deposit' for what is to be given back. purpose is what a
-- prepayment is kept for, '' for any.
CREATE TABLE allocations (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  kind TEXT NOT NULL, bill BLOB, object TEXT NOT NULL, item TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen <> 0), made INTEGER NOT NULL CHECK (made IN (0, 1)),
  book TEXT NOT NULL, purpose TEXT NOT NULL,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
-- The object is its bill's, so that the three bills a household pays at once stand on one page of this index and not on three.
CREATE INDEX allocations_bill ON allocations (object, bill) WHERE bill IS NOT NULL;
-- What of a deposit went out: used to pay bills, given back, and moved to another household. What was paid in stands on its bill.
CREATE TABLE deposits (
  bill BLOB PRIMARY KEY, used_fen INTEGER NOT NULL CHECK (used_fen >= 0), returned_fen INTEGER NOT NULL CHECK (returned_fen >= 0),
  moved_fen INTEGER NOT NULL CHECK (moved_fen >= 0)
) STRICT, WITHOUT ROWID;
-- What was found where a deposit is held against works: the last by inspected_on, then by the order of the events, holds.
CREATE TABLE deposit_inspections (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, inspected_on TEXT NOT NULL, passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
  person TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX deposit_inspections_bill ON deposit_inspections (bill, inspected_on);
-- A deposit is frozen while one of its freezes is not lifted: the order in which two counters are heard does not matter.
CREATE TABLE deposit_freezes (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  lifted_device INTEGER NOT NULL DEFAULT 0, lifted_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX deposit_freezes_bill ON deposit_freezes (bill) WHERE lifted_seq = 0;
CREATE INDEX deposit_freezes_lifted ON deposit_freezes (lifted_device, lifted_seq) WHERE lifted_seq <> 0;
-- What of a deposit went over to another household: source and target are the two deposits' bills.
CREATE TABLE deposit_moves (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, source BLOB NOT NULL, target BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
  reason TEXT NOT NULL, moved_on TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq), CHECK (source <> target)
) STRICT, WITHOUT ROWID;
CREATE INDEX deposit_moves_source ON deposit_moves (source);
CREATE UNIQUE INDEX deposit_moves_target ON deposit_moves (target);
-- Refunds and how far they are: asked, approved, refused, withdrawn or paid. decider is who approved, refused or withdrew it, and
-- (paid_device, paid_seq) the payment that paid it. of_device and of_seq name the payment that a line gives money of back.
CREATE TABLE refunds (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, object TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), way TEXT NOT NULL,
  reason TEXT NOT NULL, asked_on TEXT NOT NULL, due_on TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL, decider TEXT NOT NULL,
  paid_device INTEGER NOT NULL DEFAULT 0, paid_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX refunds_open ON refunds (due_on) WHERE state IN ('asked', 'approved');
CREATE INDEX refunds_object ON refunds (object);
CREATE TABLE refund_lines (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL, bill BLOB, object TEXT NOT NULL,
  item TEXT NOT NULL, book TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), of_device INTEGER NOT NULL, of_seq INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_lines_bill ON refund_lines (bill) WHERE bill IS NOT NULL;
CREATE INDEX refund_lines_of ON refund_lines (of_device, of_seq) WHERE of_seq <> 0;
CREATE INDEX refund_lines_prepaid ON refund_lines (object, purpose) WHERE source = 'prepaid';
-- A payment is undone at most once: this key is what holds it.
CREATE TABLE undoings (
  of_device INTEGER NOT NULL, of_seq INTEGER NOT NULL, kind TEXT NOT NULL,
  device INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (of_device, of_seq)
) STRICT, WITHOUT ROWID;
-- number is what stands on the paper. It says the same as (series, no), by which a receipt is found, and needs no index of its own.
CREATE TABLE receipts (
  series TEXT NOT NULL, no INTEGER NOT NULL, number TEXT NOT NULL CHECK (number = printf('%s-%06d', series, no)),
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL, book TEXT NOT NULL, fen INTEGER NOT NULL,
  state TEXT NOT NULL, copies INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq, line),
  UNIQUE (series, no)
) STRICT, WITHOUT ROWID;
-- Numbers that no receipt will have, and, in the series of a counter's code with /shift behind it, no shift.
CREATE TABLE skipped_receipts (
  series TEXT NOT NULL, from_no INTEGER NOT NULL, to_no INTEGER NOT NULL CHECK (to_no >= from_no), device INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (series, from_no)
) STRICT, WITHOUT ROWID;
CREATE TABLE copies (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, number TEXT NOT NULL, copy INTEGER NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_number ON copies (number);
CREATE TABLE credits (
  object TEXT NOT NULL, purpose TEXT NOT NULL, balance_fen INTEGER NOT NULL,
  opening_fen INTEGER NOT NULL DEFAULT 0, -- what registers brought in, of the balance
  frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)), -- nothing goes out of it
  frozen_times INTEGER NOT NULL DEFAULT 0, -- how often it was frozen
  PRIMARY KEY (object, purpose)
) STRICT, WITHOUT ROWID;
-- What of a prepayment went to another purpose, or to another household.
CREATE TABLE prepaid_moves (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, object TEXT NOT NULL, purpose TEXT NOT NULL, to_object TEXT NOT NULL, to_purpose TEXT NOT NULL,
  fen INTEGER NOT NULL CHECK (fen > 0), reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX prepaid_moves_object ON prepaid_moves (object);
CREATE INDEX prepaid_moves_to ON prepaid_moves (to_object);
-- The households whose prepayment pays what is asked of them by itself (自动抵扣).
CREATE TABLE auto_deductions (
  object TEXT PRIMARY KEY, auto INTEGER NOT NULL CHECK (auto IN (0, 1))
) STRICT, WITHOUT ROWID;
-- The households whose receipts are printed large (大字).
CREATE TABLE large_prints (
  object TEXT PRIMARY KEY, large INTEGER NOT NULL CHECK (large IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE cash_moves (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, shift_seq INTEGER NOT NULL, direction TEXT NOT NULL, fen INTEGER NOT NULL,
  reason TEXT NOT NULL, cashier TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
-- What each blind count of the cash of a shift found, beside what the book had at that moment.
CREATE TABLE cash_counts (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, shift_seq INTEGER NOT NULL,
  counted_fen INTEGER NOT NULL CHECK (counted_fen >= 0), expected_fen INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX cash_counts_shift ON cash_counts (device, shift_seq, seq);
-- How many slips of each kind of tender a blind count of a shift found and what they came to, beside what the book had.
CREATE TABLE slip_counts (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, shift_seq INTEGER NOT NULL,
  counted INTEGER NOT NULL CHECK (counted >= 0), counted_fen INTEGER NOT NULL CHECK (counted_fen >= 0),
  expected INTEGER NOT NULL CHECK (expected >= 0), expected_fen INTEGER NOT NULL CHECK (expected_fen >= 0),
  PRIMARY KEY (device, seq, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX slip_counts_shift ON slip_counts (device, shift_seq, seq);
-- Cash that was brought to the bank (交存银行) by the number of the bank's slip. pieces is the JSON of what it was in notes and
-- coins, '' where only the sum is known. (undone_device, undone_seq) is the event that took a mistyped one back, 0 for none.
CREATE TABLE bankings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, slip TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), banked_on TEXT NOT NULL,
  pieces TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  undone_device INTEGER NOT NULL DEFAULT 0, undone_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bankings_on ON bankings (banked_on);
CREATE UNIQUE INDEX bankings_slip ON bankings (device, slip) WHERE undone_seq = 0;
-- Counterfeit notes (假币), each by its serial number once: returned at the counter, or kept, and then found in the drawer or in
-- the safe.
CREATE TABLE counterfeits (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), serial TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('returned', 'kept')), place TEXT NOT NULL CHECK (place = '' AND what = 'returned' OR place IN ('drawer', 'safe') AND what = 'kept'),
  found_on TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX counterfeits_serial ON counterfeits (device, fen, serial);
CREATE INDEX counterfeits_on ON counterfeits (found_on);
-- What a channel was asked to collect, and how it stands there. failure is the code of what went wrong last while the state is unknown, and
-- stopped says that somebody gave it up.
-- booked_device and booked_seq are the payment that booked the money, 0 for none yet, and credited the code for which it was put by
-- for the household instead of paying what it was for, '' where it paid that. One that is booked and returned was taken back at the card
-- terminal itself.
CREATE TABLE intents (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, no TEXT NOT NULL UNIQUE, channel TEXT NOT NULL, way TEXT NOT NULL CHECK (way IN ('shown', 'charged')),
  fen INTEGER NOT NULL CHECK (fen > 0), beside_fen INTEGER NOT NULL CHECK (beside_fen >= 0), subject TEXT NOT NULL, object TEXT NOT NULL, counter TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  shift_seq INTEGER NOT NULL, business_on TEXT NOT NULL, made_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('created', 'pending', 'unknown', 'paid', 'closed', 'returned')), failure TEXT NOT NULL DEFAULT '',
  stopped INTEGER NOT NULL DEFAULT 0 CHECK (stopped IN (0, 1)), channel_no TEXT NOT NULL DEFAULT '', paid_ms INTEGER NOT NULL DEFAULT 0,
  booked_device INTEGER NOT NULL DEFAULT 0, booked_seq INTEGER NOT NULL DEFAULT 0, credited TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX intents_object ON intents (object, device, seq);
CREATE INDEX intents_channel_no ON intents (channel_no) WHERE channel_no <> '';
CREATE INDEX intents_terminal ON intents (device, made_ms) WHERE channel = 'terminal' AND state = 'closed';
CREATE INDEX intents_unsettled ON intents (device, seq) WHERE state IN ('created', 'pending', 'unknown') OR state = 'paid' AND booked_seq = 0 OR state = 'returned' AND booked_seq <> 0;
-- The bills that an intent may pay, while it is open: no two of a counter may pay the same one.
CREATE TABLE intent_bills (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL CHECK (length(bill) = 16), open INTEGER NOT NULL CHECK (open IN (0, 1)),
  PRIMARY KEY (device, seq, bill)
) STRICT, WITHOUT ROWID;
-- What goes back to owners the way it came. The book has it as gone; state is how far the channel is with it.
CREATE TABLE returns (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, no TEXT NOT NULL UNIQUE, order_no TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
  person TEXT NOT NULL, made_ms INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('created', 'waiting', 'unknown', 'failed', 'done', 'kept', 'twice')),
  failure TEXT NOT NULL DEFAULT '', channel_no TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX returns_order ON returns (order_no);
CREATE INDEX returns_open ON returns (device, seq) WHERE state NOT IN ('done', 'kept');
CREATE UNIQUE INDEX intent_bills_open ON intent_bills (device, bill) WHERE open = 1;
-- What moved of the cash outside the drawers: few rows among very many.
CREATE INDEX transfers_outside ON transfers (debit, credit, fen) WHERE debit = 'transit:cash' OR credit = 'transit:cash';

-- Charges -------------------------------------------------------------------------------------------------------------
-- What the estate charges for, under which dated rules, and what became of its bills. Rules, scopes and late fees are kept
-- as the JSON text of their events. Days are TEXT, '' is open. source is the published document that a base or minimum
-- charge collected for a utility rests on, and purpose that of the prepayments that may pay its bills, '' those for any.

CREATE TABLE items (
  name TEXT PRIMARY KEY, kind TEXT NOT NULL, hangs_on TEXT NOT NULL, cycle TEXT NOT NULL, advance INTEGER NOT NULL,
  due_days INTEGER NOT NULL, late_fee TEXT NOT NULL, tax_percent TEXT NOT NULL, subject TEXT NOT NULL, merchant TEXT NOT NULL,
  share_by TEXT NOT NULL, template TEXT NOT NULL, active INTEGER NOT NULL, source TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL DEFAULT '',
  inspect INTEGER NOT NULL DEFAULT 0,
  issue_days INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
-- What an item's bills cost by being late, for those due on from_on and later: the newest row by day and by the order of the events.
CREATE TABLE item_late_fees (
  item TEXT NOT NULL, from_on TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, late_fee TEXT NOT NULL,
  PRIMARY KEY (item, from_on, device, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE tariffs (
  item TEXT NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL, from_on TEXT NOT NULL,
  PRIMARY KEY (item, name)
) STRICT, WITHOUT ROWID;
-- The last day of a tariff: the newest row by the order of the events, and one without a row is open.
CREATE TABLE tariff_ends (
  item TEXT NOT NULL, tariff TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, to_on TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (item, tariff, device, seq)
) STRICT, WITHOUT ROWID;
-- Every price that was ever set for a day, and rule '' where it was taken back before it began. The newest row of a day, by the order
-- of the events, says what holds from that day until the next one of the tariff begins.
CREATE TABLE tariff_versions (
  item TEXT NOT NULL, tariff TEXT NOT NULL, from_on TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, rule TEXT NOT NULL,
  person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (item, tariff, from_on, device, seq)
) STRICT, WITHOUT ROWID;
-- Who deleted which item that was never used. Its rows go out of the other tables in the same event, so that its name is free.
CREATE TABLE item_deletions (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, item TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
-- What a room pays less for some days: a vacant flat, a long lease. item '' is every item.
CREATE TABLE concessions (
  id TEXT PRIMARY KEY, object TEXT NOT NULL, item TEXT NOT NULL, name TEXT NOT NULL, factor TEXT NOT NULL,
  from_on TEXT NOT NULL, to_on TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX concessions_object ON concessions (object);

-- What an item gives to who pays ahead: of so many bills that are paid at one time the next are free. The newest row by day and by the
-- order of the events that has begun holds; one of 0 gives nothing.
CREATE TABLE prepay_offers (
  item TEXT NOT NULL, from_on TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, to_on TEXT NOT NULL,
  pay INTEGER NOT NULL CHECK (pay >= 0), free INTEGER NOT NULL CHECK (free >= 0), person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (item, from_on, device, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX bills_item ON bills (item, period_from);
CREATE INDEX bills_excess ON bills (device, seq, line) WHERE paid_fen > amount_fen - reduced_fen;
CREATE INDEX bills_deposit ON bills (device, seq, line) WHERE kind = 'deposit';
CREATE INDEX bills_of ON bills (of_bill) WHERE of_bill IS NOT NULL;
CREATE TABLE reductions (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
  reason TEXT NOT NULL, why TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reductions_bill ON reductions (bill);
CREATE TABLE late_fee_waivers (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), to_on TEXT NOT NULL,
  reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX late_fee_waivers_bill ON late_fee_waivers (bill);

-- What bills were taken back, by whom, and what is owed less by each: what one person lowers alone on a day has a limit.

CREATE TABLE bill_undoings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, bill BLOB NOT NULL, fen INTEGER NOT NULL CHECK (fen >= 0),
  reason TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bill_undoings_bill ON bill_undoings (bill);
CREATE INDEX bill_undoings_alone ON bill_undoings (person) WHERE approver = '';
CREATE INDEX late_fee_waivers_alone ON late_fee_waivers (person) WHERE approver = '';

-- What an item is called from a day on, beside the name it was made with, which stays its key.

CREATE TABLE item_names (
  item TEXT NOT NULL, from_on TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (item, from_on, device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_names_name ON item_names (name);

-- Named sets of items that households pay together. Items and scope are JSON.
CREATE TABLE packages (
  name TEXT PRIMARY KEY, items TEXT NOT NULL, scope TEXT NOT NULL, active INTEGER NOT NULL, person TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Meters --------------------------------------------------------------------------------------------------------------
-- Meters and their readings. Readings, multipliers and losses are TEXT: exact decimals, never REAL. A reading is never
-- changed: a correction marks it undone and adds another.

CREATE TABLE meters (
  id TEXT PRIMARY KEY, object TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL,
  start_on TEXT NOT NULL, start_reading TEXT NOT NULL,
  end_on TEXT NOT NULL DEFAULT '', end_reading TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX meters_object ON meters (object, kind);
-- What a dial's difference is multiplied by, from a day on.
CREATE TABLE meter_terms (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  meter TEXT NOT NULL, from_on TEXT NOT NULL, digits INTEGER NOT NULL, decimal_digits INTEGER NOT NULL,
  multiplier TEXT NOT NULL, loss_percent TEXT NOT NULL,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX meter_terms_meter ON meter_terms (meter, from_on);
-- for_on is the last day of the period that the reading closes: bills select by it. usage is frozen with its multiplier.
CREATE TABLE readings (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, line INTEGER NOT NULL,
  meter TEXT NOT NULL, read_on TEXT NOT NULL, for_on TEXT NOT NULL, value TEXT NOT NULL,
  previous TEXT NOT NULL, previous_on TEXT NOT NULL, usage TEXT NOT NULL,
  rolled_over INTEGER NOT NULL, kept INTEGER NOT NULL, batch TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (device, seq, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_meter ON readings (meter, read_on) WHERE undone = 0;
CREATE INDEX readings_for ON readings (for_on, meter) WHERE undone = 0;
-- The readings of a batch stand in the events of its device from first_seq to before its own seq.
CREATE TABLE reading_batches (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, batch TEXT NOT NULL UNIQUE, file_hash TEXT NOT NULL, for_on TEXT NOT NULL,
  first_seq INTEGER NOT NULL, readings INTEGER NOT NULL, left_out INTEGER NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_batches_file ON reading_batches (file_hash) WHERE file_hash <> '';

-- Leases --------------------------------------------------------------------------------------------------------------
-- Leases. A contract and the terms of an amendment are kept as the JSON text of their events; beside them stand the columns
-- that questions ask by. Days are TEXT; ended_on '' is a lease that did not end early.

CREATE TABLE leases (
  id TEXT PRIMARY KEY, number TEXT NOT NULL, tenant TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  contract TEXT NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL, device INTEGER NOT NULL, seq INTEGER NOT NULL,
  ended_on TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_number ON leases (number);
CREATE TABLE lease_objects (
  object TEXT NOT NULL, lease TEXT NOT NULL,
  PRIMARY KEY (object, lease)
) STRICT, WITHOUT ROWID;
CREATE TABLE lease_amendments (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, lease TEXT NOT NULL, from_on TEXT NOT NULL, terms TEXT NOT NULL,
  person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_amendments_lease ON lease_amendments (lease, from_on);
-- The newest report of a period is the one that holds; those before it stay.
CREATE TABLE turnovers (
  device INTEGER NOT NULL, seq INTEGER NOT NULL, lease TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT NOT NULL,
  fen INTEGER NOT NULL CHECK (fen >= 0), at_ms INTEGER NOT NULL, person TEXT NOT NULL, approver TEXT NOT NULL,
  PRIMARY KEY (device, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX turnovers_lease ON turnovers (lease, from_on);

-- Who is the steward (管家) of a building or a unit from a day on.

CREATE TABLE stewards (
  building TEXT NOT NULL, unit TEXT NOT NULL, from_on TEXT NOT NULL, person TEXT NOT NULL,
  PRIMARY KEY (building, unit, from_on)
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

-- What two devices sealed at the same time as the same version of a subject, all of it: vault_versions has the one that an event names.
CREATE TABLE vault_spares (
  subject TEXT NOT NULL, version INTEGER NOT NULL, digest BLOB NOT NULL, sealed BLOB NOT NULL,
  PRIMARY KEY (subject, version, digest)
) STRICT, WITHOUT ROWID;

-- The keys of subjects to which two devices gave one at the same time, beside the one in vault_keys: what each sealed opens with its own.
CREATE TABLE vault_spare_keys (
  subject TEXT NOT NULL, about TEXT NOT NULL, wrapped BLOB NOT NULL,
  PRIMARY KEY (subject, wrapped)
) STRICT, WITHOUT ROWID;

-- Local: never money ----------------------------------------------------------------------------------------------
CREATE TABLE local_settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE print_jobs (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, copy INTEGER NOT NULL, printer TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
  created_ms INTEGER NOT NULL, changed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX print_jobs_open ON print_jobs (state) WHERE state IN ('queued', 'sending');
CREATE INDEX print_jobs_subject ON print_jobs (subject);
-- What the newest events changed, by their rows in events, as the rows were before: what comes late goes to its place without folding the whole book again
-- (journal.Hear). mac is of this file's key, over the row, the event, the mac before and the changes.
CREATE TABLE local_undo (
  event INTEGER PRIMARY KEY, changes BLOB NOT NULL, mac BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;

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
-- Alternatives are said one by one here and not as a list: for each list a table of its own is made and cleared away while the
-- owner waits.
CREATE TRIGGER events_shift BEFORE INSERT ON events WHEN (NEW.kind = 'payment.received' OR NEW.kind = 'payment.voided' OR NEW.kind = 'payment.reversed' OR NEW.kind = 'payment.refunded' OR NEW.kind = 'cash.moved') AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'money: no open shift of its device holds it')
  WHERE NOT EXISTS (SELECT 1 FROM shifts s WHERE s.device = NEW.device AND s.closed_seq = 0 AND s.seq = iif(NEW.kind = 'cash.moved',
    (SELECT shift_seq FROM cash_moves WHERE device = NEW.device AND seq = NEW.seq),
    (SELECT shift_seq FROM payments WHERE device = NEW.device AND seq = NEW.seq)));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_payment BEFORE INSERT ON events WHEN (NEW.kind = 'payment.received' OR NEW.kind = 'payment.voided' OR NEW.kind = 'payment.reversed' OR NEW.kind = 'payment.refunded') AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'payment: tenders, allocations, change and transfers differ')
  WHERE NOT EXISTS (SELECT 1 FROM payments WHERE device = NEW.device AND seq = NEW.seq AND total_fen <> 0 AND tendered_fen - change_fen = total_fen
    AND (NEW.kind <> 'payment.received' OR total_fen > 0 AND change_fen >= 0) AND (NEW.kind <> 'payment.refunded' OR total_fen < 0 AND change_fen = 0)
    AND tendered_fen = (SELECT sum(fen) FROM tenders WHERE device = NEW.device AND seq = NEW.seq)
    AND total_fen = (SELECT sum(fen) FROM allocations WHERE device = NEW.device AND seq = NEW.seq)
    AND abs(total_fen) = (SELECT sum(fen) FROM transfers WHERE device = NEW.device AND seq = NEW.seq));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_deposit_moved BEFORE INSERT ON events WHEN (NEW.kind = 'deposit.moved') AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'deposit move: its two sides differ')
  WHERE NOT EXISTS (SELECT 1 FROM deposit_moves m WHERE m.device = NEW.device AND m.seq = NEW.seq
    AND -m.fen = (SELECT sum(fen) FROM allocations WHERE device = m.device AND seq = m.seq AND kind = 'deposit_moved' AND bill = m.source)
    AND m.fen = (SELECT sum(fen) FROM allocations WHERE device = m.device AND seq = m.seq AND kind = 'bill' AND bill = m.target)
    AND 0 = (SELECT sum(fen) FROM allocations WHERE device = m.device AND seq = m.seq)
    AND m.fen = (SELECT sum(fen) FROM transfers WHERE device = m.device AND seq = m.seq AND debit = 'deposit')
    AND m.fen = (SELECT sum(fen) FROM transfers WHERE device = m.device AND seq = m.seq AND credit = 'deposit')
    AND 2 * m.fen = (SELECT sum(fen) FROM transfers WHERE device = m.device AND seq = m.seq));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_undoing BEFORE INSERT ON events WHEN (NEW.kind IN ('payment.voided', 'payment.reversed')) AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'undoing: not the exact negation of its payment')
  FROM undoings u WHERE u.device = NEW.device AND u.seq = NEW.seq AND (
    EXISTS (SELECT iif(debit GLOB 'cash:*', 'cash', debit), credit, item, object, sum(fen) FROM transfers WHERE device = u.of_device AND seq = u.of_seq GROUP BY 1, 2, 3, 4
            EXCEPT SELECT iif(credit GLOB 'cash:*', 'cash', credit), debit, item, object, sum(fen) FROM transfers WHERE device = NEW.device AND seq = NEW.seq GROUP BY 1, 2, 3, 4)
    OR (SELECT sum(fen) FROM transfers WHERE device = u.of_device AND seq = u.of_seq)
       <> (SELECT sum(fen) FROM transfers WHERE device = NEW.device AND seq = NEW.seq));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_undoing_named BEFORE INSERT ON events WHEN NEW.kind IN ('payment.voided', 'payment.reversed')
  AND NOT EXISTS (SELECT 1 FROM undoings WHERE device = NEW.device AND seq = NEW.seq)
  AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'undoing: names no payment');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_banked BEFORE INSERT ON events WHEN (NEW.kind = 'cash.banked' OR NEW.kind = 'cash.unbanked') AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'banking: its transfer is not what its slip says')
  WHERE 1 <> (SELECT count(*) FROM transfers WHERE device = NEW.device AND seq = NEW.seq) OR NOT EXISTS (SELECT 1 FROM bankings b
    JOIN transfers t ON t.device = NEW.device AND t.seq = NEW.seq AND t.fen = b.fen
    WHERE NEW.kind = 'cash.banked' AND b.device = NEW.device AND b.seq = NEW.seq AND t.debit = 'transit:bank' AND t.credit = 'transit:cash'
       OR NEW.kind = 'cash.unbanked' AND b.undone_device = NEW.device AND b.undone_seq = NEW.seq AND t.debit = 'transit:cash' AND t.credit = 'transit:bank');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_counterfeit BEFORE INSERT ON events WHEN (NEW.kind = 'cash.counterfeit') AND NOT EXISTS (SELECT 1 FROM conflicts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'counterfeit: its transfer is not what was found')
  WHERE NOT EXISTS (SELECT 1 FROM counterfeits c WHERE c.device = NEW.device AND c.seq = NEW.seq
    AND iif(c.what = 'kept', c.fen, 0) = (SELECT coalesce(sum(fen), 0) FROM transfers WHERE device = NEW.device AND seq = NEW.seq)
    AND NOT EXISTS (SELECT 1 FROM transfers WHERE device = NEW.device AND seq = NEW.seq AND (debit <> 'counterfeit' OR (credit = 'transit:cash') <> (c.place = 'safe')))
    AND (c.place <> 'drawer' OR EXISTS (SELECT 1 FROM cash_moves m JOIN shifts s ON s.device = m.device AND s.seq = m.shift_seq
      WHERE m.device = NEW.device AND m.seq = NEW.seq AND m.direction = 'out' AND m.fen = c.fen AND s.closed_seq = 0)));
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
  WHEN NEW.no <> 1 + max(coalesce((SELECT max(no) FROM receipts WHERE series = NEW.series), 0),
    coalesce((SELECT max(to_no) FROM skipped_receipts WHERE series = NEW.series), 0)) BEGIN
  SELECT RAISE(ABORT, 'receipt: the number is not the next of its series');
END;
-- +goose StatementEnd
CREATE TRIGGER skipped_receipts_once BEFORE INSERT ON skipped_receipts WHEN EXISTS (SELECT 1 FROM skipped_receipts WHERE series = NEW.series AND to_no >= NEW.from_no)
  BEGIN SELECT RAISE(ABORT, 'skipped receipts: written once'); END;
CREATE TRIGGER skipped_receipts_update BEFORE UPDATE ON skipped_receipts BEGIN SELECT RAISE(ABORT, 'skipped receipts: immutable'); END;
CREATE TRIGGER skipped_receipts_delete BEFORE DELETE ON skipped_receipts BEGIN SELECT RAISE(ABORT, 'skipped receipts: immutable'); END;
CREATE TRIGGER receipts_fixed BEFORE UPDATE OF series, no, number, device, seq, line, book, fen ON receipts BEGIN SELECT RAISE(ABORT, 'receipt: immutable'); END;
CREATE TRIGGER bills_fixed BEFORE UPDATE OF id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, steps, exact, tariff, tariff_from, of_bill, name, origin, ahead, device, seq, line ON bills BEGIN SELECT RAISE(ABORT, 'bill: immutable'); END;
CREATE TRIGGER bills_undone BEFORE UPDATE OF undone ON bills
  WHEN NEW.undone <> 0 AND (SELECT coalesce(sum(fen), 0) FROM allocations WHERE object = OLD.object AND bill = OLD.id) <> 0 BEGIN
  SELECT RAISE(ABORT, 'bill: money is allocated to it'); END;
CREATE TRIGGER bills_stay_undone BEFORE UPDATE OF undone ON bills WHEN OLD.undone <> 0 BEGIN SELECT RAISE(ABORT, 'bill: undone for good'); END;
CREATE TRIGGER events_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'event: immutable'); END;
CREATE TRIGGER events_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'event: immutable'); END;
CREATE TRIGGER signatures_next BEFORE INSERT ON signatures
  WHEN NEW.no <> coalesce((SELECT max(no) FROM signatures WHERE device = NEW.device), 0) + 1
    OR NEW.seq <= coalesce((SELECT max(seq) FROM signatures WHERE device = NEW.device), 0) BEGIN SELECT RAISE(ABORT, 'signature: not the next of its device'); END;
CREATE TRIGGER signatures_update BEFORE UPDATE ON signatures BEGIN SELECT RAISE(ABORT, 'signature: immutable'); END;
CREATE TRIGGER signatures_delete BEFORE DELETE ON signatures BEGIN SELECT RAISE(ABORT, 'signature: immutable'); END;
CREATE TRIGGER hearings_update BEFORE UPDATE ON hearings BEGIN SELECT RAISE(ABORT, 'hearing: immutable'); END;
CREATE TRIGGER hearings_delete BEFORE DELETE ON hearings BEGIN SELECT RAISE(ABORT, 'hearing: immutable'); END;
CREATE TRIGGER hearings_closed BEFORE INSERT ON hearings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'hearing: its event is already written'); END;
CREATE TRIGGER heard_update BEFORE UPDATE ON heard BEGIN SELECT RAISE(ABORT, 'heard: immutable'); END;
CREATE TRIGGER heard_delete BEFORE DELETE ON heard BEGIN SELECT RAISE(ABORT, 'heard: immutable'); END;
CREATE TRIGGER heard_closed BEFORE INSERT ON heard WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'heard: its event is already written'); END;
CREATE TRIGGER conflicts_update BEFORE UPDATE ON conflicts BEGIN SELECT RAISE(ABORT, 'conflict: immutable'); END;
CREATE TRIGGER conflicts_delete BEFORE DELETE ON conflicts BEGIN SELECT RAISE(ABORT, 'conflict: immutable'); END;
CREATE TRIGGER conflicts_closed BEFORE INSERT ON conflicts WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'conflict: its event is already written'); END;
CREATE TRIGGER settled_conflicts_update BEFORE UPDATE ON settled_conflicts BEGIN SELECT RAISE(ABORT, 'settled conflict: immutable'); END;
CREATE TRIGGER settled_conflicts_delete BEFORE DELETE ON settled_conflicts BEGIN SELECT RAISE(ABORT, 'settled conflict: immutable'); END;
CREATE TRIGGER settled_conflicts_closed BEFORE INSERT ON settled_conflicts WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'settled conflict: its event is already written'); END;
CREATE TRIGGER ended_once BEFORE INSERT ON ended WHEN EXISTS (SELECT 1 FROM ended WHERE device = NEW.device) BEGIN SELECT RAISE(ABORT, 'ended: written once'); END;
CREATE TRIGGER ended_fixed BEFORE UPDATE OF device ON ended BEGIN SELECT RAISE(ABORT, 'ended: immutable'); END;
CREATE TRIGGER ended_update BEFORE UPDATE ON ended WHEN NEW.last_seq < OLD.last_seq OR NEW.at_ms < OLD.at_ms BEGIN SELECT RAISE(ABORT, 'ended: what counts stays'); END;
CREATE TRIGGER ended_delete BEFORE DELETE ON ended BEGIN SELECT RAISE(ABORT, 'ended: immutable'); END;
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
CREATE TRIGGER approvals_asked BEFORE INSERT ON approvals WHEN EXISTS (SELECT 1 FROM approval_askings WHERE decided_device = NEW.device AND decided_seq = NEW.seq AND decided_seq <> 0
  AND (state <> 'approved' OR decider <> NEW.person OR decider = person)) BEGIN SELECT RAISE(ABORT, 'approval: not given, or by another person'); END;
CREATE TRIGGER approval_askings_fixed BEFORE UPDATE OF device, seq, action, about, terms, fen, person, lapses_ms, note ON approval_askings BEGIN SELECT RAISE(ABORT, 'approval asked: immutable'); END;
CREATE TRIGGER approval_askings_ended BEFORE UPDATE ON approval_askings WHEN OLD.state IN ('refused', 'withdrawn') OR OLD.state = 'approved' AND NEW.state NOT IN ('withdrawn', 'refused') BEGIN SELECT RAISE(ABORT, 'approval asked: decided for good'); END;
CREATE TRIGGER approval_askings_delete BEFORE DELETE ON approval_askings BEGIN SELECT RAISE(ABORT, 'approval asked: nothing is deleted'); END;
CREATE TRIGGER approval_askings_closed BEFORE INSERT ON approval_askings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'approval asked: its event is already written'); END;
CREATE TRIGGER receipts_delete BEFORE DELETE ON receipts BEGIN SELECT RAISE(ABORT, 'receipt: nothing is deleted'); END;
CREATE TRIGGER copies_update BEFORE UPDATE ON copies BEGIN SELECT RAISE(ABORT, 'copy: immutable'); END;
CREATE TRIGGER copies_delete BEFORE DELETE ON copies BEGIN SELECT RAISE(ABORT, 'copy: immutable'); END;
CREATE TRIGGER deposits_bound_first BEFORE INSERT ON deposits WHEN NEW.used_fen + NEW.returned_fen + NEW.moved_fen > coalesce((SELECT paid_fen FROM bills WHERE id = NEW.bill AND kind = 'deposit'), 0) BEGIN SELECT RAISE(ABORT, 'deposit: more goes out than was paid in'); END;
CREATE TRIGGER deposits_once BEFORE INSERT ON deposits WHEN EXISTS (SELECT 1 FROM deposits WHERE bill = NEW.bill) BEGIN SELECT RAISE(ABORT, 'deposit: written once'); END;
CREATE TRIGGER deposits_fixed BEFORE UPDATE OF bill ON deposits BEGIN SELECT RAISE(ABORT, 'deposit: immutable'); END;
CREATE TRIGGER deposits_bound BEFORE UPDATE ON deposits WHEN NEW.used_fen + NEW.returned_fen + NEW.moved_fen > coalesce((SELECT paid_fen FROM bills WHERE id = NEW.bill AND kind = 'deposit'), 0) BEGIN SELECT RAISE(ABORT, 'deposit: more goes out than was paid in'); END;
CREATE TRIGGER deposits_delete BEFORE DELETE ON deposits BEGIN SELECT RAISE(ABORT, 'deposit: nothing is deleted'); END;
CREATE TRIGGER bills_deposit_stays BEFORE UPDATE OF paid_fen ON bills WHEN NEW.paid_fen < OLD.paid_fen AND OLD.kind = 'deposit' AND EXISTS (SELECT 1 FROM deposits WHERE bill = OLD.id AND used_fen + returned_fen + moved_fen > NEW.paid_fen) BEGIN SELECT RAISE(ABORT, 'deposit: more goes out than was paid in'); END;
CREATE TRIGGER deposit_inspections_update BEFORE UPDATE ON deposit_inspections BEGIN SELECT RAISE(ABORT, 'inspection: immutable'); END;
CREATE TRIGGER deposit_inspections_delete BEFORE DELETE ON deposit_inspections BEGIN SELECT RAISE(ABORT, 'inspection: immutable'); END;
CREATE TRIGGER deposit_inspections_closed BEFORE INSERT ON deposit_inspections WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'inspection: its event is already written'); END;
CREATE TRIGGER deposit_freezes_fixed BEFORE UPDATE OF device, seq, bill, reason, person, approver ON deposit_freezes BEGIN SELECT RAISE(ABORT, 'freeze: immutable'); END;
CREATE TRIGGER deposit_freezes_lifted_once BEFORE UPDATE ON deposit_freezes WHEN OLD.lifted_seq <> 0 AND (OLD.lifted_device, OLD.lifted_seq) <= (NEW.lifted_device, NEW.lifted_seq) BEGIN SELECT RAISE(ABORT, 'freeze: lifted for good'); END;
CREATE TRIGGER deposit_freezes_delete BEFORE DELETE ON deposit_freezes BEGIN SELECT RAISE(ABORT, 'freeze: nothing is deleted'); END;
CREATE TRIGGER deposit_freezes_closed BEFORE INSERT ON deposit_freezes WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'freeze: its event is already written'); END;
CREATE TRIGGER deposit_moves_update BEFORE UPDATE ON deposit_moves BEGIN SELECT RAISE(ABORT, 'deposit move: immutable'); END;
CREATE TRIGGER deposit_moves_delete BEFORE DELETE ON deposit_moves BEGIN SELECT RAISE(ABORT, 'deposit move: immutable'); END;
CREATE TRIGGER deposit_moves_closed BEFORE INSERT ON deposit_moves WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'deposit move: its event is already written'); END;
CREATE TRIGGER deposit_moves_whole BEFORE INSERT ON deposit_moves WHEN NOT EXISTS (SELECT 1 FROM bills WHERE id = NEW.target AND kind = 'deposit' AND amount_fen = NEW.fen AND paid_fen = 0)
  BEGIN SELECT RAISE(ABORT, 'deposit move: its other deposit is for another sum'); END;
CREATE TRIGGER deposit_moves_bound BEFORE INSERT ON deposit_moves WHEN NEW.fen + (SELECT coalesce(sum(fen), 0) FROM deposit_moves WHERE source = NEW.source)
  > coalesce((SELECT paid_fen FROM bills WHERE id = NEW.source AND kind = 'deposit'), 0) BEGIN SELECT RAISE(ABORT, 'deposit: more goes out than was paid in'); END;
CREATE TRIGGER credits_bound_first AFTER INSERT ON credits WHEN NEW.balance_fen < 0 BEGIN SELECT RAISE(ABORT, 'prepayment: more goes out than came in'); END;
CREATE TRIGGER credits_bound BEFORE UPDATE ON credits WHEN NEW.balance_fen < 0 OR OLD.frozen = 1 AND NEW.frozen = 1 AND NEW.balance_fen < OLD.balance_fen BEGIN SELECT RAISE(ABORT, 'prepayment: more goes out than is free'); END;
CREATE TRIGGER prepaid_moves_update BEFORE UPDATE ON prepaid_moves BEGIN SELECT RAISE(ABORT, 'prepayment move: immutable'); END;
CREATE TRIGGER prepaid_moves_delete BEFORE DELETE ON prepaid_moves BEGIN SELECT RAISE(ABORT, 'prepayment move: immutable'); END;
CREATE TRIGGER prepaid_moves_closed BEFORE INSERT ON prepaid_moves WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'prepayment move: its event is already written'); END;
CREATE TRIGGER refunds_fixed BEFORE UPDATE OF device, seq, object, fen, way, reason, asked_on, due_on, person ON refunds BEGIN SELECT RAISE(ABORT, 'refund: immutable'); END;
CREATE TRIGGER refunds_ended BEFORE UPDATE ON refunds WHEN OLD.state IN ('refused', 'withdrawn', 'paid') BEGIN SELECT RAISE(ABORT, 'refund: ended for good'); END;
CREATE TRIGGER refunds_delete BEFORE DELETE ON refunds BEGIN SELECT RAISE(ABORT, 'refund: nothing is deleted'); END;
CREATE TRIGGER refunds_closed BEFORE INSERT ON refunds WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'refund: its event is already written'); END;
CREATE TRIGGER refund_lines_update BEFORE UPDATE ON refund_lines BEGIN SELECT RAISE(ABORT, 'refund line: immutable'); END;
CREATE TRIGGER refund_lines_delete BEFORE DELETE ON refund_lines BEGIN SELECT RAISE(ABORT, 'refund line: immutable'); END;
CREATE TRIGGER refund_lines_closed BEFORE INSERT ON refund_lines WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'refund line: its event is already written'); END;
CREATE TRIGGER refund_lines_bound BEFORE INSERT ON refund_lines WHEN NEW.source = 'payment' AND NEW.fen + (SELECT coalesce(sum(l.fen), 0) FROM refund_lines l
    JOIN refunds r ON r.device = l.device AND r.seq = l.seq WHERE l.bill = NEW.bill AND l.of_device = NEW.of_device AND l.of_seq = NEW.of_seq AND r.state NOT IN ('refused', 'withdrawn'))
  > (SELECT coalesce(sum(fen), 0) FROM allocations WHERE device = NEW.of_device AND seq = NEW.of_seq AND bill = NEW.bill) BEGIN SELECT RAISE(ABORT, 'refund: more than the payment paid'); END;
CREATE TRIGGER refund_lines_undone BEFORE INSERT ON refund_lines WHEN EXISTS (SELECT 1 FROM undoings WHERE of_device = NEW.of_device AND of_seq = NEW.of_seq) BEGIN SELECT RAISE(ABORT, 'refund: its payment is undone'); END;
CREATE TRIGGER undoings_refunded BEFORE INSERT ON undoings WHEN EXISTS (SELECT 1 FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
  WHERE l.of_device = NEW.of_device AND l.of_seq = NEW.of_seq AND r.state NOT IN ('refused', 'withdrawn')) BEGIN SELECT RAISE(ABORT, 'undoing: a part of the payment went back'); END;
CREATE TRIGGER unverified_fixed BEFORE UPDATE OF device, seq, line, fen ON unverified BEGIN SELECT RAISE(ABORT, 'unverified: immutable'); END;
CREATE TRIGGER unverified_waits BEFORE UPDATE ON unverified WHEN NEW.verified_by = '' BEGIN SELECT RAISE(ABORT, 'unverified: verified for good'); END;
CREATE TRIGGER unverified_delete BEFORE DELETE ON unverified BEGIN SELECT RAISE(ABORT, 'unverified: nothing is deleted'); END;
CREATE TRIGGER unverified_closed BEFORE INSERT ON unverified WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'unverified: its event is already written'); END;
CREATE TRIGGER payment_guards_update BEFORE UPDATE ON payment_guards BEGIN SELECT RAISE(ABORT, 'payment guard: immutable'); END;
CREATE TRIGGER payment_guards_delete BEFORE DELETE ON payment_guards BEGIN SELECT RAISE(ABORT, 'payment guard: immutable'); END;
CREATE TRIGGER payment_guards_closed BEFORE INSERT ON payment_guards WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'payment guard: its event is already written'); END;
CREATE TRIGGER cash_moves_update BEFORE UPDATE ON cash_moves BEGIN SELECT RAISE(ABORT, 'cash move: immutable'); END;
CREATE TRIGGER cash_moves_delete BEFORE DELETE ON cash_moves BEGIN SELECT RAISE(ABORT, 'cash move: immutable'); END;
-- What is put into a drawer comes out of a place. What several devices took out of one without each other stands: it is folded
-- as it was done (journal.foldingSetting).
CREATE TRIGGER cash_moves_bound BEFORE INSERT ON cash_moves WHEN NEW.direction = 'in' AND NEW.reason NOT IN ('petty_cash', 'company_cash', 'recovered') AND NOT EXISTS (SELECT 1 FROM local_settings WHERE name = 'folding')
  AND NEW.fen > (SELECT coalesce(sum(CASE WHEN debit = 'transit:cash' THEN fen ELSE -fen END), 0) FROM transfers WHERE debit = 'transit:cash' OR credit = 'transit:cash')
  BEGIN SELECT RAISE(ABORT, 'cash move: more than is in the safe'); END;
CREATE TRIGGER cash_moves_petty_bound BEFORE INSERT ON cash_moves WHEN NEW.direction = 'in' AND NEW.reason = 'petty_cash' AND NOT EXISTS (SELECT 1 FROM local_settings WHERE name = 'folding')
  AND NEW.fen > (SELECT coalesce(sum(iif(direction = 'out', fen, -fen)), 0) FROM cash_moves WHERE reason = 'petty_cash')
  BEGIN SELECT RAISE(ABORT, 'cash move: more than was spent by the way'); END;
CREATE TRIGGER cash_counts_update BEFORE UPDATE ON cash_counts BEGIN SELECT RAISE(ABORT, 'cash count: immutable'); END;
CREATE TRIGGER cash_counts_delete BEFORE DELETE ON cash_counts BEGIN SELECT RAISE(ABORT, 'cash count: immutable'); END;
CREATE TRIGGER cash_counts_closed BEFORE INSERT ON cash_counts WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'cash count: its event is already written'); END;
CREATE TRIGGER slip_counts_update BEFORE UPDATE ON slip_counts BEGIN SELECT RAISE(ABORT, 'slip count: immutable'); END;
CREATE TRIGGER slip_counts_delete BEFORE DELETE ON slip_counts BEGIN SELECT RAISE(ABORT, 'slip count: immutable'); END;
CREATE TRIGGER slip_counts_closed BEFORE INSERT ON slip_counts WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'slip count: its event is already written'); END;
CREATE TRIGGER bankings_fixed BEFORE UPDATE OF device, seq, slip, fen, banked_on, pieces, person, approver ON bankings BEGIN SELECT RAISE(ABORT, 'banking: immutable'); END;
CREATE TRIGGER bankings_undone BEFORE UPDATE ON bankings WHEN OLD.undone_seq <> 0 OR NEW.undone_seq = 0 BEGIN SELECT RAISE(ABORT, 'banking: undone once and for good'); END;
CREATE TRIGGER bankings_undoing BEFORE UPDATE ON bankings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.undone_device AND seq = NEW.undone_seq) BEGIN SELECT RAISE(ABORT, 'banking: the event that undoes it is already written'); END;
CREATE TRIGGER bankings_delete BEFORE DELETE ON bankings BEGIN SELECT RAISE(ABORT, 'banking: nothing is deleted'); END;
CREATE TRIGGER bankings_closed BEFORE INSERT ON bankings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'banking: its event is already written'); END;
CREATE TRIGGER bankings_once BEFORE INSERT ON bankings WHEN EXISTS (SELECT 1 FROM bankings WHERE device = NEW.device AND slip = NEW.slip AND undone_seq = 0) BEGIN SELECT RAISE(ABORT, 'banking: its slip is already there'); END;
CREATE TRIGGER bankings_bound BEFORE INSERT ON bankings WHEN NOT EXISTS (SELECT 1 FROM local_settings WHERE name = 'folding') AND NEW.fen > (SELECT coalesce(sum(CASE WHEN debit = 'transit:cash' THEN fen ELSE -fen END), 0) FROM transfers WHERE debit = 'transit:cash' OR credit = 'transit:cash') BEGIN SELECT RAISE(ABORT, 'banking: more than is in the safe'); END;
CREATE TRIGGER counterfeits_update BEFORE UPDATE ON counterfeits BEGIN SELECT RAISE(ABORT, 'counterfeit: immutable'); END;
CREATE TRIGGER counterfeits_delete BEFORE DELETE ON counterfeits BEGIN SELECT RAISE(ABORT, 'counterfeit: immutable'); END;
CREATE TRIGGER counterfeits_closed BEFORE INSERT ON counterfeits WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'counterfeit: its event is already written'); END;
CREATE TRIGGER counterfeits_once BEFORE INSERT ON counterfeits WHEN EXISTS (SELECT 1 FROM counterfeits WHERE device = NEW.device AND fen = NEW.fen AND serial = NEW.serial) BEGIN SELECT RAISE(ABORT, 'counterfeit: its serial number is already there'); END;
CREATE TRIGGER counterfeits_bound BEFORE INSERT ON counterfeits WHEN NEW.place = 'safe' AND NOT EXISTS (SELECT 1 FROM local_settings WHERE name = 'folding') AND NEW.fen > (SELECT coalesce(sum(CASE WHEN debit = 'transit:cash' THEN fen ELSE -fen END), 0) FROM transfers WHERE debit = 'transit:cash' OR credit = 'transit:cash') BEGIN SELECT RAISE(ABORT, 'counterfeit: more than is in the safe'); END;
CREATE TRIGGER intents_fixed BEFORE UPDATE OF device, seq, no, channel, way, fen, beside_fen, subject, object, counter, person, approver, shift_seq, business_on, made_ms, expires_ms ON intents BEGIN SELECT RAISE(ABORT, 'intent: immutable'); END;
CREATE TRIGGER intents_ended BEFORE UPDATE OF state, failure, stopped, channel_no, paid_ms ON intents WHEN OLD.state = 'returned' OR OLD.state = 'paid' AND (NEW.state <> 'returned' OR OLD.booked_seq <> 0 AND OLD.channel <> 'terminal') OR OLD.state = 'closed' AND NEW.state NOT IN ('paid', 'returned') BEGIN SELECT RAISE(ABORT, 'intent: it has ended'); END;
CREATE TRIGGER intents_booked BEFORE UPDATE OF booked_device, booked_seq, credited ON intents WHEN OLD.booked_seq <> 0 OR OLD.state <> 'paid'
  OR NOT EXISTS (SELECT 1 FROM tenders WHERE device = NEW.booked_device AND seq = NEW.booked_seq AND kind = OLD.channel AND reference = OLD.no AND fen = OLD.fen) BEGIN SELECT RAISE(ABORT, 'intent: booked once, by the payment that has its money'); END;
CREATE TRIGGER intents_delete BEFORE DELETE ON intents BEGIN SELECT RAISE(ABORT, 'intent: nothing is deleted'); END;
CREATE TRIGGER intents_closed BEFORE INSERT ON intents WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'intent: its event is already written'); END;
CREATE TRIGGER intents_once BEFORE INSERT ON intents WHEN EXISTS (SELECT 1 FROM intents WHERE no = NEW.no) BEGIN SELECT RAISE(ABORT, 'intent: its number is taken'); END;
CREATE TRIGGER intent_bills_fixed BEFORE UPDATE OF device, seq, bill ON intent_bills BEGIN SELECT RAISE(ABORT, 'intent bill: immutable'); END;
CREATE TRIGGER intent_bills_stay BEFORE UPDATE OF open ON intent_bills WHEN OLD.open = 0 OR NEW.open = 1 BEGIN SELECT RAISE(ABORT, 'intent bill: it is free for good'); END;
CREATE TRIGGER intent_bills_delete BEFORE DELETE ON intent_bills BEGIN SELECT RAISE(ABORT, 'intent bill: nothing is deleted'); END;
CREATE TRIGGER intent_bills_closed BEFORE INSERT ON intent_bills WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'intent bill: its event is already written'); END;
CREATE TRIGGER intent_bills_once BEFORE INSERT ON intent_bills WHEN NEW.open = 1 AND EXISTS (SELECT 1 FROM intent_bills WHERE device = NEW.device AND bill = NEW.bill AND open = 1) BEGIN SELECT RAISE(ABORT, 'intent bill: another order may still pay it'); END;
CREATE TRIGGER returns_bound BEFORE INSERT ON returns WHEN NEW.fen + (SELECT coalesce(sum(fen), 0) FROM returns WHERE order_no = NEW.order_no)
  > coalesce((SELECT fen FROM intents WHERE no = NEW.order_no AND state = 'paid' AND booked_seq <> 0), 0) BEGIN SELECT RAISE(ABORT, 'return: more goes back than came'); END;
CREATE TRIGGER returns_fixed BEFORE UPDATE OF device, seq, no, order_no, fen, person, made_ms ON returns BEGIN SELECT RAISE(ABORT, 'return: immutable'); END;
CREATE TRIGGER returns_ended BEFORE UPDATE OF state, failure, channel_no ON returns WHEN OLD.state = 'done' OR OLD.state = 'kept' AND NEW.state <> 'twice'
  OR OLD.state = 'twice' AND NEW.state <> 'done' OR NEW.state = 'kept' AND OLD.state <> 'failed' OR NEW.state = 'twice' AND OLD.state <> 'kept' BEGIN SELECT RAISE(ABORT, 'return: it has ended, or its channel has not given it up'); END;
CREATE TRIGGER returns_delete BEFORE DELETE ON returns BEGIN SELECT RAISE(ABORT, 'return: nothing is deleted'); END;
CREATE TRIGGER returns_closed BEFORE INSERT ON returns WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'return: its event is already written'); END;
CREATE TRIGGER returns_once BEFORE INSERT ON returns WHEN EXISTS (SELECT 1 FROM returns WHERE no = NEW.no) BEGIN SELECT RAISE(ABORT, 'return: its number is taken'); END;
CREATE TRIGGER tenders_back BEFORE INSERT ON tenders WHEN (NEW.kind = 'wechat' OR NEW.kind = 'alipay') AND NEW.fen < 0
  AND NEW.fen + (SELECT coalesce(sum(fen), 0) FROM tenders WHERE reference = NEW.reference AND (kind = 'wechat' OR kind = 'alipay') AND fen < 0)
    + (SELECT coalesce(sum(fen), 0) FROM returns WHERE order_no = NEW.reference OR no = NEW.reference AND state = 'done') < 0 BEGIN SELECT RAISE(ABORT, 'tender: its money was not sent back over its channel'); END;
CREATE TRIGGER tenders_channel BEFORE INSERT ON tenders WHEN (NEW.kind = 'wechat' OR NEW.kind = 'alipay' OR NEW.kind = 'terminal') AND NEW.fen > 0
  AND (NOT EXISTS (SELECT 1 FROM intents WHERE no = NEW.reference AND channel = NEW.kind AND fen = NEW.fen AND state = 'paid' AND booked_seq = 0)
    AND NOT EXISTS (SELECT 1 FROM returns r JOIN intents i ON i.no = r.order_no WHERE r.no = NEW.reference AND i.channel = NEW.kind AND r.fen = NEW.fen AND r.state = 'kept')
    OR EXISTS (SELECT 1 FROM tenders WHERE reference = NEW.reference AND (kind = 'wechat' OR kind = 'alipay' OR kind = 'terminal') AND fen > 0)) BEGIN SELECT RAISE(ABORT, 'tender: no order of a channel has this money, or it is booked'); END;
CREATE TRIGGER shifts_delete BEFORE DELETE ON shifts BEGIN SELECT RAISE(ABORT, 'shift: nothing is deleted'); END;
CREATE TRIGGER shifts_closed BEFORE UPDATE OF counts, counted_seq, closed_seq, closed_ms, expected_fen, counted_fen, difference_fen, left_fen, handed_fen, handed_to, pieces, left_pieces ON shifts
  WHEN OLD.closed_seq <> 0 BEGIN SELECT RAISE(ABORT, 'shift: closed'); END;
CREATE TRIGGER shifts_reported BEFORE UPDATE OF reported_seq, head_seq, head_hash ON shifts WHEN OLD.reported_seq <> 0 OR OLD.closed_seq = 0 BEGIN SELECT RAISE(ABORT, 'shift: reported once, when it is closed'); END;
CREATE TRIGGER vault_versions_update BEFORE UPDATE ON vault_versions
  WHEN NOT EXISTS (SELECT 1 FROM vault_spares WHERE subject = OLD.subject AND version = OLD.version AND sealed = NEW.sealed)
    OR NEW.subject <> OLD.subject OR NEW.version <> OLD.version BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_versions_delete BEFORE DELETE ON vault_versions BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_spares_update BEFORE UPDATE ON vault_spares BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_spares_once BEFORE INSERT ON vault_spares WHEN EXISTS (SELECT 1 FROM vault_spares WHERE subject = NEW.subject AND version = NEW.version AND digest = NEW.digest) BEGIN SELECT RAISE(ABORT, 'vault: written once'); END;
CREATE TRIGGER vault_spares_delete BEFORE DELETE ON vault_spares BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_spare_keys_update BEFORE UPDATE ON vault_spare_keys BEGIN SELECT RAISE(ABORT, 'vault: append-only'); END;
CREATE TRIGGER vault_spare_keys_delete BEFORE DELETE ON vault_spare_keys WHEN EXISTS (SELECT 1 FROM vault_keys WHERE subject = OLD.subject AND wrapped IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'vault: a key is only ever destroyed'); END;
CREATE TRIGGER vault_spare_keys_once BEFORE INSERT ON vault_spare_keys WHEN EXISTS (SELECT 1 FROM vault_spare_keys WHERE subject = NEW.subject AND wrapped = NEW.wrapped) BEGIN SELECT RAISE(ABORT, 'vault: written once'); END;
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
  WHEN EXISTS (SELECT 1 FROM bills WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM bills
    WHERE object = NEW.object AND item = NEW.item AND period_from = NEW.period_from AND period_to = NEW.period_to AND revision = NEW.revision) BEGIN
  SELECT RAISE(ABORT, 'bill: written once'); END;
CREATE TRIGGER shifts_once BEFORE INSERT ON shifts
  WHEN EXISTS (SELECT 1 FROM shifts WHERE counter = NEW.counter AND (no = NEW.no OR closed_seq = 0))
    OR EXISTS (SELECT 1 FROM skipped_receipts WHERE series = NEW.counter || '/shift' AND NEW.no BETWEEN from_no AND to_no)
    OR EXISTS (SELECT 1 FROM shifts WHERE device = NEW.device AND seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'shift: written once, and one open at a counter'); END;
CREATE TRIGGER shifts_fixed BEFORE UPDATE OF device, seq, counter, cashier, business_on, opened_ms, float_fen, float_difference_fen, float_approver, float_pieces ON shifts BEGIN SELECT RAISE(ABORT, 'shift: immutable'); END;
-- A shift that is open gives its number up to a paper of a book that is lost, and to nothing else.
CREATE TRIGGER shifts_numbered BEFORE UPDATE OF no ON shifts
  WHEN OLD.closed_seq <> 0 OR NOT EXISTS (SELECT 1 FROM skipped_receipts WHERE series = OLD.counter || '/shift' AND OLD.no BETWEEN from_no AND to_no AND NEW.no = to_no + 1) BEGIN
  SELECT RAISE(ABORT, 'shift: immutable'); END;
CREATE TRIGGER identity_update BEFORE UPDATE ON identity BEGIN SELECT RAISE(ABORT, 'identity: immutable'); END;
CREATE TRIGGER identity_delete BEFORE DELETE ON identity BEGIN SELECT RAISE(ABORT, 'identity: immutable'); END;
CREATE TRIGGER devices_update BEFORE UPDATE ON devices BEGIN SELECT RAISE(ABORT, 'device: immutable'); END;
CREATE TRIGGER counters_once BEFORE INSERT ON counters WHEN EXISTS (SELECT 1 FROM counters WHERE device = NEW.device OR code = NEW.code AND code <> '') BEGIN SELECT RAISE(ABORT, 'counter: written once'); END;
CREATE TRIGGER counters_fixed BEFORE UPDATE OF device, code ON counters WHEN NEW.device <> OLD.device OR OLD.code <> '' BEGIN SELECT RAISE(ABORT, 'counter: immutable'); END;
CREATE TRIGGER counters_delete BEFORE DELETE ON counters BEGIN SELECT RAISE(ABORT, 'counter: immutable'); END;
CREATE TRIGGER devices_delete BEFORE DELETE ON devices BEGIN SELECT RAISE(ABORT, 'device: immutable'); END;
CREATE TRIGGER runs_update BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'run: immutable'); END;
CREATE TRIGGER runs_delete BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'run: immutable'); END;
CREATE TRIGGER imports_update BEFORE UPDATE ON imports BEGIN SELECT RAISE(ABORT, 'import: immutable'); END;
CREATE TRIGGER imports_delete BEFORE DELETE ON imports BEGIN SELECT RAISE(ABORT, 'import: immutable'); END;
CREATE TRIGGER contested_references_update BEFORE UPDATE ON contested_references BEGIN SELECT RAISE(ABORT, 'reference: immutable'); END;
CREATE TRIGGER contested_references_delete BEFORE DELETE ON contested_references BEGIN SELECT RAISE(ABORT, 'reference: immutable'); END;
CREATE TRIGGER contested_references_once BEFORE INSERT ON contested_references WHEN EXISTS (SELECT 1 FROM contested_references WHERE subject = NEW.subject AND version = NEW.version AND digest = NEW.digest) BEGIN SELECT RAISE(ABORT, 'reference: written once'); END;
CREATE TRIGGER vault_references_update BEFORE UPDATE ON vault_references BEGIN SELECT RAISE(ABORT, 'reference: immutable'); END;
CREATE TRIGGER vault_references_delete BEFORE DELETE ON vault_references BEGIN SELECT RAISE(ABORT, 'reference: immutable'); END;
CREATE TRIGGER vault_keys_delete BEFORE DELETE ON vault_keys WHEN OLD.wrapped IS NOT NULL BEGIN SELECT RAISE(ABORT, 'vault: a key is only ever destroyed'); END;
CREATE TRIGGER bills_reduced BEFORE UPDATE OF reduced_fen ON bills
  WHEN NEW.reduced_fen <> (SELECT coalesce(sum(fen), 0) FROM reductions WHERE bill = OLD.id) BEGIN
  SELECT RAISE(ABORT, 'bill: reduced is the sum of its reductions'); END;
CREATE TRIGGER reductions_update BEFORE UPDATE ON reductions BEGIN SELECT RAISE(ABORT, 'reduction: immutable'); END;
CREATE TRIGGER reductions_delete BEFORE DELETE ON reductions BEGIN SELECT RAISE(ABORT, 'reduction: immutable'); END;
CREATE TRIGGER reductions_closed BEFORE INSERT ON reductions WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'reduction: its event is already written'); END;
CREATE TRIGGER late_fee_waivers_update BEFORE UPDATE ON late_fee_waivers BEGIN SELECT RAISE(ABORT, 'waiver: immutable'); END;
CREATE TRIGGER late_fee_waivers_delete BEFORE DELETE ON late_fee_waivers BEGIN SELECT RAISE(ABORT, 'waiver: immutable'); END;
CREATE TRIGGER late_fee_waivers_closed BEFORE INSERT ON late_fee_waivers WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'waiver: its event is already written'); END;
CREATE TRIGGER concessions_fixed BEFORE UPDATE OF id, object, item, name, factor, from_on, reason, person, approver, device, seq ON concessions BEGIN SELECT RAISE(ABORT, 'concession: immutable'); END;
CREATE TRIGGER concessions_delete BEFORE DELETE ON concessions BEGIN SELECT RAISE(ABORT, 'concession: nothing is deleted'); END;
CREATE TRIGGER concessions_once BEFORE INSERT ON concessions WHEN EXISTS (SELECT 1 FROM concessions WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'concession: written once'); END;
CREATE TRIGGER item_late_fees_update BEFORE UPDATE ON item_late_fees BEGIN SELECT RAISE(ABORT, 'late-fee rule: immutable'); END;
CREATE TRIGGER item_late_fees_delete BEFORE DELETE ON item_late_fees WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.item) BEGIN SELECT RAISE(ABORT, 'late-fee rule: immutable'); END;
CREATE TRIGGER item_late_fees_closed BEFORE INSERT ON item_late_fees WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'late-fee rule: its event is already written'); END;
CREATE TRIGGER prepay_offers_update BEFORE UPDATE ON prepay_offers BEGIN SELECT RAISE(ABORT, 'offer: immutable'); END;
CREATE TRIGGER prepay_offers_delete BEFORE DELETE ON prepay_offers WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.item) BEGIN SELECT RAISE(ABORT, 'offer: immutable'); END;
CREATE TRIGGER prepay_offers_closed BEFORE INSERT ON prepay_offers WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'offer: its event is already written'); END;
-- An item leaves the book within the event that deletes it, and at no other time: that event is written last.
CREATE VIEW items_leaving AS SELECT d.item FROM item_deletions d WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.device = d.device AND e.seq = d.seq);
CREATE TRIGGER item_deletions_update BEFORE UPDATE ON item_deletions BEGIN SELECT RAISE(ABORT, 'item deletion: immutable'); END;
CREATE TRIGGER item_deletions_delete BEFORE DELETE ON item_deletions BEGIN SELECT RAISE(ABORT, 'item deletion: immutable'); END;
CREATE TRIGGER item_deletions_closed BEFORE INSERT ON item_deletions WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'item deletion: its event is already written'); END;
CREATE TRIGGER item_deletions_used BEFORE INSERT ON item_deletions WHEN EXISTS (SELECT 1 FROM bills WHERE item = NEW.item) BEGIN SELECT RAISE(ABORT, 'item deletion: the item has bills'); END;
CREATE TRIGGER items_delete BEFORE DELETE ON items WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.name) BEGIN SELECT RAISE(ABORT, 'item: nothing is deleted'); END;
CREATE TRIGGER tariffs_delete BEFORE DELETE ON tariffs WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.item) BEGIN SELECT RAISE(ABORT, 'tariff: nothing is deleted'); END;
CREATE TRIGGER tariffs_update BEFORE UPDATE ON tariffs BEGIN SELECT RAISE(ABORT, 'tariff: immutable'); END;
CREATE TRIGGER tariffs_once BEFORE INSERT ON tariffs WHEN EXISTS (SELECT 1 FROM tariffs WHERE item = NEW.item AND name = NEW.name) BEGIN SELECT RAISE(ABORT, 'tariff: written once'); END;
CREATE TRIGGER tariff_ends_update BEFORE UPDATE ON tariff_ends BEGIN SELECT RAISE(ABORT, 'tariff end: immutable'); END;
CREATE TRIGGER tariff_ends_delete BEFORE DELETE ON tariff_ends WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.item) BEGIN SELECT RAISE(ABORT, 'tariff end: immutable'); END;
CREATE TRIGGER tariff_ends_closed BEFORE INSERT ON tariff_ends WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'tariff end: its event is already written'); END;
CREATE TRIGGER tariff_versions_update BEFORE UPDATE ON tariff_versions BEGIN SELECT RAISE(ABORT, 'tariff version: immutable'); END;
CREATE TRIGGER tariff_versions_closed BEFORE INSERT ON tariff_versions WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'tariff version: its event is already written'); END;
CREATE TRIGGER tariff_versions_delete BEFORE DELETE ON tariff_versions WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.item) BEGIN SELECT RAISE(ABORT, 'tariff version: nothing is deleted'); END;
CREATE TRIGGER bill_undoings_update BEFORE UPDATE ON bill_undoings BEGIN SELECT RAISE(ABORT, 'bill undoing: immutable'); END;
CREATE TRIGGER bill_undoings_delete BEFORE DELETE ON bill_undoings BEGIN SELECT RAISE(ABORT, 'bill undoing: immutable'); END;
CREATE TRIGGER bill_undoings_closed BEFORE INSERT ON bill_undoings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'bill undoing: its event is already written'); END;
CREATE TRIGGER item_names_update BEFORE UPDATE ON item_names BEGIN SELECT RAISE(ABORT, 'item name: immutable'); END;
CREATE TRIGGER item_names_delete BEFORE DELETE ON item_names WHEN NOT EXISTS (SELECT 1 FROM items_leaving WHERE item = OLD.item) BEGIN SELECT RAISE(ABORT, 'item name: immutable'); END;
CREATE TRIGGER item_names_closed BEFORE INSERT ON item_names WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'item name: its event is already written'); END;
CREATE TRIGGER meters_fixed BEFORE UPDATE OF id, object, kind, number, start_on, start_reading ON meters BEGIN SELECT RAISE(ABORT, 'meter: immutable'); END;
CREATE TRIGGER meters_stay_closed BEFORE UPDATE OF end_on, end_reading ON meters WHEN OLD.end_on <> '' BEGIN SELECT RAISE(ABORT, 'meter: closed for good'); END;
CREATE TRIGGER meters_delete BEFORE DELETE ON meters BEGIN SELECT RAISE(ABORT, 'meter: nothing is deleted'); END;
CREATE TRIGGER meters_once BEFORE INSERT ON meters WHEN EXISTS (SELECT 1 FROM meters WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'meter: written once'); END;
CREATE TRIGGER meter_terms_update BEFORE UPDATE ON meter_terms BEGIN SELECT RAISE(ABORT, 'meter terms: immutable'); END;
CREATE TRIGGER meter_terms_delete BEFORE DELETE ON meter_terms BEGIN SELECT RAISE(ABORT, 'meter terms: immutable'); END;
CREATE TRIGGER meter_terms_closed BEFORE INSERT ON meter_terms WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'meter terms: the event is already written'); END;
CREATE TRIGGER readings_fixed BEFORE UPDATE OF device, seq, line, meter, read_on, for_on, value, previous, previous_on, usage, rolled_over, kept, batch ON readings BEGIN SELECT RAISE(ABORT, 'reading: immutable'); END;
CREATE TRIGGER readings_stay_undone BEFORE UPDATE OF undone ON readings WHEN OLD.undone <> 0 BEGIN SELECT RAISE(ABORT, 'reading: undone for good'); END;
CREATE TRIGGER readings_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'reading: nothing is deleted'); END;
CREATE TRIGGER readings_closed BEFORE INSERT ON readings WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'reading: its event is already written'); END;
CREATE TRIGGER reading_batches_update BEFORE UPDATE ON reading_batches BEGIN SELECT RAISE(ABORT, 'reading batch: immutable'); END;
CREATE TRIGGER reading_batches_delete BEFORE DELETE ON reading_batches BEGIN SELECT RAISE(ABORT, 'reading batch: immutable'); END;
CREATE TRIGGER reading_batches_once BEFORE INSERT ON reading_batches WHEN EXISTS (SELECT 1 FROM reading_batches WHERE batch = NEW.batch OR device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'reading batch: written once'); END;
CREATE TRIGGER leases_fixed BEFORE UPDATE OF id, number, tenant, from_on, to_on, contract, person, approver, device, seq ON leases BEGIN SELECT RAISE(ABORT, 'lease: immutable'); END;
CREATE TRIGGER leases_stay_ended BEFORE UPDATE OF ended_on ON leases WHEN OLD.ended_on <> '' BEGIN SELECT RAISE(ABORT, 'lease: ended for good'); END;
CREATE TRIGGER leases_delete BEFORE DELETE ON leases BEGIN SELECT RAISE(ABORT, 'lease: nothing is deleted'); END;
CREATE TRIGGER leases_once BEFORE INSERT ON leases WHEN EXISTS (SELECT 1 FROM leases WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'lease: written once'); END;
CREATE TRIGGER lease_objects_update BEFORE UPDATE ON lease_objects BEGIN SELECT RAISE(ABORT, 'lease object: immutable'); END;
CREATE TRIGGER lease_objects_delete BEFORE DELETE ON lease_objects BEGIN SELECT RAISE(ABORT, 'lease object: immutable'); END;
CREATE TRIGGER lease_objects_once BEFORE INSERT ON lease_objects WHEN EXISTS (SELECT 1 FROM leases WHERE id = NEW.lease) BEGIN SELECT RAISE(ABORT, 'lease object: its lease is already written'); END;
CREATE TRIGGER lease_amendments_update BEFORE UPDATE ON lease_amendments BEGIN SELECT RAISE(ABORT, 'amendment: immutable'); END;
CREATE TRIGGER lease_amendments_delete BEFORE DELETE ON lease_amendments BEGIN SELECT RAISE(ABORT, 'amendment: immutable'); END;
CREATE TRIGGER lease_amendments_closed BEFORE INSERT ON lease_amendments WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'amendment: its event is already written'); END;
CREATE TRIGGER turnovers_update BEFORE UPDATE ON turnovers BEGIN SELECT RAISE(ABORT, 'turnover: immutable'); END;
CREATE TRIGGER turnovers_delete BEFORE DELETE ON turnovers BEGIN SELECT RAISE(ABORT, 'turnover: immutable'); END;
CREATE TRIGGER turnovers_closed BEFORE INSERT ON turnovers WHEN EXISTS (SELECT 1 FROM events WHERE device = NEW.device AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, 'turnover: its event is already written'); END;

-- +goose Down
SELECT RAISE(ABORT, 'a book is never migrated down');
