package refunding

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Inspect notes what was found where a deposit is held against works. Errors: those of till.Inspect.
func (c *Refunding) Inspect(ctx context.Context, wish till.Inspection) error {
	_, err := c.session.Book.Till.Inspect(ctx, c.session.Who(), wish)
	return err
}

// Freeze freezes a deposit with a second person. Errors: those of till.FreezeDeposit.
func (c *Refunding) Freeze(ctx context.Context, wish till.DepositFreeze, second session.Second) error {
	return c.session.Agreed(ctx, staff.FreezeDeposit, second, func(by staff.Actor, approval staff.Approval) error {
		_, err := c.session.Book.Till.FreezeDeposit(ctx, by, approval, wish)
		return err
	})
}

// Unfreeze lets a frozen deposit go with a second person. Errors: those of till.UnfreezeDeposit.
func (c *Refunding) Unfreeze(ctx context.Context, wish till.DepositFreeze, second session.Second) error {
	return c.session.Agreed(ctx, staff.UnfreezeDeposit, second, func(by staff.Actor, approval staff.Approval) error {
		_, err := c.session.Book.Till.UnfreezeDeposit(ctx, by, approval, wish)
		return err
	})
}

// Moved is a deposit that was moved, and why its slip could not be asked for, nil where it was.
type Moved struct {
	till.DepositMove
	PaperError error
}

// Move moves a deposit to another household with a second person, and asks for the slip. Only the first part can refuse: it answers
// what till.MoveDeposit answers.
func (c *Refunding) Move(ctx context.Context, wish till.DepositMoving, second session.Second) (moved Moved, err error) {
	err = c.session.Agreed(ctx, staff.MoveDeposit, second, func(by staff.Actor, approval staff.Approval) error {
		moved.DepositMove, err = c.session.Book.Till.MoveDeposit(ctx, by, approval, wish)
		if err == nil {
			moved.PaperError = c.printing.PrintMove(context.WithoutCancel(ctx), moved.Number)
		}
		return err
	})
	return moved, err
}

// Room returns the id and the code of the room that was typed: its code, or whatever finds it alone at the desk; anything else is
// estate.unknown_room.
func (c *Refunding) Room(ctx context.Context, typed string) (id, code string, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, c.codeOf(typed))
		id, code = room.ID, room.Code
		return err
	})
	return id, code, err
}

// codeOf returns the code of the one room that what was typed finds, or what was typed.
func (c *Refunding) codeOf(typed string) string {
	if found := c.session.Book.Finder.Find(typed, 1); found.Total == 1 {
		return found.Hits[0].Code
	}
	return typed
}
