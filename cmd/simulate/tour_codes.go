package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"shouqi/ledger"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
	"shouqi/ledger/staff"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// channels are pretend channels of a tour, at an address of this machine.
type channels struct {
	bank   *gatewaytest.Bank
	id     *gatewaytest.Identity
	base   string
	server *http.Server
}

// openChannels begins to answer; wrap stands around every answer.
func openChannels(wrap func(http.Handler) http.Handler) (*channels, error) {
	id, err := gatewaytest.NewIdentity()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("tour: listen: %w", err)
	}
	c := &channels{bank: gatewaytest.NewBank(time.Now), id: id, base: "http://" + listener.Addr().String()}
	c.server = &http.Server{Handler: wrap(gatewaytest.NewServer(c.bank, id)), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = c.server.Serve(listener) }() // it ends with Close, and a question that gets no answer is what the window is for
	return c, nil
}

func (c *channels) close() error { return c.server.Close() }

// connect gives the demo book at path its channels, by two people, while nobody has it open.
func (t *tour) connect(path string) (err error) {
	folder := filepath.Join(t.home, "merchant")
	if err := t.channels.id.WriteMerchant(folder, t.channels.base); err != nil {
		return err
	}
	contracts, err := ledger.ReadContracts(filepath.Join(folder, merchantFile))
	if err != nil {
		return err
	}
	ctx := context.WithoutCancel(t.ctx)
	book, _, err := ledger.Open(ctx, path, ledger.OpenOptions{Key: vault.Key{Demo: true}})
	if err != nil {
		return fmt.Errorf("tour: open the book for its channels: %w", err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := t.things.set(ctx, book); err != nil {
		return err
	}
	manager, err := book.Staff.SignIn(ctx, "100", "1357")
	if err != nil {
		return err
	}
	approval, err := book.Staff.Approve(ctx, manager, "200", "2468", staff.ConnectChannel)
	if err != nil {
		return err
	}
	return book.SetContracts(ctx, manager, approval, contracts)
}

// reopen ends the counter at its sign-in, connects the channels, and opens it again.
func (t *tour) reopen(path string) error {
	if err := t.press([]string{"ctrl+q"}); err != nil {
		return err
	}
	if err := t.leave(); err != nil {
		return err
	}
	if err := t.connect(path); err != nil {
		return err
	}
	return t.openDemo(path)
}

// phone is an owner who pays the newest order that is open at a channel.
func (t *tour) phone(channel payment.Channel) error {
	for _, order := range t.channels.bank.Open(10) {
		if order.Channel != channel {
			continue
		}
		if order.IsOnScreen() {
			if err := t.channels.bank.Scan(channel, order.No); err != nil {
				return err
			}
		}
		return t.channels.bank.Pay(channel, order.No)
	}
	return fmt.Errorf("tour: %s 没有等着付的", channel.Name())
}

// codes takes money by the code on the screen, by the code on the owner's phone with its password, and from a household that was put
// aside while its owner paid.
func (t *tour) codes(path string, homes []debtor) error {
	all, _, err := t.payments(path)
	if err != nil {
		return err
	}
	count := len(all)
	first, second, third, next := homes[8], homes[9], homes[10], homes[11]
	if err := t.play(
		step{"用微信收的一户", []string{"type:" + digitsOf(first.code), "Return"}, t.desk("tendering", first.code)},
		step{"显示微信码", []string{"slash"}, t.desk("collecting", first.code)},
	); err != nil {
		return err
	}
	if err := t.phone(payment.WeChat); err != nil {
		return err
	}
	if err := t.play(
		step{"微信已付", nil, every(t.desk("taken", first.code), t.paid(path, first.code, count+1))},
		step{"扫付款码的一户", []string{"type:" + digitsOf(second.code), "Return"}, t.desk("tendering", second.code)},
		step{"请出示付款码", []string{"plus"}, t.desk("scanning", second.code)},
		step{"等业主输密码", []string{"rush:" + keysOf(t.channels.bank.NewCode(payment.Alipay, true)) + " Return"}, t.desk("collecting", second.code)},
	); err != nil {
		return err
	}
	if err := t.phone(payment.Alipay); err != nil {
		return err
	}
	if err := t.play(
		step{"支付宝已付", nil, every(t.desk("taken", second.code), t.paid(path, second.code, count+2))},
		step{"付得慢的一户", []string{"type:" + digitsOf(third.code), "Return"}, t.desk("tendering", third.code)},
		step{"显示支付宝码", []string{"asterisk"}, t.desk("collecting", third.code)},
		step{"放一边收下一户", []string{"F7", "type:" + digitsOf(next.code), "Return"}, t.desk("tendering", next.code)},
	); err != nil {
		return err
	}
	if err := t.phone(payment.Alipay); err != nil {
		return err
	}
	if err := t.play(
		step{"放一边的付了", nil, every(t.desk("tendering", next.code), t.paid(path, third.code, count+3))},
		step{"下一户不收", []string{"Escape"}, t.desk("idle", "")},
	); err != nil {
		return err
	}
	all, _, err = t.payments(path)
	if err != nil {
		return err
	}
	for index, want := range []struct {
		home debtor
		kind till.TenderKind
	}{{first, till.WeChatPay}, {second, till.AlipayPay}, {third, till.AlipayPay}} {
		got := all[count+index]
		if got.TotalFen != want.home.owed || got.Tenders[0].Kind != want.kind {
			return fmt.Errorf("tour: %s 收的是 %s，欠的是 %s", want.home.code, got.TotalFen.Yuan(), want.home.owed.Yuan())
		}
	}
	return nil
}
