package layout

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/printing"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

// Keys implements shell.Screen.
func (s *Screen) Keys() []shell.Key {
	text := s.frame.Text
	keys := []shell.Key{{Name: fyne.KeyDown, Cap: "↑↓", Label: text("layout.key.choose")}}
	switch line := s.rows[s.at]; {
	case line.part != "":
		keys = append(keys, shell.Key{Name: fyne.KeySpace, Label: text("layout.key.tick"), Do: s.tick}, shell.Key{Name: fyne.KeyReturn, Label: text("layout.key.tick"), Do: s.enter, Quiet: true})
	case line.section != "":
		keys = append(keys, shell.Key{Name: fyne.KeyUp, Modifier: fyne.KeyModifierControl, Label: text("layout.key.up"), Do: func() { s.move(-1) }},
			shell.Key{Name: fyne.KeyDown, Modifier: fyne.KeyModifierControl, Label: text("layout.key.down"), Do: func() { s.move(1) }})
	default:
		keys = append(keys, shell.Key{Name: fyne.KeyReturn, Label: text("layout.key.edit"), Do: s.enter})
	}
	if line := s.rows[s.at]; line.logo && s.draft.Logo != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyDelete, Label: text("layout.key.nologo"), Do: func() { s.setLogo(nil) }})
	}
	if s.newer != nil {
		keys = append(keys, shell.Key{Name: fyne.KeyF8, Label: text("layout.key.newer"), Do: s.takeNewer})
	}
	return append(keys, shell.Key{Name: fyne.KeyF5, Label: text("layout.key.sample"), Do: s.otherSample},
		shell.Key{Name: fyne.KeyPageUp, Cap: "PgUp PgDn", Label: text("ui.scroll"), Do: func() { s.scroll(-1) }},
		shell.Key{Name: fyne.KeyPageDown, Label: text("ui.scroll"), Do: func() { s.scroll(1) }, Quiet: true},
		shell.Key{Name: fyne.KeyF9, Label: text("layout.key.save"), Do: s.save, Off: !s.isChanged() || s.newer != nil},
		shell.Key{Name: fyne.KeyEscape, Label: text("layout.key.back"), Do: s.leave})
}

func (s *Screen) otherSample() {
	s.back = !s.back
	s.show()
}

// enter is Enter or a double click. The second Enter of a double press, on the page before or in a dialog, changes nothing here.
func (s *Screen) enter() {
	if s.sight.Seen() > 0 {
		s.change()
	}
}

// change opens what Enter does with the line under the cursor.
func (s *Screen) change() {
	switch line := s.rows[s.at]; {
	case line.part != "":
		s.tick()
	case line.words != nil:
		s.askWords(line)
	case line.logo:
		forms.AskFile(s.frame, forms.FileQuestion{Title: s.frame.Text("layout.logo"), Folder: s.deps.Folder, Endings: []string{".png"},
			Explain: s.deps.Explain, Chosen: s.readLogo})
	}
}

// askWords asks for the lines of words; empty ones at the end are none.
func (s *Screen) askWords(line row) {
	text := s.frame.Text
	var inputs []fyne.Focusable
	body := widgets.VStack(6)
	for i := range estate.LayoutLinesMax {
		entry := widgets.NewKeyEntry(text("layout.words.line", i+1), nil)
		entry.MaxRunes = estate.LayoutRunesMax
		if i < len(*line.words) {
			entry.SetText((*line.words)[i])
		}
		inputs = append(inputs, entry)
		body.Add(entry)
	}
	widgets.ShowDialog(s.frame.Canvas(), widgets.DialogOptions{Title: text(line.label), Width: 680, Body: body, Inputs: inputs,
		Yes: text("layout.words.yes"), No: text("layout.key.back"), Accept: func() string {
			words := wordsOf(inputs)
			if !estate.GoodWords(words) {
				return text("layout.words.wrong")
			}
			*line.words = words
			s.show()
			return ""
		}})
}

// wordsOf reads the entries, without empty lines below the last.
func wordsOf(inputs []fyne.Focusable) (words []string) {
	last := 0
	for i, input := range inputs {
		typed := ""
		if entry, ok := input.(*widgets.KeyEntry); ok {
			typed = strings.TrimSpace(entry.Text)
		}
		if words = append(words, typed); typed != "" {
			last = i + 1
		}
	}
	return words[:last]
}

func (s *Screen) readLogo(path string) {
	var logo estate.Logo
	s.frame.Run("", func(context.Context, func(done, total int)) (err error) {
		logo, err = printing.ReadLogo(path)
		return err
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.setLogo(&logo)
	})
}

func (s *Screen) setLogo(logo *estate.Logo) {
	s.draft.Logo = logo
	s.show()
}

// isChanged reports whether the draft is another layout than the one in force.
func (s *Screen) isChanged() bool {
	draft, err := s.draft.Text()
	saved, savedErr := s.saved.layout.Text()
	return err != nil || savedErr != nil || draft != saved
}

// save makes the draft the policy of the book, unless another was saved since it was begun.
func (s *Screen) save() {
	if s.counter == nil || !s.isChanged() {
		return
	}
	next, seen := stored{layout: s.draft}, s.saved.seen
	s.frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		if next.seen, err = next.layout.Text(); err != nil {
			return err
		}
		return s.counter.People.SetLayout(ctx, seen, next.seen)
	}, func(err error) {
		if err != nil {
			s.frame.Toast(s.deps.Explain(err), widgets.ToneOwed)
			if store.Code(err) == estate.CodeLayoutStale {
				s.load()
			}
			return
		}
		s.saved = next
		s.frame.Toast(s.frame.Text("layout.saved"), widgets.ToneGood)
		s.frame.RefreshKeys()
		s.deps.Changed()
	})
}

// takeNewer asks, and then gives the draft up for the layout that was saved elsewhere.
func (s *Screen) takeNewer() {
	text := s.frame.Text
	widgets.ShowConfirm(s.frame.Canvas(), text("layout.newer"), text("layout.newer.message"), text("layout.newer.yes"), text("layout.key.back"), func(agreed bool) {
		if agreed && s.newer != nil {
			s.frame.ClearToast()
			s.begin(*s.newer)
			s.show()
		}
	})
}

// leave asks before a draft is given up.
func (s *Screen) leave() {
	if !s.isChanged() {
		s.deps.Back()
		return
	}
	text := s.frame.Text
	widgets.ShowConfirm(s.frame.Canvas(), text("layout.leave"), text("layout.leave.message"), text("layout.leave.yes"), text("layout.key.back"), func(agreed bool) {
		if agreed {
			s.deps.Back()
		}
	})
}
