package settings

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"shouqi/assets"
	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// lockMinutesMax is the longest time without a lock that can be set: a shift.
const lockMinutesMax = 480

func (s *Screen) chooseLanguage() {
	text := s.frame.Text
	widgets.ShowChoice(s.frame.Canvas(), text("settings.language"), "", []string{text("settings.language.zh-Hans"), text("settings.language.en")},
		text("settings.back"), func(index int) { s.setLocal(Language, []string{assets.Chinese, assets.English}[index]) })
}

func (s *Screen) chooseSize() {
	text := s.frame.Text
	widgets.ShowChoice(s.frame.Canvas(), text("settings.text"), "", []string{text("settings.text.normal"), text("settings.text.large")},
		text("settings.back"), func(index int) { s.setLocal(TextSize, []string{"", LargeText}[index]) })
}

// setLocal writes a setting of this machine.
func (s *Screen) setLocal(name, value string) {
	s.run("", func(ctx context.Context) error { return s.counter.SetLocalSetting(ctx, name, value) }, s.frame.Text("settings.saved"))
}

// line returns the item under the cursor, whose words a dialog repeats.
func (s *Screen) line() item { return s.items[s.at] }

func (s *Screen) askLock(minutes int) {
	entry := widgets.NewCountEntry(s.frame.Text("settings.lock.entry"), 3, nil)
	entry.SetText(strconv.Itoa(minutes))
	s.ask(s.line(), entry, func() (value, refusal string) {
		typed, err := strconv.Atoi(entry.Text())
		if err != nil || typed > lockMinutesMax {
			return "", s.frame.Text("settings.lock.wrong")
		}
		return entry.Text(), ""
	}, alone(func(ctx context.Context, value string) error {
		return s.counter.SetLocalSetting(ctx, LockMinutes, value)
	}), nil)
}

// textEntry makes an entry for words that may be long.
func textEntry(value string) *widgets.KeyEntry {
	entry := widgets.NewVerbatimEntry()
	entry.SetText(value)
	return entry
}

func (s *Screen) askFolder(folder string) {
	entry := textEntry(folder)
	s.ask(s.line(), entry, func() (value, refusal string) { return strings.TrimSpace(entry.Text), "" },
		alone(func(ctx context.Context, value string) error {
			return s.counter.SetLocalSetting(ctx, ExportFolder, value)
		}), nil)
}

func (s *Screen) askPrinter() {
	entry := textEntry(s.facts.printer)
	s.ask(s.line(), entry, func() (value, refusal string) { return strings.TrimSpace(entry.Text), "" },
		alone(func(ctx context.Context, value string) error {
			return s.counter.Printing.SetPrinter(ctx, value, s.facts.large)
		}), nil)
}

func (s *Screen) toggleLarge() {
	s.run("", func(ctx context.Context) error {
		return s.counter.Printing.SetPrinter(ctx, s.facts.printer, !s.facts.large)
	}, s.frame.Text("settings.saved"))
}

func (s *Screen) toggleOnDemand() {
	s.run("", func(ctx context.Context) error { return s.counter.Printing.SetOnDemand(ctx, !s.facts.onDemand) }, s.frame.Text("settings.saved"))
}

func (s *Screen) printTest() {
	s.run("", s.counter.Printing.PrintTest, s.frame.Text("settings.test.done"))
}

// askStatus asks the printer and says what it answered, in the words of the desk.
func (s *Screen) askStatus() {
	var status devices.Status
	s.frame.Run(s.frame.Text("settings.status"), func(ctx context.Context, _ func(done, total int)) (err error) {
		status, err = s.counter.Printing.PrinterStatus(ctx)
		return err
	}, func(err error) {
		reason, code := status.Blocking(), store.Code(err)
		switch {
		case err != nil && code != store.CodeInternal:
			s.frame.Toast(s.deps.Explain(err), widgets.ToneLook)
			return
		case err != nil:
			reason = devices.ReasonOf(err)
		}
		if reason == devices.None {
			s.frame.Toast(s.frame.Text("settings.status.good"), widgets.ToneGood)
			return
		}
		s.frame.Toast(s.frame.Text("desk.printer."+string(reason)), widgets.ToneLook)
	})
}

// askWords asks for a policy that is words.
func (s *Screen) askWords(line item, policy, value string) {
	entry := textEntry(value)
	s.ask(line, entry, func() (value, refusal string) { return strings.TrimSpace(entry.Text), "" },
		s.setPolicy(policy), s.changeOf(line))
}

// setPolicy returns what writes a policy, with a second person's word where one was asked for.
func (s *Screen) setPolicy(policy string) func(ctx context.Context, value string, second session.Second) error {
	return func(ctx context.Context, value string, second session.Second) error {
		return s.counter.People.SetPolicy(ctx, policy, value, second)
	}
}

// changeOf returns what says to a second person how a line is about to change.
func (s *Screen) changeOf(line item) func(value string) string {
	return func(value string) string { return s.changeWords(line, value) }
}

