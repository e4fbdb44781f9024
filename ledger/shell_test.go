package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// mutable are the columns that the projectors themselves change, by table; everything else of these tables is written once.
var mutable = map[string][]string{
	"ended":            {"last_seq", "at_ms"},
	"bills":            {"paid_fen", "undone", "reduced_fen"},
	"concessions":      {"to_on"},
	"deposits":         {"used_fen", "returned_fen", "moved_fen"},
	"deposit_freezes":  {"lifted_device", "lifted_seq"},
	"refunds":          {"state", "decider", "paid_device", "paid_seq"},
	"approval_askings": {"state", "decider", "decided_device", "decided_seq"},
	"unverified":       {"verified_device", "verified_seq", "verified_by"},
	"counters":         {"machine"},
	"leases":           {"ended_on"},
	"meters":           {"end_on", "end_reading"},
	"readings":         {"undone"},
	"receipts":         {"state", "copies"},
	"vault_keys":       {"wrapped"},
	"shifts": {"counts", "counted_seq", "closed_seq", "closed_ms", "expected_fen", "counted_fen", "difference_fen", "left_fen",
		"handed_fen", "handed_to"},
	"bankings": {"undone_device", "undone_seq"},
}

// folded are the tables whose rows the projectors rewrite as a whole: verify holds them, not the database.
var folded = []string{"auto_deductions", "credits", "items", "large_prints", "limits", "objects", "packages", "parties", "persons", "policies", "staff", "stewards", "vault_slots"}

// nextEvent is SQL that appends an event of a kind as a forger would who knows the chain.
func nextEvent(kind string) string {
	return fmt.Sprintf(`INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash)
		SELECT 1, seq + 1, '%s', 1, 0, x'7b7d', hash, zeroblob(32) FROM events WHERE device = 1 ORDER BY seq DESC LIMIT 1;`, kind)
}

// forgedPayment is SQL for the rows of a payment of the next event, with the given sums, before the event itself.
func forgedPayment(tendered, allocated, change, moved int) string {
	const next = "(SELECT max(seq) + 1 FROM events)"
	script := fmt.Sprintf(`INSERT INTO payments SELECT device, %[1]s, kind, shift_seq, business_on, value_on, at_ms, object, payer, payer_version, cashier, approver,
			%[2]d, %[4]d, %[3]d, '' %[5]s FROM payments WHERE kind = 'payment' LIMIT 1;
		INSERT INTO tenders VALUES (1, %[1]s, 1, 'cash', %[2]d, '', 1, '');
		INSERT INTO allocations VALUES (1, %[1]s, 1, 'prepaid', NULL, 'o', '', %[3]d, 0, '', '');`, next, tendered, allocated, change, "%s")
	if moved > 0 {
		script += fmt.Sprintf("\nINSERT INTO transfers VALUES (1, %s, 1, 'cash:01', 'prepaid', %d, '', 'o');", next, moved)
	}
	return script
}

type forbidden struct {
	name, script, says string
}

