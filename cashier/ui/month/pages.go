package month

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Page is what a screen shows at one step of its work. Draw makes the parts anew from the page's state.
type Page interface {
	Draw() fyne.CanvasObject
	Keys() []shell.Key
	// Focus puts the keyboard where the page's work begins.
	Focus()
	// Load reads what the page needs of the book.
	Load()
	// Back is Esc.
	Back()
}

// Pages is a screen that shows one page at a time. Screens of the month's work embed it and set Page before they are shown.
type Pages struct {
	Frame   *shell.Shell
	Explain func(err error) string
	Page    Page

	root    *fyne.Container
	message *forms.Message
	said    string
	tone    widgets.Tone
	shown   bool
	busy    bool
	// quiet says that the work under way only reads, without a word on the screen.
	quiet bool
	// leaving is an Esc that came while the page was still reading: it is not lost.
	leaving bool
}

// Content implements shell.Screen.
func (p *Pages) Content() fyne.CanvasObject {
	p.root = container.NewStack()
	p.draw()
	return p.root
}

// Keys implements shell.Screen.
func (p *Pages) Keys() []shell.Key {
	return append(p.Page.Keys(), shell.Key{Name: fyne.KeyEscape, Label: p.Frame.Text("month.back"), Do: p.back})
}

// Shown implements shell.Screen.
func (p *Pages) Shown() {
	p.shown = true
	p.draw()
	p.Page.Focus()
	p.Page.Load()
}

// Hidden implements shell.Screen.
func (p *Pages) Hidden() { p.shown = false }

// back leaves the page, or waits until it has read what it shows. Work that writes is not left.
func (p *Pages) back() {
	if p.busy {
		p.leaving = p.quiet
		return
	}
	p.Page.Back()
}

// GoTo shows a page and lets it read what it needs.
func (p *Pages) GoTo(next Page) {
	p.Page, p.said = next, ""
	p.Redraw()
	next.Load()
}

// Redraw draws the page as it is now.
func (p *Pages) Redraw() {
	p.draw()
	if p.root != nil && p.shown {
		p.Frame.RefreshKeys()
		p.Page.Focus()
	}
}

func (p *Pages) draw() {
	if p.root == nil {
		return
	}
	p.message = nil
	p.root.Objects = []fyne.CanvasObject{p.Page.Draw()}
	p.root.Refresh()
	if p.said != "" && p.message != nil {
		p.message.Say(p.said, p.tone)
	}
}

// Place makes the place where the page says what happened, of width points.
func (p *Pages) Place(width float32) fyne.CanvasObject {
	p.message = forms.NewMessage(p.Frame, width)
	return p.message.Object()
}

// Say shows a sentence on the page; "" takes it away.
func (p *Pages) Say(sentence string, tone widgets.Tone) {
	p.Note(sentence, tone)
	if p.message != nil {
		p.message.Say(sentence, tone)
	}
}

// Note keeps a sentence for when the page is drawn next.
func (p *Pages) Note(sentence string, tone widgets.Tone) { p.said, p.tone = sentence, tone }

// Shows says whether the screen is the one that is shown.
func (p *Pages) Shows() bool { return p.shown }

// Busy says whether work is under way: then keys that begin more of it do nothing.
func (p *Pages) Busy() bool { return p.busy }

// Run does work off the UI thread, one at a time; a refusal is said on the page.
func (p *Pages) Run(label string, work shell.Work, done func()) {
	p.Try(label, work, func(err error) {
		if err != nil {
			p.Say(p.Explain(err), widgets.ToneOwed)
			return
		}
		done()
	})
}

// Try is Run for a page that looks at the error itself.
func (p *Pages) Try(label string, work shell.Work, done func(err error)) {
	if p.busy {
		return
	}
	p.busy, p.quiet, p.leaving = true, label == "", false
	p.Frame.Run(label, work, func(err error) {
		p.busy = false
		done(err)
		if p.leaving && !p.busy {
			p.leaving = false
			p.Page.Back()
		}
	})
}

// AskTogether asks what two people do, over the page.
func (p *Pages) AskTogether(q Together) {
	q.Options.No, q.Explain = p.Frame.Text("month.back"), p.Explain
	AskTogether(p.Frame, q)
}

// Ask opens a dialog whose answer is work on the book. Check reads the entries, failed is called before a refusal is shown
// and done after the work; each may be nil but done.
func (p *Pages) Ask(options widgets.DialogOptions, check func() string, work func(ctx context.Context) error, failed, done func()) {
	options.No = p.Frame.Text("month.back")
	forms.Ask(p.Frame, forms.Question{Options: options, Check: check, Work: work, Explain: p.Explain, Failed: failed, Done: done})
}
