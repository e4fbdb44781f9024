package payment

import (
	"context"
	"errors"

	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// How often a channel is asked, in milliseconds. WeChat's and Alipay's own examples ask every 3 to 5 seconds; a code that is shown may be
// asked about every 2, and no order more often.
const (
	shownEveryMS   = 2_100
	chargedFirstMS = 2_000
	chargedEveryMS = 3_000
	// stopFromMS is how long after a charge it can be taken back at the earliest: before, the channel may not know of it yet.
	stopFromMS = 15_000
	// graceMS is how long after its end a shown code is still only asked about: an owner may be typing the password.
	graceMS = 60_000
	// An order that should be closed by now is asked to close every stopEveryMS, and once stopFastMS have gone every stopSlowMS.
	stopEveryMS, stopFastMS, stopSlowMS = 2_000, 10_000, 60_000
)

// step is what is to be done next about an open intent.
type step int

const (
	ask  step = iota // how does it stand?
	stop             // nobody pays it any more: ask once more, and close it
)

// next returns what is to be done next about an open intent, and when, in milliseconds since 1970 in UTC; askedMS is when its channel was
// asked last, 0 for never since the program began.
func (i Intent) next(askedMS, nowMS int64) (what step, atMS int64) {
	endMS, firstMS, everyMS := i.Order.ExpiresMS+graceMS, int64(0), int64(shownEveryMS)
	if i.Order.Way == Charged {
		endMS, firstMS, everyMS = i.Order.MadeMS+chargedForMS, chargedFirstMS, chargedEveryMS
	}
	if i.Channel == Terminal {
		endMS = i.Order.ExpiresMS
	}
	switch {
	case i.Stopped:
		endMS = i.Order.MadeMS
	case i.IsRefused():
		endMS = i.Order.MadeMS + stopFromMS
	}
	if askedMS == 0 {
		askedMS = i.Order.MadeMS + firstMS - everyMS
	}
	atMS = max(askedMS+everyMS, i.Order.MadeMS+firstMS)
	if max(atMS, nowMS) < endMS {
		return ask, atMS
	}
	pauseMS := int64(stopEveryMS)
	if askedMS > endMS+stopFastMS {
		pauseMS = stopSlowMS
	}
	return stop, max(endMS, askedMS+pauseMS)
}

// Show asks the channel for the code that the owner scans, and returns its text. An intent that is not open any more is returned without
// one. Errors: those of the gateway; the intent then is Unknown and may be shown again.
func (p *Payments) Show(ctx context.Context, no string) (code string, intent Intent, err error) {
	intent, gateway, err := p.open(ctx, no)
	if err != nil || !intent.State.IsOpen() {
		return "", intent, err
	}
	code, failed := gateway.Show(ctx, intent.Order)
	intent, err = p.record(ctx, no, Answer{State: Waiting}, failed)
	return code, intent, errors.Join(failed, err)
}

// Charge takes the money by the code on the owner's phone, or at the card terminal without one, once: an order that was charged before, or may
// have been before the program was started anew, is only asked about. Errors: payment.payer_* for a code that is none of the channel's, and
// those of the gateway; how the money stands is then to be asked.
func (p *Payments) Charge(ctx context.Context, no, payerCode string) (Intent, error) {
	channel, unreadable := ChannelOf(payerCode)
	if payerCode == "" {
		channel, unreadable = Terminal, nil
	}
	if unreadable != nil {
		return Intent{}, unreadable
	}
	intent, gateway, err := p.open(ctx, no)
	if err != nil || !intent.State.IsOpen() {
		return intent, err
	}
	switch {
	case channel != intent.Channel && payerCode == "":
		return intent, store.Refuse(CodePayerCode)
	case channel != intent.Channel:
		return intent, store.Refuse(codePayerOther, intent.Channel.Name(), channel.Name())
	}
	if !p.mayCharge(intent) {
		return p.Ask(ctx, no)
	}
	answer, failed := gateway.Charge(ctx, intent.Order, payerCode)
	intent, err = p.record(ctx, no, answer, failed)
	return intent, errors.Join(failed, err)
}

// mayCharge reports whether an order was not charged yet, and notes that it is now. One that was made before the program began may have been.
func (p *Payments) mayCharge(intent Intent) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	may := intent.State == Created && !p.charged[intent.Order.No] && p.journal.Now().UnixMilli()-intent.Order.MadeMS < stopFromMS
	p.charged[intent.Order.No] = true
	return may
}

// Ask asks the channel how an order stands, and books the money where it is there. Errors: those of the gateway, after the intent was noted
// as Unknown, and payment.unknown_order.
func (p *Payments) Ask(ctx context.Context, no string) (Intent, error) {
	intent, gateway, err := p.open(ctx, no)
	if err != nil {
		return intent, err
	}
	answer, failed := gateway.Query(ctx, intent.Order)
	intent, err = p.record(ctx, no, answer, failed)
	return intent, errors.Join(failed, err)
}

