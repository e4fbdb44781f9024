package audit

import "shouqi/ledger/store"

// sum is one identity that must hold over the tables. Its query returns a row (table, key, detail) for each breach,
// and none where all is well.
type sum struct {
	check string
	query string
}

// quickSums are read at every opening of the book and look at little, apart from the receipts.
//
//   - receipts gapless: the receipt numbers of a series run from 1 on without a gap, but for those that an event skipped;
//   - shifts gapless: so do the numbers of a counter's shifts;
//   - drawer account: the float of a counter's last shift and the cash posted since are what its close left;
//   - runs whole: the newest runs of bills have as many bills and fen as they say.
var quickSums = []sum{
	{"receipts gapless", `SELECT 'receipts', r.series, 'numbers 1 to ' || max(r.last, coalesce(s.last, 0)) || ' but ' || (r.count + coalesce(s.count, 0)) || ' receipts and skipped'
		FROM (SELECT series, min(no) AS first, max(no) AS last, count(*) AS count FROM receipts GROUP BY series) r
		LEFT JOIN (SELECT series, min(from_no) AS first, max(to_no) AS last, sum(to_no - from_no + 1) AS count FROM skipped_receipts GROUP BY series) s ON s.series = r.series
		WHERE max(r.last, coalesce(s.last, 0)) <> r.count + coalesce(s.count, 0) OR min(r.first, coalesce(s.first, 1 << 62)) <> 1`},
	{"shifts gapless", `SELECT 'shifts', s.counter, 'numbers 1 to ' || max(s.last, coalesce(k.last, 0)) || ' but ' || (s.count + coalesce(k.count, 0)) || ' shifts and skipped'
		FROM (SELECT counter, max(no) AS last, count(*) AS count FROM shifts GROUP BY counter) s
		LEFT JOIN (SELECT series, max(to_no) AS last, sum(to_no - from_no + 1) AS count FROM skipped_receipts GROUP BY series) k ON k.series = s.counter || '/shift'
		WHERE max(s.last, coalesce(k.last, 0)) <> s.count + coalesce(k.count, 0)`},
	{"drawer account", `SELECT 'shifts', s.counter || '/' || s.no, 'left in the drawer and the cash account differ'
		FROM shifts s WHERE s.no = (SELECT max(no) FROM shifts WHERE counter = s.counter) AND s.closed_seq <> 0 AND s.left_fen <>
		(SELECT s.float_fen + coalesce(sum(CASE WHEN debit = 'cash:' || s.counter THEN fen ELSE -fen END), 0) FROM transfers
			WHERE device = s.device AND seq > s.seq AND (debit = 'cash:' || s.counter OR credit = 'cash:' || s.counter))`},
	{"runs whole", `SELECT 'runs', r.run, 'count or sum differs from the transfers of its bills' FROM runs r
		WHERE r.seq > (SELECT coalesce(max(seq), 0) - 1000 FROM events WHERE device = r.device) AND (r.bills, r.sum_fen) <>
		(SELECT count(*), coalesce(sum(fen), 0) FROM transfers WHERE device = r.device AND seq >= r.first_seq AND seq < r.seq)`},
}

