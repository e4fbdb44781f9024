package devices

// Showing is what the amount on a customer's display is.
type Showing string

// What a display can show.
const (
	ShowNothing  Showing = ""         // dark, whatever the amount
	ShowPrice    Showing = "price"    // of one thing
	ShowDue      Showing = "due"      // what is to be paid
	ShowReceived Showing = "received" // what was handed over
	ShowChange   Showing = "change"   // what is given back
)

// CustomerDisplay is a display of figures that the payer looks at.
type CustomerDisplay interface {
	// Show puts an amount, in fen, on the display in place of what it showed. It never waits: a display that is away shows
	// the last one when it comes back. An amount that does not fit makes the display dark: a cut figure is a wrong one.
	Show(what Showing, fen int64)
}
