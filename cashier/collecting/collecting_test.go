package collecting_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"shouqi/cashier/collecting"
	"shouqi/cashier/spool"
	"shouqi/cashier/ui/uitest"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/till"
)

// scene is a counter that asks pretend channels, with the order of a household on its screen.
type scene struct {
	*uitest.Counter
	t    *testing.T
	bank *gatewaytest.Bank
}

func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{Counter: uitest.NewCounter(t), t: t}
	s.bank = gatewaytest.NewBank(func() time.Time { return s.Clock })
	for _, channel := range payment.Channels {
		s.Book.Payments.Connect(channel, s.bank.Gateway(channel))
	}
	return s
}

// shows puts all that a room owes on the screen as a code of a channel.
func (s *scene) shows(room string, channel payment.Channel) collecting.Order {
	s.t.Helper()
	draft := s.Draft(s.Household(room))
	draft.Rest = till.TenderKind(channel)
	asked := s.OrderOf(draft)
	asked.Way = payment.Shown
	taken, err := s.Taking.Take(context.Background(), asked)
	require.NoError(s.t, err)
	order, err := s.Collecting.Show(context.Background(), taken.Order.Order.No)
	require.NoError(s.t, err)
	require.NotEmpty(s.t, order.Code)
	return order
}

// follows lets the follower work until an order changed, some seconds later by the counter's clock.
func (s *scene) follows() (changed collecting.Order) {
	s.t.Helper()
	s.Clock = s.Clock.Add(5 * time.Second)
	news := make(chan collecting.Order, 10)
	defer s.Collecting.Subscribe(func(order collecting.Order) { news <- order })()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Collecting.Follow(ctx, func(err error) { s.t.Error(err) }) }()
	changed = <-news
	cancel()
	require.ErrorIs(s.t, <-ended, context.Canceled)
	return changed
}

func TestMoneyThatComesBehindTheDeskIsBookedAndPrinted(t *testing.T) {
	s := newScene(t)
	order := s.shows("3-2-1201", payment.WeChat)
	require.NoError(t, s.bank.Pay(payment.WeChat, order.Order.No))
	changed := s.follows()
	require.Equal(t, "3-2-1201", changed.Room)
	require.NotEmpty(t, changed.Receipt)
	require.NoError(t, changed.PaperError)
	require.Empty(t, changed.Code, "a code that was paid is not shown again")
	require.Len(t, s.Pending(spool.Receipt), 1)
	// Read again, or asked again, it is printed no second time.
	_, err := s.Collecting.Ask(context.Background(), order.Order.No)
	require.NoError(t, err)
	require.Len(t, s.Pending(spool.Receipt), 1)
}

// The terminal said that the card was declined, and took it all the same: minutes later the money is booked, told and printed by itself.
func TestACardThatPaidAfterAllIsFoundBehindTheDesk(t *testing.T) {
	s := newScene(t)
	draft := s.Draft(s.Household("3-2-1201"))
	draft.Rest = till.TerminalPay
	asked := s.OrderOf(draft)
	asked.Way = payment.Charged
	taken, err := s.Taking.Take(context.Background(), asked)
	require.NoError(t, err)
	no := taken.Order.Order.No
	_, err = s.Collecting.Charge(context.Background(), no, "")
	require.NoError(t, err)
	require.NoError(t, s.bank.Decline(payment.Terminal, no))
	require.Equal(t, payment.IsClosed, s.follows().State)
	require.NoError(t, s.bank.PayLate(payment.Terminal, no))
	s.Clock = s.Clock.Add(2 * time.Minute)
	changed := s.follows()
	require.Equal(t, no, changed.Order.No)
	require.NotEmpty(t, changed.Receipt)
	require.Len(t, s.Pending(spool.Receipt), 1)
}

func TestAReceiptWaitsForSomebodyToBeAtTheCounter(t *testing.T) {
	s := newScene(t)
	order := s.shows("1-1-0602", payment.WeChat)
	s.SignOut()
	require.NoError(t, s.bank.Pay(payment.WeChat, order.Order.No))
	require.NotEmpty(t, s.follows().Receipt, "the money is booked whoever is there")
	require.Empty(t, s.Pending(spool.Receipt))
	s.As("101", uitest.CashierPIN)
	second := s.shows("3-2-1201", payment.Alipay)
	require.NoError(t, s.bank.Scan(payment.Alipay, second.Order.No))
	require.NoError(t, s.bank.Pay(payment.Alipay, second.Order.No))
	s.follows()
	require.Len(t, s.Pending(spool.Receipt), 2)
}

// A channel that hangs or lies holds nothing up and frees nothing: the order stands in the tray with what went wrong.
func TestWhatAChannelFailsAtStandsInTheTray(t *testing.T) {
	s := newScene(t)
	first, second := s.shows("1-1-0602", payment.WeChat), s.shows("3-2-1201", payment.Alipay)
	s.bank.Script.Next(payment.WeChat, gatewaytest.MethodQuery, gatewaytest.Forged)
	require.Equal(t, payment.CodeUntrusted, s.follows().Failure)
	tray, err := s.Collecting.Tray(context.Background())
	require.NoError(t, err)
	require.Len(t, tray.Orders, 2)
	require.Equal(t, []string{first.Order.No, second.Order.No}, []string{tray.Orders[0].Order.No, tray.Orders[1].Order.No})
	order, err := s.Collecting.Stop(context.Background(), first.Order.No)
	require.NoError(t, err)
	require.Equal(t, payment.IsClosed, order.State)
	require.Empty(t, order.Code)
}

// A channel that hangs holds up its own order alone.
func TestAChannelThatHangsHoldsUpNoOther(t *testing.T) {
	s := newScene(t)
	release := make(chan struct{})
	s.Book.Payments.Connect(payment.WeChat, hanging{s.bank.Gateway(payment.WeChat), release})
	s.shows("1-1-0602", payment.WeChat)
	order := s.shows("3-2-1201", payment.Alipay)
	require.NoError(t, s.bank.Scan(payment.Alipay, order.Order.No))
	require.NoError(t, s.bank.Pay(payment.Alipay, order.Order.No))
	s.Clock = s.Clock.Add(5 * time.Second)
	news := make(chan collecting.Order, 10)
	defer s.Collecting.Subscribe(func(order collecting.Order) { news <- order })()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Collecting.Follow(ctx, func(err error) { t.Error(err) }) }()
	require.Equal(t, order.Order.No, (<-news).Order.No)
	close(release)
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
}

// hanging is a channel that answers no query until it is released.
type hanging struct {
	payment.Gateway
	release chan struct{}
}

func (h hanging) Query(ctx context.Context, order payment.Order) (payment.Answer, error) {
	<-h.release
	return h.Gateway.Query(ctx, order)
}
