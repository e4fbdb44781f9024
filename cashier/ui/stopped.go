package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/cashier/words"
	"shouqi/ledger"
	"shouqi/ledger/audit"
	"shouqi/ledger/store"
)

// foundShown is how many findings the page of a book that takes no money names; ledgerctl verify names all.
const foundShown = 5

// showStopped stands in the place of the sign-in while the book takes no money: nobody can sign in, because every PIN that is typed is written. What
// can be done is to look at its reports, to check the whole book, which asks for no right, and to open it again.
func (a *App) showStopped(cause error, findings []audit.Finding) {
	text := a.frame.Text
	again := func() { a.reopen() }
	check := func() { a.checkStopped(cause) }
	reports := func() { a.showLooking(a.state, func() { a.showStopped(cause, findings) }) }
	lines := []string{a.explain(cause)}
	for i, finding := range findings {
		if i == foundShown {
			lines = append(lines, text("ui.stopped.more", len(findings)-foundShown))
			break
		}
		lines = append(lines, words.AuditFinding(finding, a.lang))
	}
	further := []shell.Key{{Name: fyne.KeyF7, Label: text("reports.looking.title"), Do: reports}}
	if helpsRestore(cause) {
		further = append(further, a.restoreStopped())
	}
	further = append(further, shell.Key{Name: fyne.KeyF9, Label: text("settings.audit"), Do: check})
	a.isLocked = true
	a.frame.ShowBare(&page{frame: a.frame, title: text("ui.stopped.title"), advice: text("ui.problem.book", a.options.Book),
		body: func() fyne.CanvasObject {
			return widgets.VStack(14, widgets.Notice(strings.Join(lines, "\n"), widgets.ToneOwed, forms.Inner(pageWidth)),
				plainButtons(further),
				widgets.Columns(12, widgets.NewButton(widgets.PlainButton, text("ui.problem.quit"), "Esc", a.quit),
					widgets.NewButton(widgets.PrimaryButton, text("ui.problem.retry"), "Enter", again)))
		},
		keys: append([]shell.Key{{Name: fyne.KeyReturn, Label: text("ui.problem.retry"), Do: again},
			{Name: fyne.KeyEscape, Label: text("ui.problem.quit"), Do: a.quit}}, further...)})
}

// restoreStopped is restoreKey for a book that is open: it is closed first, since nothing takes the place of one that is in use, and opened again by
// whoever comes back.
func (a *App) restoreStopped() shell.Key {
	key := a.restoreKey(func() { a.open(bring{}) })
	show := key.Do
	key.Do = func() {
		if err := a.closeBook(); err != nil {
			a.options.Trouble(err)
		}
		show()
	}
	return key
}

// checkStopped checks the whole book. One in which nothing is found is opened again, and takes money.
func (a *App) checkStopped(cause error) {
	var findings []audit.Finding
	book := a.counter.Book
	a.frame.Run(a.frame.Text("settings.audit"), func(ctx context.Context, progress func(done, total int)) (err error) {
		head, err := book.Written(ctx)
		if err != nil {
			return err
		}
		findings, err = book.Verify(ctx, func(done int64) { progress(int(done), int(max(head, done))) })
		if len(findings) > 0 {
			return nil // what was found is said, also where it could not be noted beside the book
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			a.frame.Toast(a.explain(err), widgets.ToneOwed)
		case len(findings) > 0:
			a.frame.Toast(a.frame.Text("ui.stopped.checked", len(findings)), widgets.ToneOwed)
			if store.Code(cause) == ledger.CodeFindings { // the book keeps the first reason, which counts what the opening found
				cause = store.Refuse(ledger.CodeFindings, len(findings))
			}
			a.showStopped(cause, findings)
		default:
			a.frame.Toast(a.frame.Text("ui.stopped.good"), widgets.ToneGood)
			a.reopen()
		}
	})
}

// reopen closes the book and opens it anew.
func (a *App) reopen() {
	if err := a.closeBook(); err != nil {
		a.options.Trouble(err)
	}
	a.open(bring{})
}