// changeWords says what a line was and would be, to who agrees that one person does more alone.
func (s *Screen) changeWords(line item, value string) string {
	return s.frame.Text("settings.limit.change", line.label, line.value, value) + "\n" + s.frame.Text("settings.second")
}

// alone makes of what nobody else agrees to what ask writes with.
func alone(write func(ctx context.Context, value string) error) func(context.Context, string, session.Second) error {
	return func(ctx context.Context, value string, _ session.Second) error { return write(ctx, value) }
}

func (s *Screen) askCutoff(line item) {
	s.askCount(line, s.frame.Text("settings.cutoff.entry"), 2, estate.PolicyCutoffHour, s.facts.policies.CutoffHour)
}

// yesNo is the word of a policy that is on or off.
func (s *Screen) yesNo(on bool) string {
	if on {
		return s.frame.Text("settings.yes")
	}
	return s.frame.Text("settings.no")
}

// toggle turns a policy on that is off, and off that is on, after it was asked.
func (s *Screen) toggle(line item, policy string, on bool) {
	value := estate.Yes
	if on {
		value = estate.No
	}
	s.confirm(line, s.yesNo(!on), func() { s.writePolicy(policy, value) })
}

// confirm asks before what money means changes for everybody from now on: one Enter too many must not do that.
func (s *Screen) confirm(line item, words string, write func()) {
	text := s.frame.Text
	widgets.ShowConfirm(s.frame.Canvas(), line.label, text("settings.limit.change", line.label, line.value, words)+"\n"+line.help,
		text("settings.save"), text("settings.back"), func(agreed bool) {
			if agreed {
				write()
			}
		})
}

// chooseOrder asks which bills a sum pays first that does not pay all.
func (s *Screen) chooseOrder(line item) {
	var words []string
	for _, order := range estate.AllocationOrders {
		words = append(words, s.frame.Text("settings.allocation_order."+order))
	}
	widgets.ShowChoice(s.frame.Canvas(), line.label, "", words, s.frame.Text("settings.back"),
		func(index int) {
			s.confirm(line, words[index], func() { s.writePolicy(estate.PolicyAllocationOrder, estate.AllocationOrders[index]) })
		})
}

// writePolicy writes a policy that nobody else agrees to.
func (s *Screen) writePolicy(policy, value string) {
	s.run("", func(ctx context.Context) error { return s.setPolicy(policy)(ctx, value, session.Second{}) }, s.frame.Text("settings.saved"))
}

// askCount asks for a policy that is a number of so many digits at most.
func (s *Screen) askCount(line item, label string, digits int, policy string, now int) {
	entry := widgets.NewCountEntry(label, digits, nil)
	entry.SetText(strconv.Itoa(now))
	s.ask(line, entry, func() (value, refusal string) { return entry.Text(), "" },
		s.setPolicy(policy), s.changeOf(line))
}

// backup asks for a file and writes a checked copy of the book to it.
func (s *Screen) backup() {
	text := s.frame.Text
	folder := s.facts.local[ExportFolder]
	if folder == "" {
		folder = s.deps.Folder
	}
	name := text("settings.backup.name", time.Now().In(calendar.Zone).Format("20060102-1504"))
	entry := textEntry(filepath.Join(folder, name))
	var path string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("settings.backup"), Message: text("settings.backup.help"), Width: 680,
			Body: forms.Labelled(text("settings.backup.path"), entry), Inputs: []fyne.Focusable{entry}, Yes: text("settings.backup"), No: text("settings.back")},
		Check:   func() string { path = strings.TrimSpace(entry.Text); return "" },
		Work:    func(ctx context.Context) error { return s.writeBackup(ctx, path) },
		Explain: s.deps.Explain,
		Done:    func() { s.done(text("settings.backup.done", path)) },
	})
}

func (s *Screen) askPassphrase() {
	text := s.frame.Text
	first, again := widgets.NewVerbatimEntry(), widgets.NewVerbatimEntry()
	first.Password, again.Password = true, true
	var passphrase string
	actor, _ := s.counter.Actor()
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("settings.passphrase"), Message: text("settings.passphrase.help"),
			Body:   widgets.VStack(10, forms.Labelled(text("settings.passphrase.entry"), first), forms.Labelled(text("settings.passphrase.again"), again)),
			Inputs: []fyne.Focusable{first, again}, Yes: text("settings.save"), No: text("settings.back")},
		Check: func() string {
			passphrase = first.Text
			if passphrase != again.Text {
				return text("settings.passphrase.differ")
			}
			return ""
		},
		Work:    func(ctx context.Context) error { return s.counter.Book.AddPassphrase(ctx, actor, passphrase) },
		Explain: s.deps.Explain,
		Done:    func() { s.done(text("settings.passphrase.done")) },
	})
}

func (s *Screen) addKeyring() {
	actor, _ := s.counter.Actor()
	s.run(s.frame.Text("settings.keyring"), func(ctx context.Context) error { return s.counter.Book.AddKeyring(ctx, actor) },
		s.frame.Text("settings.keyring.done"))
}
