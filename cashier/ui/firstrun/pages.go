package firstrun

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier"
	"shouqi/cashier/newfile"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// keyColumns is how many groups of the recovery key stand in a row.
const keyColumns = 7

func (s *Screen) drawChoice() fyne.CanvasObject {
	text := s.frame.Text
	half := (forms.Inner(pageWidth) - 24) / 2
	side := func(button *widgets.Button, why string) fyne.CanvasObject {
		return widgets.VStack(10, button, widgets.Paragraph(why, look.BodySize(), look.Ink2(), half))
	}
	body := widgets.VStack(22, widgets.Columns(24,
		side(widgets.NewButton(widgets.PrimaryButton, text("firstrun.new"), "Enter", s.submit), text("firstrun.new.why")),
		side(widgets.NewButton(widgets.PlainButton, text("firstrun.demo"), "F6", s.deps.Demo), text("firstrun.demo.why"))),
		widgets.Columns(24,
			side(widgets.NewButton(widgets.PlainButton, text(fromComputer), "F7", s.begin(fromComputer)), text(fromComputer+".why")),
			side(widgets.NewButton(widgets.PlainButton, text(fromBackup), "F8", s.begin(fromBackup)), text(fromBackup+".why"))),
		widgets.Columns(24, widgets.NewButton(widgets.PlainButton, text("firstrun.join"), "F4", s.beginJoin),
			widgets.Paragraph(text("firstrun.join.why"), look.BodySize(), look.Ink2(), half)),
		s.message.Object(),
		look.Text(look.Fit(text("firstrun.where", s.path), look.SmallSize(), false, forms.Inner(pageWidth)), look.SmallSize(), look.Ink2()),
		container.NewHBox(widgets.NewButton(widgets.ChipButton, text("firstrun.quit"), "Esc", s.deps.Quit)))
	return forms.Page(pageWidth, text("firstrun.title"), text("firstrun.advice"), body)
}

func (s *Screen) drawFounding() fyne.CanvasObject {
	text := s.frame.Text
	body := widgets.VStack(12, s.fields.object(s.form, s.hasPassphrase), s.message.Object(),
		widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("firstrun.back"), "Esc", func() { s.goTo(choosing) }),
			widgets.NewButton(widgets.PrimaryButton, text("firstrun.make"), "Enter", s.makeBook)))
	return forms.Page(pageWidth, text("firstrun.form.title"), text("firstrun.form.advice"), body)
}

func (s *Screen) drawKey() fyne.CanvasObject {
	text := s.frame.Text
	rows := widgets.VStack(10)
	for at := 0; at < len(s.recovery); at += keyColumns {
		var groups []fyne.CanvasObject
		for index := at; index < min(at+keyColumns, len(s.recovery)); index++ {
			groups = append(groups, groupBox(index+1, s.recovery[index]))
		}
		rows.Add(widgets.Columns(8, groups...))
	}
	others := []fyne.CanvasObject{widgets.NewButton(widgets.PlainButton, text("firstrun.key.save"), "F8", s.save)}
	if s.deps.Print != nil {
		others = append([]fyne.CanvasObject{widgets.NewButton(widgets.PlainButton, text("firstrun.key.print"), "F7", s.print)}, others...)
	}
	others = append(others, widgets.NewButton(widgets.PrimaryButton, text("firstrun.key.next"), "Enter", s.submit))
	body := widgets.VStack(14, rows, s.message.Object(), widgets.Columns(12, others...))
	return forms.Page(pageWidth, text("firstrun.key.title"), text("firstrun.key.advice"), body)
}

// groupBox draws one group with its number over it.
func groupBox(number int, group string) fyne.CanvasObject {
	words := widgets.VStack(0, container.NewCenter(look.Text(fmt.Sprint(number), look.SmallSize(), look.Ink2())),
		container.NewCenter(look.BoldText(group, look.HeadingSize()+2, look.Ink())))
	return container.NewStack(widgets.Ground(look.Band(), look.Corner()), widgets.Inset(6, 4, 8, 4, words))
}

