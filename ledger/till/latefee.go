package till

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// lateFees makes the bills of the late fees (违约金) that an order pays, up to its value date, and returns them as
// parts of the order. The fee that was shown must be the fee that is owed by that day, so that nobody pays an amount
// they were not told. Errors: till.late_fee, with the fee as it is now; till.amount for a bill whose fee is asked
// twice; till.late_fee_part for a part of a fee whose bill is not paid whole, or that the policies put before its bill; till.too_many.
func (t *Till) lateFees(tx *store.Tx, by staff.Actor, policies estate.Policies, order Order, valueOn calendar.Date) ([]BillPart, error) {
	if len(order.LateFees) == 0 {
		return nil, nil
	}
	if len(order.LateFees) > allocationsMax {
		return nil, store.Refuse(codeTooMany, allocationsMax)
	}
	var bills []billing.NewBill
	taken := make(map[string]int)
	seen := make(map[string]bool, len(order.LateFees))
	for _, told := range order.LateFees {
		if seen[told.Bill] {
			return nil, store.Refuse(CodeAmount) // one fee is one bill
		}
		seen[told.Bill] = true
		bill, err := billing.ByID(tx, told.Bill)
		if err != nil {
			return nil, err
		}
		fees, err := billing.LateFees(tx, []billing.Bill{bill}, valueOn)
		if err != nil {
			return nil, err
		}
		// A bill that costs nothing by being late is not in fees. It is compared as a fee of 0, so that the refusal
		// says 0.
		fee := billing.LateFee{Bill: bill}
		if len(fees) > 0 {
			fee = fees[0]
		}
		if fee.Fen != told.whole() || told.Fen <= 0 {
			return nil, store.Refuse(CodeLateFee, bill.Item, fee.Fen.Yuan())
		}
		if told.Fen < told.whole() && (policies.LateFeeFirst || !order.paysWhole(bill)) {
			return nil, store.Refuse(codeLateFeePart, bill.Item, fee.Fen.Yuan())
		}
		late, err := billing.LateBill(tx, fee)
		if err != nil {
			return nil, err
		}
		// Two bills of one period, the first and its adjustment, have late fees of the same name and days.
		key := late.Item + late.Object + string(late.FromOn) + string(late.ToOn)
		late.Revision += taken[key]
		taken[key]++
		bills = append(bills, late)
	}
	request, err := lateRequest(order)
	if err != nil {
		return nil, err
	}
	ids, err := t.billing.Issue(tx, request, by.ID(), staff.Consent{}, bills)
	if err != nil {
		return nil, err
	}
	parts := make([]BillPart, len(ids))
	for i, id := range ids {
		parts[i] = BillPart{Bill: id, Fen: order.LateFees[i].Fen}
	}
	return parts, nil
}

// LateFeesOf returns the late fees that a payment made and paid, by the id of the fee's own bill. Each part names the
// bill that was late and the fee, as Order.LateFees had it, so that the same order can be put together once more.
func LateFeesOf(tx *store.Tx, payment Payment) (map[string]BillPart, error) {
	fees := make(map[string]BillPart)
	for _, allocation := range payment.Allocations {
		if !allocation.Made {
			continue
		}
		fee, err := billing.ByID(tx, allocation.Bill)
		if err != nil {
			return nil, err
		}
		part := BillPart{Bill: fee.OfBill, Fen: allocation.Fen}
		if fee.AmountFen > part.Fen {
			part.OfFen = fee.AmountFen
		}
		fees[allocation.Bill] = part
	}
	return fees, nil
}

// paysWhole reports whether an order pays all that is left of a bill.
func (order Order) paysWhole(bill billing.Bill) bool {
	return slices.ContainsFunc(order.Bills, func(part BillPart) bool { return part.Bill == bill.ID && part.Fen == bill.OwedFen() })
}

// lateRequest derives the request of the bill run of the late fees from that of the payment: a payment that is sent
// again finds its late fees made. The id is hashed because it must fit the length of a request id with the prefix
// before it.
func lateRequest(order Order) (journal.Request, error) {
	sum := sha256.Sum256([]byte("shouqi.late_fees.v1|" + order.RequestID))
	return journal.NewRequest("late-fees-"+hex.EncodeToString(sum[:16]), order.LateFees)
}
