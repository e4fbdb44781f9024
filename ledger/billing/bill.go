package billing

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// The kinds of money a bill asks for. They decide the account it is credited to.
const (
	Income  = "income"  // the company's own
	Agency  = "agency"  // collected for others: water, power
	Opening = "opening" // owed before this book began
	Deposit = "deposit" // to be given back: a pledge for keys, decoration, a lease
)

// PartyNone is the party of an object that nobody has yet: the developer owes for it (物业管理条例: what is finished and not
// yet sold or handed over is paid for by the 建设单位). The debtor of its bills is "".
const PartyNone = "none"

// The accounts that bills post to. A bill debits the receivable and credits the account of its kind. A deposit that was asked
// for is owed to nobody until it is paid in, so its bill posts between two accounts that only note what was asked; the
// payment credits AccountDeposit, which holds what is to be given back.
const (
	AccountReceivable = "receivable"
	AccountIncome     = "income"
	AccountAgency     = "agency"
	AccountOpening    = "opening"
	AccountDeposit    = "deposit"

	accountDepositAsked = "deposit_asked"
	accountDepositDue   = "deposit_due"
)

// Bill is one charge of one object for one period. What the bill says is frozen when it is issued; only PaidFen,
// ReducedFen and Undone move afterwards, each by events of its own.
type Bill struct {
	// ID is 32 hexadecimal digits that follow from item, object, period and revision: see BillID.
	ID string `json:"id"`
	// Item is the name that the charge item was made with, by which reports join; Name is what the bill calls it, as it was
	// called when the bill was issued.
	Item string `json:"item"`
	Name string `json:"name"`
	// Object is the id of a room or a space.
	Object string `json:"object"`
	// FromOn and ToOn are the first and the last day of the period, both included; "" for an opening balance.
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	// Revision is 0 for the first bill of an item, object and period, and one more for each that follows it: the one after
	// an undone bill, an adjustment, a second bill by hand.
	Revision int           `json:"revision"`
	Kind     string        `json:"kind"`   // Income, Agency, Opening or Deposit
	Debtor   string        `json:"debtor"` // the id of a person; "" is the developer
	DueOn    calendar.Date `json:"dueOn"`  // the last day on which it is paid in time
	// AmountFen is above zero and never changes, whatever is reduced or paid.
	AmountFen money.Fen `json:"amountFen"`
	// Steps say how the amount came about, a step a line; none for a bill by hand without a reason.
	Steps []string `json:"steps"`
	// PaidFen is the plain sum of the bill's allocations. It may exceed what is left of the bill when two counters took
	// money for it, or when it was reduced after it was paid.
	PaidFen money.Fen `json:"paidFen"`
	Undone  bool      `json:"undone"`

	// ReducedFen is the sum of what was taken off since (冲减).
	ReducedFen money.Fen `json:"reducedFen"`
	// Exact is the sum in yuan before its one rounding, as tariff.ParseExact reads it. Tariff and TariffFromOn name the
	// version that made the bill. All three are "" for a bill by hand.
	Exact        string        `json:"exact"`
	Tariff       string        `json:"tariff"`
	TariffFromOn calendar.Date `json:"tariffFromOn"`
	// OfBill is the bill that an adjustment or a late fee belongs to, "" otherwise.
	OfBill string `json:"ofBill"`
	Origin Origin `json:"origin"`
	// Ahead says that it was made so that it could be paid before its time (预缴): a later price does not touch it.
	Ahead bool `json:"ahead"`
}

// Origin is what made a bill. Bills of FromLateFee are what was charged already for being late, and their sum is taken
// off the late fee that is worked out next.
type Origin string

// The origins of bills.
const (
	FromPerson  Origin = ""       // a person, or the register that the book began with
	FromTariff  Origin = "tariff" // an item's dated rules
	FromLease   Origin = "lease"  // a contract's terms
	FromLateFee Origin = "late_fee"
)

// Why returns the steps in one line.
func (b Bill) Why() string { return strings.Join(b.Steps, stepMark) }

// For returns what the bill is called without saying that it is a late fee: 物业费 for a bill called 物业费违约金. Screens use it
// to put a late fee under the bill it is for.
func (b Bill) For() string {
	if b.Origin == FromLateFee {
		return strings.TrimSuffix(b.Called(), LateFeeSuffix)
	}
	return b.Called()
}

// stepMark stands between the steps where they are told in one line.
const stepMark = "；"

// Called returns what the bill calls its item, for people. Whatever joins or adds up goes by Item instead.
func (b Bill) Called() string { return cmp.Or(b.Name, b.Item) }

