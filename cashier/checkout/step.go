package checkout

// Step is where a payment stands.
type Step uint8

// The steps of a payment. From Waiting on nothing that the person does changes what is being taken.
const (
	// Idle is a desk with no household open: the search waits, and the last payment may be shown.
	Idle Step = iota
	// Choosing is a search with its hits on the screen, over whatever is open below.
	Choosing
	// Opening is a household being read: what is meant for it waits.
	Opening
	// Tendering is a household open, its bills ticked, and money being typed or counted.
	Tendering
	// Waiting is the book being asked to take the money.
	Waiting
	// Unknown is a book that did not say whether it took the money: asking again with the same request is harmless.
	Unknown
	// Scanning is a household open whose owner shows a payment code on the phone: the sum stands there, and the code is waited for.
	Scanning
	// Collecting is an order open at a channel: the owner pays it on the phone, or its answer is waited for.
	Collecting
	// Taken is money that is durable, shown until the next household is opened.
	Taken
)

// Place is where the keyboard goes.
type Place uint8

// The places of the keyboard. Stay leaves it where it is; Nowhere takes it away from every field, so that what is typed is looked for.
const (
	Stay Place = iota
	AtSearch
	AtAmount
	AtReference
	AtPayerCode
	Nowhere
)

// Stop says why no money can be taken now.
type Stop uint8

// The reasons. Free is none: money can be taken. Unread is a state nobody has read yet, about which nothing is said.
const (
	Free Stop = iota
	Unread
	Latched
	NoShift
	NotMine
	PastCutoff
)

// stop says whether money can be taken, as the counter's state has it.
func (c *Checkout) stop() Stop {
	switch {
	case !c.stateRead:
		return Unread
	case c.state.Stopped != nil:
		return Latched
	case c.state.Shift == nil:
		return NoShift
	case !c.state.Mine:
		return NotMine
	case c.state.PastCutoff:
		return PastCutoff
	}
	return Free
}