var forbiddens = []forbidden{
	{"an event with a wrong number", `INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash)
		SELECT 1, seq + 2, 'policy.set', 1, 0, x'7b7d', hash, zeroblob(32) FROM events ORDER BY seq DESC LIMIT 1;`, "not the next of its device"},
	{"an event with a number that is there", `INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash)
		SELECT 1, seq, 'policy.set', 1, 0, x'7b7d', prev, zeroblob(32) FROM events ORDER BY seq DESC LIMIT 1;`, "not the next of its device"},
	{"an event that chains to another", `INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash)
		SELECT 1, seq + 1, 'policy.set', 1, 0, x'7b7d', prev, zeroblob(32) FROM events ORDER BY seq DESC LIMIT 1;`, "not the next of its device"},
	{"an event in the place of another's row", `INSERT OR REPLACE INTO events (id, device, seq, kind, version, at_ms, body, prev, hash)
		SELECT 3, 1, seq + 1, 'policy.set', 1, 0, x'7b7d', hash, zeroblob(32) FROM events ORDER BY seq DESC LIMIT 1;`, "not the next of its device"},
	{"an event with a hash too short", `INSERT INTO events (device, seq, kind, version, at_ms, body, prev, hash)
		SELECT 1, seq + 1, 'policy.set', 1, 0, x'7b7d', hash, x'00' FROM events ORDER BY seq DESC LIMIT 1;`, "CHECK constraint failed"},
	{"a payment without anything", nextEvent("payment.received"), "tenders, allocations, change and transfers differ"},
	{"a payment that allocates more than was tendered", forgedPayment(1000, 1200, 0, 1200) + nextEvent("payment.received"), "differ"},
	{"a payment whose change is not given", forgedPayment(1000, 1000, 200, 1000) + nextEvent("payment.received"), "differ"},
	{"a payment that moves less than it says", forgedPayment(1000, 1000, 0, 900) + nextEvent("payment.received"), "differ"},
	{"a payment that moves nothing", forgedPayment(1000, 1000, 0, 0) + nextEvent("payment.received"), "differ"},
	{"a payment of less than nothing", forgedPayment(-1000, -1000, 0, 1000) + nextEvent("payment.received"), "differ"},
	{"a payment with change of less than nothing", forgedPayment(1000, 1200, -200, 1200) + nextEvent("payment.received"), "differ"},
	{"a move of cash that only a payment stands for", strings.Replace(forgedPayment(1000, 1000, 0, 1000), "kind, shift_seq,",
		"kind, (SELECT seq FROM shifts WHERE closed_seq = 0),", 1) + nextEvent("cash.moved"), "no open shift"},
	{"a payment in a closed shift", strings.Replace(forgedPayment(1000, 1000, 0, 1000), "kind = 'payment' LIMIT 1",
		"kind = 'payment' AND shift_seq IN (SELECT seq FROM shifts WHERE closed_seq <> 0) LIMIT 1", 1) + nextEvent("payment.received"), "no open shift"},
	{"a void that names no payment", forgedPayment(1000, 1000, 0, 1000) + nextEvent("payment.voided"), "names no payment"},
	{"a void that is not the negation", forgedPayment(1000, 1000, 0, 1000) + `INSERT INTO undoings
		SELECT device, seq, 'void', 1, (SELECT max(seq) + 1 FROM events) FROM payments p WHERE kind = 'payment'
		AND NOT EXISTS (SELECT 1 FROM undoings WHERE of_seq = p.seq) LIMIT 1;` + nextEvent("payment.voided"), "not the exact negation"},
	{"money put by that its channel gave back", `UPDATE returns SET state = 'kept' WHERE state = 'done';`, "its channel has not given it up"},
	{"money put by that its channel gives back after all", `UPDATE returns SET state = 'done' WHERE state = 'kept';`, "return: it has ended"},
	{"a second undoing", `INSERT INTO undoings SELECT of_device, of_seq, 'reversal', device, seq + 1000 FROM undoings LIMIT 1;`, "undoing: written once"},
	{"a receipt number that skips", `INSERT INTO receipts SELECT series, no + 2, number || 'x', device, seq + 1000, line, book, fen, state, copies FROM receipts ORDER BY no DESC LIMIT 1;`, "not the next of its series"},
	{"a receipt with the number of another", `INSERT INTO receipts SELECT series, no + 1, number, device, seq + 1000, line, book, fen, state, copies FROM receipts ORDER BY no DESC LIMIT 1;`, "CHECK constraint failed"},
	{"more out of a deposit than was paid in", `UPDATE deposits SET returned_fen = returned_fen + 100000000;`, "more goes out than was paid in"},
	{"a deposit that was never paid in", `INSERT INTO deposits SELECT id, 1, 0, 0 FROM bills WHERE kind = 'income' LIMIT 1;`, "more goes out than was paid in"},
	{"more moved out of a deposit than was paid in", `INSERT INTO deposit_moves SELECT device, seq + 1000, source, target, fen + 100000000, reason, moved_on, person, approver FROM deposit_moves LIMIT 1;`, "more goes out than was paid in"},
	{"a move into a deposit that is there", `INSERT INTO deposit_moves SELECT device, seq + 1000, target, source, fen, reason, moved_on, person, approver FROM deposit_moves LIMIT 1;`, "for another sum"},
	{"a move without its two sides", nextEvent("deposit.moved"), "its two sides differ"},
	{"a freeze lifted again", `UPDATE deposit_freezes SET lifted_seq = lifted_seq + 1 WHERE lifted_seq <> 0;`, "lifted for good"},
	{"a deposit taken back that is used", `UPDATE bills SET paid_fen = 0 WHERE id IN (SELECT bill FROM deposits);`, "more goes out than was paid in"},
	{"more banked than is in the safe", `INSERT INTO bankings SELECT device, seq + 1000, slip || '-2', fen + 100000000, banked_on, pieces, person, approver, 0, 0 FROM bankings LIMIT 1;`, "more than is in the safe"},
	{"more put in than is in the safe", `INSERT INTO cash_moves SELECT device, seq + 1000, shift_seq, 'in', 100000000, 'other', cashier, approver FROM cash_moves LIMIT 1;`, "more than is in the safe"},
	{"more brought back than was spent by the way", `INSERT INTO cash_moves SELECT device, seq + 1000, shift_seq, 'in', 100000000, 'petty_cash', cashier, approver FROM cash_moves LIMIT 1;`, "more than was spent by the way"},
	{"a slip of the bank twice", `INSERT INTO bankings SELECT device, seq + 1000, slip, 10, banked_on, pieces, person, approver, 0, 0 FROM bankings WHERE undone_seq = 0 LIMIT 1;`, "its slip is already there"},
	{"a slip taken back without its event", `UPDATE bankings SET undone_device = 1, undone_seq = 2 WHERE undone_seq = 0;`, "already written"},
	{"a slip taken back twice", `UPDATE bankings SET undone_seq = undone_seq + 100000 WHERE undone_seq <> 0;`, "undone once and for good"},
	{"cash banked that no slip tells of", nextEvent("cash.banked"), "not what its slip says"},
	{"cash back from the bank that no slip tells of", nextEvent("cash.unbanked"), "not what its slip says"},
	{"a counterfeit twice", `INSERT INTO counterfeits SELECT device, seq + 1000, fen, serial, what, place, found_on, person, approver FROM counterfeits LIMIT 1;`, "its serial number is already there"},
	{"a counterfeit that nothing tells of", nextEvent("cash.counterfeit"), "not what was found"},
	{"a kept counterfeit that moves nothing", `INSERT INTO counterfeits SELECT 1, (SELECT max(seq) + 1 FROM events), 100, 'ZZ00000001', 'kept', 'safe', found_on, person, approver FROM counterfeits LIMIT 1;` +
		nextEvent("cash.counterfeit"), "not what was found"},
	{"an approval given again", `UPDATE approval_askings SET state = 'asked' WHERE state = 'approved';`, "decided for good"},
	{"an approval on other terms", `UPDATE approval_askings SET terms = 'reason=sold';`, "approval asked"},
	{"an approval for more", `UPDATE approval_askings SET fen = fen + 100000;`, "approval asked"},
	{"a refund paid twice", `UPDATE refunds SET state = 'approved' WHERE state = 'paid';`, "ended for good"},
	{"more back than a payment paid", `INSERT INTO refund_lines SELECT device, seq + 1000, line, source, bill, object, item, book, fen + 100000000, of_device, of_seq, purpose FROM refund_lines WHERE source = 'payment' LIMIT 1;`, "more than the payment paid"},
	{"more out of a prepayment than came in", `UPDATE credits SET balance_fen = -1;`, "more goes out than is free"},
	{"money out of a frozen prepayment", `UPDATE credits SET balance_fen = balance_fen - 1 WHERE frozen = 1;`, "more goes out than is free"},
	{"a prepayment that begins below nothing", `INSERT INTO credits (object, purpose, balance_fen) VALUES ('nobody', '', -1);`, "more goes out than came in"},
	{"a payment undone that went back in part", `INSERT INTO undoings SELECT of_device, of_seq, 'void', device, seq + 1000 FROM refund_lines WHERE source = 'payment' LIMIT 1;`, "a part of the payment went back"},
	{"a receipt in the place of another", `INSERT OR REPLACE INTO receipts SELECT series, no, number, device, seq + 1000, line, book, fen, state, copies FROM receipts ORDER BY no DESC LIMIT 1;`, "not the next of its series"},
	{"a transfer of nothing", `INSERT INTO transfers SELECT device, seq + 1000, line, debit, credit, 0, item, object FROM transfers LIMIT 1;`, "CHECK constraint failed"},
	{"a transfer backwards", `INSERT INTO transfers SELECT device, seq + 1000, line, debit, credit, -fen, item, object FROM transfers LIMIT 1;`, "CHECK constraint failed"},
	{"a transfer to itself", `INSERT INTO transfers SELECT device, seq + 1000, line, debit, debit, fen, item, object FROM transfers LIMIT 1;`, "CHECK constraint failed"},
	{"undoing a bill that money is on", `UPDATE bills SET undone = 1 WHERE paid_fen > 0;`, "money is allocated to it"},
	{"undoing a bill after hiding the money", `UPDATE bills SET paid_fen = 0 WHERE kind <> 'deposit'; UPDATE bills SET undone = 1
		WHERE id = (SELECT bill FROM allocations WHERE bill IS NOT NULL AND book <> 'deposit' GROUP BY bill HAVING sum(fen) > 0 LIMIT 1);`, "money is allocated to it"},
	{"taking an undoing of a bill back", `UPDATE bills SET undone = 0 WHERE undone = 1;`, "bill: undone for good"},
	{"a second open shift", `INSERT INTO shifts (device, seq, counter, no, cashier, business_on, opened_ms, float_fen, float_difference_fen, float_approver)
		SELECT device, seq + 1000, counter, no + 1, cashier, business_on, 0, 0, 0, '' FROM shifts WHERE closed_seq = 0;`, "one open at a counter"},
	{"another number for an open shift", `UPDATE shifts SET no = no + 1 WHERE closed_seq = 0;`, "shift: immutable"},
	{"another number for a closed shift, skipped or not", `INSERT INTO skipped_receipts SELECT '01/shift', 1, 9, 1, 1; UPDATE shifts SET no = 10 WHERE no = 1;`, "shift: immutable"},
	{"a shift with a skipped number", `INSERT INTO skipped_receipts SELECT counter || '/shift', 90, 99, device, seq FROM shifts LIMIT 1;
		INSERT INTO shifts (device, seq, counter, no, cashier, business_on, opened_ms, float_fen, float_difference_fen, float_approver, float_pieces, closed_seq)
		SELECT device, seq + 1000, counter, 95, cashier, business_on, 0, 0, 0, '', '', 1 FROM shifts LIMIT 1;`, "shift: written once"},
	{"a closed shift", `UPDATE shifts SET counted_fen = counted_fen + 1 WHERE closed_seq <> 0;`, "shift: closed"},
	{"another head for a Z report", `UPDATE shifts SET head_seq = 1 WHERE reported_seq <> 0;`, "shift: reported once"},
	{"a shift in the place of a closed one", `UPDATE OR REPLACE shifts SET no = 1 WHERE closed_seq = 0;`, "shift: immutable"},
	{"another key for a person", `UPDATE vault_keys SET wrapped = zeroblob(60);`, "a key is only ever destroyed"},
	{"a bill reduced without a reduction", `UPDATE bills SET reduced_fen = reduced_fen + 1 WHERE undone = 0;`, "sum of its reductions"},
	{"a meter in use again", `UPDATE meters SET end_on = '' WHERE end_on <> '';`, "meter: closed for good"},
	{"taking an undoing of a reading back", `UPDATE readings SET undone = 0 WHERE undone = 1;`, "reading: undone for good"},
	{"a key thrown away", `DELETE FROM vault_keys;`, "a key is only ever destroyed"},
}