// keyText is what is printed or saved: the groups with their numbers, a few in a line.
func (s *Screen) keyText() []string {
	var lines []string
	for at := 0; at < len(s.recovery); at += 2 {
		var line []string
		for index := at; index < min(at+2, len(s.recovery)); index++ {
			line = append(line, fmt.Sprintf("%2d  %s", index+1, s.recovery[index]))
		}
		lines = append(lines, strings.Join(line, "    "))
	}
	return lines
}

func (s *Screen) print() {
	if s.deps.Print == nil {
		return
	}
	title, lines := s.frame.Text("firstrun.key.title")+" "+s.estate, s.keyText()
	s.form.Run("", func(ctx context.Context, _ func(done, total int)) error {
		return s.deps.Print(ctx, title, lines)
	}, func(err error) {
		if err != nil {
			s.say(s.deps.Explain(err), widgets.ToneOwed)
			return
		}
		s.say(s.frame.Text("firstrun.key.printed"), widgets.ToneGood)
	})
}

// save asks for a file and writes the key to it; nothing that exists is overwritten.
func (s *Screen) save() {
	text := s.frame.Text
	entry := widgets.NewVerbatimEntry()
	if s.saveAs == "" {
		s.saveAs = freePath(filepath.Join(s.deps.Folder, text("firstrun.key.file", string(calendar.Of(time.Now())))))
	}
	entry.SetText(s.saveAs)
	content := text("firstrun.key.text", s.estate, strings.Join(s.keyText(), "\n"))
	var path string
	forms.Ask(s.frame, forms.Question{
		Options: widgets.DialogOptions{Title: text("firstrun.key.save"), Width: 640, Body: forms.Labelled(text("firstrun.key.path"), entry),
			Inputs: []fyne.Focusable{entry}, Yes: text("firstrun.key.saveyes"), No: text("firstrun.back")},
		Check: func() string { path = strings.TrimSpace(entry.Text); return "" },
		Work: func(context.Context) error {
			return newfile.Create(path, func(w io.Writer) error { _, err := io.WriteString(w, content); return err })
		},
		Explain: s.deps.Explain,
		Done:    func() { s.say(text("firstrun.key.saved", path), widgets.ToneGood) },
	})
}

// savesOfADay is how many keys of one day are told apart by number.
const savesOfADay = 99

// freePath returns path.txt, or "path (2).txt" and so on where an earlier key of the day has that name: it is another key, and stays.
func freePath(path string) string {
	free := path + ".txt"
	for number := 2; number <= savesOfADay; number++ {
		if _, err := os.Lstat(free); err != nil {
			break
		}
		free = fmt.Sprintf("%s (%d).txt", path, number)
	}
	return free
}

// beginCheck chooses the two groups that are typed back; the last is a check of the others and says less.
func (s *Screen) beginCheck() {
	groups := max(len(s.recovery)-1, 2)
	first := rand.IntN(groups)
	second := (first + 1 + rand.IntN(groups-1)) % groups
	s.asked = [2]int{min(first, second), max(first, second)}
	s.goTo(checking)
}

func (s *Screen) drawCheck() fyne.CanvasObject {
	text := s.frame.Text
	var parts []fyne.CanvasObject
	var inputs []fyne.Focusable
	for index, group := range s.asked {
		entry := widgets.NewVerbatimEntry()
		entry.MaxRunes = 8
		s.answers[index] = entry
		parts, inputs = append(parts, forms.Labelled(text("firstrun.check.group", group+1), entry)), append(inputs, entry)
	}
	s.form.SetInputs(inputs...)
	body := widgets.VStack(14, widgets.Columns(24, parts...), s.message.Object(),
		widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("firstrun.back"), "Esc", func() { s.goTo(showing) }),
			widgets.NewButton(widgets.PrimaryButton, text("firstrun.check.go"), "Enter", s.form.Enter)))
	return forms.Page(pageWidth, text("firstrun.check.title"), text("firstrun.check.advice"), body)
}

func (s *Screen) check() {
	for index, group := range s.asked {
		if !strings.EqualFold(strings.TrimSpace(s.answers[index].Text), s.recovery[group]) {
			s.say(s.frame.Text("firstrun.check.wrong"), widgets.ToneOwed)
			s.frame.Focus(s.answers[index])
			s.answers[index].SelectAll() // what is typed now replaces it
			return
		}
	}
	key := s.key
	s.recovery, s.key = nil, vault.Key{}
	s.deps.Done(key)
}

