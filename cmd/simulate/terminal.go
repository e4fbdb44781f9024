package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"shouqi/devices/devicetest"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/gatewaytest"
)

// terminalCommand is a pretend bank-card terminal, at which whoever types is the owner.
type terminalCommand struct {
	Listen   string `default:"127.0.0.1:8089" help:"监听的地址和端口：像一个串口服务器；写了 --port 就不用它。"`
	Port     string `type:"path" help:"改在一个串口上应答：串口的名字，一个还没有的文件名。"`
	State    string `required:"" type:"path" help:"存放订单和商户资料的文件夹，没有就新建。关掉再开就像断过电。"`
	Scenario string `type:"existingfile" help:"剧本：哪一次调用出什么故障；渠道写 terminal，方法是 charge、query、close。"`
}

// What is done at the terminal, a line of standard input each; the last two name the order's number behind the word.
const (
	tapCard     = "刷"
	declineCard = "拒"
	payLate     = "迟"
	voidSale    = "撤"
)

// Help is what --help says beyond the flags.
func (terminalCommand) Help() string {
	return "标准输入一行一件事：刷 刷卡付款，没有等着的金额就等下一笔来了马上付；拒 银行拒了这张卡；" +
		"迟 交易单号 已经拒了或撤销的那一笔，卡还是付了；撤 交易单号 在刷卡机上把付了的那一笔撤掉。\n\n" +
		"商户资料在 STATE/" + merchantFile + "，用 ledgerctl keys import 导入演示账本。故障见 simulate gateway --help，另有 garbled：应答在线上坏了，重发才对。"
}

// Run serves until ctx ends.
func (c terminalCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdin, os.Stdout) }

func (c terminalCommand) serve(ctx context.Context, in io.Reader, out io.Writer) error {
	bank := gatewaytest.NewBank(time.Now)
	if err := readScenario(c.Scenario, bank); err != nil {
		return err
	}
	if err := os.MkdirAll(c.State, 0o700); err != nil {
		return fmt.Errorf("simulate: folder of the terminal: %w", err)
	}
	keeper, err := keepBank(c.State, bank)
	if err != nil {
		return err
	}
	desk := &terminalDesk{bank: bank, out: out}
	server := gatewaytest.NewTerminalServer(bank)
	server.AnswersLate = true
	server.Keep = func() error { return errors.Join(keeper.keep(), desk.tell()) }
	address, end, err := c.plugIn(server)
	if err != nil {
		return err
	}
	if err := c.writeMerchant(address); err != nil {
		return errors.Join(err, end())
	}
	if _, err := fmt.Fprintf(out, "刷卡机在 %s，商户资料在 %s\n", address, filepath.Join(c.State, merchantFile)); err != nil {
		return errors.Join(fmt.Errorf("simulate: say: %w", err), end())
	}
	ended := make(chan error, 1)
	go func() { ended <- desk.play(in, server.Keep) }()
	select {
	case err = <-ended:
		if err == nil {
			<-ctx.Done() // nobody is at it any more, and it still answers
		}
	case <-ctx.Done():
		// The reader of standard input cannot be stopped; it ends with the program.
	}
	return errors.Join(err, end())
}

// plugIn opens the line at which the terminal answers, and returns its address and what closes it.
func (c terminalCommand) plugIn(server *gatewaytest.TerminalServer) (address string, end func() error, err error) {
	if c.Port != "" {
		line, err := plugIn(c.Port, devicetest.NewLine)
		if err != nil {
			return "", nil, err
		}
		unplugged := make(chan struct{})
		go func() {
			for {
				server.Serve(line.Stream()) // a fault that cuts the line is a terminal that starts anew
				select {
				case <-unplugged:
					return
				default:
				}
			}
		}()
		return "serial://" + c.Port, func() error {
			close(unplugged)
			return line.Close()
		}, nil
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return "", nil, fmt.Errorf("simulate: listen: %w", err)
	}
	go func() {
		for {
			line, err := listener.Accept()
			if err != nil {
				return // it is closed
			}
			go server.Serve(line)
		}
	}()
	return "tcp://" + listener.Addr().String(), listener.Close, nil
}

// writeMerchant writes the file by which a counter is connected.
func (c terminalCommand) writeMerchant(address string) error {
	text, err := json.MarshalIndent(map[string]any{"base": address,
		"terminal": map[string]string{"appId": gatewaytest.TerminalApp, "absentCode": gatewaytest.TerminalAbsent}}, "", "\t")
	if err != nil {
		return fmt.Errorf("simulate: write the merchant: %w", err)
	}
	return replaceFile(filepath.Join(c.State, merchantFile), text)
}

// terminalDesk is who stands at the terminal, and what it shows.
type terminalDesk struct {
	bank *gatewaytest.Bank
	out  io.Writer

	mu   sync.Mutex
	said string
}

// tell says what the terminal shows, where that is something else than before.
func (d *terminalDesk) tell() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	shown := "空闲"
	if order, waits := d.waiting(); waits {
		shown = fmt.Sprintf("%s 请刷卡（%s）", order.Fen.Yuan(), order.No)
	}
	if shown == d.said {
		return nil
	}
	d.said = shown
	_, err := fmt.Fprintln(d.out, shown)
	return err
}

// waiting returns the order that waits for a card.
func (d *terminalDesk) waiting() (gatewaytest.Order, bool) {
	for _, order := range d.bank.Open(1) {
		return order, true
	}
	return gatewaytest.Order{}, false
}

// play does what each line says.
func (d *terminalDesk) play(in io.Reader, keep func() error) error {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		order, waits := d.waiting()
		var err error
		text, no, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		switch {
		case text == payLate:
			err = d.refused(d.bank.PayLate(payment.Terminal, no))
		case text == voidSale:
			_, failed := d.bank.Reverse(payment.Terminal, no)
			err = d.refused(failed)
		case text == tapCard && waits:
			err = d.bank.Pay(payment.Terminal, order.No)
		case text == tapCard:
			d.bank.NewCode(payment.Terminal, false)
		case text == declineCard && waits:
			err = d.bank.Decline(payment.Terminal, order.No)
		}
		if err == nil {
			err = keep()
		}
		if err != nil {
			return fmt.Errorf("simulate: terminal: %w", err)
		}
	}
	return lines.Err()
}

// refused says that the terminal does not do what was typed, and goes on.
func (d *terminalDesk) refused(err error) error {
	if err == nil {
		return nil
	}
	_, failed := fmt.Fprintf(d.out, "刷卡机不做：%v\n", err)
	return failed
}
