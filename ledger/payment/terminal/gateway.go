package terminal

import (
	"cmp"
	"context"
	"regexp"
	"strconv"
	"sync"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/store"
)

const (
	// takenFor is how long the answer to a sale is waited for before the owner is said to be at the terminal: what came of it is asked then.
	takenFor = time.Second
	// absentMS is how long after an order was made, in milliseconds, the terminal's word that it has none ends it. A sale is sent once, within
	// 15 seconds of that (see payment.Charge) and within seconds more; what a device on the line held back is there by then.
	absentMS = 60_000
	// clockMax is how far the terminal's clock may be from ours; a moment beyond it is none.
	clockMax = 24 * time.Hour
)

// numberForm is how the terminal's own number of a transaction may look.
var numberForm = regexp.MustCompile(`^[0-9A-Za-z_-]{0,64}$`)

// Merchant is who the terminal is asked as. AppID is what the vendor names this program by. AbsentCode is the code by which the terminal
// says that it has no order of a number: the interface publishes no list, so that it is from the vendor, or seen when a number is asked about
// that was never used. Only with it does an order that never reached the terminal end. Pretend says that it is our own pretend terminal.
type Merchant struct {
	AppID, AbsentCode string
	Pretend           bool
}

// Gateway asks a card terminal; see payment.Gateway and the package. Its methods may be called by several goroutines.
type Gateway struct {
	merchant Merchant
	dial     Dial
	now      func() time.Time

	answerFor time.Duration

	mu   sync.Mutex
	link *link // nil before the first question
}

// Options are what a test sets; the zero value is what a counter takes: the time of the computer, and 5 seconds for an answer.
type Options struct {
	Now       func() time.Time
	AnswerFor time.Duration
}

// New returns a gateway to the terminal that dial reaches. It asks nobody yet. Errors: payment.channel for what is missing.
func New(merchant Merchant, dial Dial, options Options) (*Gateway, error) {
	if merchant.AppID == "" || merchant.AbsentCode == "" || isSuccess(merchant.AbsentCode) || dial == nil {
		return nil, store.Refuse(payment.CodeChannel, payment.Terminal.Name())
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	return &Gateway{merchant: merchant, dial: dial, now: options.Now, answerFor: cmp.Or(options.AnswerFor, answerFor)}, nil
}

// opened returns the line that is open, or opens one.
func (g *Gateway) opened(ctx context.Context) (*link, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.link != nil && !g.link.isEnded() {
		return g.link, nil
	}
	l, err := open(ctx, g.dial)
	if err == nil {
		g.link = l
	}
	return l, err
}

// ask asks one thing. acked says whether the terminal has the question, whatever the error, which is payment.no_answer or payment.pretend.
func (g *Gateway) ask(ctx context.Context, topic string, data Data, longest time.Duration) (answer Message, acked bool, err error) {
	l, err := g.opened(ctx)
	if err != nil {
		return Message{}, false, store.Fail(payment.CodeNoAnswer, err)
	}
	answer, acked, err = l.ask(ctx, Message{Topic: topic, AppID: g.merchant.AppID, Version: "1.0", Timestamp: Text(strconv.FormatInt(g.now().UnixMilli(), 10)), Data: data}, longest)
	switch {
	case err != nil && !acked && ctx.Err() == nil:
		l.end() // nothing comes through: the next question opens the line anew. One that is only not answered is the terminal's, which is busy.
		fallthrough
	case err != nil:
		return Message{}, acked, store.Fail(payment.CodeNoAnswer, err)
	case answer.Topic != topic:
		return Message{}, acked, store.Refuse(payment.CodeMismatch)
	case answer.Data.Simulated != g.merchant.Pretend:
		return Message{}, acked, store.Refuse(payment.CodePretend, payment.Terminal.Name())
	}
	return answer, acked, nil
}

// Charge puts an order on the terminal, where the owner taps or inserts the card; payerCode is nothing. What the terminal has already is only
// asked about, and so is what came of the sale: Entering means that the owner is at the terminal.
func (g *Gateway) Charge(ctx context.Context, order payment.Order, _ string) (payment.Answer, error) {
	if known, err := g.Query(ctx, order); err != nil || known.State != payment.Absent {
		return known, err
	}
	if g.now().UnixMilli() >= order.MadeMS+absentMS/2 {
		return payment.Answer{State: payment.Absent}, nil // The machine slept: Close may have ended the order by now.
	}
	answer, acked, err := g.ask(ctx, TopicOrder, Data{Type: Sale, OrderNo: order.No, Amount: Amount(order.Fen), Currency: currency, Scenario: "SWIPE_CARD",
		Subject: order.Subject, ExpiresIn: Text(strconv.FormatInt((order.ExpiresMS-order.MadeMS)/1000, 10))}, min(takenFor, g.answerFor))
	switch {
	case err != nil && acked && ctx.Err() == nil && store.Code(err) == payment.CodeNoAnswer && !g.hasEnded():
		return payment.Answer{State: payment.Entering}, nil
	case err != nil:
		return payment.Answer{}, err
	case answer.Data.OrderNo != "" && answer.Data.OrderNo != order.No, answer.Data.Amount != "" && !answer.Data.isOf(order):
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	case answer.Data.Status == "" && !isSuccess(string(answer.ResponseCode)):
		return payment.Answer{}, store.Refuse(payment.CodeRefused, string(answer.ResponseCode))
	}
	return g.Query(ctx, order)
}

// hasEnded reports whether the line broke.
func (g *Gateway) hasEnded() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.link == nil || g.link.isEnded()
}

