package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
)

// Check is the full check of the book. It goes on behind whatever is shown, also when its page was left or its person signed
// out, and what it found stays until the next one. Call it from the UI thread.
type Check struct {
	isRunning bool
	percent   int
	cancel    func()
	// at is when the newest one ended, "" for never, with what it found.
	at       string
	findings []audit.Finding
	// follow is called after each change, nil while no page shows it.
	follow func()
}

// changed lets the page that is shown follow.
func (c *Check) changed() {
	if c.follow != nil {
		c.follow()
	}
}

// progressed takes how far it is; what a person cannot tell apart is not drawn again.
func (c *Check) progressed(done, total int) {
	percent := 0
	if total > 0 {
		percent = done * 100 / total
	}
	if percent != c.percent {
		c.percent = percent
		c.changed()
	}
}

// checkItem is the line of the full check: Enter begins it, and asks whether to cancel it while it goes on.
func (s *Screen) checkItem() item {
	text, check := s.frame.Text, s.deps.Check
	line := item{label: text("settings.audit"), value: s.checkWords(), help: text("settings.audit.help"), act: text("settings.do"), do: s.beginCheck}
	if check.isRunning {
		line.act, line.do = text("settings.audit.stop.yes"), s.askStopCheck
	}
	for _, finding := range check.findings {
		line.help += "\n" + words.AuditFinding(finding, s.deps.Lang)
	}
	return line
}

// checkWords say how far the check is, or when the newest one ended and what it found.
func (s *Screen) checkWords() string {
	text, check := s.frame.Text, s.deps.Check
	switch {
	case check.isRunning:
		return text("settings.audit.running", check.percent)
	case check.at == "":
		return text("settings.audit.never")
	case len(check.findings) > 0:
		return text("settings.audit.found", check.at, len(check.findings))
	}
	return text("settings.audit.clean", check.at)
}

// beginCheck checks the whole book behind the screen. A finding stops money, as the check behind the desk does.
func (s *Screen) beginCheck() {
	var findings []audit.Finding
	check, head := s.deps.Check, s.facts.headSeq
	check.isRunning, check.percent = true, 0
	check.changed()
	check.cancel = s.frame.RunBehind(func(ctx context.Context, progress func(done, total int)) (err error) {
		findings, err = s.counter.Book.Verify(ctx, func(done int64) { progress(int(done), int(max(head, done))) })
		if len(findings) > 0 {
			err = nil // what was found is said, also where it could not be noted beside the book
		}
		return err
	}, check.progressed, func(err error) {
		check.isRunning = false
		if err == nil {
			check.at, check.findings = time.Now().In(calendar.Zone).Format("15:04"), findings
		}
		check.changed()
		s.tellCheck(err)
	})
}

// tellCheck says, wherever the person is by now, how the check ended.
func (s *Screen) tellCheck(err error) {
	text, findings := s.frame.Text, s.deps.Check.findings
	switch {
	case err != nil:
		s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
	case len(findings) > 0:
		s.deps.Changed()
		widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text("ui.audit.title"),
			Message: s.deps.Explain(store.Refuse(ledger.CodeFindings, len(findings))), No: text("ui.ok"), EscOnly: true})
	default:
		s.frame.Toast(text("settings.audit.ended", s.checkWords()), widgets.ToneGood)
	}
}

// askStopCheck asks whether to cancel the check: an Enter too many goes on with it.
func (s *Screen) askStopCheck() {
	text, check := s.frame.Text, s.deps.Check
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text("settings.audit"), Message: text("settings.audit.stop"),
		Yes: text("settings.audit.stop.yes"), No: text("settings.audit.stop.no"), YesKey: fyne.KeyF12,
		Accept: func() string {
			check.cancel()
			return ""
		}})
}
