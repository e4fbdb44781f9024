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
	entry.MaxRunes = staff.CodeMax
	entry.Conceals = func(text string) bool {
		return len(text) >= pinLeast && strings.Trim(text, "0123456789") == ""
	}
	return entry
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
