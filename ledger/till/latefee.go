package till

import (
	"crypto/sha256"
	"encoding/hex"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// lateFees makes the bills of the late fees (违约金) of an order, up to its value date, and returns those that it pays as
// parts of the order, and as left the ids of those of which it pays nothing. The fee that was shown must be the fee that is owed by that day, so that nobody pays an amount
// they were not told. Errors: till.late_fee, with the fee as it is now; till.amount for a bill whose fee is asked
// twice; till.late_fee_part for a part of a fee that the policies share out otherwise with its bill (Allocate.Part); till.too_many.
func (t *Till) lateFees(tx *store.Tx, cashier string, policies estate.Policies, order Order, valueOn calendar.Date) (paid []BillPart, left []string, err error) {
	if len(order.LateFees) == 0 {
		return nil, nil, nil
	}
	if len(order.LateFees) > allocationsMax {
		return nil, nil, store.Refuse(codeTooMany, allocationsMax)
	}
	var bills []billing.NewBill
	taken := make(map[string]int)
	seen := make(map[string]bool, len(order.LateFees))
	for _, told := range order.LateFees {
		if seen[told.Bill] {
			return nil, nil, store.Refuse(CodeAmount) // one fee is one bill
		}
		seen[told.Bill] = true
		fee, err := order.toldFee(tx, policies, told, valueOn)
		if err != nil {
			return nil, nil, err
		}
		late, err := billing.LateBill(tx, fee)
		if err != nil {
			return nil, nil, err
		}
		// Two bills of one period, the first and its adjustment, have late fees of the same name and days.
		key := late.Item + late.Object + string(late.FromOn) + string(late.ToOn)
		late.Revision += taken[key]
		taken[key]++
		bills = append(bills, late)
	}
	request, err := lateRequest(order)
	if err != nil {
		return nil, nil, err
	}
	ids, err := t.billing.Issue(tx, request, cashier, staff.Consent{}, bills)
	if err != nil {
		return nil, nil, err
	}
	for i, id := range ids {
		if order.LateFees[i].Fen == 0 {
			left = append(left, id)
			continue
		}
		paid = append(paid, BillPart{Bill: id, Fen: order.LateFees[i].Fen})
	}
	return paid, left, nil
}

// toldFee works out the late fee of a bill up to a day and refuses one that was told otherwise, or is shared out otherwise than the
// policies do; see lateFees.
func (order Order) toldFee(tx *store.Tx, policies estate.Policies, told BillPart, on calendar.Date) (fee billing.LateFee, err error) {
	bill, err := billing.ByID(tx, told.Bill)
	if err != nil {
		return fee, err
	}
	fees, err := billing.LateFees(tx, []billing.Bill{bill}, on)
	if err != nil {
		return fee, err
	}
	// A bill that costs nothing by being late is not in fees. It is compared as a fee of 0, so that the refusal
	// says 0.
	if fee.Bill = bill; len(fees) > 0 {
		fee = fees[0]
	}
	if fee.Fen != told.whole() || told.Fen < 0 || fee.Fen == 0 {
		return fee, store.Refuse(CodeLateFee, bill.Item, fee.Fen.Yuan())
	}
	owed := Owed{Bill: bill.ID, Fen: bill.OwedFen(), LateFen: fee.Fen}
	if told.Fen < fee.Fen && !AllocateBy(policies).isPart(owed, order.fenOf(bill.ID), told) {
		return fee, store.Refuse(codeLateFeePart, bill.Item, fee.Fen.Yuan())
	}
	return fee, nil
}

// LateFeesOf returns the late fees that a payment made, each of the bill that was late, as Order.LateFees had them, so that the same
// order can be put together once more: those that the payment pays in the order of its allocations, and behind them those of which it pays
// nothing (Fen 0).
func LateFeesOf(tx *store.Tx, payment Payment) ([]BillPart, error) {
	fees, err := madeBy(tx, payment)
	if err != nil {
		return nil, err
	}
	for i, made := range fees {
		fee, err := billing.ByID(tx, made.Bill)
		if err != nil {
			return nil, err
		}
		if fees[i].Bill = fee.OfBill; fee.AmountFen > made.Fen {
			fees[i].OfFen = fee.AmountFen
		}
	}
	return fees, nil
}

// madeBy returns the bills of late fees that a payment made, with what it paid of each: 0 of those that it left whole, which stand in its
// event alone.
func madeBy(tx *store.Tx, payment Payment) (made []BillPart, err error) {
	for _, allocation := range payment.Allocations {
		if allocation.Made {
			made = append(made, BillPart{Bill: allocation.Bill, Fen: allocation.Fen})
		}
	}
	e, err := journal.Read(tx, payment.deviceNo, payment.Seq)
	if err != nil || e.Kind != kindReceived {
		return made, err
	}
	body, err := journal.Decode[receivedV1](e.Body)
	for _, bill := range body.LateLeft {
		made = append(made, BillPart{Bill: bill})
	}
	return made, err
}

// fenOf returns what an order pays of a bill, in fen.
func (order Order) fenOf(bill string) (fen money.Fen) {
	for _, part := range order.Bills {
		if part.Bill == bill {
			fen += part.Fen
		}
	}
	return fen
}

// lateRequest derives the request of the bill run of the late fees from that of the payment: a payment that is sent
// again finds its late fees made. The id is hashed because it must fit the length of a request id with the prefix
// before it.
func lateRequest(order Order) (journal.Request, error) {
	sum := sha256.Sum256([]byte("shouqi.late_fees.v1|" + order.RequestID))
	return journal.NewRequest("late-fees-"+hex.EncodeToString(sum[:16]), order.LateFees)
}
