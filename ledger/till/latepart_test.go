package till_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Every sum from a fen to the whole of a bill and its late fee is shared out to the fen: nothing is lost, nothing is paid twice, and a bill
// that is paid off has its fee paid or left as a bill of its own. Worked out by hand for both policies.
func TestEverySumOfABillAndItsLateFeeIsSharedOutToTheFen(t *testing.T) {
	for owed := money.Fen(1); owed <= 12; owed++ {
		for fee := money.Fen(0); fee <= 15; fee++ {
			for sum := money.Fen(1); sum <= owed+fee; sum++ {
				for _, feeFirst := range []bool{false, true} {
					bill := till.Owed{Bill: "b", Fen: owed, LateFen: fee}
					bills, fees := till.Allocate{LateFeeFirst: feeFirst}.Part(bill, sum)
					wantBill, wantFee := min(owed, sum), max(0, sum-owed)
					if feeFirst && fee > 0 && sum >= fee {
						wantBill, wantFee = sum-fee, fee
					}
					var paid, paidFee, feeWhole money.Fen
					for _, part := range bills {
						require.Positive(t, part.Fen)
						require.Zero(t, part.OfFen)
						paid += part.Fen
					}
					for _, part := range fees {
						paidFee, feeWhole = part.Fen, max(part.Fen, part.OfFen)
					}
					require.Equal(t, []money.Fen{wantBill, wantFee}, []money.Fen{paid, paidFee}, "%d of %d and %d, fee first %v", sum, owed, fee, feeFirst)
					require.LessOrEqual(t, len(bills)+len(fees), 2)
					if paid == owed || paidFee > 0 {
						require.Equal(t, fee, feeWhole, "the fee is paid or left: %d of %d and %d", sum, owed, fee)
					} else {
						require.Empty(t, fees, "the fee goes on growing with the rest")
					}
				}
			}
		}
	}
	bills, fees := till.Allocate{}.Part(till.Owed{Bill: "b", Fen: 5, LateFen: 3}, 0)
	require.Empty(t, append(bills, fees...))
}

// latest is a bill of 280.16 of which 280.16 - rest is paid by a first payment, so that its late fee of the day, 5.88, is more than rest.
func (d *desk) latest(rest money.Fen) billing.Bill {
	bill := d.overdue()
	require.Empty(d, d.open(50000))
	if rest < bill.AmountFen {
		_, code := d.pay(paying(bill, bill.AmountFen-rest, 0))
		require.Empty(d, code)
	}
	return bill
}

func (d *desk) lateFeeFirst() {
	require.Empty(d, d.Write(func(tx *store.Tx) error {
		return d.Book.Estate.SetPolicy(tx, d.Manager.ID(), estate.PolicyLateFeeFirst, estate.Yes)
	}))
}

// owes returns what the household owes with the late fees of the day, but for the bill that the desk began with.
func (d *desk) owes() (sum money.Fen, open []billing.Bill) {
	d.Read(func(tx *store.Tx) error {
		all, err := billing.OpenOf(tx, d.room)
		require.NoError(d, err)
		for _, bill := range all {
			if bill.ID != d.bill {
				open = append(open, bill)
				sum += bill.OwedFen()
			}
		}
		fees, err := billing.LateFees(tx, open, "2026-11-21")
		for _, fee := range fees {
			sum += fee.Fen
		}
		return err
	})
	return sum, open
}

// The till takes every such sum for both policies, for a bill smaller than its fee and one greater, and what is unpaid stays owed.
func TestTheTillTakesAnySumOfABillAndItsLateFee(t *testing.T) {
	for name, c := range map[string]struct {
		feeFirst  bool
		rest, sum money.Fen
	}{
		"a fen":                                     {false, 2_00, 1},
		"a fen, the fee first":                      {true, 2_00, 1},
		"a fen less than the bill":                  {true, 2_00, 1_99},
		"the bill that is less than its fee":        {true, 2_00, 2_00},
		"a fen more than it":                        {true, 2_00, 2_01},
		"a fen less than the fee":                   {true, 2_00, 5_87},
		"the fee":                                   {true, 2_00, 5_88},
		"a fen more than the fee":                   {true, 2_00, 5_89},
		"a fen less than both":                      {true, 2_00, 7_87},
		"both, the fee first":                       {true, 2_00, 7_88},
		"the bill, which comes first":               {false, 280_16, 280_16},
		"the rest of the bill, which comes first":   {false, 2_00, 2_00},
		"the bill and a fen of the fee":             {false, 2_00, 2_01},
		"a fen less than both, the bill first":      {false, 2_00, 7_87},
		"the whole bill, where the fee comes first": {true, 280_16, 280_16},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if c.feeFirst {
				d.lateFeeFirst()
			}
			bill := d.latest(c.rest)
			before, _ := d.owes()
			require.Equal(t, c.rest+5_88, before)
			bills, fees, err := till.Cover(till.Asked{}, []till.Owed{{Bill: bill.ID, Fen: c.rest, LateFen: 5_88}},
				[]till.Tender{{Kind: till.Card, Fen: c.sum, Reference: "T"}}, true, till.Allocate{LateFeeFirst: c.feeFirst})
			require.NoError(t, err)
			paid, code := d.pay(func(o *till.Order) {
				o.Bills, o.LateFees = bills, fees
				o.Tenders = []till.Tender{{Kind: till.Card, Fen: c.sum, Reference: strconv.FormatInt(int64(c.sum)+90000, 10)}}
			})
			require.Empty(t, code)
			require.Equal(t, c.sum, paid.TotalFen)
			after, _ := d.owes()
			require.Equal(t, before-c.sum, after, "what is unpaid stays owed to the fen")
			d.Read(func(tx *store.Tx) error {
				again, err := till.LateFeesOf(tx, paid)
				require.Equal(t, len(fees), len(again))
				for i := range fees {
					require.Equal(t, fees[i], again[i])
				}
				return err
			})
			d.Verify()
		})
	}
}

