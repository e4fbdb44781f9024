package payment

import (
	"context"
	"errors"

	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// A card terminal signs nothing, and what it said once it may say otherwise later: it has no order of a number, or one that failed, and takes
// the card for it after all. So a closed order is asked about again, the first time 2 minutes after it was made and then each time after four
// times as long, within a day: five times. A terminal that did not answer is asked again 10 minutes later.
const (
	againFirstMS = 2 * 60_000
	againGrows   = 4
	againForMS   = 24 * 3600_000
	againRetryMS = 10 * 60_000
)

// isAskedAgain reports whether a closed order is to be asked about again by now. AnsweredMS is when its terminal agreed last that it is closed and
// askedMS when it was asked last, both 0 for never since the program began.
func (i Intent) isAskedAgain(answeredMS, askedMS, nowMS int64) bool {
	dueMS := int64(0)
	for afterMS := int64(againFirstMS); afterMS <= nowMS-i.Order.MadeMS; afterMS *= againGrows {
		dueMS = i.Order.MadeMS + afterMS
	}
	return dueMS > answeredMS && nowMS-i.Order.MadeMS < againForMS && (askedMS <= answeredMS || nowMS-askedMS >= againRetryMS)
}

// ClosedAtTerminal returns the closed orders of this counter's card terminal that are to be asked about again by now (see AskAgain), the newest first, at most 200;
// none where there is no terminal.
func (p *Payments) ClosedAtTerminal(ctx context.Context) (due []Intent, err error) {
	if _, err := p.gateway(Terminal); err != nil {
		return nil, nil // nobody can be asked
	}
	nowMS := p.journal.Now().UnixMilli()
	var closed []Intent
	err = p.db.Read(ctx, func(tx *store.Tx) (err error) {
		closed, err = store.All(tx, intentQuery+"WHERE i.device = "+journal.Own+" AND i.channel = 'terminal' AND i.state = 'closed' AND i.made_ms > ? ORDER BY i.made_ms DESC LIMIT ?",
			[]any{nowMS - againForMS, trayMax}, scanIntent)
		return err
	})
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, intent := range closed {
		if intent.isAskedAgain(p.answeredMS[intent.Order.No], p.askedMS[intent.Order.No], nowMS) {
			due = append(due, intent)
		}
	}
	return due, err
}

// AskAgain asks a card terminal about an order that has ended whether that is still so. A closed one is closed once more: should the terminal
// have it on its screen by now, it is taken off. What contradicts the book is kept, and money that came after all is booked as late money is. Agrees
// says that the terminal and the book have the same in the end; an error of the gateway leaves all as it was.
func (p *Payments) AskAgain(ctx context.Context, no string) (intent Intent, agrees bool, err error) {
	intent, gateway, err := p.open(ctx, no)
	if err != nil {
		return intent, false, err
	}
	ask := gateway.Query
	if intent.State == IsClosed {
		ask = gateway.Close
	}
	answer, failed := ask(ctx, intent.Order)
	intent, err = p.record(ctx, no, answer, failed)
	if failed != nil || err != nil {
		return intent, false, errors.Join(failed, err)
	}
	return intent, intent.agrees(answer), nil
}

// agrees reports whether an order has ended in the book as its channel says.
func (i Intent) agrees(answer Answer) bool {
	return i.State == IsPaid && answer.State == Paid || i.State == IsClosed && answer.State == Closed || i.State == IsBack && answer.State == Returned
}
