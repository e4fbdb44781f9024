package ui

import (
	"context"
	"errors"
	"strconv"
	"time"

	"shouqi/cashier"
	"shouqi/cashier/collecting"
	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/counters"
	"shouqi/cashier/ui/display"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/report"
)

// refresh reads the counter's state again and shows it: once for all who ask while it is read.
func (a *App) refresh() {
	if a.counter == nil || !a.reads.Begin() {
		return
	}
	var state session.State
	a.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		state, err = a.counter.State(ctx)
		return err
	}, func(err error) {
		switch {
		case a.reads.End():
			a.refresh()
		case err != nil:
			a.options.Trouble(err)
		default:
			a.takeState(state)
		}
	})
}

// takeState shows a state that somebody read.
func (a *App) takeState(state session.State) {
	isOther := state.Unsettled != a.state.Unsettled
	a.state = state
	a.showState()
	a.followDrill()
	switch {
	case a.workplace == nil:
		a.greetOwner()
	case isOther && a.workplace.tray != nil:
		a.workplace.tray.Refresh()
	}
}

func (a *App) showState() {
	text, state := a.frame.Text, a.state
	status := shell.Status{Project: state.Policies.Estate, Counter: text("ui.counter", state.Policies.Counter), Shift: text("ui.shift.none"),
		Clock: a.clockWords(time.Now())}
	status.Printer, status.PrinterTone = a.printer.words(text)
	if actor, signed := a.counter.Actor(); signed {
		status.Cashier = actor.Name()
	}
	status.Warning = skewWords(text, state.SkewMS)
	switch {
	case state.Policies.Training:
		status.Pretend = a.practice.words(text)
	case state.Pretends:
		status.Pretend = text("ui.pretend")
	}
	if a.late > 0 {
		status.Due = text("ui.due", a.late, a.frame.PageKey("charging"))
	}
	if state.Unsettled > 0 {
		status.Unsettled = text("ui.unsettled", state.Unsettled)
		if a.workplace != nil && a.workplace.tray != nil {
			status.Unsettled += " " + trayCap
		}
	}
	status.Others, status.OthersTone = othersWords(text, a.counter.Book.Journal.Now(), state.Others)
	if state.Others.Ended {
		status.Ended = text("ui.ended")
	}
	if state.Others.Conflicts > 0 {
		status.Conflicts = text("ui.others.conflicts", state.Others.Conflicts, othersCap)
	}
	if state.Shift != nil {
		status.Shift = text("ui.shift.since", time.UnixMilli(state.Shift.OpenedMS).In(calendar.Zone).Format("15:04"))
		if !state.Mine {
			status.Shift = state.Cashier + " " + status.Shift
		}
	}
	a.frame.SetStatus(status)
	a.mark()
}

// othersWords says when the newest record of another counter was made that is here, "" where the book has one counter. Without news for more than a day it is something to look at.
func othersWords(text func(key string, args ...any) string, now time.Time, others report.Others) (string, widgets.Tone) {
	if others.Count == 0 {
		return "", widgets.ToneCalm
	}
	words, tone := text("ui.others.none"), widgets.ToneCalm
	if others.NewestMS != 0 {
		newest, format := time.UnixMilli(others.NewestMS).In(calendar.Zone), "15:04"
		if calendar.Of(newest) != calendar.Of(now) {
			format = "01-02 15:04"
		}
		words, tone = text("ui.others", newest.Format(format)), widgets.ToneGood
	}
	if others.HeardMS != 0 && now.UnixMilli()-others.HeardMS > counters.SilentMS {
		tone = widgets.ToneLook
	}
	return words, tone
}

// ownerMark returns the key of what the owner's screen says where money is none, "" where it is.
func ownerMark(state session.State) string {
	switch {
	case state.Policies.Training:
		return display.Training
	case state.Pretends:
		return display.Pretend
	}
	return ""
}

// skewWords says that the counter's clock is so far from the channels', who sets it right, and what it stops; "" where it is not. Ahead of
// them it is fast.
func skewWords(text func(key string, args ...any) string, skewMS int64) string {
	off := max(skewMS, -skewMS)
	switch {
	case off == 0:
		return ""
	case off >= payment.SkewBlockMS:
		return text("ui.skew.stopped", off/60_000)
	case skewMS > 0:
		return text("ui.skew.fast", off/1000)
	}
	return text("ui.skew.slow", off/1000)
}

