package collecting

import (
	"context"
	"maps"
	"slices"
	"sync"

	"shouqi/cashier/guard"
	"shouqi/ledger/payment"
)

// following is what the follower knows of the orders that are open: which are being asked about now, and when each is to be asked next.
type following struct {
	trouble func(error)
	slots   chan struct{}
	done    chan struct{} // has something in it when a question was answered since it was last emptied
	group   sync.WaitGroup

	mu     sync.Mutex
	busy   map[string]bool
	nextMS map[string]int64
}

// backsOf names the question about all money that goes back, and closedAgain the one about closed orders, beside the numbers of orders.
const (
	backsOf     = ""
	closedAgain = "closed"
)

// ask puts a question in the background, unless the same is being asked.
func (f *following) ask(ctx context.Context, about string, question func() error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy[about] {
		return
	}
	f.busy[about] = true
	f.group.Go(func() {
		f.slots <- struct{}{}
		err := guard.Try("collecting", question)
		<-f.slots
		if err != nil && ctx.Err() == nil {
			f.trouble(err)
		}
		f.mu.Lock()
		delete(f.busy, about)
		f.mu.Unlock()
		select {
		case f.done <- struct{}{}:
		default: // it is going to look already
		}
	})
}

// isDue reports whether an order is to be asked about at nowMS, and if not, when; one that is being asked about says so itself.
func (f *following) isDue(no string, nowMS int64) (due bool, atMS int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.busy[no] {
		return false, nowMS + restMS
	}
	return f.nextMS[no] <= nowMS, f.nextMS[no]
}

func (f *following) setNext(no string, atMS int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.nextMS[no] = atMS
}

// forget lets every order be looked at again: something happened that the follower did not do.
func (f *following) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.nextMS)
}

// keep forgets the orders that are not open any more.
func (f *following) keep(open []payment.Intent) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.nextMS, func(no string, _ int64) bool {
		return !slices.ContainsFunc(open, func(intent payment.Intent) bool { return intent.Order.No == no })
	})
}
