// Package approving asks for approvals where the second person is not there, and gives them.
package approving

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/estate"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// Approving asks for approvals and gives them.
type Approving struct{ session *session.Session }

// New makes the room in a session.
func New(s *session.Session) *Approving { return &Approving{session: s} }

// Asking is an approval that was asked for, with its words: the names of who asked and who decided, what it is for, and on what terms.
type Asking struct {
	staff.Asking
	AskedBy, DecidedBy, For, On string
	// Mine says that whoever is signed in asked for it, and MayDecide that they may approve or refuse it.
	Mine, MayDecide bool
}

// Open reads what waits to be approved or to be done, the oldest first.
func (c *Approving) Open(ctx context.Context) (all []Asking, err error) {
	by := c.session.Who()
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		askings, err := c.session.Book.Staff.OpenAskings(tx)
		if err != nil {
			return err
		}
		for _, asking := range askings {
			told, err := c.told(tx, by, asking)
			if err != nil {
				return err
			}
			all = append(all, told)
		}
		return nil
	})
	return all, err
}

// Waiting is what waits for a person: Approvals that somebody else asked for and the person may approve or refuse, refunds that are to
// be decided by the person, and refunds that are approved and not paid yet. Refunds have a queue of their own.
type Waiting struct{ Approvals, RefundsToDecide, RefundsToPay int }

// Waiting counts what waits for whoever is signed in, all of it at one moment.
func (c *Approving) Waiting(ctx context.Context) (waiting Waiting, err error) {
	by := c.session.Who()
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		askings, err := c.session.Book.Staff.OpenAskings(tx)
		if err != nil {
			return err
		}
		for _, asking := range askings {
			if mayDecide(by, asking) && asking.State != staff.Approved {
				waiting.Approvals++
			}
		}
		if !by.Role().May(staff.Refund) {
			return nil
		}
		toDecide, toPay, err := till.WaitingRefunds(tx, by.ID())
		if waiting.RefundsToPay = toPay; by.Role().MayAgree(staff.Refund) {
			waiting.RefundsToDecide = toDecide
		}
		return err
	})
	return waiting, err
}

// mayDecide reports whether a person may approve or refuse what was asked for; what is approved, one may take back.
func mayDecide(by staff.Actor, asking staff.Asking) bool {
	return asking.By != by.ID() && by.Role().MayAgree(asking.Action)
}

func (c *Approving) told(tx *store.Tx, by staff.Actor, asking staff.Asking) (told Asking, err error) {
	told = Asking{Asking: asking, Mine: asking.By == by.ID(), On: TermsWords(asking)}
	if told.MayDecide = mayDecide(by, asking); told.MayDecide || told.Mine {
		note, err := c.session.Book.Staff.NoteOf(tx, asking)
		if err != nil {
			return told, err
		}
		told.On = WithNote(told.On, note)
	}
	if told.AskedBy, err = c.session.Book.Staff.Name(tx, asking.By); err != nil {
		return told, err
	}
	if asking.Decider != "" {
		if told.DecidedBy, err = c.session.Book.Staff.Name(tx, asking.Decider); err != nil {
			return told, err
		}
	}
	if asking.Action == staff.GiveLogin {
		told.For, err = c.loginWords(tx, asking)
		return told, err
	}
	told.For, err = forWords(tx, asking)
	return told, err
}

// forWords says what an approval is for: the receipt, the room, or the bill with its room and period.
func forWords(tx *store.Tx, asking staff.Asking) (string, error) {
	from, kept, to, toKept := staff.Places(asking.About)
	switch asking.Action {
	case staff.MovePrepaid, staff.FreezePrepaid, staff.UnfreezePrepaid:
		said, err := roomWords(tx, from, till.KeptItem(billing.Purpose(kept)))
		if err != nil || to == "" {
			return said, err
		}
		goes, err := roomWords(tx, to, till.KeptItem(billing.Purpose(toKept)))
		return said + " → " + goes, err
	case staff.ReduceBill, staff.DeductDeposit:
		if from == "adjust" || from == "turnover" || from == "conflict" {
			return assets.Text(assets.Chinese, "approvals.for."+from), nil
		}
		return ofBill(tx, asking)
	case staff.WaiveFee, staff.UndoBills, staff.FreezeDeposit, staff.UnfreezeDeposit, staff.MoveDeposit:
		return ofBill(tx, asking)
	case staff.VoidPayment, staff.Reverse:
		payment, err := till.ByNumber(tx, asking.About)
		if err != nil {
			return asking.About, known(err)
		}
		return roomWords(tx, payment.Object, strings.Join(payment.Numbers(), "、")+" "+payment.Sums().DueFen.Yuan())
	case staff.EnterLate:
		return roomWords(tx, from, assets.Text(assets.Chinese, "approvals.for.paper", kept))
	case staff.TakeUnverified:
		return roomWords(tx, from, "")
	case staff.SetPrices, staff.IssueFar:
		return assets.Text(assets.Chinese, "approvals.for."+from) + " " + staff.CalledIn(asking.About), nil
	case staff.AddBill:
		said := from + " " + staff.CalledIn(asking.About)
		if kept == billing.Deposit {
			said += "（" + assets.Text(assets.Chinese, "refunds.deposit") + "）"
		}
		return said, nil
	case staff.MoveCash:
		if kept == "" { // a counterfeit in the drawer, by its number
			return from, nil
		}
		direction, reason, _ := strings.Cut(kept, ".")
		return assets.Text(assets.Chinese, "ui.counter", from) + " " + assets.Text(assets.Chinese, "shift.move."+direction) + " " + assets.Text(assets.Chinese, "shift.reason."+reason), nil
	case staff.OpenFar:
		return assets.Text(assets.Chinese, "approvals.for.shift", from, kept), nil
	case staff.BankCash:
		if kept == till.BankUndone {
			return from + " " + assets.Text(assets.Chinese, "cash.unbank"), nil
		}
	case staff.PassLaw:
		return assets.Text(assets.Chinese, "law.title"), nil // its terms say which, and of what
	case staff.RaiseLimit:
		if from == "policy" {
			return assets.Text(assets.Chinese, "approvals.for.policy."+kept), nil
		}
		limit, known := staff.LimitCalled(staff.LimitName(from))
		value, err := strconv.ParseInt(kept, 10, 64)
		if known && err == nil {
			return assets.Text(assets.Chinese, "settings.limit."+from) + " → " + limit.Words(value), nil
		}
	}
	return asking.About, nil
}