// book with an open shift, as a file that nobody has open.
func shellBook(t *testing.T) (path string, tables map[string][]string) {
	c := richBook(t)
	_, err := c.book.Till.Open(c.ctx, c.cashier, till.Opening{Counted: c.count(2000)})
	require.NoError(t, err)
	tables = make(map[string][]string)
	require.NoError(t, c.book.Store.Read(c.ctx, func(tx *store.Tx) error {
		for _, name := range texts(t, tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
			if !slices.Contains(exempt, name) && !slices.Contains(folded, name) {
				tables[name] = texts(t, tx, "SELECT name FROM pragma_table_info(?)", name)
			}
		}
		for i := range forbiddens {
			// Columns that came to payments after the first are copied as they are.
			columns := texts(t, tx, "SELECT name FROM pragma_table_info('payments')")
			rest := columns[slices.Index(columns, "paper_number")+1:]
			forbiddens[i].script = strings.ReplaceAll(forbiddens[i].script, "%s", ", "+strings.Join(rest, ", "))
		}
		return nil
	}))
	path = filepath.Join(t.TempDir(), "copy.book")
	require.NoError(t, c.book.Backup(c.ctx, path))
	return path, tables
}

func TestTheDatabaseRefuses(t *testing.T) {
	path, tables := shellBook(t)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	all := slices.Clone(forbiddens)
	foreignKeys := []string{"off", "on"} // the shell's own setting is off
	if testing.Short() {
		foreignKeys = foreignKeys[:1]
	}
	for name, columns := range tables {
		for _, column := range columns {
			if !slices.Contains(mutable[name], column) {
				all = append(all, forbidden{"changing " + name + "." + column, fmt.Sprintf("UPDATE %s SET %s = %s;", name, column, column), ""})
			}
		}
		all = append(all, forbidden{"deleting from " + name, "DELETE FROM " + name + ";", ""},
			forbidden{"replacing in " + name, fmt.Sprintf("INSERT OR REPLACE INTO %[1]s SELECT * FROM %[1]s ORDER BY 1, 2 LIMIT 1;", name), ""},
			forbidden{"replacing the last in " + name, fmt.Sprintf("INSERT OR REPLACE INTO %[1]s SELECT * FROM %[1]s ORDER BY 1 DESC, 2 DESC LIMIT 1;", name), ""})
	}
	for _, tried := range all {
		for _, keys := range foreignKeys {
			t.Run(tried.name+", foreign keys "+keys, func(t *testing.T) {
				said, err := shell(t, path, "PRAGMA foreign_keys = "+keys+";\nBEGIN;\n"+tried.script)
				require.Error(t, err, "the database took it")
				require.Contains(t, said, tried.says)
				require.Contains(t, said, "(19)", "refused, but by a mistake in the script")
			})
		}
	}
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after, "something of a refused script stayed")
}
