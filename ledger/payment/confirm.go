package payment

import (
	"context"
	"strings"
	"time"

	"shouqi/ledger/estate"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// confirmMax bounds how many orders of a shift are asked about, and confirmFor how long.
const (
	confirmMax = 1000
	confirmFor = 30 * time.Second
)

// ConfirmShift asks the card terminal once about each order of the open shift that has ended: before the cash is counted, so that what it
// contradicts is known by then. It returns the orders that stand otherwise than they did. A terminal that does not answer is asked about nothing
// more, and the close of the shift asks about the rest once more.
func (p *Payments) ConfirmShift(ctx context.Context) (changed []Intent, err error) {
	p.mu.Lock()
	p.confirmed = make(map[string]bool)
	p.mu.Unlock()
	_, changed, err = p.confirm(ctx)
	return changed, err
}

// unconfirmed asks about what the terminal has not agreed to since ConfirmShift began, and returns what it still does not agree to; see
// till.Confirm.
func (p *Payments) unconfirmed(ctx context.Context) (open []till.Unresolved, err error) {
	left, _, err := p.confirm(ctx)
	if err != nil || len(left) == 0 {
		return nil, err
	}
	err = p.db.Read(ctx, func(tx *store.Tx) error {
		for _, intent := range left {
			place, err := estate.ByID(tx, intent.Object)
			if err != nil {
				return err
			}
			open = append(open, till.Unresolved{No: intent.Order.No, Kind: till.TenderKind(intent.Channel), Fen: intent.Order.Fen, Place: place.Code})
		}
		return nil
	})
	return open, err
}

// confirm asks about the ended orders of the open shift that are not confirmed, and returns what the terminal did not agree to and what stands
// otherwise than it did.
func (p *Payments) confirm(ctx context.Context) (left, changed []Intent, err error) {
	ended, err := p.endedOfShift(ctx)
	asking, cancel := context.WithTimeout(ctx, confirmFor)
	defer cancel()
	var silent error
	for _, before := range ended {
		if p.isConfirmed(before.Order.No) {
			continue
		}
		now, agrees, failed := before, false, silent
		if silent == nil {
			now, agrees, failed = p.AskAgain(asking, before.Order.No)
		}
		switch code := store.Code(failed); {
		case code == CodeNoAnswer || code == CodeChannel || asking.Err() != nil:
			silent = failed
		case failed != nil && !strings.HasPrefix(code, "payment."): // the book, and not the terminal
			return nil, nil, failed
		case now.State != before.State:
			changed = append(changed, now)
		}
		if !agrees {
			left = append(left, before)
			continue
		}
		p.mu.Lock()
		p.confirmed[before.Order.No] = true
		p.mu.Unlock()
	}
	return left, changed, err
}

func (p *Payments) isConfirmed(no string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.confirmed[no]
}

// endedOfShift returns the orders at the card terminal that were begun in the open shift and that it could say otherwise of: closed ones, and those that
// are booked and not reversed.
func (p *Payments) endedOfShift(ctx context.Context) (ended []Intent, err error) {
	err = p.db.Read(ctx, func(tx *store.Tx) error {
		policies, err := estate.ReadPolicies(tx)
		if err != nil {
			return err
		}
		shift, err := till.OpenShift(tx, policies.Counter)
		if err != nil || shift == nil {
			return err
		}
		ended, err = store.All(tx, intentQuery+`WHERE i.device = ?1 AND i.seq > ?2 AND i.shift_seq = ?2 AND i.channel = 'terminal' AND (i.state = 'closed' OR i.state = 'paid' AND i.booked_seq <> 0
			AND NOT EXISTS (SELECT 1 FROM undoings u WHERE u.of_device = i.booked_device AND u.of_seq = i.booked_seq)) ORDER BY i.seq LIMIT ?3`, []any{shift.Device, shift.Seq, confirmMax}, scanIntent)
		return err
	})
	return ended, err
}