// A fee that is left as a bill of its own, wholly or in part, does not grow any more, is paid in parts as any bill, and goes with the
// payment that made it when that is undone.
func TestALateFeeThatIsLeftIsABillOfItsOwn(t *testing.T) {
	d := newDesk(t)
	bill := d.latest(280_16)
	leaving := func(o *till.Order) {
		paying(bill, 280_16, 0)(o)
		o.LateFees = []till.BillPart{{Bill: bill.ID, OfFen: 5_88}}
	}
	for fee, code := range map[till.BillPart]string{
		{Bill: bill.ID, OfFen: 5_87}:          "till.late_fee",
		{Bill: bill.ID, Fen: -1, OfFen: 5_88}: "till.late_fee",
		{Bill: bill.ID}:                       "till.late_fee",
	} {
		_, refused := d.pay(func(o *till.Order) { leaving(o); o.LateFees = []till.BillPart{fee} })
		require.Equal(t, code, refused)
	}
	_, code := d.pay(func(o *till.Order) { leaving(o); o.Bills[0].Fen, o.Tenders[0].Fen = 280_15, 280_15 })
	require.Equal(t, "till.late_fee_part", code, "a fee is left only where its bill is paid off")

	paid, code := d.pay(leaving)
	require.Empty(t, code)
	require.Len(t, paid.Allocations, 1, "the receipt has no line of nothing")
	owed, open := d.owes()
	require.Equal(t, money.Fen(5_88), owed)
	require.Equal(t, "物业费违约金", open[0].Item)
	fee := open[0]
	_, code = d.pay(paying(fee, 88, 0))
	require.Empty(t, code)
	owed, _ = d.owes()
	require.Equal(t, money.Fen(5_00), owed)
	d.Verify()

	d = newDesk(t)
	bill = d.latest(280_16)
	paid, code = d.pay(leaving)
	require.Empty(t, code)
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo", Number: paid.Number, Reason: till.Reason{Code: "wrong_amount"}})
	require.NoError(t, err)
	owed, open = d.owes()
	require.Equal(t, money.Fen(286_04), owed, "as before the payment")
	require.Len(t, open, 1)
	d.Verify()
}

// The fee alone is paid, then its bill, and then the payment of the fee is undone: the bill is closed, so that no fee grows on it any more,
// and what was undone stays owed as a bill. Undone in the other order, all is as before.
func TestAFeeStaysOwedWhereItsBillWasPaidSince(t *testing.T) {
	for name, feeFirst := range map[string]bool{"the fee undone first": true, "the bill undone first": false} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.lateFeeFirst()
			bill := d.latest(280_16)
			fee, code := d.pay(func(o *till.Order) {
				paying(bill, 0, 5_88)(o)
				o.Bills = nil
			})
			require.Empty(t, code)
			rest, code := d.pay(paying(bill, 280_16, 0))
			require.Empty(t, code)
			owed, _ := d.owes()
			require.Zero(t, owed)
			undo := func(paid till.Payment) {
				_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo" + paid.Number, Number: paid.Number, Reason: till.Reason{Code: "wrong_amount"}})
				require.NoError(t, err)
			}
			undone := []till.Payment{rest, fee}
			if feeFirst {
				undo(fee)
				owed, open := d.owes()
				require.Equal(t, money.Fen(5_88), owed)
				require.Equal(t, "物业费违约金", open[0].Item)
				undone = []till.Payment{rest}
			}
			for _, paid := range undone {
				undo(paid)
			}
			owed, _ = d.owes()
			require.Equal(t, money.Fen(286_04), owed)
			d.Verify()
		})
	}
}

