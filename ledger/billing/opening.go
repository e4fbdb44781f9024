package billing

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// OpeningArrears is what a register says a room owed under an item before this book began, in fen; 0 is nothing.
type OpeningArrears struct {
	Room string // canonical code
	Item string
	Fen  money.Fen
}

// OpeningChange is what a register's arrears would do to one room's opening bill; OldFen is 0 where there is none.
type OpeningChange struct {
	Room, Item     string
	OldFen, NewFen money.Fen
}

// AgreeToOpening returns who agreed to what a register takes off the rooms' arrears. Nobody has to where the person may
// lower so much alone, and then the consent is the zero one (otherwise staff.needs_approval, for staff.UndoBills). A
// typed or imported register would otherwise be a way round the limit on taking bills back.
func (s *Billing) AgreeToOpening(tx *store.Tx, by staff.Actor, approval staff.Approval, told []OpeningArrears) (staff.Consent, error) {
	var all Lowered
	for _, arrears := range told {
		room, err := estate.ByCode(tx, arrears.Room)
		if err != nil {
			return staff.Consent{}, err
		}
		current, _, err := currentOpening(tx, room.ID, arrears.Item)
		if err != nil {
			return staff.Consent{}, err
		}
		if fen := current.loweredTo(arrears.Fen); fen > 0 {
			all = all.Plus(Lowered{1, fen})
		}
	}
	if all == (Lowered{}) {
		return staff.Consent{}, nil
	}
	return s.agreeToLower(tx, by, approval, all, nil, "")
}

// loweredTo returns what is owed less, in fen, once the bill is taken back and one of fen is made in its place; 0 where
// more is owed then.
func (b Bill) loweredTo(fen money.Fen) money.Fen { return max(0, b.AmountFen-b.ReducedFen-fen) }

// TakeOpening brings opening bills in line with a register, so that the same file may be read any number of times. What
// the book already has changes nothing, a corrected sum undoes the unpaid bill and makes its next revision, and one with
// money on it is billing.opening_paid naming the room and the item. Bills that it makes are returned for Issue; it undoes
// by itself, with the consent that AgreeToOpening returned.
func (s *Billing) TakeOpening(tx *store.Tx, by string, consent staff.Consent, told []OpeningArrears, today calendar.Date) (issue []NewBill, changes []OpeningChange, err error) {
	agreed := consent.Person
	for _, arrears := range told {
		room, err := estate.ByCode(tx, arrears.Room)
		if err != nil {
			return nil, nil, err
		}
		current, revision, err := currentOpening(tx, room.ID, arrears.Item)
		if err != nil {
			return nil, nil, err
		}
		// The amount is compared and not what is left of it: a reduction was agreed on here, and the file knows nothing of it.
		if current.AmountFen == arrears.Fen {
			continue
		}
		if current.PaidFen != 0 {
			return nil, nil, store.Refuse(codeOpeningPaid, arrears.Room, arrears.Item)
		}
		if current.ID != "" {
			if err := undoable(tx, current); err != nil {
				return nil, nil, err
			}
			body := undoneV1{Bill: current.ID, Fen: current.loweredTo(arrears.Fen), Reason: undoneByRegister, By: by, Agreed: agreed, Approver: consent}
			if err := s.undo(tx, body); err != nil {
				return nil, nil, err
			}
			consent = staff.Consent{} // an approval is used by one event, the first
		}
		changes = append(changes, OpeningChange{Room: arrears.Room, Item: arrears.Item, OldFen: current.AmountFen, NewFen: arrears.Fen})
		if arrears.Fen == 0 {
			continue
		}
		debtor, _, err := estate.Debtor(tx, room.ID, today)
		if err != nil {
			return nil, nil, err
		}
		issue = append(issue, NewBill{Item: arrears.Item, Object: room.ID, Revision: revision + 1, Kind: Opening, Debtor: debtor,
			DueOn: today, AmountFen: arrears.Fen})
	}
	return issue, changes, nil
}

// currentOpening returns the opening bill of a room and item that stands (the zero Bill if none) and the last revision
// that was made (-1 if none). Opening bills are those without a period.
func currentOpening(tx *store.Tx, object, item string) (Bill, int, error) {
	all, err := store.All(tx, "SELECT "+billColumns+" FROM bills WHERE object = ? AND item = ? AND period_from = '' AND period_to = '' ORDER BY revision DESC LIMIT 1",
		[]any{object, item}, scanBill)
	if err != nil || len(all) == 0 {
		return Bill{}, -1, err
	}
	if all[0].Undone {
		return Bill{}, all[0].Revision, nil
	}
	return all[0], all[0].Revision, nil
}
