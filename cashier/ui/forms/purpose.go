package forms

import (
	"shouqi/cashier/ui/shell"
	"shouqi/ledger/billing"
)

// Purpose is what a prepayment is kept for, in the language of the window.
func Purpose(frame *shell.Shell, purpose billing.Purpose) string {
	if purpose == billing.AnyPurpose {
		return frame.Text("prepaid.purpose.any")
	}
	return frame.Text("prepaid.purpose." + string(purpose))
}
