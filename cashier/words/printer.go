package words

import (
	"shouqi/assets"
	"shouqi/devices"
)

// Printer returns what is wrong with a printer and what to do about it, in the words of the desk. Without a reason it is
// that all is well, and nothing to do.
func Printer(reason devices.Reason, lang string) (wrong, advice string) {
	if reason == devices.None {
		return assets.Text(lang, "printer.well"), ""
	}
	return assets.Text(lang, "desk.printer."+string(reason)), assets.Text(lang, "printer.advice."+string(reason))
}