// currency is what all amounts are in.
const currency = "CNY"

func isSuccess(code string) bool { return code == Success || code == "0" }

// Query asks the terminal for the order by our number.
func (g *Gateway) Query(ctx context.Context, order payment.Order) (payment.Answer, error) {
	answer, _, err := g.ask(ctx, TopicQuery, Data{OrderNo: order.No}, g.answerFor)
	if err != nil {
		return payment.Answer{}, err
	}
	return g.read(order, answer)
}

// read says how an order stands by the answer to a question about it. Whatever is not exactly this order is payment.mismatch.
func (g *Gateway) read(order payment.Order, answer Message) (payment.Answer, error) {
	data := answer.Data
	switch {
	case string(answer.ResponseCode) == g.merchant.AbsentCode && data.Status == "":
		return payment.Answer{State: payment.Absent}, nil
	case data.Status == "":
		return payment.Answer{}, store.Refuse(payment.CodeRefused, string(answer.ResponseCode))
	case data.OrderNo != order.No || data.Type != Sale:
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	if !data.isOf(order) {
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	var said payment.Answer
	if numberForm.MatchString(string(data.TransNo)) { // Nothing signs it, and it stays in the book for good.
		said.ChannelNo = string(data.TransNo)
	}
	switch data.Status {
	case Preordered:
		said.State = payment.Waiting
	case Underway:
		said.State = payment.Entering
	case Failed:
		said.State = payment.Closed
	case Cancelled:
		said.State = payment.Returned
	case Completed:
		said.State, said.Fen = payment.Paid, order.Fen
		ended, err := time.ParseInLocation(time.DateTime, data.EndedAt, calendar.Zone)
		if err == nil && ended.Sub(g.now()).Abs() <= clockMax {
			said.PaidMS = ended.UnixMilli()
		}
	default:
		return payment.Answer{}, store.Refuse(payment.CodeMismatch)
	}
	return said, nil
}

// isOf reports whether the sum is that of an order, without anything on top. One that failed may be told without its sum.
func (d Data) isOf(order payment.Order) bool {
	fen, ok := d.Amount.Fen()
	return (ok && fen == order.Fen || d.Amount == "" && d.Status == Failed) && d.Tip.isNothing() && d.Cashback.isNothing() && (d.Currency == "" || d.Currency == currency)
}

// Close takes an order off the terminal's screen. One that is paid by then is Paid: it is booked, and nothing goes back by itself.
func (g *Gateway) Close(ctx context.Context, order payment.Order) (payment.Answer, error) {
	said, err := g.Query(ctx, order)
	if err != nil || said.State.IsFinal() {
		return said, err
	}
	if said.State != payment.Absent {
		// Whether it was taken off is not read out of this answer, which a terminal also gives for an order that it has paid meanwhile.
		if _, _, err = g.ask(ctx, TopicClose, Data{OrderNo: order.No}, g.answerFor); err != nil {
			return payment.Answer{}, err
		}
		if said, err = g.Query(ctx, order); err != nil {
			return payment.Answer{}, err
		}
	}
	if said.State == payment.Absent {
		said.State = payment.Waiting
		if g.now().UnixMilli() >= order.MadeMS+absentMS {
			said.State = payment.Closed
		}
	}
	return said, nil
}

// Show is refused: a terminal shows no code on our screen.
func (g *Gateway) Show(context.Context, payment.Order) (string, error) {
	return "", store.Refuse(payment.CodeRefused, payment.Terminal.Name())
}

// Refund is refused: what a card paid goes back at the terminal, by hand.
func (g *Gateway) Refund(context.Context, payment.Refund) (payment.RefundAnswer, error) {
	return payment.RefundAnswer{}, store.Refuse(payment.CodeRefused, payment.Terminal.Name())
}

// QueryRefund is refused as Refund is.
func (g *Gateway) QueryRefund(context.Context, payment.Refund) (payment.RefundAnswer, error) {
	return payment.RefundAnswer{}, store.Refuse(payment.CodeRefused, payment.Terminal.Name())
}

// Statement is payment.no_statement: the acquirer's settlement does not come over the terminal.
func (g *Gateway) Statement(context.Context, calendar.Date) ([]payment.StatementLine, error) {
	return nil, store.Refuse(payment.CodeNoStatement)
}
