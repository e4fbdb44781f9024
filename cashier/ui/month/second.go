package month

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/session"
	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
)

// Second is the two entries of a second person: who, and the PIN.
type Second struct {
	frame *shell.Shell
	who   *widgets.KeyEntry
	pin   *widgets.DigitEntry
}

// NewSecond makes empty entries.
func NewSecond(frame *shell.Shell) *Second {
	return &Second{frame: frame, who: forms.NewCode(frame), pin: widgets.NewPINEntry(frame.Text("desk.second.pin"), nil)}
}

// Body returns the entries side by side, for a dialog's body.
func (s *Second) Body() fyne.CanvasObject {
	return widgets.Columns(12, forms.Labelled(s.frame.Text("desk.second.who"), s.who), forms.Labelled(s.frame.Text("desk.second"), s.pin))
}

// Inputs returns the entries in the order of Enter.
func (s *Second) Inputs() []fyne.Focusable { return []fyne.Focusable{s.who, s.pin} }

// Read returns who it is, nobody where neither was typed: it may have been approved before, or be asked for then. What stands alone is
// missing its other half, which the sentence says.
func (s *Second) Read() (second session.Second, refusal string) {
	who := strings.TrimSpace(s.who.Text)
	if (who == "") != (s.pin.Text() == "") {
		return second, s.frame.Text("desk.second.missing")
	}
	return session.Second{Who: who, PIN: s.pin.Text()}, ""
}

// Empty says whether nobody was named.
func (s *Second) Empty() bool { return strings.TrimSpace(s.who.Text) == "" && s.pin.Text() == "" }

// Missing returns the entry of the two that is empty, the first where both are: what is typed next belongs there.
func (s *Second) Missing() fyne.Focusable {
	if strings.TrimSpace(s.who.Text) == "" {
		return s.who
	}
	return s.pin
}

// Wipe takes the PIN away, after it was used.
func (s *Second) Wipe() { s.pin.SetText("") }

// Reason is an entry for the number of one of some reasons, with the numbered reasons over it.
type Reason struct {
	frame   *shell.Shell
	reasons []string
	prefix  string
	entry   *widgets.KeyEntry
}

// NewReason makes the entry; the words of a reason stand in the catalogue under prefix and its code.
func NewReason(frame *shell.Shell, reasons []string, prefix string) *Reason {
	reason := &Reason{frame: frame, reasons: reasons, prefix: prefix, entry: widgets.NewKeyEntry("", nil)}
	forms.Numbered(reason.entry, len(reasons))
	return reason
}

// Words tells the reasons with their numbers in one line.
func (r *Reason) Words() string {
	all := make([]string, len(r.reasons))
	for index, code := range r.reasons {
		all[index] = strconv.Itoa(index+1) + " " + r.frame.Text(r.prefix+code)
	}
	return strings.Join(all, "   ")
}

// Entry returns the entry, for a dialog's inputs.
func (r *Reason) Entry() *widgets.KeyEntry { return r.entry }

// Read returns the code of the reason that was typed, or the sentence that says what is wrong.
func (r *Reason) Read() (code, refusal string) {
	number, err := strconv.Atoi(strings.TrimSpace(r.entry.Text))
	if err != nil || number < 1 || number > len(r.reasons) {
		return "", r.frame.Text("month.reason.wrong", len(r.reasons))
	}
	return r.reasons[number-1], ""
}
