package household

import (
	"cmp"
	"context"

	"shouqi/cashier/words"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/report"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// historyMax is how many past payments the desk shows.
const historyMax = 8

// Line is one open bill with its words and its late fee.
type Line struct {
	billing.Bill
	// LateFen is the late fee to the household's LateOn, 0 for none; LateSteps say how it came about, OverdueDays since when.
	LateFen     money.Fen
	LateSteps   []string
	OverdueDays int
	// Steps say in full how the amount came about; see BillSteps.
	Steps []string
	// Place is the room's code, or the space's for a bill of a parking space.
	Place string
	// Period is the span in plain words, "" for an opening balance.
	Period string
	// Purpose is that of its item, read where the household has a prepayment that is kept for one.
	Purpose billing.Purpose
	// Future says that it is not due yet.
	Future bool
	// Left is the role of who owes it and has left since, "" where it is owed by who is there; LeftName is their name, and LeftKind
	// says whether they are a person or a company.
	Left, LeftName, LeftKind string
}

// WholeFen is what paying the bill whole costs: what is owed of it, and its late fee.
func (l Line) WholeFen() money.Fen { return l.OwedFen() + l.LateFen }

// WaivableFen is what can be waived of the late fee of the line, in fen; of a late fee that is a bill, what is owed of it.
func (l Line) WaivableFen() money.Fen {
	if l.Origin == billing.FromLateFee {
		return l.OwedFen()
	}
	return l.LateFen
}

// Household is everything the desk shows of a room.
type Household struct {
	Room   estate.Object
	People []Person
	Spaces []string
	Plates []string
	Remark string
	// Steward looks after the room's unit or building today.
	Steward Steward
	Lines   []Line
	// OwedFen is all that is owed, late fees included; LateFen is those alone, and LateOn the day they run to.
	OwedFen    money.Fen
	LateFen    money.Fen
	LateOn     calendar.Date
	EarliestOn calendar.Date
	// Prepayments are what it prepaid by purpose, HeldFen all of that. CreditFen can pay any bill and Kept the bills of one purpose
	// alone; what is frozen can pay nothing. Auto says that it pays by itself.
	Prepayments []till.Prepayment
	HeldFen     money.Fen
	CreditFen   money.Fen
	Kept        []till.Kept
	Auto        bool
	// LargePrint says that its receipts are printed large.
	LargePrint bool
	// Offers are what items give on LateOn to who pays ahead.
	Offers     map[string]billing.Offer
	DepositFen money.Fen // what of its deposits is still there
	History    []till.Payment
	// UsualFen is the middle one of the past payments, 0 with fewer than three: what guards compare with.
	UsualFen money.Fen
	// UsualWay is how it usually pays, "" before its first payment.
	UsualWay till.TenderKind
	// Year says what the household paid at a time within the last 12 months.
	Year Usual
	// Packages are the sets of items that it may pay with one key, by name.
	Packages []billing.Package
	// RecentPayment is the number of a payment made minutes ago, here or on another counter whose events are known, "" if none.
	RecentPayment string
	Notes         []Note
}

// Note is something odd about a household that one should know before taking money. Key is the catalogue's.
type Note struct {
	Key  string
	Args []any
}

// Household reads a household with its late fees to the business day; an unknown id is estate.unknown_room.
func (c *Households) Read(ctx context.Context, object string) (Household, error) {
	return c.ReadOn(ctx, object, "")
}

// OwedOf returns what each of some rooms owes without late fees, by id, in one reading; a room that owes nothing is left out.
func (c *Households) OwedOf(ctx context.Context, objects []string) (owed map[string]money.Fen, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		owed, err = billing.OwedByAll(tx, objects)
		return err
	})
	return owed, err
}

// ReadOn is Read with the late fees to the value date of a late entry; "" is the business day.
func (c *Households) ReadOn(ctx context.Context, object string, valueOn calendar.Date) (h Household, err error) {
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		today, err := c.session.Book.Today(tx)
		if err != nil {
			return err
		}
		if h.Room, err = estate.ByID(tx, object); err != nil {
			return err
		}
		if err := c.people(tx, &h, today); err != nil {
			return err
		}
		if err := c.bills(tx, &h, today); err != nil {
			return err
		}
		h.LateOn = cmp.Or(valueOn, today)
		if err := h.lateFees(tx); err != nil {
			return err
		}
		if h.Offers, err = billing.OffersOn(tx, h.LateOn); err != nil {
			return err
		}
		if h.Packages, err = billing.PackagesFor(tx, h.Room, today); err != nil {
			return err
		}
		if h.DepositFen, err = depositsOf(tx, object); err != nil {
			return err
		}
		if err := h.prepaid(tx, object); err != nil {
			return err
		}
		if h.History, err = till.HistoryOf(tx, object, historyMax); err != nil {
			return err
		}
		h.look(c.session.Book.Journal.Now().UnixMilli(), today)
		return nil
	})
	return h, err
}

func (c *Households) people(tx *store.Tx, h *Household, today calendar.Date) error {
	parties, err := estate.PartiesOn(tx, h.Room.ID, today)
	if err != nil {
		return err
	}
	for _, party := range parties {
		person, err := PersonAt(tx, c.session.Book.Vault, party)
		if err != nil {
			return err
		}
		h.People = append(h.People, person)
	}
	if h.Steward, err = StewardOf(tx, c.session.Book, h.Room); err != nil {
		return err
	}
	spaces, err := estate.Spaces(tx, h.Room.ID)
	if err != nil {
		return err
	}
	for _, space := range spaces {
		h.Spaces = append(h.Spaces, space.Code)
	}
	note, err := estate.ProfileOf(tx, c.session.Book.Vault, estate.RoomNote(h.Room.ID), 0)
	if store.Code(err) == vault.CodeUnknown {
		return nil
	}
	h.Plates, h.Remark = note.Plates, note.Remark
	return err
}