// loginWords says whose login an approval is for, who is new by the staff number, and the role or that the PIN is set.
func (c *Approving) loginWords(tx *store.Tx, asking staff.Asking) (string, error) {
	person, part, _, _ := staff.Places(asking.About)
	name, err := c.session.Book.Staff.Name(tx, person)
	switch {
	case store.Code(err) == vault.CodeUnknown:
		name = assets.Text(assets.Chinese, "approvals.newcomer", person)
	case err != nil:
		return "", err
	}
	if staff.Role(part).Valid() {
		return name + " → " + assets.Text(assets.Chinese, "role."+part), nil
	}
	what, isNamed := map[string]string{staff.NamePart: "approvals.for.name", staff.AwayPart: "approvals.for.away"}[part]
	if !isNamed {
		what = "trail.staff.pin_set"
	}
	return name + "，" + assets.Text(assets.Chinese, what), nil
}

// ofBill says the room, the bill and its period, or the room alone where several deposits pay, and where it goes.
func ofBill(tx *store.Tx, asking staff.Asking) (said string, err error) {
	from, _, to, _ := staff.Places(asking.About)
	bill, err := billing.ByID(tx, from)
	switch {
	case err == nil:
		said, err = roomWords(tx, bill.Object, bill.Called()+" "+words.Period(bill.FromOn, bill.ToOn))
	case known(err) == nil && asking.Action == staff.DeductDeposit:
		said, err = roomWords(tx, from, "")
	default:
		return asking.About, known(err)
	}
	if item := staff.CalledIn(asking.About); item != "" {
		said += " → " + item
	}
	if err != nil || to == "" {
		return said, err
	}
	goes, err := roomWords(tx, to, "")
	return said + " → " + goes, err
}

// roomWords says the code of a room by its id, and what of it: the id where there is no such room.
func roomWords(tx *store.Tx, id, of string) (string, error) {
	place, err := estate.ByID(tx, id)
	return strings.TrimSpace(cmp.Or(place.Code, id) + " " + of), known(err)
}

// known passes an error on unless it says that there is nothing of that name: somebody may ask for what there is not.
func known(err error) error {
	switch store.Code(err) {
	case billing.CodeUnknownBill, estate.CodeUnknownRoom, till.CodeUnknownReceipt:
		return nil
	}
	return err
}

// Wanted asks for the approval of the one deed that was refused for want of it, of exactly that; refused itself where it names none.
// Errors: those of staff.AskApproval.
func (c *Approving) Wanted(ctx context.Context, requestID string, refused error) (staff.Asking, error) {
	deed, found := staff.Wanted(refused)
	if !found {
		return staff.Asking{}, refused
	}
	return c.session.Book.Staff.AskApproval(ctx, c.session.Who(), staff.AskFor(requestID, deed))
}

// See notes that whoever is signed in has looked at what somebody else asked for. Errors: those of staff.SeeApproval.
func (c *Approving) See(ctx context.Context, number string) error {
	_, err := c.session.Book.Staff.SeeApproval(ctx, c.session.Who(), number)
	return err
}

// Decide approves or refuses. Errors: those of staff.DecideApproval.
func (c *Approving) Decide(ctx context.Context, number string, approve bool) error {
	_, err := c.session.Book.Staff.DecideApproval(ctx, c.session.Who(), number, approve)
	return err
}

// Withdraw takes back what one asked for. Errors: those of staff.WithdrawApproval.
func (c *Approving) Withdraw(ctx context.Context, number string) error {
	_, err := c.session.Book.Staff.WithdrawApproval(ctx, c.session.Who(), number)
	return err
}