// Stop makes sure that nobody pays an order any more, for a person at the counter: the channel is asked once more and told to close it right
// after. Where the money came meanwhile it is booked. Errors: staff.may_not; payment.too_early, with the seconds still to wait, for a charge
// that the channel may not know of yet; those of the gateway.
func (p *Payments) Stop(ctx context.Context, by staff.Actor, no string) (Intent, error) {
	intent, _, err := p.open(ctx, no)
	if err != nil || !intent.State.IsOpen() {
		return intent, err
	}
	if waitMS := intent.Order.MadeMS + stopFromMS - p.journal.Now().UnixMilli(); intent.Order.Way == Charged && waitMS > 0 {
		return intent, store.Refuse(CodeTooEarly, (waitMS+999)/1000)
	}
	if err := p.noteStopped(ctx, by, no); err != nil {
		return intent, err
	}
	return p.stop(ctx, no)
}

// noteStopped puts on the disk that by gave an order up.
func (p *Payments) noteStopped(ctx context.Context, by staff.Actor, no string) error {
	return p.db.Write(ctx, func(tx *store.Tx) error {
		if err := p.staff.Require(tx, by, staff.Collect); err != nil {
			return err
		}
		intent, err := IntentByNo(tx, no)
		if err != nil || intent.Stopped || !intent.State.IsOpen() {
			return err
		}
		of, err := intent.ref(tx)
		if err == nil {
			_, err = p.journal.Append(tx, kindStopped, stoppedV1{Of: of, Object: intent.Object, Fen: intent.Order.Fen, By: by.ID()})
		}
		return err
	})
}

func (p *Payments) stop(ctx context.Context, no string) (Intent, error) {
	intent, gateway, err := p.open(ctx, no)
	if err != nil || !intent.State.IsOpen() {
		return intent, err
	}
	answer, failed := gateway.Query(ctx, intent.Order)
	if failed == nil && answer.State.IsFinal() {
		return p.record(ctx, no, answer, nil)
	}
	// No pause between the question and the close: what was true a moment ago is not any more.
	answer, failed = gateway.Close(ctx, intent.Order)
	intent, err = p.record(ctx, no, answer, failed)
	return intent, errors.Join(failed, err)
}

// open reads an intent with what its channel is asked by, and notes that it is asked now.
func (p *Payments) open(ctx context.Context, no string) (intent Intent, gateway Gateway, err error) {
	err = p.db.Read(ctx, func(tx *store.Tx) error {
		intent, err = IntentByNo(tx, no)
		return err
	})
	if err != nil {
		return intent, nil, err
	}
	if gateway, err = p.gateway(intent.Channel); err != nil {
		return intent, nil, err
	}
	p.mu.Lock()
	p.askedMS[no] = p.journal.Now().UnixMilli()
	p.mu.Unlock()
	return intent, gateway, nil
}

// Advance does what is due about an order by now, if anything, and returns when the next thing is, in milliseconds since 1970 in UTC; 0 where nothing
// is left to be done. An error of the channel is in the intent's Failure and returned too; asking goes on.
func (p *Payments) Advance(ctx context.Context, no string) (intent Intent, nextMS int64, err error) {
	err = p.db.Read(ctx, func(tx *store.Tx) error {
		intent, err = IntentByNo(tx, no)
		return err
	})
	if err != nil {
		return intent, 0, err
	}
	if intent.State.IsOpen() {
		if what, atMS := p.due(intent); atMS > p.journal.Now().UnixMilli() {
			return intent, atMS, nil
		} else if what == ask {
			intent, err = p.Ask(ctx, no)
		} else {
			intent, err = p.stop(ctx, no)
		}
	} else if intent.IsFound() {
		intent, err = p.Book(ctx, no)
	}
	if intent.State.IsOpen() {
		_, nextMS = p.due(intent)
	}
	return intent, nextMS, err
}

func (p *Payments) due(intent Intent) (step, int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return intent.next(p.askedMS[intent.Order.No], p.journal.Now().UnixMilli())
}

// Sweep does what is due about every order of this counter that is not settled or may have to be asked about again, and about all money that goes back: at the start of the program, which may have ended in the
// middle of one, every minute, and when a shift opens. The first error of a channel is returned, after all were asked.
func (p *Payments) Sweep(ctx context.Context) error {
	var tray []Intent
	var backs []Back
	err := p.db.Read(ctx, func(tx *store.Tx) (err error) {
		if tray, err = Tray(tx); err == nil {
			backs, err = GoingBack(tx)
		}
		if err == nil {
			var kept []Back
			kept, err = KeptBacks(tx, p.journal.Now().UnixMilli())
			backs = append(backs, kept...)
		}
		return err
	})
	for _, back := range backs {
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if _, failed := p.Return(ctx, back.No); err == nil {
			err = failed
		}
	}
	for _, intent := range tray {
		if ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if _, _, failed := p.Advance(ctx, intent.Order.No); err == nil {
			err = failed
		}
	}
	closed, failed := p.ClosedAtTerminal(ctx)
	for _, intent := range closed {
		if failed != nil {
			break // the terminal is not there for the others either
		}
		_, _, failed = p.AskAgain(ctx, intent.Order.No)
	}
	if err == nil {
		err = failed
	}
	return err
}
