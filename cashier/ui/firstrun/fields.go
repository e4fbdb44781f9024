package firstrun

import (
	"strings"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/forms"
	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger"
	"shouqi/ledger/staff"
	"shouqi/ledger/vault"
)

// The typed fields of a book, in order.
const (
	fieldEstate = iota
	fieldCompany
	fieldCounter
	fieldName
	fieldCount
)

// counterRunes is how long a counter's code may be.
const counterRunes = 4

var fieldKeys = [fieldCount]string{"firstrun.estate", "firstrun.company", "firstrun.counter", "firstrun.name"}

// fields are the entries of a new book; words stay when the screen is made anew, secrets are typed again.
type fields struct {
	frame             *shell.Shell
	values            [fieldCount]string
	codeText          string
	entries           [fieldCount]*widgets.KeyEntry
	code, pin, again  *widgets.DigitEntry
	passphrase, twice *widgets.KeyEntry
}

// object draws the entries in two columns: the estate, and the manager.
func (f *fields) object(form *forms.Form, hasPassphrase bool) fyne.CanvasObject {
	text := f.frame.Text
	for index := range f.entries {
		entry := widgets.NewKeyEntry("", nil)
		entry.MaxRunes = 40
		entry.SetText(f.values[index])
		entry.OnChanged = func(typed string) { f.values[index] = strings.TrimSpace(typed) }
		f.entries[index] = entry
	}
	f.entries[fieldCounter].MaxRunes, f.entries[fieldCounter].Replaces = counterRunes, true
	pinText, againText := "", ""
	if f.pin != nil {
		pinText, againText = f.pin.Text(), f.again.Text()
	}
	f.code = widgets.NewCountEntry(text("firstrun.code"), 6, func(typed string) { f.codeText = typed })
	f.code.SetText(f.codeText)
	f.pin, f.again = widgets.NewPINEntry(text("firstrun.pin"), nil), widgets.NewPINEntry(text("firstrun.again"), nil)
	f.pin.SetText(pinText)
	f.again.SetText(againText)
	labelled := func(index int) fyne.CanvasObject { return forms.Labelled(text(fieldKeys[index]), f.entries[index]) }
	left := widgets.VStack(10, labelled(fieldEstate), labelled(fieldCompany), labelled(fieldCounter))
	right := widgets.VStack(10, labelled(fieldName), widgets.Inset(6, 0, 0, 0, f.code), f.pin, f.again)
	inputs := []fyne.Focusable{f.entries[fieldEstate], f.entries[fieldCompany], f.entries[fieldCounter], f.entries[fieldName], f.code, f.pin, f.again}
	body := widgets.VStack(12, widgets.Columns(24, left, right))
	if hasPassphrase {
		f.passphrase, f.twice = widgets.NewVerbatimEntry(), widgets.NewVerbatimEntry()
		f.passphrase.Password, f.twice.Password = true, true
		body.Add(widgets.Columns(24, forms.Labelled(text("firstrun.passphrase"), f.passphrase), forms.Labelled(text("firstrun.passphrase.again"), f.twice)))
		inputs = append(inputs, f.passphrase, f.twice)
	}
	form.SetInputs(inputs...)
	return body
}

// refusal says what is missing or differs, and where; what the ledger refuses it says itself.
func (f *fields) refusal(hasPassphrase bool) (words string, at fyne.Focusable) {
	text := f.frame.Text
	for index, value := range f.values {
		if value == "" {
			return text("firstrun.empty"), f.entries[index]
		}
	}
	switch {
	case f.code.Text() == "":
		return text("firstrun.empty"), f.code
	case f.pin.Text() == "":
		return text("firstrun.empty"), f.pin
	case f.pin.Text() != f.again.Text():
		f.again.SetText("")
		return text("firstrun.differ.pin"), f.again
	case hasPassphrase && f.passphrase.Text != f.twice.Text:
		f.twice.SetText("")
		return text("firstrun.differ.passphrase"), f.twice
	}
	return "", nil
}

// at returns the entry that a refusal of the ledger is about, the first where it is about none of them. A PIN that was
// refused is typed anew, twice.
func (f *fields) at(code string) fyne.Focusable {
	switch code {
	case staff.CodePINForm, staff.CodePINWeak:
		f.pin.SetText("")
		f.again.SetText("")
		return f.pin
	case staff.CodeCodeForm:
		return f.code
	case staff.CodeNameForm:
		return f.entries[fieldName]
	case ledger.CodeCounter:
		return f.entries[fieldCounter]
	case vault.CodePassphraseShort:
		return f.passphrase
	}
	return f.entries[fieldEstate]
}

// wipe forgets the secrets.
func (f *fields) wipe() {
	f.pin.SetText("")
	f.again.SetText("")
	if f.passphrase != nil {
		f.passphrase.SetText("")
		f.twice.SetText("")
	}
}
