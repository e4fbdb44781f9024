package billing

import (
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// LateFeeSuffix is what stands behind an item's name in the name of its late fee. No item may have a name that ends like
// this.
const LateFeeSuffix = "违约金"

// LateFee is what a bill has cost by being late up to a day (违约金), beyond what was billed or waived before. It is no
// receivable until LateBill makes a bill of it, which happens in the payment that pays it.
type LateFee struct {
	Bill  Bill          `json:"bill"`
	Fen   money.Fen     `json:"fen"`
	ToOn  calendar.Date `json:"toOn"`
	Steps []string      `json:"steps"`
}

// LateFees works out the late fees of bills up to the day toOn, that of a payment being the day on which its money
// counts. It goes by the rule that each bill's item had for its due day: simple interest on what was owed at the end of
// each day, with the rule's grace and cap, less what was billed and waived before. Opening balances and undone bills bear
// none, nor do late fees themselves, because no item has their name. Bills without a fee are not in the answer.
func LateFees(tx *store.Tx, bills []Bill, toOn calendar.Date) ([]LateFee, error) {
	var fees []LateFee
	items := make(map[string][]datedLateFee)
	for _, bill := range bills {
		if bill.Undone || bill.Kind == Opening || bill.DueOn >= toOn {
			continue
		}
		rules, known := items[bill.Item]
		if !known {
			var err error
			if rules, err = lateFeeRules(tx, bill.Item); err != nil {
				return nil, err
			}
			items[bill.Item] = rules
		}
		rule := lateFeeRule(rules, bill.DueOn)
		if rule == (tariff.LateFee{}) {
			continue
		}
		fee, err := lateFee(tx, rule, bill, toOn)
		if err != nil {
			return nil, err
		}
		if fee.Fen > 0 {
			fees = append(fees, fee)
		}
	}
	return fees, nil
}

// datedLateFee is an item's rule for the bills that are due on fromOn and later, until another one begins; fromOn "" is
// every day.
type datedLateFee struct {
	fromOn calendar.Date
	rule   tariff.LateFee
}

// lateFeeRules returns every rule an item had: the earliest day first, and of one day the one that was set last at the
// end, because it holds. A bill whose item is no charge item, as a lease's rent may be, has none.
func lateFeeRules(tx *store.Tx, item string) ([]datedLateFee, error) {
	return store.All(tx, "SELECT from_on, late_fee FROM item_late_fees f WHERE item = ? ORDER BY from_on, "+journal.Place("f"), []any{item},
		func(scan func(dest ...any) error) (dated datedLateFee, err error) {
			var text string
			if err := scan(&dated.fromOn, &text); err != nil {
				return dated, err
			}
			return dated, json.Unmarshal([]byte(text), &dated.rule)
		})
}

// lateFeeRule returns the rule that holds for a due day, the zero rule for none.
func lateFeeRule(rules []datedLateFee, dueOn calendar.Date) (rule tariff.LateFee) {
	for _, dated := range rules {
		if dated.fromOn <= dueOn {
			rule = dated.rule
		}
	}
	return rule
}

// lateFee works out the fee of one bill. The whole fee up to toOn is worked out each time and what was billed and waived
// is taken off it, so that a fee paid in several steps comes to the same fen as one paid at once. The fee may be below
// zero, where a reduction or a later correction made it smaller than what was billed; it is then no fee.
func lateFee(tx *store.Tx, rule tariff.LateFee, bill Bill, toOn calendar.Date) (LateFee, error) {
	owed, err := outstanding(tx, bill, bill.DueOn.AddDays(rule.GraceDays), toOn)
	if err != nil {
		return LateFee{}, err
	}
	grown, steps, err := rule.Fee(bill.DueOn, bill.AmountFen-bill.ReducedFen, owed, toOn)
	if err != nil {
		return LateFee{}, asRefusal(err)
	}
	id, err := rawID(bill.ID)
	if err != nil {
		return LateFee{}, err
	}
	var billed, waived money.Fen
	if _, err := tx.Get("SELECT coalesce(sum(amount_fen), 0) FROM bills WHERE of_bill = ? AND origin = ? AND undone = 0",
		[]any{id, string(FromLateFee)}, &billed); err != nil {
		return LateFee{}, err
	}
	// What was waived of a fee that was a bill stays waived where that bill went with its payment.
	if _, err := tx.Get(`SELECT coalesce(sum(fen), 0) FROM late_fee_waivers WHERE bill = ?1
		OR bill IN (SELECT id FROM bills WHERE of_bill = ?1 AND origin = ?2 AND undone = 1)`, []any{id, string(FromLateFee)}, &waived); err != nil {
		return LateFee{}, err
	}
	fee := LateFee{Bill: bill, Fen: grown - billed - waived, ToOn: toOn, Steps: steps}
	if billed > 0 {
		fee.Steps = append(fee.Steps, "已另出 "+billed.String())
	}
	if waived > 0 {
		fee.Steps = append(fee.Steps, "已减免 "+waived.String())
	}
	return fee, nil
}

// outstanding returns what was owed of a bill on the days from the one after it was due up to toOn, span by span. A
// payment counts from the day after its value date, because on that day it was still late; only within the grace, whose
// days cost nothing to who pays on them, it counts from its own day. What came after toOn is passed over, because it was
// still owed then. A payment that was undone is matched by its undoing on the same value date, as if it had never come.
//
// Reductions count for all days: the household never owed what was taken off.
func outstanding(tx *store.Tx, bill Bill, graceEnd, toOn calendar.Date) ([]tariff.Outstanding, error) {
	id, err := rawID(bill.ID)
	if err != nil {
		return nil, err
	}
	type paid struct {
		on  calendar.Date
		fen money.Fen
	}
	payments, err := store.All(tx, `SELECT coalesce(was.value_on, p.value_on) AS value_on, a.fen
		FROM allocations a JOIN payments p ON p.device = a.device AND p.seq = a.seq LEFT JOIN payments was ON was.device = p.of_device AND was.seq = p.of_seq
		WHERE a.object = ? AND a.bill = ? AND coalesce(was.value_on, p.value_on) <= ? ORDER BY 1, a.device, a.seq, a.line`, []any{bill.Object, id, string(toOn)}, func(scan func(dest ...any) error) (paid, error) {
		var p paid
		return p, scan(&p.on, &p.fen)
	})
	if err != nil {
		return nil, err
	}
	owed, from := bill.AmountFen-bill.ReducedFen, bill.DueOn.AddDays(1)
	var spans []tariff.Outstanding
	// until ends a span of days on which the same sum was owed.
	until := func(last calendar.Date) {
		if owed > 0 && from <= last {
			spans = append(spans, tariff.Outstanding{Fen: owed, FromOn: from, ToOn: last})
		}
		from = max(from, last.AddDays(1))
	}
	for _, p := range payments {
		if p.on <= graceEnd {
			until(p.on.AddDays(-1))
		} else {
			until(p.on)
		}
		owed -= p.fen
	}
	until(toOn)
	return spans, nil
}

// LateBill returns the bill of a late fee, to be issued in the transaction of the payment that pays it. It has the period
// of the bill it is for, names it in OfBill, and is the company's own income, whoever the bill itself was collected for.
func LateBill(tx *store.Tx, fee LateFee) (NewBill, error) {
	b := fee.Bill
	late := NewBill{Item: b.Item + LateFeeSuffix, Name: b.Name + LateFeeSuffix, Object: b.Object, FromOn: b.FromOn, ToOn: b.ToOn, Kind: Income, Debtor: b.Debtor,
		DueOn: fee.ToOn, AmountFen: fee.Fen, Steps: tariff.Result{Steps: fee.Steps}.Kept(), Origin: FromLateFee, OfBill: b.ID}
	var err error
	late.Revision, err = late.NextRevision(tx)
	return late, err
}
