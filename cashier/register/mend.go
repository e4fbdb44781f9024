package register

import (
	"context"

	"shouqi/cashier/household"
	"shouqi/cashier/intake"
	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/meter"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Party is somebody at a room or space with the days from which and to which; phone and identity number are masked.
type Party struct {
	household.Person
	FromOn calendar.Date
	ToOn   calendar.Date
}

// Entry is everything the register says of a room or a space. Seen names it as it is: an edit gives it back. What is
// sensitive is masked; Unmask with NoteID shows the deed number whole, and logs it.
type Entry struct {
	Object  estate.Object
	Seen    string
	Parties []Party
	Spaces  []estate.Object
	Holder  string
	Meters  []meter.Meter
	Plates  []string
	Remark  string
	DeedNo  string
	NoteID  string
	Steward household.Steward
}

// Show reads a room or a space by its canonical code; an unknown one is estate.unknown_room.
func (c *Register) Show(ctx context.Context, kind, code string) (entry Entry, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if entry.Object, err = estate.ByCodeOf(tx, kind, code); err != nil {
			return err
		}
		id := entry.Object.ID
		if entry.Seen, err = estate.Digest(tx, id); err != nil {
			return err
		}
		if entry.Parties, err = c.registerParties(tx, id); err != nil {
			return err
		}
		if entry.Spaces, err = estate.Spaces(tx, id); err != nil {
			return err
		}
		if entry.Meters, err = meter.OfObject(tx, id); err != nil {
			return err
		}
		if entry.Object.Room != "" {
			holder, err := estate.ByID(tx, entry.Object.Room)
			if err != nil {
				return err
			}
			entry.Holder = holder.Code
		}
		if entry.Steward, err = household.StewardOf(tx, c.session.Book, entry.Object); err != nil {
			return err
		}
		return c.registerNote(tx, &entry)
	})
	return entry, err
}

func (c *Register) registerParties(tx *store.Tx, object string) ([]Party, error) {
	parties, err := estate.Parties(tx, object)
	if err != nil {
		return nil, err
	}
	var all []Party
	for _, party := range parties {
		if party.ToOn != "" && party.ToOn < party.FromOn {
			continue // taken back before it began
		}
		person, err := household.PersonAt(tx, c.session.Book.Vault, party)
		if err != nil {
			return nil, err
		}
		all = append(all, Party{Person: person, FromOn: party.FromOn, ToOn: party.ToOn})
	}
	return all, nil
}

func (c *Register) registerNote(tx *store.Tx, entry *Entry) error {
	entry.NoteID = estate.RoomNote(entry.Object.ID)
	note, err := estate.ProfileOf(tx, c.session.Book.Vault, entry.NoteID, 0)
	if store.Code(err) == vault.CodeUnknown {
		return nil
	}
	entry.Plates, entry.Remark, entry.DeedNo = note.Plates, note.Remark, estate.MaskID(note.DeedNo)
	return err
}

// Mend changes a room or space of the register by hand, in the signed-in person's name. Second is asked for where it changes
// who owes or what is owed (staff.needs_approval); other answers are those of billing.Mend.
func (c *Register) Mend(ctx context.Context, wish billing.Mending, second session.Second) (estate.Change, error) {
	by := c.session.Who()
	approval, err := c.session.Approval(ctx, by, second, staff.ChangeOwing)
	if err != nil {
		return estate.Change{}, err
	}
	return c.session.Book.MendRegister(ctx, by, approval, wish)
}

// SetSteward says who looks after a building or a unit from a day on; an empty name is nobody.
func (c *Register) SetSteward(ctx context.Context, wish estate.Steward, name, phone string) (estate.Steward, error) {
	who := estate.Profile{Name: name}
	if phone != "" {
		parties, err := intake.Parties(intake.Tenant, name, phone, "")
		if err != nil {
			return wish, err
		}
		who.Phones = parties[0].Phones
	}
	return c.session.Book.SetSteward(ctx, c.session.Who(), wish, who)
}

// TypedParties reads owners or tenants as they are typed; see intake.Parties.
func TypedParties(role, names, phones, ids string) ([]estate.RowParty, error) {
	parties, err := intake.Parties(intake.Role(role), names, phones, ids)
	var told []estate.RowParty
	for _, party := range parties {
		told = append(told, toldParty(party))
	}
	return told, err
}