// OwedFen is what is still to be paid, in fen, never below zero. It does not look at Undone; who may hold an undone bill
// asks that first.
func (b Bill) OwedFen() money.Fen { return max(0, b.AmountFen-b.ReducedFen-b.PaidFen) }

// ExcessFen is what was paid beyond what is left of the amount, in fen. It stays on the task list until it is moved to
// the household's prepayment (预存).
func (b Bill) ExcessFen() money.Fen { return max(0, b.PaidFen-(b.AmountFen-b.ReducedFen)) }

// billIDBytes is the length of a bill's id.
const billIDBytes = 16

// BillID returns the id of a bill: the same charge of the same object, period and revision made at two places is one
// bill. Making it a second time is refused (billing.twice), so that nobody is charged twice.
func BillID(item, object string, fromOn, toOn calendar.Date, revision int) string {
	return hex.EncodeToString(billID(item, object, fromOn, toOn, revision))
}

// billID hashes the object, and then what the bill is for, not what it comes to: the bills of an object lie side by side in the
// database. The length of the item's name goes first, so that no name with a stroke in it can stand for another item and object.
// The format is fixed for good: every allocation names bills by it.
func billID(item, object string, fromOn, toOn calendar.Date, revision int) []byte {
	text := make([]byte, 0, 160)
	text = append(text, "shouqi.bill.v1|"...)
	text = strconv.AppendInt(text, int64(len(item)), 10)
	for _, part := range [...]string{item, object, string(fromOn), string(toOn)} {
		text = append(append(text, '|'), part...)
	}
	of, bill := sha256.Sum256([]byte(object)), sha256.Sum256(strconv.AppendInt(append(text, '|'), int64(revision), 10))
	return append(of[:billIDBytes/2:billIDBytes/2], bill[:billIDBytes/2]...)
}

// billColumns are the columns that scanBill reads, in its order. A bill that stores no name calls its item by its own
// name.
const billColumns = `id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, steps, paid_fen, undone,
	reduced_fen, exact, tariff, tariff_from, of_bill, origin, ahead, iif(name = '', item, name)`

// scanBill reads a row of billColumns. Steps are stored as lines and ids as 16 bytes; a bill without OfBill has NULL
// there, which reads as "".
func scanBill(scan func(dest ...any) error) (Bill, error) {
	var b Bill
	var id, of []byte
	var steps string
	err := scan(&id, &b.Item, &b.Object, &b.FromOn, &b.ToOn, &b.Revision, &b.Kind, &b.Debtor, &b.DueOn, &b.AmountFen, &steps, &b.PaidFen, &b.Undone,
		&b.ReducedFen, &b.Exact, &b.Tariff, &b.TariffFromOn, &of, &b.Origin, &b.Ahead, &b.Name)
	if steps != "" {
		b.Steps = strings.Split(steps, "\n")
	}
	b.ID, b.OfBill = hex.EncodeToString(id), hex.EncodeToString(of)
	return b, err
}

// ByID returns one bill; an unknown or malformed id is billing.unknown_bill.
func ByID(tx *store.Tx, id string) (Bill, error) {
	raw, err := rawID(id)
	if err != nil {
		return Bill{}, err
	}
	all, err := store.All(tx, "SELECT "+billColumns+" FROM bills WHERE id = ?", []any{raw}, scanBill)
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownBill)
	}
	if err != nil {
		return Bill{}, err
	}
	return all[0], nil
}

// Payable reads what taking money needs to know of bills and no more: object, item, kind, due day, amounts and whether
// each was undone, in the order of their ids. The steps of a bill are its longest column, and a payment of many bills would read
// them for nothing; one question for twenty takes half the time of twenty. Errors: billing.unknown_bill.
func Payable(tx *store.Tx, ids []string) ([]Bill, error) {
	for _, id := range ids {
		if _, err := rawID(id); err != nil { // unhex would take it in capitals too, for another id
			return nil, err
		}
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, store.Fail(store.CodeIO, err)
	}
	found := make(map[string]Bill, len(ids))
	err = tx.Each(`SELECT w.value, b.object, b.item, b.kind, b.due_on, b.amount_fen, b.reduced_fen, b.paid_fen, b.undone
		FROM json_each(?) w CROSS JOIN bills b ON b.id = unhex(w.value)`, []any{string(list)}, func(scan func(dest ...any) error) error {
		var b Bill
		err := scan(&b.ID, &b.Object, &b.Item, &b.Kind, &b.DueOn, &b.AmountFen, &b.ReducedFen, &b.PaidFen, &b.Undone)
		found[b.ID] = b
		return err
	})
	if err != nil {
		return nil, err
	}
	bills := make([]Bill, len(ids))
	for i, id := range ids {
		one, ok := found[id]
		if !ok {
			return nil, store.Refuse(CodeUnknownBill)
		}
		bills[i] = one
	}
	return bills, nil
}

