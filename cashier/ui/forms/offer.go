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
// the form, which stays as it was; Enter does nothing in it, so that an Enter too many neither asks nor puts the offer away unread. Any other error, and a window whose
// counter cannot ask, offers nothing.
func OfferAsking(frame *shell.Shell, err error, explain func(err error) string) {
	deed, wants := staff.Wanted(err)
	ask := frame.AskApproval()
	if !wants || ask == nil {
		return
	}
	ShowOffer(frame, deed.Action, func(ctx context.Context) (number string, failed error) { return ask(ctx, err) }, explain)
}

// ShowOffer shows the offer of OfferAsking for an action; ask asks and returns the number of what was asked for.
func ShowOffer(frame *shell.Shell, action staff.Action, ask func(ctx context.Context) (number string, err error), explain func(err error) string) {
	number := ""
	Ask(frame, Question{
		Options: widgets.DialogOptions{Title: frame.Text("forms.offer", frame.Text("action."+string(action))), Message: frame.Text("forms.offer.advice"), Width: 560,
			Yes: frame.Text("forms.offer.yes"), No: frame.Text("forms.offer.no"), YesKey: fyne.KeyF4, EscOnly: true},
		Work: func(ctx context.Context) (err error) {
			number, err = ask(ctx)
			return err
		},
		Explain: explain,
		Done:    func() { frame.Toast(frame.Text("approvals.asked", number), widgets.ToneGood) },
	})
}
