package exchanging

import (
	"context"
	"errors"
	"slices"

	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/ledger/report"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
)

// Ways returns the ways by which whoever is signed in may settle a conflict, in the order in which they are asked for; none for one that is settled.
func (c *Exchanging) Ways(conflict report.Conflict) []till.ConflictWay {
	role := c.session.Who().Role()
	return slices.DeleteFunc(WaysOf(conflict), func(way till.ConflictWay) bool {
		right, asks := way.Asks()
		if !asks {
			right = staff.Collect
		}
		return !role.May(right)
	})
}

// WaysOf returns the ways by which a conflict can be settled, in the order in which they are asked for; none for one that is settled.
func WaysOf(conflict report.Conflict) []till.ConflictWay {
	switch {
	case conflict.Settled != "":
		return nil
	case conflict.Came == report.CameToRecover:
		return []till.ConflictWay{till.ConflictRecovered, till.ConflictGivenUp}
	}
	return []till.ConflictWay{till.ConflictSeen}
}

// Settle settles a conflict, with a second person where the way takes one, and opens the drawer for cash that comes back. The same request again settles
// nothing anew. Errors: those of session.Approval, till.SettleConflict and, once it is settled, of opening the drawer.
func (c *Exchanging) Settle(ctx context.Context, wish till.ConflictSettling, second session.Second) error {
	by := c.session.Who()
	var approval staff.Approval
	if action, asks := wish.Way.Asks(); asks {
		var err error
		if approval, err = c.session.Approval(ctx, by, second, action); err != nil {
			return err
		}
	}
	if err := c.session.Book.Till.SettleConflict(ctx, by, approval, wish); err != nil || wish.Way != till.ConflictRecovered {
		return err
	}
	// The cash is booked; where there is no printer to kick the drawer, a key opens it.
	if err := c.printing.OpenDrawer(ctx, "other"); !errors.Is(err, spool.ErrNoPrinter) {
		return err
	}
	return nil
}
