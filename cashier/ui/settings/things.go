package settings

import (
	"context"
	"strings"

	"shouqi/cashier/peripherals"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices/display"
	"shouqi/devices/open"
)

// thingItems are what hangs on the computer beside the printer.
func (s *Screen) thingItems() []item {
	text, set := s.frame.Text, s.facts.things
	prefix := set.Prefix
	if prefix == "" {
		prefix = text("settings.none")
	}
	return []item{s.group("things"),
		{label: text("settings.find"), help: text("settings.find.help"), guarded: true, do: s.findThings},
		{label: text("settings.scanner"), value: s.thingWords(set.Scanner, peripherals.Scanner), help: text("settings.scanner.help"), guarded: true,
			do: func() { s.askThing(set.Scanner, func(set *peripherals.Settings, value string) { set.Scanner = value }) }},
		{label: text("settings.prefix"), value: prefix, help: text("settings.prefix.help"), guarded: true,
			do: func() { s.askThing(set.Prefix, func(set *peripherals.Settings, value string) { set.Prefix = value }) }},
		{label: text("settings.display"), value: s.thingWords(set.Display, peripherals.Display), help: text("settings.display.help"), guarded: true,
			do: func() { s.askThing(set.Display, func(set *peripherals.Settings, value string) { set.Display = value }) }},
		{label: text("settings.display.try"), help: text("settings.display.try.help"), do: s.tryDisplay}}
}

// thingWords say where a thing is set to be, and whether it is there.
func (s *Screen) thingWords(setting string, thing peripherals.Thing) string {
	if setting == "" {
		return s.frame.Text("settings.none")
	}
	state, known := s.facts.states[thing]
	switch {
	case !known:
		return setting
	case state.Present():
		return setting + "  " + s.frame.Text("settings.there")
	}
	return setting + "  " + s.frame.Text("peripherals.reason."+string(state.Reason))
}

// askThing asks for one of the settings of what hangs on the computer, "" for none.
func (s *Screen) askThing(now string, change func(set *peripherals.Settings, value string)) {
	entry := textEntry(now)
	s.ask(s.line(), entry, func() (value, refusal string) { return strings.TrimSpace(entry.Text), "" },
		alone(func(ctx context.Context, value string) error { return s.setThing(ctx, value, change) }), nil)
}

func (s *Screen) setThing(ctx context.Context, value string, change func(set *peripherals.Settings, value string)) error {
	set := s.counter.Peripherals.Settings()
	change(&set, value)
	return s.counter.Peripherals.Change(ctx, set)
}

// findThings looks for what may be a printer, a scanner or a display, and asks what one of it is.
func (s *Screen) findThings() {
	var found []open.Found
	s.frame.Run(s.frame.Text("settings.find"), func(ctx context.Context, progress func(done, total int)) (err error) {
		progress(0, 0)
		found, err = open.Find(ctx)
		if len(found) > 0 {
			err = nil // what one kind cannot say is no reason to hide the others
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			s.frame.Toast(s.frame.Text("settings.find.failed"), widgets.ToneLook)
		case len(found) == 0:
			s.frame.Toast(s.frame.Text("settings.find.none"), widgets.ToneLook)
		default:
			s.chooseFound(found)
		}
	})
}

func (s *Screen) chooseFound(found []open.Found) {
	var words []string
	for _, one := range found {
		words = append(words, strings.TrimSpace(one.Setting+"  "+one.About))
	}
	text := s.frame.Text
	widgets.ShowChoice(s.frame.Canvas(), text("settings.find"), text("settings.find.choose"), words, text("settings.back"), func(index int) { s.chooseUse(found[index].Setting) })
}

// chooseUse asks what is at a port. What is no serial port can only be a printer.
func (s *Screen) chooseUse(setting string) {
	text := s.frame.Text
	at, _, _ := strings.Cut(setting, "?")
	if !strings.HasPrefix(at, "serial://") {
		s.usePrinter(setting)
		return
	}
	uses := []string{text("settings.use.printer"), text("settings.use.scanner")}
	for _, profile := range display.Profiles {
		uses = append(uses, text("settings.use.display", strings.ToUpper(profile.Name)))
	}
	widgets.ShowChoice(s.frame.Canvas(), at, text("settings.use"), uses, text("settings.back"), func(index int) {
		switch index {
		case 0:
			s.usePrinter(setting)
		case 1:
			s.use(func(set *peripherals.Settings) { set.Scanner = at })
		default:
			s.use(func(set *peripherals.Settings) { set.Display = at + "?profile=" + display.Profiles[index-2].Name })
		}
	})
}

func (s *Screen) use(change func(set *peripherals.Settings)) {
	s.run("", func(ctx context.Context) error {
		return s.setThing(ctx, "", func(set *peripherals.Settings, _ string) { change(set) })
	}, s.frame.Text("settings.saved"))
}

func (s *Screen) usePrinter(setting string) {
	s.run("", func(ctx context.Context) error { return s.counter.Printing.SetPrinter(ctx, setting, s.facts.large) }, s.frame.Text("settings.saved"))
}

func (s *Screen) tryDisplay() {
	if s.counter.Peripherals.Try() {
		s.frame.Toast(s.frame.Text("settings.display.tried"), widgets.ToneGood)
		return
	}
	s.frame.Toast(s.frame.Text("settings.display.none"), widgets.ToneLook)
}
