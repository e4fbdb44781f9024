package till

import (
	"context"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// What became of a counterfeit note (假币): it was seen at the counter and handed back, or found later and kept, to be given to a bank
// or the police.
const (
	CounterfeitReturned = "returned"
	CounterfeitKept     = "kept"
)

// Where a counterfeit that was kept is found, and where cash is: see CashPlace.
const (
	PlaceDrawer = "drawer"
	PlaceSafe   = "safe"
)

// counterfeitReason is the reason of the cash move that a counterfeit in the drawer is.
const counterfeitReason = "counterfeit"

// CounterfeitWish is a counterfeit note to be logged. Fen is its denomination, Serial its serial number (冠字号), What one of
// CounterfeitReturned and CounterfeitKept, and Place where a kept one was, "" for a returned one. RequestID is kept over retries.
type CounterfeitWish struct {
	RequestID string
	Fen       money.Fen
	Serial    string
	What      string
	Place     string
}

// Counterfeit is a counterfeit note in the log; Person logged it and Approver agreed, both staff ids, "" for nobody.
type Counterfeit struct {
	Fen      money.Fen     `json:"fen"`
	Serial   string        `json:"serial"`
	What     string        `json:"what"`
	Place    string        `json:"place"`
	On       calendar.Date `json:"on"`
	Person   string        `json:"person"`
	Approver string        `json:"approver"`
}

// noteFen is the smallest denomination that is a note with a serial number: 1 yuan.
const noteFen money.Fen = 100

// LogCounterfeit logs a counterfeit note, each serial number of a denomination once. A returned one moves no money. A kept one leaves
// the drawer or the safe as a loss, with a second person. Errors: till.counterfeit_note for what is no note, till.counterfeit_serial for no serial number,
// till.counterfeit_place, till.counterfeit_known for a number that is logged, till.drawer_short and till.safe_short for more than is there, those of working for the
// drawer, and those of Authorize.
func (t *Till) LogCounterfeit(ctx context.Context, by staff.Actor, approval staff.Approval, wish CounterfeitWish) (Counterfeit, error) {
	wish.Serial = typedNumber(wish.Serial)
	request, err := journal.NewRequest(wish.RequestID, wish)
	if err != nil {
		return Counterfeit{}, err
	}
	return once(ctx, t, request, counterfeitAt, func(tx *store.Tx, policies estate.Policies) (Counterfeit, error) {
		body := counterfeitV1{Request: request, Fen: wish.Fen, Serial: wish.Serial, What: wish.What, Place: wish.Place, On: t.today(policies), By: by.ID()}
		if err := wish.check(tx); err != nil {
			return Counterfeit{}, err
		}
		if err := t.fromPlace(tx, by, policies, approval, &body); err != nil {
			return Counterfeit{}, err
		}
		e, err := t.journal.Append(tx, kindCounterfeit, body)
		if err != nil {
			return Counterfeit{}, err
		}
		return counterfeitAt(tx, e.DeviceNo, e.Seq)
	})
}

// check holds a wish to what a note is, and to what is not logged yet.
func (wish CounterfeitWish) check(tx *store.Tx) error {
	isNote := false
	for _, denomination := range Denominations {
		isNote = isNote || wish.Fen == denomination && denomination >= noteFen
	}
	isPlace := wish.Place == PlaceDrawer || wish.Place == PlaceSafe
	switch {
	case !isNote:
		return store.Refuse(CodeCounterfeitNote)
	case !isSerial(wish.Serial):
		return store.Refuse(CodeCounterfeitSerial)
	case wish.What == CounterfeitReturned && wish.Place == "", wish.What == CounterfeitKept && isPlace:
	default:
		return store.Refuse(codeCounterfeitPlace)
	}
	known, err := counterfeits(tx, "WHERE fen = ? AND serial = ? LIMIT 1", int64(wish.Fen), wish.Serial)
	if err == nil && len(known) > 0 {
		err = store.Refuse(CodeCounterfeitKnown, wish.Serial, string(known[0].On))
	}
	return err
}

// isSerial reports whether text has the form of the serial number of a note (冠字号): ten capitals and digits that begin with a capital, three capitals at
// most, the last five digits.
func isSerial(text string) bool {
	if len(text) != 10 || strings.Trim(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || strings.Trim(text[5:], "0123456789") != "" {
		return false
	}
	letters := 0
	for _, r := range text {
		if r >= 'A' {
			letters++
		}
	}
	return text[0] >= 'A' && letters <= 3
}

// deed is what a second person agrees to of a note that was kept: this note, and where it was.
func (body *counterfeitV1) deed(action staff.Action) staff.Deed {
	return staff.Deed{Action: action, Fen: body.Fen, About: body.Serial, Terms: staff.NewTerms("reason", counterfeitReason, "place", body.Place)}
}

// fromPlace authorizes what a counterfeit does to its place: nothing for a returned one, whose logging is a cashier's; a move out of the
// open drawer; or cash that is brought out of the safe.
func (t *Till) fromPlace(tx *store.Tx, by staff.Actor, policies estate.Policies, approval staff.Approval, body *counterfeitV1) (err error) {
	switch body.Place {
	case "":
		return t.staff.Require(tx, by, staff.Collect)
	case PlaceSafe:
		if body.Approver, err = t.staff.Authorize(tx, by, approval, body.deed(staff.BankCash)); err != nil {
			return err
		}
		return safeHolds(tx, body.Fen)
	}
	shift, err := t.working(tx, policies, by)
	if err != nil {
		return err
	}
	if body.Approver, err = t.staff.Authorize(tx, by, approval, body.deed(staff.MoveCash)); err != nil {
		return err
	}
	drawer, err := Drawer(tx, policies.Counter, shift.ref, shift.floatFen)
	if err == nil && body.Fen > drawer {
		err = store.Refuse(CodeDrawerShort)
	}
	body.Shift, body.Counter = shift.ref.Seq, policies.Counter
	return err
}

// Counterfeits returns the counterfeits logged on the days from..to, both included, the oldest first, at most limit and never over 1,000.
func Counterfeits(tx *store.Tx, from, to calendar.Date, limit int) ([]Counterfeit, error) {
	return counterfeits(tx, "WHERE found_on BETWEEN ? AND ? ORDER BY found_on, device, seq LIMIT ?", string(from), string(to), listed(limit))
}

// counterfeitAt returns the counterfeit that an event logged.
func counterfeitAt(tx *store.Tx, deviceNo, seq int64) (Counterfeit, error) {
	all, err := counterfeits(tx, "WHERE device = ? AND seq = ?", deviceNo, seq)
	if err == nil && len(all) == 0 {
		err = store.Refuse(codeCounterfeitPlace)
	}
	if err != nil {
		return Counterfeit{}, err
	}
	return all[0], nil
}

// counterfeits returns what where selects.
func counterfeits(tx *store.Tx, where string, args ...any) ([]Counterfeit, error) {
	return store.All(tx, "SELECT fen, serial, what, place, found_on, person, approver FROM counterfeits "+where, args,
		func(scan func(dest ...any) error) (c Counterfeit, err error) {
			return c, scan(&c.Fen, &c.Serial, &c.What, &c.Place, &c.On, &c.Person, &c.Approver)
		})
}

// applyCounterfeit logs a counterfeit and posts the loss of a kept one. One in the drawer is a cash move too, so that a count of before it
// stands no longer and the drawer's sums hold.
func applyCounterfeit(tx *store.Tx, e journal.Event, body counterfeitV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO counterfeits (device, seq, fen, serial, what, place, found_on, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, int64(body.Fen), body.Serial, body.What, body.Place, string(body.On), body.By, body.Approver.Person); err != nil {
		return err
	}
	switch body.Place {
	case PlaceSafe:
		return journal.Post(tx, e, signed(accountCounterfeit, accountHanded, body.Fen))
	case PlaceDrawer:
		if _, err := tx.Exec("INSERT INTO cash_moves (device, seq, shift_seq, direction, fen, reason, cashier, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			e.DeviceNo, e.Seq, body.Shift, MoveOut, int64(body.Fen), counterfeitReason, body.By, body.Approver.Person); err != nil {
			return err
		}
		return journal.Post(tx, e, signed(accountCounterfeit, CashAccount(body.Counter), body.Fen))
	}
	return nil
}
