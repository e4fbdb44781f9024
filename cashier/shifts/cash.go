package shifts

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// cashDays is how many days back the slips and the counterfeits of an overview go, and cashMax how many of each are read.
const (
	cashDays = 31
	cashMax  = 1000
)

// Slips returns how far the slips of the open shift are counted; nothing of what is expected while they are not. Errors: till.no_shift.
func (c *Shifts) Slips(ctx context.Context) (slips till.Slips, err error) {
	policies, err := c.session.Book.Policies(ctx)
	if err != nil {
		return slips, err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		shift, err := till.OpenShift(tx, policies.Counter)
		if err == nil && shift == nil {
			err = store.Refuse(till.CodeNoShift)
		}
		if err != nil {
			return err
		}
		slips, err = till.SlipsOf(tx, *shift)
		return err
	})
	return slips, err
}

// CountSlips takes the blind count of the slips; only its answer shows what the book has. Errors: those of till.CountSlips.
func (c *Shifts) CountSlips(ctx context.Context, counted []till.SlipCount) (till.Slips, error) {
	return c.session.Book.Till.CountSlips(ctx, c.session.Who(), counted)
}

// Cash is where all cash is, with the slips of the bank and the counterfeits of the last 31 days, the oldest first.
type Cash struct {
	Places       []till.CashPlace
	Slips        []till.Banked
	Counterfeits []till.Counterfeit
}

// Cash reads where all cash is.
func (c *Shifts) Cash(ctx context.Context) (cash Cash, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		today, err := c.session.Book.Today(tx)
		if err != nil {
			return err
		}
		if cash.Places, err = till.CashPlaces(tx); err != nil {
			return err
		}
		if cash.Slips, err = till.Bankings(tx, today.AddDays(-cashDays), today, cashMax); err != nil {
			return err
		}
		cash.Counterfeits, err = till.Counterfeits(tx, today.AddDays(-cashDays), today, cashMax)
		return err
	})
	return cash, err
}

// Bank books cash of the safe that was brought to the bank, with a second person. Errors: those of till.Bank.
func (c *Shifts) Bank(ctx context.Context, banking till.Banking, second session.Second) (banked till.Banked, err error) {
	err = c.session.Agreed(ctx, staff.BankCash, second, func(by staff.Actor, approval staff.Approval) error {
		banked, err = c.session.Book.Till.Bank(ctx, by, approval, banking)
		return err
	})
	return banked, err
}

// Unbank undoes a mistyped slip, with a second person. Errors: those of till.Unbank.
func (c *Shifts) Unbank(ctx context.Context, undoing till.Unbanking, second session.Second) (banked till.Banked, err error) {
	err = c.session.Agreed(ctx, staff.BankCash, second, func(by staff.Actor, approval staff.Approval) error {
		banked, err = c.session.Book.Till.Unbank(ctx, by, approval, undoing)
		return err
	})
	return banked, err
}

// LogCounterfeit logs a counterfeit note; one that was kept takes a second person. Errors: those of till.LogCounterfeit.
func (c *Shifts) LogCounterfeit(ctx context.Context, wish till.CounterfeitWish, second session.Second) (logged till.Counterfeit, err error) {
	action := staff.MoveCash
	if wish.Place == till.PlaceSafe {
		action = staff.BankCash
	}
	err = c.session.Agreed(ctx, action, second, func(by staff.Actor, approval staff.Approval) error {
		logged, err = c.session.Book.Till.LogCounterfeit(ctx, by, approval, wish)
		return err
	})
	return logged, err
}
