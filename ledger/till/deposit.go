package till

import (
	"context"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// Deposit (押金) is what was paid in on the bill of a deposit, and what became of it. It is owed to whoever paid it from the
// day on which it was paid in, until it is used or given back. Bill is the bill's id, by which people and papers name it, and
// Object the id of the room or space that it was paid for. All sums are in fen.
type Deposit struct {
	Bill   string `json:"bill"`
	Object string `json:"object"`
	Item   string `json:"item"`
	// PaidFen was paid in, UsedFen of it paid other bills (押金抵扣), ReturnedFen was given back, MovedFen went over to other
	// households, and AskedFen is what refunds that are not decided or not paid yet ask back.
	PaidFen     money.Fen `json:"paidFen"`
	UsedFen     money.Fen `json:"usedFen"`
	ReturnedFen money.Fen `json:"returnedFen"`
	MovedFen    money.Fen `json:"movedFen"`
	AskedFen    money.Fen `json:"askedFen"`
	// From and FromObject are the deposit of another household that this one was moved from, "" for one that was paid in.
	From       string `json:"from"`
	FromObject string `json:"fromObject"`
	// Frozen says that nothing of it goes out. WantsInspection says that it goes back only after an inspection; Inspection is what
	// the last one found of all the money that was paid in, on the day InspectedOn and by the staff id Inspector.
	Frozen          bool          `json:"frozen"`
	WantsInspection bool          `json:"wantsInspection"`
	Inspection      Found         `json:"inspection"`
	InspectedOn     calendar.Date `json:"inspectedOn"`
	Inspector       string        `json:"inspector"`
}

// HeldFen is what is still there, in fen.
func (d Deposit) HeldFen() money.Fen { return d.PaidFen - d.UsedFen - d.ReturnedFen - d.MovedFen }

// FreeFen is what of it nobody asked back yet, in fen.
func (d Deposit) FreeFen() money.Fen { return d.HeldFen() - d.AskedFen }

// depositQuery selects deposits in the order in which scanDeposit reads the columns; the caller adds to WHERE.
var depositQuery = `SELECT lower(hex(b.id)), b.object, b.item, b.paid_fen, coalesce(d.used_fen, 0), coalesce(d.returned_fen, 0), coalesce(d.moved_fen, 0),
	(SELECT coalesce(sum(l.fen), 0) FROM refund_lines l JOIN refunds r ON r.device = l.device AND r.seq = l.seq
		WHERE l.bill = b.id AND l.source = 'deposit' AND r.state IN ('asked', 'approved')),
	coalesce((SELECT lower(hex(m.source)) FROM deposit_moves m WHERE m.target = b.id), ''),
	coalesce((SELECT s.object FROM deposit_moves m JOIN bills s ON s.id = m.source WHERE m.target = b.id), ''),
	EXISTS (SELECT 1 FROM deposit_freezes f WHERE f.bill = b.id AND f.lifted_seq = 0), ` + itemInspects + `,
	CASE l.passed WHEN 1 THEN 'passed' WHEN 0 THEN 'failed' ELSE '' END, coalesce(l.inspected_on, ''), coalesce(l.person, ''), ` + hasLapsed + `
	FROM bills b LEFT JOIN deposits d ON d.bill = b.id` + lastInspection + ` WHERE b.kind = 'deposit' AND b.paid_fen > 0 `

func scanDeposit(scan func(dest ...any) error) (d Deposit, err error) {
	hasLapsed, inspects := false, 0
	err = scan(&d.Bill, &d.Object, &d.Item, &d.PaidFen, &d.UsedFen, &d.ReturnedFen, &d.MovedFen, &d.AskedFen, &d.From, &d.FromObject,
		&d.Frozen, &inspects, &d.Inspection, &d.InspectedOn, &d.Inspector, &hasLapsed)
	d.WantsInspection = inspects == 1 || inspects == -1 && billing.IsForWorks(d.Item)
	if hasLapsed {
		d.Inspection, d.InspectedOn, d.Inspector = NotInspected, "", ""
	}
	return d, err
}

// Deposits returns the deposits of a room and its spaces, spent ones too, the oldest first.
func Deposits(tx *store.Tx, room string) ([]Deposit, error) {
	return store.All(tx, depositQuery+"AND (b.object = ?1 OR b.object IN (SELECT id FROM objects WHERE room = ?1 AND room <> '')) ORDER BY b.device, b.seq, b.line", []any{room}, scanDeposit)
}

// HeldMax is how many deposits HeldDeposits returns at most: a large estate with a deposit a household.
const HeldMax = 10_000

// isHeld leaves those deposits of which something is still there.
const isHeld = "AND b.paid_fen > coalesce(d.used_fen, 0) + coalesce(d.returned_fen, 0) + coalesce(d.moved_fen, 0) "

// HeldDeposits returns the deposits of which something is still there, the oldest first, at most limit and never over HeldMax.
func HeldDeposits(tx *store.Tx, limit int) ([]Deposit, error) {
	return store.All(tx, depositQuery+isHeld+"ORDER BY b.device, b.seq, b.line LIMIT ?", []any{min(max(0, limit), HeldMax)}, scanDeposit)
}

// EachDeposit calls visit with every deposit on which something was paid, the oldest first, spent ones too.
func EachDeposit(tx *store.Tx, visit func(Deposit) error) error {
	return tx.Each(depositQuery+"ORDER BY b.device, b.seq, b.line", nil, func(scan func(dest ...any) error) error {
		deposit, err := scanDeposit(scan)
		if err != nil {
			return err
		}
		return visit(deposit)
	})
}

// HeldSum returns how much of all deposits together is still there, in fen, however many they are.
func HeldSum(tx *store.Tx) (sum money.Fen, err error) {
	_, err = tx.Get(`SELECT coalesce(sum(b.paid_fen - coalesce(d.used_fen, 0) - coalesce(d.returned_fen, 0) - coalesce(d.moved_fen, 0)), 0)
		FROM bills b LEFT JOIN deposits d ON d.bill = b.id WHERE b.kind = 'deposit' AND b.paid_fen > 0`, nil, &sum)
	return sum, err
}

// DepositOf returns the deposit that was paid on a bill; till.unknown_deposit where nothing was, or the bill asks for none.
func DepositOf(tx *store.Tx, bill string) (Deposit, error) {
	all, err := store.All(tx, depositQuery+"AND b.id = unhex(?)", []any{bill}, scanDeposit)
	if err == nil && (len(all) == 0 || all[0].Bill != bill) { // in capitals it would pass for another deposit
		err = store.Refuse(CodeUnknownDeposit)
	}
	if err != nil {
		return Deposit{}, err
	}
	return all[0], nil
}

// Deduction uses a part of a deposit for what it was pledged for: it makes a bill of the room for it and pays that bill from
// the deposit at once. Item is what the bill is called, Why what was broken or owed, which stands on the bill.
type Deduction struct {
	RequestID string
	Deposit   string // the deposit's bill
	Fen       money.Fen
	Item      string
	Why       string
}

// Deduct uses a part of a deposit, with a second person, and returns the payment with its receipt. The same request again
// returns the same payment. Errors: till.unknown_deposit, till.deposit_frozen, till.deposit_short for more than is free of it, those of
// billing.CheckWhy and billing.Issue for the bill, and those of Receive.
func (t *Till) Deduct(ctx context.Context, by staff.Actor, approval staff.Approval, wish Deduction) (Payment, error) {
	request, err := journal.NewRequest(wish.RequestID, wish)
	if err != nil {
		return Payment{}, err
	}
	return t.take(ctx, by, request, func(tx *store.Tx, policies estate.Policies) (Order, error) {
		order, err := t.deduction(tx, by, policies, wish)
		order.Approval = approval
		return order, err
	})
}

// deduction makes the bill of a deduction and returns the order that pays it.
func (t *Till) deduction(tx *store.Tx, by staff.Actor, policies estate.Policies, wish Deduction) (Order, error) {
	if err := billing.CheckWhy(wish.Why); err != nil {
		return Order{}, err
	}
	deposit, err := DepositOf(tx, wish.Deposit)
	if err != nil {
		return Order{}, err
	}
	place, err := estate.PlaceOf(tx, deposit.Object)
	if err != nil {
		return Order{}, err
	}
	room := place.ID
	if place.Room != "" {
		room = place.Room
	}
	today := t.today(policies)
	debtor, _, err := estate.Debtor(tx, room, today)
	if err != nil {
		return Order{}, err
	}
	item, kind, err := billing.KindByHand(tx, wish.Item, "")
	if err != nil {
		return Order{}, err
	}
	if kind == billing.Deposit { // a deposit never pays another
		return Order{}, store.Refuse(billing.CodeDepositItem, item)
	}
	bill := billing.NewBill{Item: item, Object: deposit.Object, FromOn: today, ToOn: today, Kind: kind, Debtor: debtor, DueOn: today, AmountFen: wish.Fen}
	if wish.Why != "" {
		bill.Steps = []string{wish.Why}
	}
	if bill.Revision, err = bill.OwnRevision(tx); err != nil {
		return Order{}, err
	}
	issuing, err := issuingRequest("deduct", wish.RequestID, wish)
	if err != nil {
		return Order{}, err
	}
	ids, err := t.billing.Issue(tx, issuing, by.ID(), staff.Consent{}, []billing.NewBill{bill})
	if err != nil {
		return Order{}, err
	}
	return Order{RequestID: wish.RequestID, Room: room, why: wish.Why, Bills: []BillPart{{Bill: ids[0], Fen: wish.Fen}},
		Tenders: []Tender{{Kind: DepositOffset, Fen: wish.Fen, Reference: deposit.Bill}}}, nil
}

// checkDeposits holds the deposits that an order spends to what is free of them, and to bills: a deposit never pays another,
// nor is put by. Errors: till.unknown_deposit, till.deposit_short with what is free, till.deposit_frozen, till.other_household.
func (order Order) checkDeposits(tx *store.Tx, room string, allocations []Allocation) error {
	var spent, payable money.Fen
	spentOf := make(map[string]money.Fen)
	for _, tender := range order.Tenders {
		if tender.Kind != DepositOffset {
			continue
		}
		deposit, err := DepositOf(tx, tender.Reference)
		if err != nil {
			return err
		}
		place, err := estate.PlaceOf(tx, deposit.Object)
		if err != nil {
			return err
		}
		if place.ID != room && place.Room != room {
			return store.Refuse(codeOtherHousehold)
		}
		if deposit.Frozen {
			return store.Refuse(CodeDepositFrozen, deposit.Item)
		}
		spent += tender.Fen
		if spentOf[deposit.Bill] += tender.Fen; spentOf[deposit.Bill] > deposit.FreeFen() {
			return store.Refuse(codeDepositShort, deposit.Item, deposit.FreeFen().Yuan())
		}
	}
	for _, allocation := range allocations {
		if allocation.Kind == ToBill && allocation.Book != DepositBook {
			payable += allocation.Fen
		}
	}
	// What is given, and what is kept for one purpose, pays before a deposit.
	for _, tender := range order.Tenders {
		if turn := tender.turn(); turn == turnPurpose || turn == turnOffer {
			payable -= tender.Fen
		}
	}
	if spent > payable {
		return store.Refuse(codeDepositForBills, payable.Yuan())
	}
	return nil
}

// outOfDeposit notes what goes out of a deposit, in fen: used to pay bills, returned, or moved to another household. It is negative
// where that is undone.
func outOfDeposit(tx *store.Tx, bill string, used, returned, moved money.Fen) error {
	raw, err := billID(bill)
	if err != nil {
		return err
	}
	changed, err := tx.Exec("UPDATE deposits SET used_fen = used_fen + ?, returned_fen = returned_fen + ?, moved_fen = moved_fen + ? WHERE bill = ?",
		int64(used), int64(returned), int64(moved), raw)
	if err == nil && changed == 0 {
		_, err = tx.Exec("INSERT INTO deposits (bill, used_fen, returned_fen, moved_fen) VALUES (?, ?, ?, ?)", raw, int64(used), int64(returned), int64(moved))
	}
	return err
}