// A fee that is a bill by now is waived as one that grows: with a reason, alone up to the limit, which counts what was waived of the same
// fee before, and with a second person beyond it. What was waived stays waived where the payment that made the bill is undone.
func TestALateFeeThatIsABillIsWaived(t *testing.T) {
	d := newDesk(t)
	bill := d.latest(280_16)
	require.NoError(t, d.Book.Staff.SetLimit(d.Ctx, d.Manager, staff.Approval{}, staff.WaiverMax, 200))
	waive := func(id string, fen money.Fen, reason string, approval staff.Approval) string {
		return store.Code(d.Book.Billing.Waive(d.Ctx, d.Cashier, approval, id, fen, "2026-11-21", reason))
	}
	require.Empty(t, waive(bill.ID, 88, "first_time", staff.Approval{}))
	_, code := d.pay(func(o *till.Order) {
		paying(bill, 280_16, 0)(o)
		o.LateFees = []till.BillPart{{Bill: bill.ID, OfFen: 5_00}}
	})
	require.Empty(t, code)
	_, open := d.owes()
	fee := open[0]
	require.Equal(t, money.Fen(5_00), fee.OwedFen())
	require.Equal(t, "billing.reason", waive(fee.ID, 1_00, "because", staff.Approval{}))
	require.Equal(t, "billing.waive_much", waive(fee.ID, 5_01, "agreed", d.Approve(d.Cashier, staff.WaiveFee)))
	require.Equal(t, staff.CodeNeedsApproval, waive(fee.ID, 1_50, "agreed", staff.Approval{}), "with what was waived before")
	require.Empty(t, waive(fee.ID, 1_12, "agreed", staff.Approval{}))
	owed, _ := d.owes()
	require.Equal(t, money.Fen(3_88), owed)
	require.Empty(t, waive(fee.ID, 88, "hardship", d.Approve(d.Cashier, staff.WaiveFee)))
	_, code = d.pay(paying(fee, 1_00, 0))
	require.Empty(t, code)
	require.Equal(t, "billing.waive_much", waive(fee.ID, 2_01, "agreed", d.Approve(d.Cashier, staff.WaiveFee)), "what is paid is not waived")
	require.Empty(t, waive(fee.ID, 2_00, "agreed", d.Approve(d.Cashier, staff.WaiveFee)))
	owed, open = d.owes()
	require.Zero(t, owed)
	require.Empty(t, open)
	d.Verify()

	d = newDesk(t)
	bill = d.latest(280_16)
	paid, code := d.pay(func(o *till.Order) {
		paying(bill, 280_16, 0)(o)
		o.LateFees = []till.BillPart{{Bill: bill.ID, OfFen: 5_88}}
	})
	require.Empty(t, code)
	_, open = d.owes()
	require.Empty(t, waive(open[0].ID, 88, "our_fault", staff.Approval{}))
	_, err := d.Book.Till.Reverse(d.Ctx, d.Cashier, d.Approve(d.Cashier, staff.Reverse), till.Undoing{RequestID: "undo", Number: paid.Number, Reason: till.Reason{Code: "wrong_amount"}})
	require.NoError(t, err)
	owed, _ = d.owes()
	require.Equal(t, money.Fen(285_16), owed)
	d.Verify()
}

// Rounding is for who pays the whole of what is ticked. Cash that pays the oldest bills and the last of them in part is shared out to the 角
// that it is, and gives nothing away. Cash that pays some bills whole, younger ones or not, gives away less than 1 角 a payment and never more
// than the limit.
func TestAPartPaymentInCashIsNotRounded(t *testing.T) {
	owed := []till.Owed{{Bill: "a", Fen: 1_23, LateFen: 17}, {Bill: "b", Fen: 47}, {Bill: "c", Fen: 2_08, LateFen: 3_01}}
	const all = money.Fen(1_23 + 17 + 47 + 2_08 + 3_01)
	whole := map[money.Fen]bool{1_23 + 17: true, 1_23 + 17 + 47: true, all: true}
	for _, limit := range []money.Fen{0, 5, 9} {
		for _, feeFirst := range []bool{false, true} {
			for cash := money.Fen(10); cash <= all; cash += 10 {
				asked, offered := till.Asked{RoundingMaxFen: limit}, []till.Tender{{Kind: till.Cash, Fen: cash}}
				bills, fees, err := till.Cover(asked, owed, offered, true, till.Allocate{LateFeeFirst: feeFirst})
				require.NoError(t, err)
				var paid money.Fen
				for _, part := range append(bills, fees...) {
					paid += part.Fen
				}
				settled, err := till.Settle(asked.For(owed, bills, fees), offered)
				require.NoError(t, err)
				require.Zero(t, settled.MissingFen)
				require.Equal(t, cash+settled.RoundingFen, paid)
				require.LessOrEqual(t, settled.RoundingFen, limit)
				require.True(t, settled.RoundingFen == 0 || whole[paid], "%d pays %d", cash, paid)
			}
		}
	}
}
