package payment

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"sync"
	"sync/atomic"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Payments asks the channels for money and books what came. It never asks inside a write of the book, so that a channel that hangs holds
// nobody up. Its methods may be called by several goroutines.
type Payments struct {
	db      *store.DB
	journal *journal.Journal
	staff   *staff.Staff
	till    *till.Till

	mu       sync.Mutex
	gateways map[Channel]Gateway
	// askedMS says by order number when its channel was asked last, answeredMS when a terminal agreed last how an order has ended, and charged
	// which orders were charged since the program began.
	askedMS    map[string]int64
	answeredMS map[string]int64
	charged    map[string]bool
	// confirmed are the orders that the terminal agreed to since ConfirmShift began last.
	confirmed map[string]bool
	// skewMS is how far this counter's clock is ahead of the channels' (see Answer.ClockMS), by the last answer that told.
	skewMS atomic.Int64
}

// New returns the payments of an open book, without any channel: see Connect. From then on the till sends money back by it.
func New(db *store.DB, j *journal.Journal, s *staff.Staff, t *till.Till) *Payments {
	p := &Payments{db: db, journal: j, staff: s, till: t, gateways: make(map[Channel]Gateway), askedMS: make(map[string]int64), answeredMS: make(map[string]int64), charged: make(map[string]bool), confirmed: make(map[string]bool)}
	t.SendsBack(p.sendBack)
	t.Confirms(p.unconfirmed)
	return p
}

// Connect says by what a channel is asked, from now on; nil takes the channel away.
func (p *Payments) Connect(channel Channel, gateway Gateway) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if gateway == nil {
		delete(p.gateways, channel)
		return
	}
	p.gateways[channel] = gateway
}

// Connected returns the channels that can be asked, in the order of Channels.
func (p *Payments) Connected() (channels []Channel) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, channel := range Channels {
		if _, found := p.gateways[channel]; found {
			channels = append(channels, channel)
		}
	}
	return channels
}

// gateway returns by what a channel is asked, and payment.channel where there is nothing.
func (p *Payments) gateway(channel Channel) (Gateway, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if gateway, found := p.gateways[channel]; found {
		return gateway, nil
	}
	return nil, store.Refuse(CodeChannel, channel.Name())
}

// skewWarnMS is how far the counter's clock may be from the channels' before a person is warned.
const skewWarnMS = 60_000

// SkewBlockMS is how far it may be before nothing is asked for any more: WeChat refuses what is 5 minutes off.
const SkewBlockMS = 240_000

// SkewMS returns how far this counter's clock is ahead of the channels' in milliseconds, below 0 where it is behind, and whether that is so
// much that a person is to be warned.
func (p *Payments) SkewMS() (ms int64, warn bool) {
	ms = p.skewMS.Load()
	return ms, max(ms, -ms) >= skewWarnMS
}

// noteClock keeps what an answer says of the clocks.
func (p *Payments) noteClock(answer Answer) {
	if answer.ClockMS != 0 {
		p.skewMS.Store(p.journal.Now().UnixMilli() - answer.ClockMS)
	}
}

// How long an owner may take to begin paying a code that is shown, how long a charge is waited for, and how long after it was made a charge that
// its channel does not know of may still come.
const (
	shownForMS   = 5 * 60_000
	chargedForMS = 45_000
	chargedEndMS = 2 * 60_000
	// terminalForMS is how long an owner may take at the card terminal, with the PIN and a second card.
	terminalForMS = 3 * 60_000
)

// Asking is what a person wants a channel to be asked for. Order has one tender of the channel (till.ChannelTender) without a number,
// beside what else the owner pays with; RequestID is kept over every retry.
type Asking struct {
	Order till.Order
	Way   Way
}

// Begin checks an order as the till does, puts it on the disk with its number, and asks nobody yet. The same request again returns the
// same intent. Errors: those of till.Promise, payment.channel, payment.clock.
func (p *Payments) Begin(ctx context.Context, by staff.Actor, asking Asking) (intent Intent, err error) {
	tender, one := till.ChannelTender(asking.Order.Tenders)
	if !one || asking.Way != Shown && asking.Way != Charged {
		return Intent{}, store.Refuse(CodeChannel, "")
	}
	channel := Channel(tender.Kind)
	if asking.Way == Shown && !channel.HasCodes() {
		return Intent{}, store.Refuse(CodeChannel, channel.Name())
	}
	if _, err := p.gateway(channel); err != nil {
		return Intent{}, err
	}
	if skew := p.skewMS.Load(); max(skew, -skew) >= SkewBlockMS {
		return Intent{}, store.Refuse(CodeClock, max(skew, -skew)/60_000)
	}
	ordered, err := p.till.OrderRequest(asking.Order)
	if err != nil {
		return Intent{}, err
	}
	request, err := journal.NewRequest(ordered.ID, []string{string(asking.Way), fmt.Sprintf("%x", ordered.Digest)})
	if err != nil {
		return Intent{}, err
	}
	err = p.db.Write(ctx, func(tx *store.Tx) error {
		intent, err = journal.Once(tx, request, intentAt, func() (Intent, error) { return p.begin(tx, by, request, channel, tender.Fen, asking) })
		return err
	})
	return intent, err
}

func (p *Payments) begin(tx *store.Tx, by staff.Actor, request journal.Request, channel Channel, fen money.Fen, asking Asking) (Intent, error) {
	nowMS := p.journal.Now().UnixMilli()
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return Intent{}, err
	}
	endMS := nowMS + shownForMS
	switch {
	case channel == Terminal:
		endMS = nowMS + terminalForMS
	case asking.Way == Charged:
		endMS = nowMS + chargedEndMS
	}
	body := begunV1{Request: request, Channel: channel, Way: asking.Way, Fen: fen, Subject: subject(policies), ExpiresMS: endMS, Pretend: p.isPretend(channel)}
	if body.No, err = newNo(); err != nil {
		return Intent{}, err
	}
	order := asking.Order
	order.Tenders = append([]till.Tender(nil), order.Tenders...)
	for i := range order.Tenders {
		if order.Tenders[i].Kind.IsChannel() {
			order.Tenders[i].Reference = body.No
		}
	}
	if body.Promise, body.Approver, err = p.till.Promise(tx, by, order); err != nil {
		return Intent{}, err
	}
	e, err := p.journal.Append(tx, kindBegun, body)
	if err != nil {
		return Intent{}, err
	}
	return intentAt(tx, e.DeviceNo, e.Seq)
}

// subjectMax is how many characters a channel lets a subject have.
const subjectMax = 40

// subject is what the owner reads in the app: the company, and nothing about a person.
func subject(policies estate.Policies) string {
	runes := []rune(policies.Company + " 物业收费")
	return string(runes[:min(len(runes), subjectMax)])
}

// newNo makes the number of an order or of a refund: SQ and 24 characters drawn by chance, so that no other counter of the merchant makes
// the same, whatever was restored or copied, and nothing can be read from it.
func newNo() (string, error) {
	var drawn [15]byte
	if _, err := rand.Read(drawn[:]); err != nil {
		return "", fmt.Errorf("draw an order number: %w", err)
	}
	return "SQ" + base32.StdEncoding.EncodeToString(drawn[:]), nil
}
