package billing

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// Proposing is one run while its source works it out: what the source reads, and where it puts what it finds.
type Proposing struct {
	Ctx   context.Context
	Tx    *store.Tx
	Order Order
	// Today is the business day, the same for the whole run even if the cut-off hour passes meanwhile.
	Today calendar.Date
	// Issuing says that the bills are made and not only shown; a source then refuses what only a preview may do.
	Issuing bool

	// made is what was found so far, and sum hashes its bills. line is memory that Take uses again for each of them.
	made Preview
	sum  hash.Hash
	line []byte
	// places are what became of each household, by the id of its room or of an object that belongs to none; nil where nobody asks, to save the memory in a run of a million.
	places map[string]place
	lawNotes
	// days are the first and the last day of its bills, "" while it has none.
	days tariff.Span
	// take is where bills go: a preview keeps them, a run writes them, an adjustment compares them.
	take func(Proposed) error
}

// newProposing makes a run that has found nothing yet. Its caller sets take.
func newProposing(ctx context.Context, tx *store.Tx, order Order, today calendar.Date) *Proposing {
	return &Proposing{Ctx: ctx, Tx: tx, Order: order, Today: today, sum: sha256.New()}
}

// propose lets the source work the order out and returns what it found.
func (p *Proposing) propose() (Preview, error) {
	if err := p.Order.check(); err != nil {
		return Preview{}, err
	}
	if err := p.readLaw(); err != nil {
		return Preview{}, err
	}
	if err := p.Order.Source.Propose(p); err != nil {
		return Preview{}, err
	}
	p.countPlaces()
	var err error
	if p.made.Law, err = p.lawful(); err != nil {
		return Preview{}, err
	}
	p.made.Far = p.reaches(aloneMonths)
	p.made.Digest = hex.EncodeToString(p.sum.Sum(nil)[:16])
	return p.made, nil
}

// Take takes a bill into the run, and into its digest: which bill it is, its amount, due day, kind and debtor, in order.
// Steps are not part of the digest, so that other words for the same money are no change. Errors: billing.amount where
// the sum of all is more than a book holds, and that of where the bill goes.
func (p *Proposing) Take(b Proposed) error {
	sum, err := money.Add(p.made.SumFen, b.AmountFen)
	if err != nil {
		return store.Fail(CodeAmount, err)
	}
	p.made.SumFen = sum
	p.made.Count++
	p.noteDays(b)
	if b.DueOn < p.Today {
		p.made.Late++
	}
	what := isCharged
	if b.AmountFen == 0 { // only a trial takes such a bill
		what = isNothing
	}
	p.note(cmp.Or(b.Home, b.Object), what)
	if err := p.noteLaw(b); err != nil {
		return err
	}
	p.sum.Write(billID(b.Item, b.Object, b.FromOn, b.ToOn, b.Revision))
	p.line = append(binary.BigEndian.AppendUint64(p.line[:0], uint64(b.AmountFen)), b.DueOn...)
	p.sum.Write(append(append(append(p.line, b.Kind...), '|'), b.Debtor...))
	return p.take(b)
}

// Except takes in what cannot be billed. The run goes on, so that a person hears of every exception at once.
func (p *Proposing) Except(e Exception) { p.made.Exceptions = append(p.made.Exceptions, e) }

// Already counts a period that is billed.
func (p *Proposing) Already() { p.made.Already++ }

// Waiting counts a period that waits for what is known only later.
func (p *Proposing) Waiting() { p.made.Waiting++ }

// Shared tells of a pool that was split for a period and what of it the estate bears. A sum beyond what a book holds is
// billing.amount.
func (p *Proposing) Shared(pool, borne money.Fen) (err error) {
	if p.made.PoolFen, err = money.Add(p.made.PoolFen, pool); err != nil {
		return store.Fail(CodeAmount, err)
	}
	p.made.BorneFen += borne // never more than the pools
	return nil
}

// Nothing counts a period for which a household's object is charged nothing.
func (p *Proposing) Nothing(home string) {
	p.made.Nothing++
	p.note(home, isNothing)
}

// Outside counts a period of a household's object that no tariff is for.
func (p *Proposing) Outside(home string) {
	p.made.Outside++
	p.note(home, isOutside)
}

// progressEvery is after how many objects a run says where it is and hears whether it was cancelled: often enough for a
// bar that moves, seldom enough to cost nothing.
const progressEvery = 256

// At says that so many objects of all are done, and returns the error of a run that was cancelled. A source calls it for each.
func (p *Proposing) At(done, total int) error {
	if done%progressEvery != 0 {
		return nil
	}
	if p.Order.Progress != nil {
		p.Order.Progress(done, total)
	}
	return p.Ctx.Err()
}
