// Package checkout is a payment at the desk as explicit steps: what the screen may show and what a key may do follow from
// the step a payment is in, never from which of several fields happen to be set.
//
// A Checkout is pure: Do takes an Input and returns the View that stands from then on. It reads no clock, starts nothing
// and touches no widget; what must be asked of the book stands in View.Asks, and the book's answers come back as Inputs
// too. Invariants: money is asked for only by a Confirm or a Pass that was begun when the sum stood on the View its person
// had seen; one draft keeps one request id over every retry; Inputs that come while the book is being asked wait in order;
// an answer to an old question changes nothing; what was typed survives every refusal.
//
// It imports no Fyne and asks nothing of the book itself.
package checkout
