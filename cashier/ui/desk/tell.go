package desk

import (
	"fyne.io/fyne/v2"

	"shouqi/cashier/checkout"
	"shouqi/cashier/ui/telling"
)

// stepNames are the words of the steps for whoever plays the window.
var stepNames = map[checkout.Step]string{
	checkout.Idle: "idle", checkout.Choosing: "choosing", checkout.Opening: "opening", checkout.Tendering: "tendering",
	checkout.Waiting: "waiting", checkout.Unknown: "unknown", checkout.Scanning: "scanning", checkout.Collecting: "collecting", checkout.Taken: "taken",
}

// Tell implements shell.Telling.
func (s *Screen) Tell() (desk telling.Desk, focus string) {
	desk = telling.Desk{Step: stepNames[s.view.Step], Room: s.view.Shown().Room.Code, Stood: s.view.Stood, Said: s.view.Problem.Key}
	if s.view.Step == checkout.Collecting && s.mayShowAgain() && s.view.Draft.AtChannel.Code == "" {
		desk.Step = "asking" // there is nothing to scan yet
	}
	if s.view.Early != nil {
		desk.Said = "desk.early"
	}
	switch {
	case s.view.Draft != nil:
		desk.SumFen = int64(s.view.Quote.DueFen)
	case s.view.Paid != nil:
		desk.SumFen = int64(s.view.Paid.Payment.TotalFen)
	}
	if s.money != nil {
		button := s.money.primary
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		desk.PressX, desk.PressY = int(at.X+button.Size().Width/2), int(at.Y+button.Size().Height/2)
	}
	return desk, s.focusName()
}

func (s *Screen) focusName() string {
	switch s.frame.Canvas().Focused() {
	case nil:
		return ""
	case fyne.Focusable(s.search):
		return "search"
	case fyne.Focusable(s.amount):
		return "amount"
	case fyne.Focusable(s.reference):
		return "reference"
	case fyne.Focusable(s.payerCode):
		return "payer-code"
	case fyne.Focusable(s.bills):
		return "bills"
	}
	return ""
}
