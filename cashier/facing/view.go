package facing

import (
	"cmp"

	"shouqi/cashier/checkout"
	"shouqi/cashier/household"
	"shouqi/cashier/words"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

// State is what the owner is shown and told.
type State uint8

// The states.
const (
	// Idle greets whoever comes next.
	Idle State = iota
	// Due is a household open: what is to be paid, and what was handed over so far.
	Due
	// ShowPhone asks the owner for the payment code on the phone.
	ShowPhone
	// ScanMe shows the code that the owner scans.
	ScanMe
	// Confirm asks the owner for the password on the phone.
	Confirm
	// Prepare says that there is nothing to scan yet.
	Prepare
	// Cancel says that the payment is being given up, and that nothing is to be paid any more.
	Cancel
	// Wait says that the result is not known yet, and that nothing is to be paid twice.
	Wait
	// Paid is money that is booked, with the change.
	Paid
)

// Line is a row of what is paid. Fen below 0 takes something off.
type Line struct {
	Item, Period string
	Fen          money.Fen
}

// View is all that the owner is shown and told.
type View struct {
	State      State
	Place      string // the estate
	Room, Name string // the room and the masked name
	Lines      []Line
	PayFen     money.Fen // what the owner still pays, or has paid
	HandedFen  money.Fen // cash handed over, 0 for none
	MissingFen money.Fen // what is still short of it
	ChangeFen  money.Fen
	Channel    string // the channel's name
	Code       string // the text of the code to be scanned
	EndMS      int64  // when nobody can begin to pay the code any more, in milliseconds since 1970 in UTC
	Number     string // the receipt's
	// ChannelKind and ChannelFen are what came over a channel of money that is booked.
	ChannelKind till.TenderKind
	ChannelFen  money.Fen
	// Receipts are the codes of the receipts that the owner takes without paper, none until the desk shows them.
	Receipts []string
}

// Of makes the owner's view of what the desk shows.
func Of(v checkout.View) View {
	shown := View{Place: v.State.Policies.Estate}
	switch {
	case v.Draft != nil:
		shown.ofDraft(v)
	case v.Paid != nil && (v.Paid.Fresh || v.Paid.Codes != nil) && v.Paid.Payment.Kind == till.Paid:
		shown.ofPaid(*v.Paid)
	}
	return shown
}

func (s *View) ofDraft(v checkout.View) {
	d, q := v.Draft, v.Quote
	s.State = Due
	s.who(d.Household)
	s.Lines = linesOf(d, q)
	s.PayFen = q.DueFen - q.CreditFen - q.RoundingFen
	for _, tender := range d.Given {
		s.PayFen -= tender.Fen
		s.add("display.given", tender.Fen)
	}
	if tender, isChannel := till.ChannelTender(q.Tenders); isChannel {
		s.add("display.given", s.PayFen-tender.Fen)
		s.PayFen = tender.Fen
	} else if d.Rest == till.Cash && d.Typed != "" {
		s.HandedFen, s.ChangeFen, s.MissingFen = q.TenderedFen, q.ChangeFen, q.MissingFen
	}
	if v.Step == checkout.Scanning {
		s.State = ShowPhone
	}
	if order := d.AtChannel; order != nil {
		s.PayFen, s.Channel = order.Order.Fen, order.Channel.Name()
		switch {
		case order.Stopped || v.Stopping || order.IsRefused():
			s.State, s.Lines = Cancel, nil
		case order.Order.Way == payment.Shown && order.Code == "" && order.State.IsOpen():
			s.State = Prepare
		case order.Failure != "":
			s.State = Wait
		case order.Order.Way == payment.Charged:
			s.State = Confirm
		case order.Code != "":
			s.State, s.Code, s.EndMS = ScanMe, order.Code, order.Order.ExpiresMS
		default:
			s.State = Wait
		}
	}
}

func (s *View) ofPaid(paid checkout.Paid) {
	s.State, s.Number = Paid, paid.Number()
	s.who(paid.Household)
	s.Room = cmp.Or(s.Room, paid.Room)
	sums := paid.Sums()
	s.PayFen, s.HandedFen, s.ChangeFen = sums.ReceivedFen, sums.HandedFen, paid.Payment.ChangeFen
	if tender, isChannel := till.ChannelTender(paid.Payment.Tenders); isChannel {
		s.ChannelKind, s.ChannelFen = tender.Kind, tender.Fen
	}
	for _, code := range paid.Codes {
		s.Receipts = append(s.Receipts, code.Code)
	}
}

// who says whose household it is.
func (s *View) who(h household.Household) {
	s.Room = h.Room.Code
	if len(h.People) > 0 {
		s.Name = estate.MaskName(h.People[0].Name, h.People[0].Kind)
	}
}

func (s *View) add(key string, fen money.Fen) {
	if fen > 0 {
		s.Lines = append(s.Lines, Line{Item: key, Fen: -fen})
	}
}

// linesOf are the rows of a draft: what is ticked, one row for each item, then its late fees and what is put by, then what takes something
// off. The item of a row that is none of the book's is a key of the catalogue.
func linesOf(d *checkout.Draft, q checkout.Quote) (lines []Line) {
	at := make(map[string]int)
	from, to := make(map[string]calendar.Date), make(map[string]calendar.Date)
	for _, line := range d.Household.Lines {
		fen := d.Parts[line.ID]
		if fen == 0 {
			continue
		}
		index, known := at[line.Item]
		if !known {
			index = len(lines)
			at[line.Item], from[line.Item], to[line.Item] = index, line.FromOn, line.ToOn
			lines = append(lines, Line{Item: line.Item})
		}
		lines[index].Fen += fen
		from[line.Item], to[line.Item] = min(from[line.Item], line.FromOn), max(to[line.Item], line.ToOn)
	}
	for i := range lines {
		lines[i].Period = words.Period(from[lines[i].Item], to[lines[i].Item])
	}
	shown := View{Lines: lines}
	if q.LateFen > 0 {
		shown.Lines = append(shown.Lines, Line{Item: "display.late", Fen: q.LateFen})
	}
	if d.PrepayFen > 0 {
		shown.Lines = append(shown.Lines, Line{Item: "display.prepay", Fen: d.PrepayFen})
	}
	shown.add("display.gift", q.GiftFen)
	shown.add("display.credit", q.CreditFen)
	shown.add("display.rounding", q.RoundingFen)
	return shown.Lines
}
