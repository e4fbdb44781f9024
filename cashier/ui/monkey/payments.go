package monkey

import (
	"context"
	"sync"

	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// payments follows the payments of the book: which input led to which.
type payments struct {
	book  *ledger.Book
	mutex sync.Mutex
	known int
	found []payment
}

// payment is a payment that came into the book by a job. Input is nil where no input began that job.
type payment struct {
	number    string
	due, kept money.Fen
	input     *Input
}

// look asks the book whether there are more payments than before; by is the job that has just ended.
func (p *payments) look(by *job) {
	if p.book == nil {
		return
	}
	var count int
	var last till.Payment
	err := p.book.Store.Read(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Get("SELECT count(*) FROM payments WHERE kind = 'payment'", nil, &count); err != nil || count == p.known {
			return err
		}
		number := ""
		if _, err := tx.Get(`SELECT r.number FROM payments p JOIN receipts r ON r.device = p.device AND r.seq = p.seq
			WHERE p.kind = 'payment' ORDER BY p.seq DESC LIMIT 1`, nil, &number); err != nil {
			return err
		}
		var err error
		last, err = till.ByNumber(tx, number)
		return err
	})
	if err != nil || count == p.known { // A book that was closed meanwhile has nothing to tell.
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.known = count
	p.found = append(p.found, payment{number: last.Number, due: last.TotalFen, kept: keptOf(last), input: by.input})
}

// keptOf gives what of a payment went into the household's prepayment: on the screen it may stand beside the sum due.
func keptOf(p till.Payment) (kept money.Fen) {
	for _, allocation := range p.Allocations {
		if allocation.Kind == till.ToPrepaid {
			kept += allocation.Fen
		}
	}
	return kept
}

// take gives the payments found since the last call.
func (p *payments) take() []payment {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	taken := p.found
	p.found = nil
	return taken
}
