package collecting

import (
	"sync"

	"shouqi/cashier/printing"
	"shouqi/cashier/session"
	"shouqi/ledger/payment"
	"shouqi/ledger/till"
)

// Collecting asks the channels for money. Its methods may be called by several goroutines.
type Collecting struct {
	session  *session.Session
	printing *printing.Printing
	wake     chan struct{}

	mu        sync.Mutex
	codes     map[string]string // the texts of the codes that are shown, by order number
	listeners map[int]func(Order)
	nextKey   int
	// unprinted are the receipts of money that was booked while nobody was signed in.
	unprinted map[string]bool
	// keptMS is when the follower asks next about what was kept for a household. It alone uses it.
	keptMS int64
}

// New makes the room in a session.
func New(s *session.Session, printing *printing.Printing) *Collecting {
	return &Collecting{session: s, printing: printing, wake: make(chan struct{}, 1), codes: make(map[string]string),
		listeners: make(map[int]func(Order)), unprinted: make(map[string]bool)}
}

// Order is an order at a channel as the counter shows it. Code is the text of the code that the owner scans, "" where there is none to
// be scanned; Room is the code of its room; By is the name of who began it; Payment is what booked its money, nil before.
type Order struct {
	payment.Intent
	Code    string
	Room    string
	By      string
	Payment *till.Payment
	// PaperError says why the receipt could not even be queued; the money is safe.
	PaperError error
}

// Wake lets the follower look at once: an order was begun, a shift was opened, somebody signed in.
func (c *Collecting) Wake() {
	select {
	case c.wake <- struct{}{}:
	default: // it is already going to look
	}
}

// Subscribe calls listener after each change of an order, from the goroutine that follows it. The listener must be quick and must not
// call this room. The function it returns ends the subscription.
func (c *Collecting) Subscribe(listener func(Order)) (end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := c.nextKey
	c.nextKey++
	c.listeners[key] = listener
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.listeners, key)
	}
}

func (c *Collecting) tell(order Order) {
	c.mu.Lock()
	listeners := make([]func(Order), 0, len(c.listeners))
	for _, listener := range c.listeners {
		listeners = append(listeners, listener)
	}
	c.mu.Unlock()
	for _, listener := range listeners {
		listener(order)
	}
}
