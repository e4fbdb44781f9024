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

// PartyNone is the party of an object that nobody has yet: the developer owes for it.
const PartyNone = "none"

// The accounts that bills post to.
const (
	AccountReceivable = "receivable"
	AccountIncome     = "income"
	AccountAgency     = "agency"
	AccountOpening    = "opening"
	AccountDeposit    = "deposit"
)

// Bill is one charge of one object for one period. AmountFen is frozen; ReducedFen is what was taken off it since, by events
// of their own; PaidFen is the plain sum of its allocations and may exceed what is left when two counters took the same bill.
// Exact is the sum in yuan before its one rounding, Tariff and TariffFromOn the version that made it, "" for a bill by hand;
// OfBill is the bill an adjustment or a late fee belongs to. Steps say how the amount came about, a step a line. Ahead says
// that it was made so that it could be paid before its time: it keeps its price. Name is what the bill calls its item: what it
// was called when the bill was issued.
type Bill struct {
	ID        string        `json:"id"`
	Item      string        `json:"item"`
	Name      string        `json:"name"`
	Object    string        `json:"object"`
	FromOn    calendar.Date `json:"fromOn"`
	ToOn      calendar.Date `json:"toOn"`
	Revision  int           `json:"revision"`
	Kind      string        `json:"kind"`
	Debtor    string        `json:"debtor"`
	DueOn     calendar.Date `json:"dueOn"`
	AmountFen money.Fen     `json:"amountFen"`
	Steps     []string      `json:"steps"`
	PaidFen   money.Fen     `json:"paidFen"`
	Undone    bool          `json:"undone"`

	ReducedFen   money.Fen     `json:"reducedFen"`
	Exact        string        `json:"exact"`
	Tariff       string        `json:"tariff"`
	TariffFromOn calendar.Date `json:"tariffFromOn"`
	OfBill       string        `json:"ofBill"`
	Origin       Origin        `json:"origin"`
	Ahead        bool          `json:"ahead"`
}

// Origin is what made a bill.
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

// For returns what the bill is called without saying that it is a late fee: 物业费 of a 物业费违约金.
func (b Bill) For() string {
	if b.Origin == FromLateFee {
		return strings.TrimSuffix(b.Called(), LateFeeSuffix)
	}
	return b.Called()
}

// stepMark stands between the steps where they are told in one line.
const stepMark = "；"

// Called returns what the bill calls its item.
func (b Bill) Called() string { return cmp.Or(b.Name, b.Item) }

// OwedFen is what is still to be paid, never below zero.
func (b Bill) OwedFen() money.Fen { return max(0, b.AmountFen-b.ReducedFen-b.PaidFen) }

// ExcessFen is what was paid beyond what is left of the amount: a derived fact for the task list.
func (b Bill) ExcessFen() money.Fen { return max(0, b.PaidFen-(b.AmountFen-b.ReducedFen)) }

// billIDBytes is the length of a bill's id.
const billIDBytes = 16

// BillID returns the id of a bill: the same charge of the same object, period and revision made at two places is one bill.
func BillID(item, object string, fromOn, toOn calendar.Date, revision int) string {
	return hex.EncodeToString(billID(item, object, fromOn, toOn, revision))
}

func billID(item, object string, fromOn, toOn calendar.Date, revision int) []byte {
	text := make([]byte, 0, 160)
	text = append(text, "shouqi.bill.v1|"...)
	text = strconv.AppendInt(text, int64(len(item)), 10)
	for _, part := range [...]string{item, object, string(fromOn), string(toOn)} {
		text = append(append(text, '|'), part...)
	}
	sum := sha256.Sum256(strconv.AppendInt(append(text, '|'), int64(revision), 10))
	return sum[:billIDBytes]
}

const billColumns = `id, item, object, period_from, period_to, revision, kind, debtor, due_on, amount_fen, steps, paid_fen, undone,
	reduced_fen, exact, tariff, tariff_from, of_bill, origin, ahead, iif(name = '', item, name)`

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

// Payable reads what taking money needs to know of a bill and no more: object, item, kind, due day, amounts and whether it was
// undone.
func Payable(tx *store.Tx, id string) (Bill, error) {
	b := Bill{ID: id}
	raw, err := rawID(id)
	if err != nil {
		return b, err
	}
	found, err := tx.Get("SELECT object, item, iif(name = '', item, name), kind, due_on, amount_fen, reduced_fen, paid_fen, undone FROM bills WHERE id = ?", []any{raw},
		&b.Object, &b.Item, &b.Name, &b.Kind, &b.DueOn, &b.AmountFen, &b.ReducedFen, &b.PaidFen, &b.Undone)
	if err == nil && !found {
		err = store.Refuse(CodeUnknownBill)
	}
	return b, err
}

// OpenOf returns what a household owes: the unpaid bills of a room and of its spaces, oldest first.
func OpenOf(tx *store.Tx, room string) ([]Bill, error) {
	return store.All(tx, "SELECT "+billColumns+` FROM bills
		WHERE (object = ? OR object IN (SELECT id FROM objects WHERE room = ? AND room <> '')) AND undone = 0 AND paid_fen < amount_fen - reduced_fen
		ORDER BY due_on, period_from, item, n`, []any{room, room}, scanBill)
}

// OwedBy returns the sum a household owes and the number of its open bills.
func OwedBy(tx *store.Tx, room string) (owed money.Fen, bills int, err error) {
	_, err = tx.Get(`SELECT coalesce(sum(amount_fen - reduced_fen - paid_fen), 0), count(*) FROM bills
		WHERE (object = ? OR object IN (SELECT id FROM objects WHERE room = ? AND room <> '')) AND undone = 0 AND paid_fen < amount_fen - reduced_fen`,
		[]any{room, room}, &owed, &bills)
	return owed, bills, err
}

// OwedByAll is OwedBy's sum for many rooms in one query; a room that owes nothing is left out.
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

// Overpaid returns the bills that two counters took, for the task list.
func Overpaid(tx *store.Tx) ([]Bill, error) {
	return store.All(tx, "SELECT "+billColumns+" FROM bills WHERE paid_fen > amount_fen - reduced_fen ORDER BY n LIMIT 1000", nil, scanBill)
}

// AddPaid adds what one event allocates to bills to what was paid on them; projectors of payments call it once the
// allocations are written. Bills is how many different ones they are: any that is not there is billing.unknown_bill.
func AddPaid(tx *store.Tx, deviceNo, seq int64, bills int) error {
	if bills == 0 {
		return nil
	}
	changed, err := tx.Exec(`UPDATE bills SET paid_fen = paid_fen + a.fen FROM allocations a
		WHERE a.device = ? AND a.seq = ? AND a.bill = bills.id`, deviceNo, seq)
	if err == nil && changed != int64(bills) {
		err = store.Refuse(CodeUnknownBill)
	}
	return err
}
