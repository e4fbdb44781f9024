package billing

import (
	"strconv"

	"shouqi/ledger/calendar"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// How far one person issues the bills of an item alone, after today and from the first day of a run to its last, and how far two do. A
// year that is paid in advance is issued some weeks before it begins; more in one line is rather a slip of the hand.
const (
	aloneMonths    = 13
	togetherMonths = 60
)

// noteDays remembers the first and the last day of a run's bills.
func (p *Proposing) noteDays(b Proposed) {
	if p.days.From == "" || b.FromOn < p.days.From {
		p.days.From = b.FromOn
	}
	p.days.To = max(p.days.To, b.ToOn)
}

// reaches reports whether a run by an item's rules has days so many months after today, or after its own first day. What a household
// pays ahead has a bound of its own, and a lease the days of its contract.
func (p *Proposing) reaches(months int) bool {
	if _, ofItem := p.Order.Source.(ItemSource); !ofItem || p.days.From == "" {
		return false
	}
	after := func(on calendar.Date) calendar.Date { return calendar.Of(on.Time().AddDate(0, months, 0)) }
	return p.days.To > after(p.Today) || p.days.To >= after(p.days.From)
}

// farDeeds are what a second person agrees to where a run reaches far (Preview.Far), none otherwise. A run that reaches further than
// two people issue is billing.issue_far.
func (p *Proposing) farDeeds(made Preview) ([]staff.Deed, error) {
	if !made.Far {
		return nil, nil
	}
	if p.reaches(togetherMonths) {
		return nil, store.Refuse(codeIssueFar, string(p.days.From), string(p.days.To), togetherMonths/12)
	}
	title := p.Order.Source.Title()
	return []staff.Deed{{Action: staff.IssueFar, Fen: made.SumFen, About: staff.Called("run", title),
		Terms: staff.NewTerms("from", string(p.days.From), "to", string(p.days.To), "count", strconv.Itoa(made.Count), "content", staff.Content(made.Digest))}}, nil
}
