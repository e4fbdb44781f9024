package intake

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/intake"
	"shouqi/cashier/newfile"
	"shouqi/cashier/register"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/month"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// take takes the plan in: whole, or its good rows after a question.
func (s *Screen) take() {
	if s.plan == nil || s.form.Busy() {
		return
	}
	if len(s.plan.Rows) == 0 {
		s.say(s.frame.Text("intake.none"), widgets.ToneLook)
		return
	}
	text := s.frame.Text
	if count := s.plan.LargeSums(); count > 0 && !s.plan.SumsSeen {
		widgets.ShowConfirm(s.frame.Canvas(), s.takeWords(), text("intake.sums.confirm", count), text("intake.sums.yes"), text("intake.back"),
			func(agreed bool) {
				if agreed {
					s.plan.SumsSeen = true
					s.take()
				}
			})
		return
	}
	if len(s.plan.Refused) == 0 {
		s.takeNow(false)
		return
	}
	widgets.ShowConfirm(s.frame.Canvas(), s.takeWords(), text("intake.take.confirm", len(s.plan.Refused)), text("intake.take.yes"), text("intake.back"),
		func(agreed bool) {
			if agreed {
				s.takeNow(true)
			}
		})
}

func (s *Screen) takeNow(takeGood bool) {
	plan := s.plan
	var outcome ledger.RegisterOutcome
	s.form.Run(s.frame.Text("intake.taking"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		outcome, err = s.counter.Register.Take(ctx, plan, takeGood, session.Second{})
		return err
	}, func(err error) {
		switch {
		case store.Code(err) == staff.CodeNeedsApproval:
			s.askSecond(takeGood)
		case err != nil:
			s.say(s.deps.Explain(err), widgets.ToneOwed)
		default:
			s.taken(outcome)
		}
	})
}

func (s *Screen) taken(outcome ledger.RegisterOutcome) {
	s.outcome = outcome
	s.deps.Changed()
	s.goTo(done)
}

// secondWhy says what of the register takes a second person.
func (s *Screen) secondWhy() string {
	lowered, owed := s.plan.LoweredArrears(), len(s.plan.Outcome.Owed)
	switch {
	case owed == 0:
		return s.frame.Text("intake.second.why", lowered.Count, lowered.Fen.Yuan())
	case lowered.Count == 0:
		return s.frame.Text("intake.second.people", owed)
	}
	return s.frame.Text("intake.second.both", lowered.Count, lowered.Fen.Yuan(), owed)
}

// askSecond asks for a second person where the register takes more off the arrears than one person may alone, or changes who
// owes.
func (s *Screen) askSecond(takeGood bool) {
	plan, text := s.plan, s.frame.Text
	var outcome ledger.RegisterOutcome
	month.AskTogether(s.frame, month.Together{
		Options: widgets.DialogOptions{Title: text("intake.second.title"), Message: s.secondWhy(), Width: 620, Yes: s.takeWords(), No: text("month.back")},
		Work: func(ctx context.Context, second session.Second) (err error) {
			outcome, err = s.counter.Register.Take(ctx, plan, takeGood, second)
			return err
		},
		Explain: s.deps.Explain, Done: func() { s.taken(outcome) },
	})
}

// takeWords names what the button does.
func (s *Screen) takeWords() string {
	if len(s.plan.Refused) > 0 {
		return s.frame.Text("intake.take.good", len(s.plan.Rows))
	}
	if len(s.unread()) > 0 {
		return s.frame.Text("intake.sheet.take", s.plan.SheetName)
	}
	return s.frame.Text("intake.take")
}

// saveRefused writes the refused rows to a workbook that can be mended and taken in.
func (s *Screen) saveRefused() {
	if s.plan == nil || len(s.plan.Refused) == 0 {
		return
	}
	plan := s.plan.Plan
	s.askPath("intake.refused.save", "intake.refused.path", s.baseName()+"-退回.xlsx", "intake.refused.saved", func(path string) error {
		return register.WriteRefused(plan, path)
	})
}

func (s *Screen) saveTemplate() {
	s.askPath("intake.choose.template", "intake.template.path", "房产台账模板.xlsx", "intake.template.saved", func(path string) error {
		return newfile.Create(path, intake.WriteTemplate)
	})
}

// askPath asks for a file's path and writes it off the UI thread.
func (s *Screen) askPath(title, label, name, saved string, write func(path string) error) {
	text := s.frame.Text
	entry := widgets.NewVerbatimEntry()
	entry.SetText(filepath.Join(s.deps.Folder, name))
	var path string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text(title), Width: 680, Body: forms.Labelled(text(label), entry), Inputs: []fyne.Focusable{entry},
			Yes: text("intake.save"), No: text("intake.back")},
		Check: func() string { path = cleanPath(entry.Text); return "" },
		Work: func(context.Context) error {
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return store.Unwritten(err, path)
			}
			return write(path)
		},
		Explain: s.deps.Explain,
		Done:    func() { s.say(text(saved, path), widgets.ToneGood) },
	})
}

// letters joins what a person may want to read of several values.
func letters(values []string) string { return strings.Join(values, "、") }