func (c *Households) bills(tx *store.Tx, h *Household, today calendar.Date) error {
	open, err := billing.OpenOf(tx, h.Room.ID)
	if err != nil {
		return err
	}
	parties, err := estate.Parties(tx, h.Room.ID)
	if err != nil {
		return err
	}
	for _, bill := range open {
		line := Line{Bill: bill, Place: h.Room.Code, Period: words.Period(bill.FromOn, bill.ToOn), Future: bill.DueOn > today, Left: estate.LeftRole(parties, bill.Debtor, today)}
		if bill.Object != h.Room.ID {
			space, err := estate.ByID(tx, bill.Object)
			if err != nil {
				return err
			}
			line.Place = space.Code
		}
		if line.Left != "" {
			profile, err := estate.ProfileOf(tx, c.session.Book.Vault, bill.Debtor, 0)
			if err != nil {
				return err
			}
			line.LeftName = profile.Name
			if line.LeftKind, err = estate.KindOf(tx, bill.Debtor); err != nil {
				return err
			}
		}
		if line.Steps, err = BillSteps(tx, bill); err != nil {
			return err
		}
		h.Lines = append(h.Lines, line)
		if h.OwedFen, err = money.Add(h.OwedFen, bill.OwedFen()); err != nil {
			return store.Fail(till.CodeAmount, err)
		}
		since := bill.FromOn
		if since == "" { // an opening balance tells no period
			since = bill.DueOn
		}
		if h.EarliestOn == "" || since < h.EarliestOn {
			h.EarliestOn = since
		}
	}
	return nil
}

// recentMS is how long ago a payment counts as "minutes ago".
const recentMS = 15 * 60 * 1000

// look finds what is odd: nobody registered, a payment minutes ago, arrears older than a year, and what somebody owes who left.
func (h *Household) look(nowMS int64, today calendar.Date) {
	var past []money.Fen
	for _, p := range h.History {
		if p.Kind != till.Paid || p.UndoneBy != "" {
			continue
		}
		past = append(past, p.TotalFen)
		if nowMS-p.AtMS < recentMS && h.RecentPayment == "" {
			h.RecentPayment = p.Number
			paid := p.Sums().ReceivedFen
			if paid == 0 {
				paid = p.TotalFen // the prepayment paid it
			}
			h.Notes = append(h.Notes, Note{"note.paid_just_now", []any{p.Number, paid.Yuan()}})
		}
	}
	if len(past) >= 3 {
		h.UsualFen = middle(past)
	}
	h.Year, h.UsualWay = usualOf(h.History, today), usualWay(h.History)
	if len(h.People) == 0 {
		h.Notes = append(h.Notes, Note{"note.nobody", nil})
	}
	if h.EarliestOn != "" && h.EarliestOn < today.AddDays(-365) {
		h.Notes = append(h.Notes, Note{"note.old_arrears", []any{h.EarliestOn.Month()}})
	}
	var left money.Fen
	name := ""
	for _, line := range h.Lines {
		if line.Left != "" {
			left, name = left+line.OwedFen(), line.LeftName
		}
	}
	if left > 0 {
		h.Notes = append(h.Notes, Note{"note.left", []any{name, left.Yuan()}})
	}
	if h.Remark != "" {
		h.Notes = append(h.Notes, Note{"note.remark", []any{h.Remark}})
	}
}

// prepaid reads what the household prepaid, and for the lines of which bills a part of it is kept.
func (h *Household) prepaid(tx *store.Tx, object string) (err error) {
	if h.Prepayments, err = till.Prepayments(tx, object); err != nil {
		return err
	}
	for _, one := range h.Prepayments {
		h.HeldFen += one.Fen
	}
	if h.LargePrint, err = till.IsLargePrint(tx, object); err != nil {
		return err
	}
	if h.Auto, err = till.IsAuto(tx, object); err != nil {
		return err
	}
	if h.CreditFen, err = till.Credit(tx, object); err != nil {
		return err
	}
	if h.Kept, err = till.KeptOf(tx, object); err != nil || len(h.Kept) == 0 {
		return err
	}
	for i, line := range h.Lines {
		if h.Lines[i].Purpose, err = billing.PurposeOf(tx, line.Item); err != nil {
			return err
		}
	}
	return nil
}

// CanPay returns how much of what the household prepaid can pay bills, in fen: for any bill, and for those of one purpose alone.
func (h Household) CanPay() (sum money.Fen) {
	sum = h.CreditFen
	for _, kept := range h.Kept {
		sum += kept.CreditFen
	}
	return sum
}

// Payer returns who the receipt is made out to: the first owner, else the first tenant, else the developer, who owes for
// what is not sold.
func (h Household) Payer() string {
	if len(h.People) == 0 {
		return report.Developer
	}
	return h.People[0].Name
}

// MaskedPayer is Payer for what anybody may read.
func (h Household) MaskedPayer() string {
	if len(h.People) == 0 {
		return h.Payer()
	}
	return estate.MaskName(h.Payer(), h.People[0].Kind)
}

// depositsOf returns what of a household's deposits is still there, in fen.
func depositsOf(tx *store.Tx, room string) (held money.Fen, err error) {
	deposits, err := till.Deposits(tx, room)
	for _, deposit := range deposits {
		held += deposit.HeldFen()
	}
	return held, err
}
