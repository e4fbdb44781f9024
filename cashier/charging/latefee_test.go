package charging_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/session"
	"shouqi/cashier/taking"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
	"shouqi/ledger/till"
)

const room = "3-2-1201"

var supervisor = session.Second{Who: "200", PIN: uitest.SupervisorPIN}

func overdue(t *testing.T) *uitest.Counter {
	t.Helper()
	counter := uitest.NewCounter(t)
	counter.Overdue()
	return counter
}

// lineOf returns the household's open bill of an item.
func lineOf(t *testing.T, h household.Household, item string) household.Line {
	t.Helper()
	for _, line := range h.Lines {
		if line.Item == item {
			return line
		}
	}
	require.Failf(t, "no open bill", "of %s", item)
	return household.Line{}
}

// draftOf begins a payment of so much of one bill, in exact cash; 0 is all of it.
func draftOf(t *testing.T, counter *uitest.Counter, h household.Household, item string, fen money.Fen) *checkout.Draft {
	t.Helper()
	draft := counter.Draft(h)
	line := lineOf(t, h, item)
	if fen == 0 {
		fen = line.OwedFen()
	}
	draft.Parts = map[string]money.Fen{line.ID: fen}
	draft.Rest, draft.Reference = till.Card, draft.RequestID
	return draft
}

func take(t *testing.T, counter *uitest.Counter, draft *checkout.Draft) till.Payment {
	t.Helper()
	taken, err := counter.Taking.Take(context.Background(), counter.OrderOf(draft))
	require.NoError(t, err)
	return taken.Payment
}

func TestAnOverdueMonthIsPaidInCashWithItsFeeToTheDay(t *testing.T) {
	counter := overdue(t)
	h := counter.Household(room)
	line := lineOf(t, h, "物业费")
	require.Equal(t, money.Fen(5_88), line.LateFen)
	require.Equal(t, 42, line.OverdueDays)
	require.Equal(t, []string{"280.16 元 × 42 天 × 0.05% = 5.88336", "5.88336 → 5.88"}, line.LateSteps)
	require.Equal(t, []string{"面积 98.30 m² × 2.85 元 × 1 月 = 280.155", "280.155 → 280.16", "收费标准“住宅”，自 2026-01-01 起"}, line.Steps)
	require.Equal(t, money.Fen(5_88), h.LateFen)
	require.Equal(t, money.Fen(840_47+205_00+300_00+280_16+5_88), h.OwedFen)

	draft := counter.Draft(h)
	draft.Typed = "1400"
	payment := take(t, counter, draft)
	require.Equal(t, money.Fen(840_47+205_00+280_16+5_88), payment.TotalFen, "what is not due yet is left out")
	require.Equal(t, money.Fen(68_50), payment.ChangeFen)
	require.Equal(t, payment.Number, take(t, counter, draft).Number, "the same wish again takes nothing")
	left := counter.Household(room)
	require.Equal(t, money.Fen(300_00), left.OwedFen)
	require.Zero(t, left.LateFen)

	receipt, err := counter.Printing.PaperReceipt(context.Background(), payment.Number, 1)
	require.NoError(t, err)
	for i, line := range receipt.Lines {
		if line.Item == "物业费" {
			require.Equal(t, "物业费违约金", receipt.Lines[i+1].Item, "right below what it is for")
			require.Equal(t, money.Fen(5_88), receipt.Lines[i+1].AmountFen)
			require.Equal(t, "280.16 元 × 42 天 × 0.05% = 5.88336；5.88336 → 5.88", receipt.Lines[i+1].Why)
			return
		}
	}
	require.Fail(t, "the receipt has no line for the month")
}

func TestAPartLeavesTheFeeForTheRest(t *testing.T) {
	counter := overdue(t)
	payment := take(t, counter, draftOf(t, counter, counter.Household(room), "物业费", 100_00))
	require.Equal(t, money.Fen(100_00), payment.TotalFen)
	line := lineOf(t, counter.Household(room), "物业费")
	require.Equal(t, money.Fen(180_16), line.OwedFen())
	require.Equal(t, money.Fen(5_88), line.LateFen, "today is still late with all of it")

	later, err := counter.Households.ReadOn(context.Background(), counter.Household(room).Room.ID, "2026-12-01")
	require.NoError(t, err)
	require.Equal(t, money.Fen(6_78), lineOf(t, later, "物业费").LateFen, "ten more days of what is left")

	payment = take(t, counter, draftOf(t, counter, counter.Household(room), "物业费", 0))
	require.Equal(t, money.Fen(180_16+5_88), payment.TotalFen)
}

func TestALateFeeIsWaivedAloneWithinTheLimitAndByTwoBeyondIt(t *testing.T) {
	ctx, counter := context.Background(), overdue(t)
	counter.As("100", uitest.ManagerPIN)
	require.NoError(t, counter.People.SetLimit(ctx, staff.WaiverMax, 100, session.Second{}))
	counter.As("101", uitest.CashierPIN)
	h := counter.Household(room)
	line := lineOf(t, h, "物业费")
	require.NoError(t, counter.Charging.Waive(ctx, line.ID, 88, h.LateOn, "first_time", session.Second{}))
	waived := lineOf(t, counter.Household(room), "物业费")
	require.Equal(t, money.Fen(5_00), waived.LateFen)
	require.Contains(t, waived.LateSteps, "已减免 0.88")

	require.Equal(t, "staff.needs_approval", store.Code(counter.Charging.Waive(ctx, line.ID, 5_00, h.LateOn, "agreed", session.Second{})))
	require.Equal(t, "billing.waive_much", store.Code(counter.Charging.Waive(ctx, line.ID, 5_01, h.LateOn, "agreed", supervisor)))
	require.NoError(t, counter.Charging.Waive(ctx, line.ID, 5_00, h.LateOn, "agreed", supervisor))
	require.Zero(t, counter.Household(room).LateFen)

	_, err := counter.Taking.Take(ctx, counter.OrderOf(draftOf(t, counter, h, "物业费", 0)))
	require.Equal(t, "till.late_fee", store.Code(err), "the screen was read before the waiver")
	require.Equal(t, money.Fen(280_16), take(t, counter, draftOf(t, counter, counter.Household(room), "物业费", 0)).TotalFen)
}

