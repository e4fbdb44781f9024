// Package prepaying keeps what households prepaid: what is kept for which purpose, moved, frozen, and what pays by itself.
package prepaying

import (
	"context"

	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Prepaying keeps prepayments.
type Prepaying struct{ session *session.Session }

// New makes the room in a session.
func New(s *session.Session) *Prepaying { return &Prepaying{session: s} }

// Household is what one household prepaid. Room is the room's id and Code what people call it; Auto says that it pays by itself.
type Household struct {
	Room        string            `json:"room"`
	Code        string            `json:"code"`
	Auto        bool              `json:"auto"`
	Prepayments []till.Prepayment `json:"prepayments"`
}

// SumFen is all that the household has prepaid, in fen.
func (h Household) SumFen() (sum money.Fen) {
	for _, one := range h.Prepayments {
		sum += one.Fen
	}
	return sum
}

// Of reads what a household prepaid, every purpose that there ever was one for. It is named by its room's code, or by whatever
// finds it alone at the desk; anything else is estate.unknown_room.
func (c *Prepaying) Of(ctx context.Context, typed string) (h Household, err error) {
	code := typed
	if found := c.session.Book.Finder.Find(typed, 1); found.Total == 1 {
		code = found.Hits[0].Code
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		room, err := estate.ByCode(tx, code)
		if err != nil {
			return err
		}
		h, err = household(tx, room.ID)
		return err
	})
	return h, err
}

// RoomOf returns the id of the room that is typed, as Of finds it.
func (c *Prepaying) RoomOf(ctx context.Context, typed string) (string, error) {
	h, err := c.Of(ctx, typed)
	return h.Room, err
}

// household reads what one household prepaid.
func household(tx *store.Tx, room string) (h Household, err error) {
	place, err := estate.ByID(tx, room)
	if err != nil {
		return h, err
	}
	h = Household{Room: place.ID, Code: place.Code}
	if h.Auto, err = till.IsAuto(tx, place.ID); err != nil {
		return h, err
	}
	h.Prepayments, err = till.Prepayments(tx, place.ID)
	return h, err
}

// Standing is what all households prepaid: those that have something left, by room, at most till.PrepaidMax, and the sum of each
// purpose in the order of billing.Purposes, however many there are.
type Standing struct {
	Households []Household       `json:"households"`
	Sums       []till.PurposeSum `json:"sums"`
}

// Standing reads it.
func (c *Prepaying) Standing(ctx context.Context) (standing Standing, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		rooms, err := till.PrepaidRooms(tx)
		if err != nil {
			return err
		}
		for _, room := range rooms {
			one, err := household(tx, room)
			if err != nil {
				return err
			}
			standing.Households = append(standing.Households, one)
		}
		standing.Sums, err = till.PrepaidSums(tx)
		return err
	})
	return standing, err
}

// Move moves a part of a prepayment, with a second person. Errors: those of till.MovePrepaid.
func (c *Prepaying) Move(ctx context.Context, move till.PrepaidMove, second session.Second) error {
	return c.session.Agreed(ctx, staff.MovePrepaid, second, func(by staff.Actor, approval staff.Approval) error {
		_, err := c.session.Book.Till.MovePrepaid(ctx, by, approval, move)
		return err
	})
}

// Freeze freezes a prepayment or releases it, with a second person. Errors: those of till.FreezePrepaid.
func (c *Prepaying) Freeze(ctx context.Context, room string, purpose billing.Purpose, frozen bool, reason till.Reason, second session.Second) error {
	action := staff.UnfreezePrepaid
	if frozen {
		action = staff.FreezePrepaid
	}
	return c.session.Agreed(ctx, action, second, func(by staff.Actor, approval staff.Approval) error {
		return c.session.Book.Till.FreezePrepaid(ctx, by, approval, room, purpose, frozen, reason)
	})
}

// SetAuto says whether a household's prepayment pays by itself. Errors: those of till.SetAuto.
func (c *Prepaying) SetAuto(ctx context.Context, room string, auto bool) error {
	return c.session.Book.Till.SetAuto(ctx, c.session.Who(), room, auto)
}