// OpenOf returns what a household owes: the unpaid bills of a room and of its spaces, the earliest due day first. Room is
// the id of a room, or of a space, whose own bills are then returned.
func OpenOf(tx *store.Tx, room string) ([]Bill, error) {
	return store.All(tx, "SELECT "+billColumns+` FROM bills
		WHERE (object = ? OR object IN (SELECT id FROM objects WHERE room = ? AND room <> '')) AND undone = 0 AND paid_fen < amount_fen - reduced_fen
		ORDER BY due_on, period_from, item, device, seq, line`, []any{room, room}, scanBill)
}

// OwedBy returns the sum in fen that a household owes, of the bills that OpenOf returns, and the number of them.
func OwedBy(tx *store.Tx, room string) (owed money.Fen, bills int, err error) {
	_, err = tx.Get(`SELECT coalesce(sum(amount_fen - reduced_fen - paid_fen), 0), count(*) FROM bills
		WHERE (object = ? OR object IN (SELECT id FROM objects WHERE room = ? AND room <> '')) AND undone = 0 AND paid_fen < amount_fen - reduced_fen`,
		[]any{room, room}, &owed, &bills)
	return owed, bills, err
}

// OwedByAll is OwedBy's sum for many rooms in one query, by the id of the room; a room that owes nothing is left out. A
// list of found households would otherwise ask once for each.
func OwedByAll(tx *store.Tx, rooms []string) (map[string]money.Fen, error) {
	type debt struct {
		room string
		fen  money.Fen
	}
	list, err := json.Marshal(rooms)
	if err != nil {
		return nil, store.Fail(store.CodeIO, err)
	}
	debts, err := store.All(tx, `WITH wanted (room) AS (SELECT DISTINCT value FROM json_each(?)),
		places (room, object) AS (SELECT room, room FROM wanted UNION ALL SELECT w.room, o.id FROM wanted w JOIN objects o ON o.room = w.room AND o.room <> '')
		SELECT p.room, sum(b.amount_fen - b.reduced_fen - b.paid_fen) FROM places p JOIN bills b ON b.object = p.object
		WHERE b.undone = 0 AND b.paid_fen < b.amount_fen - b.reduced_fen GROUP BY p.room`,
		[]any{string(list)}, func(scan func(dest ...any) error) (d debt, err error) {
			err = scan(&d.room, &d.fen)
			return d, err
		})
	owed := make(map[string]money.Fen, len(debts))
	for _, debt := range debts {
		owed[debt.room] = debt.fen
	}
	return owed, err
}

// Overpaid returns the bills on which more is paid than is left of them, for the task list: two counters took the same
// bill, or it was reduced after it was paid. It returns at most 1,000, the first issued first.
func Overpaid(tx *store.Tx) ([]Bill, error) {
	return store.All(tx, "SELECT "+billColumns+" FROM bills WHERE paid_fen > amount_fen - reduced_fen ORDER BY device, seq, line LIMIT 1000", nil, scanBill)
}

// CountOverpaid counts the bills that Overpaid lists, however many there are. Errors: those of reading the book.
func CountOverpaid(tx *store.Tx) (count int, err error) {
	_, err = tx.Get("SELECT count(*) FROM bills WHERE paid_fen > amount_fen - reduced_fen", nil, &count)
	return count, err
}

// AddPaid adds what is allocated to a bill, in fen, to what was paid on it; an undone payment allocates below zero.
// Projectors of payments call it for each allocation. A bill that is not there, is not one of the object or was taken back is
// billing.unknown_bill, and so is one on which less was paid than goes off it, because another counter took it off before; the event is not folded:
// money would be lost, and allocations are found by both.
func AddPaid(tx *store.Tx, bill, object string, fen money.Fen) error {
	id, err := rawID(bill)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE bills SET paid_fen = paid_fen + ?1 WHERE id = ?2 AND object = ?3 AND undone = 0 AND paid_fen + ?1 >= 0", int64(fen), id, object)
	if err == nil && changed != 1 {
		err = store.Refuse(CodeUnknownBill)
	}
	return err
}
