package forms

import (
	"context"

	"fyne.io/fyne/v2"

	"shouqi/cashier/ui/shell"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/staff"
)

// OfferAsking offers to ask for the approval that a refused deed wants, where its form was filled in without a second person: exactly
// that deed is asked for, and the form does it once somebody approved. It is the one way in which every form of the window asks, over
// the form, which stays as it was; Enter does nothing in it, so that an Enter too many neither asks nor puts the offer away unread.
// Once it is asked for, asked takes the refusal off the form: nothing is wrong with it any more. Any other error, and a window whose
// counter cannot ask, offers nothing, which offered says.
func OfferAsking(frame *shell.Shell, err error, explain func(err error) string, asked func()) (offered bool) {
	deed, wants := staff.Wanted(err)
	ask := frame.AskApproval()
	if !wants || ask == nil {
		return false
	}
	ShowOffer(frame, deed.Action, func(ctx context.Context) (done shell.Asked, failed error) { return ask(ctx, err) }, explain, asked)
	return true
}

// ShowOffer shows the offer of OfferAsking for an action; ask asks.
func ShowOffer(frame *shell.Shell, action staff.Action, ask func(ctx context.Context) (shell.Asked, error), explain func(err error) string, asked func()) {
	var done shell.Asked
	Ask(frame, Question{
		Options: widgets.DialogOptions{Title: frame.Text("forms.offer", frame.Text("action."+string(action))), Message: frame.Text("forms.offer.advice"), Width: 560,
			Yes: frame.Text("forms.offer.yes"), No: frame.Text("forms.offer.no"), YesKey: fyne.KeyF4, EscOnly: true},
		Work: func(ctx context.Context) (err error) {
			done, err = ask(ctx)
			return err
		},
		Explain: explain,
		Done: func() {
			asked()
			if done.Since != "" {
				frame.Toast(frame.Text("approvals.waits", done.Number, done.Since), widgets.ToneLook)
				return
			}
			frame.Toast(frame.Text("approvals.asked", done.Number), widgets.ToneGood)
		},
	})
}
