package ui

import (
	"shouqi/cashier/peripherals"
	"shouqi/cashier/scanning"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/devices/serial"
	"shouqi/ledger/store"
)

// scanned does what a scanned code is for, whatever scanner read it and wherever the keyboard was; "" is a code that cannot be read. It names what
// can do nothing here. It returns false for what is nothing but typing: nobody's code in the field of a search.
func (a *App) scanned(code string) bool {
	if a.closed || a.counter == nil {
		return false
	}
	found := scanning.Found{Kind: scanning.Unknown, Err: scanning.Unread()}
	if code != "" {
		found = scanning.Read(code, a.counter.Book.Journal.Book)
	}
	frame := a.frame
	isBusy := frame.Canvas().Overlays().Top() != nil
	if _, signed := a.counter.Actor(); !signed || a.isLocked || a.workplace == nil {
		frame.Toast(frame.Text("scan.signed_out", a.nameOf(found)), widgets.ToneLook)
		return true
	}
	desk := a.workplace.desk
	isAtDesk := frame.Current() == shell.Screen(desk)
	switch {
	case found.Kind == scanning.Unknown && store.Code(found.Err) == scanning.CodeUnknown && isAtDesk && !isBusy:
		if desk.IsSearching() {
			return false
		}
		desk.Search(code)
	case widgets.ScanStays() && found.Kind == scanning.Unknown:
		frame.Toast(frame.Text("scan.stays"), widgets.ToneLook)
	case widgets.ScanStays() && isBusy:
		frame.Toast(frame.Text("scan.busy_stays", a.nameOf(found)), widgets.ToneLook)
	case found.Kind == scanning.Unknown:
		frame.Toast(a.explain(found.Err), widgets.ToneLook)
	case isBusy:
		frame.Toast(frame.Text("scan.busy", a.nameOf(found)), widgets.ToneLook)
	case found.Kind == scanning.Payer:
		if !isAtDesk || !desk.TakesPayerCode(code) {
			desk.NamePayerCode()
		}
	case found.Kind == scanning.Receipt:
		a.workplace.toReceipt(code)
	case found.Kind == scanning.Paper:
		frame.Show(desk)
		desk.OpenPaper(found.Slip)
	}
	return true
}

// nameOf says in a word what was scanned.
func (a *App) nameOf(found scanning.Found) string {
	return a.frame.Text("scan.kind." + string(found.Kind))
}

// thingChanged says that a scanner or a display came or went, from any goroutine.
func (a *App) thingChanged(thing peripherals.Thing, state serial.State) {
	a.post(func() {
		if a.closed || a.counter == nil {
			return
		}
		words, tone := a.frame.Text("peripherals."+string(thing)+".back"), widgets.ToneGood
		if !state.Present() {
			words, tone = a.frame.Text("peripherals."+string(thing)+".away", a.frame.Text("peripherals.reason."+string(state.Reason))), widgets.ToneLook
		}
		a.frame.Toast(words, tone)
	})
}

// learnPrefix takes what the scanner that types sends before each code.
func (a *App) learnPrefix() {
	if err := widgets.SetScanPrefix(a.counter.Peripherals.Settings().Prefix); err != nil {
		a.options.Trouble(err) // It was checked before it was kept.
	}
}
