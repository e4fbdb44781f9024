package charging

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// PlannedUndoing is what taking a list of bills back would do: those that are unpaid, and what is owed less then. Kept stay,
// because something is paid on them. NeedsSecond says that who is signed in may not do it alone; Before is what they lowered
// alone on this business day already.
type PlannedUndoing struct {
	billing.Lowered
	Kept        []BillLine
	NeedsSecond bool
	Before      billing.Lowered
	Bounds      staff.Bounds
}

// PlanUndoing works out what UndoBills would do, and changes nothing. The book counts again when it is done.
func (c *Charging) PlanUndoing(ctx context.Context, lines []BillLine) (plan PlannedUndoing, err error) {
	for _, line := range lines {
		switch {
		case line.Undone:
		case line.PaidFen != 0:
			plan.Kept = append(plan.Kept, line)
		default:
			plan.Lowered = plan.Plus(billing.Lowered{Count: 1, Fen: line.AmountFen - line.ReducedFen})
		}
	}
	by := c.session.Who()
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) (err error) {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		if plan.Bounds, err = staff.ReadBounds(tx); err != nil {
			return err
		}
		plan.Before, err = billing.LoweredAlone(tx, policies, by.ID(), c.session.Book.Journal.Now())
		return err
	})
	plan.NeedsSecond = plan.Before.Plus(plan.Lowered).IsBeyond(plan.Bounds)
	return plan, err
}

// UndoneRun is what taking a run back did. Kept are the bills that stay, because something is paid on them.
type UndoneRun struct {
	Count  int
	SumFen money.Fen
	Kept   []BillLine
}

// UndoBills takes back every bill of a list on which nothing is paid, all of them or, on an error or when cancelled, none.
// Those that were taken back before are passed over. Reason is one of billing.UndoReasons; Second agrees where there are more
// than one person may take back alone.
func (c *Charging) UndoBills(ctx context.Context, lines []BillLine, reason string, second session.Second, progress func(done, total int)) (undone UndoneRun, err error) {
	ids, lineOf := make([]string, len(lines)), make(map[string]BillLine, len(lines))
	for i, line := range lines {
		ids[i], lineOf[line.ID] = line.ID, line
	}
	err = c.session.Agreed(ctx, staff.UndoBills, second, func(by staff.Actor, approval staff.Approval) error {
		made, err := c.session.Book.Billing.UndoAll(ctx, by, billing.Undoing{Bills: ids, Reason: reason, Approval: approval, Progress: progress})
		undone = UndoneRun{Count: made.Count, SumFen: made.SumFen}
		for _, id := range made.Kept {
			undone.Kept = append(undone.Kept, lineOf[id])
		}
		return err
	})
	return undone, err
}