// openSums hold what people owe and have with the house against what it follows from. They read most of a book, so that they are part of an
// opening only where that is small; in another the first write waits for them.
//
//   - bills open: what was paid and reduced of each bill that is open, and of each deposit, is what its allocations and reductions say;
//   - receivable: what is open together is what the account says, so that none passes for paid that is not: to make up for it another bill would
//     have to be open with a wrong sum;
//   - credits: the prepayments of all households are what the accounts say; of each one, Full alone knows what came to it;
//   - deposits, deposits out: what is held is what the account says, and of each what went out of it.
var openSums = []sum{
	{"bills open", `SELECT 'bills', lower(hex(b.id)), 'paid or reduced, and its allocations and reductions, differ' FROM bills b
		WHERE (b.kind = 'deposit' OR b.undone = 0 AND b.paid_fen + b.reduced_fen < b.amount_fen) AND (
		b.paid_fen <> (SELECT coalesce(sum(fen), 0) FROM allocations WHERE object = b.object AND bill = b.id AND kind = 'bill')
		OR b.reduced_fen <> (SELECT coalesce(sum(fen), 0) FROM reductions WHERE bill = b.id))`},
	{"credits", `SELECT 'credits', account, 'the account and the balances differ' FROM (
		SELECT account, sum(fen) AS moved, (SELECT coalesce(sum(balance_fen), 0) FROM credits WHERE 'prepaid' || iif(purpose = '', '', ':' || purpose) = account) AS held
		FROM (SELECT credit AS account, fen FROM transfers WHERE credit GLOB 'prepaid*' AND credit <> 'prepaid_moving'
			UNION ALL SELECT debit, -fen FROM transfers WHERE debit GLOB 'prepaid*' AND debit <> 'prepaid_moving'
			UNION ALL SELECT 'prepaid' || iif(purpose = '', '', ':' || purpose), 0 FROM credits) GROUP BY account) WHERE moved <> held`},
	{"receivable", `SELECT 'transfers', 'receivable', 'the account and the open bills differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'receivable') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'receivable') AS account,
		(SELECT coalesce(sum(amount_fen - reduced_fen - paid_fen), 0) FROM bills WHERE undone = 0 AND kind <> 'deposit') AS owed) WHERE account <> owed`},
	{"deposits", `SELECT 'transfers', 'deposit', 'the account and what was paid in differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'deposit') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'deposit') AS account,
		(SELECT coalesce(sum(paid_fen), 0) FROM bills WHERE kind = 'deposit') - (SELECT coalesce(sum(used_fen + returned_fen + moved_fen), 0) FROM deposits) AS held) WHERE account <> held`},
	{"deposits out", `SELECT 'deposits', lower(hex(d.bill)), 'used, returned and moved differ from what went out of it' FROM deposits d
		LEFT JOIN (SELECT reference, sum(fen) AS fen FROM tenders WHERE kind = 'deposit' GROUP BY reference) u ON u.reference = lower(hex(d.bill))
		WHERE d.used_fen <> coalesce(u.fen, 0)
		   OR d.returned_fen <> (SELECT -coalesce(sum(a.fen), 0) FROM allocations a JOIN bills b ON b.id = d.bill WHERE a.object = b.object AND a.bill = d.bill AND a.kind = 'deposit_back')
		   OR d.moved_fen <> (SELECT coalesce(sum(fen), 0) FROM deposit_moves WHERE source = d.bill)
		UNION ALL SELECT 'bills', lower(hex(b.id)), 'more of the deposit went out than was paid in' FROM bills b JOIN deposits d ON d.bill = b.id
		WHERE d.used_fen + d.returned_fen + d.moved_fen > b.paid_fen`},
}