func TestALateEntryRunsTheFeeToItsValueDate(t *testing.T) {
	ctx, counter := context.Background(), overdue(t)
	entry := &taking.LateEntry{PaperNumber: "0088121", ValueOn: "2026-11-01", Reason: till.Reason{Code: "collected_outside"}, Second: supervisor}
	draft := draftOf(t, counter, counter.Household(room), "物业费", 0)
	draft.Late = entry
	_, err := counter.Taking.Take(ctx, counter.OrderOf(draft))
	require.Equal(t, "till.late_fee", store.Code(err))

	then, err := counter.Households.ReadOn(ctx, draft.Household.Room.ID, entry.ValueOn)
	require.NoError(t, err)
	require.Equal(t, calendar.Date("2026-11-01"), then.LateOn)
	draft = draftOf(t, counter, then, "物业费", 0)
	draft.Late = entry
	require.Equal(t, money.Fen(280_16+3_08), take(t, counter, draft).TotalFen, "22 days")
	require.Zero(t, counter.Household(room).LateFen)
}

// The fee of a payment that is reversed is not owed as a bill: it is worked out anew, to the day of the next payment.
func TestAReversalLetsTheFeeGrowOn(t *testing.T) {
	ctx, counter := context.Background(), overdue(t)
	before := counter.Household(room)
	payment := take(t, counter, draftOf(t, counter, before, "物业费", 0))
	undo, err := counter.Undoing.Begin(payment.Number)
	require.NoError(t, err)
	undo.CopiesTaken, undo.Reason, undo.Second = payment.Copies+1, till.Reason{Code: "wrong_room"}, supervisor
	_, err = counter.Undoing.Reverse(ctx, undo) // A card payment cannot be voided.
	require.NoError(t, err)
	after := counter.Household(room)
	require.Equal(t, before.OwedFen, after.OwedFen, "nothing is asked twice and nothing is lost")
	require.Equal(t, before.LateFen, after.LateFen)
	require.Len(t, after.Lines, len(before.Lines))
	receipt, err := counter.Printing.PaperReceipt(ctx, counter.Last().Number, 1)
	require.NoError(t, err)
	require.Equal(t, []string{"物业费", "物业费违约金"}, []string{receipt.Lines[0].Item, receipt.Lines[1].Item})
	require.Equal(t, money.Fen(-5_88), receipt.Lines[1].AmountFen)
}

func TestAReducedBillSaysSoOnTheScreenAndOnTheReceipt(t *testing.T) {
	ctx, counter := context.Background(), overdue(t)
	counter.As("100", uitest.ManagerPIN)
	line := lineOf(t, counter.Household(room), "物业费")
	_, err := counter.Charging.Reduce(ctx, line.ID, 80_16, "wrong_area", supervisor)
	require.NoError(t, err)
	counter.As("101", uitest.CashierPIN)
	reduced := lineOf(t, counter.Household(room), "物业费")
	require.Equal(t, []string{"冲减 80.16（面积错误）", "冲减后 200.00"}, reduced.Steps[len(reduced.Steps)-2:])
	require.Equal(t, money.Fen(4_20), reduced.LateFen, "on what is left")
	payment := take(t, counter, draftOf(t, counter, counter.Household(room), "物业费", 0))
	receipt, err := counter.Printing.PaperReceipt(ctx, payment.Number, 1)
	require.NoError(t, err)
	require.Contains(t, receipt.Lines[0].Why, "280.155 → 280.16；冲减 80.16（面积错误）；冲减后 200.00")
}

func TestWhatCannotBeWorkedOutKeepsNobodyFromPayingAhead(t *testing.T) {
	ctx, counter := context.Background(), overdue(t)
	counter.As("100", uitest.ManagerPIN)
	counter.Charge(billing.Item{Name: "电梯费"}, "套内", tariff.Rule{Lines: []tariff.Line{{Measure: tariff.InnerArea, Price: "1"}}})
	counter.As("101", uitest.CashierPIN)
	plan, err := counter.Charging.PlanAhead(ctx, room, "2027-01-31", false)
	require.NoError(t, err)
	require.Equal(t, []string{"物业费"}, plan.Order.Source.(billing.AheadSource).Only)
	require.Len(t, plan.Bills, 3)
	require.Equal(t, money.Fen(3*280_16), plan.SumFen)
	require.NotEmpty(t, plan.LeftOut)
	require.Len(t, counter.Household(room).Lines, 4, "a plan makes nothing")

	made, err := counter.Charging.Run(ctx, plan.Order)
	require.NoError(t, err)
	require.Equal(t, 3, made.Count)
	require.Len(t, counter.Household(room).Lines, 7)
	again, err := counter.Charging.PlanAhead(ctx, room, "2027-01-31", false)
	require.NoError(t, err)
	require.Empty(t, again.Bills)
	_, err = counter.Charging.PlanAhead(ctx, room, "2026-10-31", false)
	require.Equal(t, "billing.ahead_date", store.Code(err))
}
