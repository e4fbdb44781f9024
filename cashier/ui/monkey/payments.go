package monkey

import (
	"context"
	"errors"
	"sync"
	"time"

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
	var count int
	var last till.Payment
	err := p.read(func(tx *store.Tx) error {
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
	if err != nil || count == p.known {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.known = count
	p.found = append(p.found, payment{number: last.Number, due: last.TotalFen, kept: keptOf(last), input: by.input})
}

// queue tells apart what waits for the printer at one time and another.
func (p *payments) queue() (mark [3]int64) {
	err := p.read(func(tx *store.Tx) error {
		_, err := tx.Get("SELECT count(*), coalesce(max(id), 0), coalesce(sum(changed_ms), 0) FROM print_jobs WHERE state = 'queued'", nil,
			&mark[0], &mark[1], &mark[2])
		return err
	})
	if err != nil {
		return [3]int64{}
	}
	return mark
}

// read asks the book. One that is being closed meanwhile, or is not open yet, answers nothing.
func (p *payments) read(ask func(tx *store.Tx) error) error {
	if p.book == nil {
		return errors.New("the book is closed")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return p.book.Store.Read(ctx, ask)
}

// keptOf returns what of a payment went into the household's prepayment: on the screen it may stand beside the sum due.
func keptOf(p till.Payment) (kept money.Fen) {
	for _, allocation := range p.Allocations {
		if allocation.Kind == till.ToPrepaid {
			kept += allocation.Fen
		}
	}
	return kept
}

// take returns the payments found since the last call.
func (p *payments) take() []payment {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	taken := p.found
	p.found = nil
	return taken
}
