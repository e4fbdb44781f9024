package forms

import (
	"strconv"
	"strings"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
)

// pinLeast is how many figures a PIN has at least.
const pinLeast = 4

// NewCode makes the entry of a second person's code. It takes no more characters than a code has: a PIN that was typed into
// it by habit does not go on in it, and figures that may be one are dots, as in the field of the PIN: they stand there for all to read else.
func NewCode(frame *shell.Shell) *widgets.KeyEntry {
	entry := widgets.NewKeyEntry(frame.Text("desk.second.who_hint"), nil)
	entry.MaxRunes, entry.Conceals = staff.CodeMax, mayBePIN
	return entry
}

// NewCodeDigits is NewCode for a page that is filled in by the keypad alone; changed is told the figures, nil for nobody.
func NewCodeDigits(label string, changed func(code string)) *widgets.DigitEntry {
	entry := widgets.NewCountEntry(label, 6, changed)
	entry.Conceals = mayBePIN
	return entry
}

// mayBePIN says whether what was typed as a code may be a PIN.
func mayBePIN(text string) bool {
	return len(text) >= pinLeast && strings.Trim(text, "0123456789") == ""
}

// Numbered makes an entry take the number of one of count reasons. Enter does not leave it while it is empty, and says what is wanted.
func Numbered(reason *widgets.KeyEntry, count int) {
	reason.MaxRunes, reason.Required, reason.Choices = len(strconv.Itoa(count)), true, count
}

// NewNote makes the entry of the words beside a numbered reason. Enter in the reason goes past it unless the reason typed is
// the one called other, the last of count: whoever knows the form by heart types on the code and the PIN, and they must not
// land in a note that everybody reads. For the same reason Enter does not leave the reason while it is empty.
func NewNote(reason *widgets.KeyEntry, count int) *widgets.KeyEntry {
	Numbered(reason, count)
	note := widgets.NewKeyEntry("", nil)
	note.Pass = func() bool { return reason.Text != "" && reason.Text != strconv.Itoa(count) }
	return note
}