// clockWords writes a moment as the status bar shows it, in China's time whatever the machine's.
func (a *App) clockWords(now time.Time) string {
	now = now.In(calendar.Zone)
	return now.Format("2006-01-02 ") + a.frame.Text("ui.weekday."+strconv.Itoa(int(now.Weekday()))) + now.Format(" 15:04")
}

// printerLight is what the bar says of the printer.
type printerLight struct {
	none, busy bool
	reason     devices.Reason
}

func (l printerLight) words(text func(key string, args ...any) string) (string, widgets.Tone) {
	switch {
	case l.none:
		return text("ui.printer.none"), widgets.ToneCalm
	case l.reason == devices.NotAsked || l.reason == devices.None && !l.busy:
		return text("ui.printer.ready"), widgets.ToneGood
	case l.reason == devices.None:
		return text("ui.printer.busy"), widgets.ToneGood
	}
	return text("desk.printer." + string(l.reason)), widgets.ToneLook
}

// askPrinter asks the printer how it is, unless it is at work: most printers serve one at a time.
func (a *App) askPrinter() {
	if a.counter == nil || a.isLocked {
		return
	}
	var light printerLight
	a.frame.Run("", func(ctx context.Context, _ func(done, total int)) error {
		pending, err := a.counter.Printing.Spool.Pending(ctx)
		if err != nil {
			return err
		}
		if len(pending) > 0 {
			light = printerLight{busy: true, reason: pending[0].Reason}
			return nil
		}
		status, err := a.counter.Printing.PrinterStatus(ctx)
		light = printerLight{none: errors.Is(err, spool.ErrNoPrinter), reason: devices.ReasonOf(err)}
		if err == nil {
			light.reason = status.Blocking()
		}
		return nil
	}, func(err error) {
		if err == nil && a.counter != nil {
			a.showPrinter(light)
		}
	})
}

func (a *App) showPrinter(light printerLight) {
	if light != a.printer {
		a.printer = light
		a.showState()
	}
}

// jobChanged follows the printer's jobs, from the spool's goroutine.
func (a *App) jobChanged(job spool.Job) {
	light := printerLight{reason: job.Reason, busy: job.State == spool.Queued || job.State == spool.Sending}
	a.post(func() {
		if a.counter != nil && !a.closed {
			a.showPrinter(light)
			a.workplace.paperChanged(job)
		}
	})
}

// orderChanged follows the orders at the channels, from the follower's goroutine: the desk shows how its own stand, and what happens to
// another is said wherever the person is.
func (a *App) orderChanged(order collecting.Order) {
	a.post(func() {
		if a.counter != nil && !a.closed && a.workplace != nil {
			a.workplace.orderChanged(order)
		}
	})
}

// lastPaper is the last payment and what became of its receipt.
type lastPaper struct {
	number, when, sum string
	printed           printing.Printed
}

func readLastPaper(ctx context.Context, counter *cashier.Counter, state session.State) (last lastPaper, err error) {
	if state.Last == nil {
		return last, nil
	}
	last.number = state.Last.Number
	if last.number == "" {
		last.number = state.Last.Of
	}
	last.when = time.UnixMilli(state.Last.AtMS).In(calendar.Zone).Format("01-02 15:04")
	last.sum = state.Last.Sums().ReceivedFen.Yuan()
	last.printed, err = counter.Printing.Printed(ctx, last.number)
	return last, err
}

// lastWords tells of the last payment; "" for none.
func (a *App) lastWords(last lastPaper) (string, widgets.Tone) {
	if last.number == "" {
		return "", widgets.ToneCalm
	}
	key, tone := "ui.last.unsure", widgets.ToneLook
	switch {
	case last.printed.State == "":
		key, tone = "ui.last.none", widgets.ToneCalm
	case spool.Job{State: last.printed.State}.OnPaper():
		key, tone = "ui.last.good", widgets.ToneGood
	}
	return a.frame.Text(key, last.when, last.sum, last.number), tone
}