// Gallery returns the pictures of this package.
func Gallery() []shell.Picture {
	deps := Deps{Explain: func(error) string { return "" }, Demo: func() {}, Quit: func() {}, Folder: "/home/wangli",
		Print: func(context.Context, string, []string) error { return nil }}
	draw := func(set func(s *Screen)) func(frame *shell.Shell) {
		return func(frame *shell.Shell) {
			screen := New(frame, "/home/wangli/.config/shouqi/book", deps)
			frame.ShowBare(screen)
			screen.estate, screen.recovery = "阳光花园", strings.Fields("7QKD M2XA 9RTF C4WN H8PE 3VJB Y6ZS K5DG T2LM W9QA E7XR B3CF N8HJ 4PVK")
			set(screen)
		}
	}
	fill := func(s *Screen) {
		s.fields.values = [fieldCount]string{"阳光花园", "阳光物业服务有限公司", "01", "陈国栋"}
		s.fields.codeText = "100"
	}
	return append(joinPictures(draw), []shell.Picture{
		{Name: "firstrun", Draw: draw(func(*Screen) {})},
		{Name: "firstrun-form", Draw: draw(func(s *Screen) { fill(s); s.goTo(founding) })},
		{Name: "firstrun-passphrase", Draw: draw(func(s *Screen) {
			fill(s)
			s.hasPassphrase = true
			s.goTo(founding)
			s.say(s.frame.Text("firstrun.passphrase.why"), widgets.ToneLook)
			s.frame.Focus(s.fields.passphrase)
		})},
		{Name: "firstrun-key", Draw: draw(func(s *Screen) {
			s.goTo(showing)
			s.say(s.frame.Text("firstrun.key.printed"), widgets.ToneGood)
		})},
		{Name: "firstrun-next", Draw: func(frame *shell.Shell) {
			next := NewNext(frame, []cashier.Step{{Name: "printer", Page: "settings", Done: true}, {Name: "people", Page: "people"},
				{Name: "rooms", Page: "intake"}, {Name: "items", Page: "charging"}, {Name: "shift", Page: "shift"}}, NextDeps{})
			forms.Sample(frame, next, "shift")
		}},
		{Name: "firstrun-move", Draw: draw(func(s *Screen) {
			s.begin(fromComputer)()
			s.bring.path, s.bring.needsKey = "/media/wangli/U盘/book", true
			s.goTo(bringingBook)
			s.say(s.frame.Text("firstrun.bring.why", "阳光花园"), widgets.ToneLook)
			s.frame.Focus(s.bring.key)
		})},
		{Name: "firstrun-restore", Draw: draw(func(s *Screen) {
			s.back = func() {}
			s.begin(fromBackup)()
			s.bring.path, s.bring.needsKey = "/media/wangli/U盘/2026-11-20.book", true
			s.bring.asks, s.bring.asksPaper = true, true
			s.goTo(bringingBook)
			s.say(s.frame.Text("firstrun.restore.who"), widgets.ToneLook)
			s.frame.Focus(s.bring.code)
		})},
		{Name: "firstrun-restore-newer", Draw: draw(func(s *Screen) {
			s.back = func() {}
			s.begin(fromBackup)()
			s.bring.path, s.bring.asks = "/media/wangli/U盘/2026-11-20.book", true
			s.goTo(bringingBook)
			s.refused(store.Refuse(ledger.CodeRestoreNewer, 12))
		})},
		{Name: "firstrun-move-confirm", Draw: draw(func(s *Screen) {
			s.begin(fromComputer)()
			s.confirmBringing(ledger.About{Estate: "阳光花园", Counter: "01", LastReceipt: "01-2026-004320", LastMS: 1795252800000})
		})},
		{Name: "firstrun-check", Draw: draw(func(s *Screen) {
			s.asked = [2]int{2, 9}
			s.goTo(checking)
			s.say(s.frame.Text("firstrun.check.wrong"), widgets.ToneOwed)
		})},
	}...)
}
