package report

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// historySource says in which table a line of a history stands.
type historySource int64

// The sources, as the query below numbers them.
const (
	historyBills historySource = iota + 1
	historyPayments
	historyExcess
	historyReductions
	historyWaivers
	historyUndoings
	historyRefunds
	historyConcessions
	historyReadings
	historyMoves
	historyDepositMoves
)

// historyEntry is a line of a history before it is told: where it stands, when its event was and the bits of its kinds. ref is
// what finds it where device, sequence number and line do not: the id of a bill or a concession.
type historyEntry struct {
	source        historySource
	deviceNo, seq int64
	key           HistoryKey
	atMS          int64
	kinds         int64
	ref           string
	on            calendar.Date // the business day of a payment, "" for any other line: that of its event's clock
}

// historyQuery finds the lines of a household, newest first. Every table is entered by an index, with an object, a bill or an
// event; CROSS JOIN keeps SQLite from beginning with the larger side. The bits of the kinds are those of HistoryKinds.
//
// An event that pays a bill and is neither a payment nor moved a deposit moved what was too much on the bill to the prepayment.
const historyQuery = `WITH places (id) AS (SELECT ?1 UNION SELECT id FROM objects WHERE room = ?1 AND room <> ''),
	moved (device, seq) AS (SELECT device, seq FROM payments WHERE object = ?1
		UNION SELECT device, seq FROM allocations WHERE bill IS NOT NULL AND object IN (SELECT id FROM places)),
	found (source, device, seq, line, kinds, ref, business_on) AS (
		SELECT 1, device, seq, line, 1 | iif(kind = 'deposit', 16, 0) | iif(origin = 'late_fee', 128, 0), lower(hex(id)), '' FROM bills WHERE object IN (SELECT id FROM places)
		UNION ALL SELECT 2, p.device, p.seq, 0, CASE p.kind WHEN 'payment' THEN 2 WHEN 'refund' THEN 8 ELSE 4 END
			| iif(EXISTS (SELECT 1 FROM allocations WHERE device = p.device AND seq = p.seq AND (book = 'deposit' OR kind = 'deposit_back'))
				OR EXISTS (SELECT 1 FROM tenders WHERE device = p.device AND seq = p.seq AND kind = 'deposit'), 16, 0)
			| iif(p.object = ?1 AND (EXISTS (SELECT 1 FROM allocations WHERE device = p.device AND seq = p.seq AND kind = 'prepaid')
				OR EXISTS (SELECT 1 FROM tenders WHERE device = p.device AND seq = p.seq AND kind = 'prepaid')), 32, 0), '', p.business_on
			FROM moved m CROSS JOIN payments p ON p.device = m.device AND p.seq = m.seq
		UNION ALL SELECT 3, m.device, m.seq, 0, 32, '', '' FROM moved m WHERE NOT EXISTS (SELECT 1 FROM payments WHERE device = m.device AND seq = m.seq)
			AND NOT EXISTS (SELECT 1 FROM deposit_moves WHERE device = m.device AND seq = m.seq)
		UNION ALL SELECT 4, r.device, r.seq, 0, 64, '', '' FROM bills b CROSS JOIN reductions r ON r.bill = b.id WHERE b.object IN (SELECT id FROM places) AND b.reduced_fen > 0
			AND NOT EXISTS (SELECT 1 FROM late_fee_waivers w WHERE w.device = r.device AND w.seq = r.seq)
		UNION ALL SELECT 5, w.device, w.seq, 0, 64 | 128, '', '' FROM bills b CROSS JOIN late_fee_waivers w ON w.bill = b.id WHERE b.object IN (SELECT id FROM places)
		UNION ALL SELECT 6, u.device, u.seq, 0, 64, '', '' FROM bills b CROSS JOIN bill_undoings u ON u.bill = b.id WHERE b.object IN (SELECT id FROM places) AND b.undone = 1
		UNION ALL SELECT 7, device, seq, 0, 8, '', '' FROM refunds WHERE object = ?1
		UNION ALL SELECT 8, device, seq, 0, 64, id, '' FROM concessions WHERE object IN (SELECT id FROM places)
		UNION ALL SELECT 9, r.device, r.seq, r.line, 256, '', '' FROM meters m CROSS JOIN readings r ON r.meter = m.id AND r.undone = 0 WHERE m.object IN (SELECT id FROM places)
		UNION ALL SELECT 10, device, seq, 0, 32, '', '' FROM prepaid_moves WHERE object = ?1
		UNION ALL SELECT 10, device, seq, 0, 32, '', '' FROM prepaid_moves WHERE to_object = ?1 AND object <> ?1
		UNION ALL SELECT 11, m.device, m.seq, 0, 16, '', '' FROM moved m CROSS JOIN deposit_moves d ON d.device = m.device AND d.seq = m.seq)
	SELECT f.source, f.device, f.seq, f.kinds, f.ref, f.business_on, e.id, f.line, e.at_ms FROM found f CROSS JOIN events e ON e.device = f.device AND e.seq = f.seq
	ORDER BY e.id DESC, f.line DESC LIMIT ?2`

// historyIndex returns the lines of a household in the order of the book, newest first, at most 50,000.
func historyIndex(tx *store.Tx, room string) ([]historyEntry, error) {
	return store.All(tx, historyQuery, []any{room, historyTotalMax}, func(scan func(dest ...any) error) (e historyEntry, err error) {
		return e, scan(&e.source, &e.deviceNo, &e.seq, &e.kinds, &e.ref, &e.on, &e.key.Event, &e.key.Line, &e.atMS)
	})
}