// fullSums look at every row. The first ones compare a figure that is kept beside a bill or an account with the rows
// it is the sum of; the later ones find rows that no command can have written, such as a closed shift without a Z
// report, cash that moved between the last count and the close, or a key that was destroyed although nobody was
// erased.
var fullSums = []sum{
	{"bills paid", `SELECT 'bills', lower(hex(b.id)), 'paid and its allocations differ' FROM bills b
		LEFT JOIN (SELECT object, bill, sum(fen) AS fen FROM allocations WHERE bill IS NOT NULL AND kind = 'bill' GROUP BY object, bill) a ON a.object = b.object AND a.bill = b.id
		WHERE b.paid_fen <> coalesce(a.fen, 0)`},
	{"bills reduced", `SELECT 'bills', lower(hex(b.id)), 'reduced and its reductions differ' FROM bills b
		LEFT JOIN (SELECT bill, sum(fen) AS fen FROM reductions GROUP BY bill) r ON r.bill = b.id WHERE b.reduced_fen <> coalesce(r.fen, 0)`},
	{"undone bills unpaid", `SELECT 'bills', lower(hex(id)), 'undone, and money is on it' FROM bills WHERE undone = 1 AND paid_fen <> 0`},
	{"payments balance", `SELECT 'payments', p.device || '/' || p.seq, 'tenders, change, allocations and transfers differ' FROM payments p
		WHERE p.tendered_fen <> (SELECT coalesce(sum(fen), 0) FROM tenders WHERE device = p.device AND seq = p.seq)
		   OR p.total_fen <> (SELECT coalesce(sum(fen), 0) FROM allocations WHERE device = p.device AND seq = p.seq)
		   OR p.tendered_fen - p.change_fen <> p.total_fen
		   OR abs(p.total_fen) <> (SELECT coalesce(sum(fen), 0) FROM transfers WHERE device = p.device AND seq = p.seq)`},
	{"deposits moved", `SELECT 'deposit_moves', m.device || '/' || m.seq, 'it left one deposit and did not come to the other' FROM deposit_moves m
		WHERE m.fen IS NOT (SELECT sum(fen) FROM allocations WHERE device = m.device AND seq = m.seq AND bill = m.target)
		   OR -m.fen IS NOT (SELECT sum(fen) FROM allocations WHERE device = m.device AND seq = m.seq AND bill = m.source)
		UNION ALL SELECT 'transfers', 'deposit_moving', 'a move brings it back to nothing' FROM (SELECT
		coalesce(sum(iif(debit = 'deposit_moving', fen, -fen)), 0) AS left_fen FROM transfers WHERE debit = 'deposit_moving' OR credit = 'deposit_moving') WHERE left_fen <> 0`},
	{"receipts add up", `SELECT 'payments', p.device || '/' || p.seq, 'its receipts come to another sum' FROM payments p WHERE p.kind <> 'void'
		AND p.total_fen <> (SELECT coalesce(sum(fen), 0) FROM receipts WHERE device = p.device AND seq = p.seq)`},
	{"credits moving", `SELECT 'credits', 'prepaid_moving', 'a prepayment left one household and came to no other' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'prepaid_moving') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'prepaid_moving') AS left_over) WHERE left_over <> 0`},
	{"credits spent", `SELECT 'credits', object || '/' || purpose, 'more of it was spent than came in' FROM credits WHERE balance_fen < 0`},
	{"postings named", `SELECT 'transfers', t.device || '/' || t.seq || '/' || t.line, 'no event' FROM transfers t
		WHERE NOT EXISTS (SELECT 1 FROM events WHERE device = t.device AND seq = t.seq)`},
	{"reports anchored", `SELECT 'shifts', counter || '/' || no, 'its Z report names an event that this chain does not contain' FROM shifts s
		WHERE reported_seq <> 0 AND NOT EXISTS (SELECT 1 FROM events WHERE device = s.device AND seq = s.head_seq AND hash = s.head_hash)`},
	{"shifts reported", `SELECT 'shifts', counter || '/' || no, 'closed, and its Z report is missing' FROM shifts s WHERE closed_seq <> 0 AND NOT EXISTS
		(SELECT 1 FROM events WHERE device = s.device AND seq = s.reported_seq AND kind = 'shift.reported')`},
	{"counts stood", `SELECT 'shifts', counter || '/' || no, 'cash moved between its last count and its close' FROM shifts s WHERE closed_seq <> 0 AND (
		EXISTS (SELECT 1 FROM tenders WHERE device = s.device AND seq > s.counted_seq AND seq < s.closed_seq AND kind = 'cash') OR
		EXISTS (SELECT 1 FROM cash_moves WHERE device = s.device AND seq > s.counted_seq AND seq < s.closed_seq))`},
	{"cash counted", `SELECT 'shifts', counter || '/' || no, 'its figures are not those of its last count' FROM shifts s
		WHERE counts <> (SELECT count(*) FROM cash_counts WHERE device = s.device AND shift_seq = s.seq)
		OR counts > 0 AND NOT EXISTS (SELECT 1 FROM cash_counts WHERE device = s.device AND seq = s.counted_seq AND shift_seq = s.seq
			AND counted_fen = s.counted_fen AND expected_fen = s.expected_fen)`},
	{"slips counted", `SELECT 'shifts', s.counter || '/' || s.no, 'closed over another count of its slips than the book has' FROM shifts s WHERE s.closed_seq <> 0 AND EXISTS (
		SELECT k.kind, k.n, k.fen FROM (SELECT t.kind AS kind, count(DISTINCT upper(t.reference)) AS n, sum(t.fen) AS fen FROM payments p
			JOIN tenders t ON t.device = p.device AND t.seq = p.seq WHERE p.device = s.device AND p.seq > s.seq AND p.seq < s.closed_seq AND p.kind = 'payment'
			AND t.kind IN ('card', 'transfer', 'cheque') AND NOT EXISTS (SELECT 1 FROM undoings u
				WHERE u.of_device = p.device AND u.of_seq = p.seq AND u.device = s.device AND u.seq < s.closed_seq) GROUP BY t.kind) k
		EXCEPT SELECT kind, expected, expected_fen FROM slip_counts WHERE device = s.device AND seq =
			(SELECT max(seq) FROM slip_counts WHERE device = s.device AND shift_seq = s.seq))`},
	{"cash outside", `SELECT 'transfers', 'transit:cash', 'the account, and what was handed over, moved, banked and lost, differ' FROM (SELECT
		(SELECT coalesce(sum(CASE WHEN debit = 'transit:cash' THEN fen ELSE -fen END), 0) FROM transfers WHERE debit = 'transit:cash' OR credit = 'transit:cash') AS account,
		(SELECT coalesce(sum(handed_fen), 0) FROM shifts) + (SELECT coalesce(sum(iif(direction = 'out', fen, -fen)), 0) FROM cash_moves WHERE reason NOT IN ('petty_cash', 'counterfeit', 'company_cash', 'recovered'))
		- (SELECT coalesce(sum(fen), 0) FROM bankings WHERE undone_seq = 0) - (SELECT coalesce(sum(fen), 0) FROM counterfeits WHERE place = 'safe') AS told) WHERE account <> told`},
	{"cash at the bank", `SELECT 'transfers', 'transit:bank', 'the account and the slips of the bank differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'transit:bank') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'transit:bank') AS account,
		(SELECT coalesce(sum(fen), 0) FROM bankings WHERE undone_seq = 0) AS told) WHERE account <> told`},
	{"petty cash", `SELECT 'transfers', 'petty_cash', 'the account and the moves of cash differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'petty_cash') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'petty_cash') AS account,
		(SELECT coalesce(sum(iif(direction = 'out', fen, -fen)), 0) FROM cash_moves WHERE reason = 'petty_cash') AS told) WHERE account <> told`},
	{"company cash", `SELECT 'transfers', 'company_cash', 'the account and the moves of cash differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'company_cash') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'company_cash') AS account,
		(SELECT coalesce(sum(iif(direction = 'out', fen, -fen)), 0) FROM cash_moves WHERE reason = 'company_cash') AS told) WHERE account <> told`},
	{"to be got back", `SELECT 'transfers', 'recoverable', 'the account, and what went out twice, came back and was given up, differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'recoverable') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'recoverable') AS account,
		(SELECT coalesce(-sum(fen), 0) FROM allocations WHERE kind = 'recover') - (SELECT coalesce(sum(fen), 0) FROM cash_moves WHERE reason = 'recovered')
		- (SELECT coalesce(sum(fen), 0) FROM settled_conflicts WHERE way = 'given_up') AS told) WHERE account <> told`},
	{"counterfeits", `SELECT 'transfers', 'counterfeit', 'the account and the notes that were kept differ' FROM (SELECT
		(SELECT coalesce(sum(fen), 0) FROM transfers WHERE debit = 'counterfeit') - (SELECT coalesce(sum(fen), 0) FROM transfers WHERE credit = 'counterfeit') AS account,
		(SELECT coalesce(sum(fen), 0) FROM counterfeits WHERE what = 'kept') AS told) WHERE account <> told`},
	{"orders booked", `SELECT 'intents', i.no, 'its channel has the money, and no payment has exactly that' FROM intents i WHERE i.booked_seq <> 0 AND i.fen IS NOT
		(SELECT sum(fen) FROM tenders WHERE reference = i.no AND kind = i.channel AND fen > 0 AND device = i.booked_device AND seq = i.booked_seq)
		UNION ALL SELECT 'tenders', t.device || '/' || t.seq || '/' || t.line, 'no order of its channel has its money' FROM tenders t
		WHERE t.kind IN ('wechat', 'alipay', 'terminal') AND t.fen > 0 AND NOT EXISTS (SELECT 1 FROM intents WHERE no = t.reference AND channel = t.kind AND booked_device = t.device AND booked_seq = t.seq)
		AND NOT EXISTS (SELECT 1 FROM returns r JOIN intents i ON i.no = r.order_no WHERE r.no = t.reference AND r.state IN ('kept', 'twice', 'done') AND i.channel = t.kind AND r.fen = t.fen)`},
	{"kept back", `SELECT 'returns', r.no, 'what its channel could not give back and what the household has of it differ' FROM returns r WHERE iif(r.state IN ('kept', 'twice'), r.fen, 0) <>
		(SELECT coalesce(sum(fen), 0) FROM tenders WHERE reference = r.no AND kind IN ('wechat', 'alipay'))`},
	{"sent back", `SELECT 'intents', i.no, 'what the book has as gone and what was sent back over its channel differ' FROM intents i WHERE
		(SELECT coalesce(sum(fen), 0) FROM returns WHERE order_no = i.no) <> -(SELECT coalesce(sum(fen), 0) FROM tenders WHERE reference = i.no AND kind IN ('wechat', 'alipay') AND fen < 0)`},
	{"keys destroyed", `SELECT 'vault_keys', k.subject, 'destroyed, and nobody was erased' FROM vault_keys k WHERE k.wrapped IS NULL AND NOT EXISTS
		(SELECT 1 FROM persons WHERE erased = 1 AND (id = k.about OR id = k.subject AND (k.about = '' OR kind = 'room')))`},
	{"erased", `SELECT 'vault_keys', k.subject, 'still there, though the person was erased' FROM vault_keys k
		JOIN persons p ON p.id = k.subject WHERE p.erased = 1 AND k.wrapped IS NOT NULL`},
	{"shifts", `SELECT 'shifts', counter || '/' || no, 'counted is not left and handed' FROM shifts
		WHERE closed_seq <> 0 AND (counted_fen <> left_fen + handed_fen OR counted_fen - expected_fen <> difference_fen)`},
}

// sums runs the checks and adds what they return.
func (a *Audit) sums(tx *store.Tx, checks []sum) error {
	for _, check := range checks {
		err := tx.Each(check.query, nil, func(scan func(dest ...any) error) error {
			var table, key, detail string
			err := scan(&table, &key, &detail)
			a.add(check.check, table, key, detail)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
