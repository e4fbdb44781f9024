package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"shouqi/ledger/payment/gatewaytest"
)

// gatewayCommand is a pretend WeChat Pay, with a page that plays the owner's phone.
type gatewayCommand struct {
	Listen   string `default:"127.0.0.1:8780" help:"监听的地址和端口。"`
	State    string `required:"" type:"path" help:"存放密钥、商户资料和订单的文件夹，没有就新建；重新启动接着用。"`
	Scenario string `type:"path" placeholder:"FILE" help:"出故障的剧本。"`
}

// Help is what --help says beyond the flags: how a scenario is written.
func (gatewayCommand) Help() string {
	return "剧本一行一种请求：请求名，后面是依次发生的故障，用空格隔开，ok 是正常。请求：show charge query close refund query_refund statement。" +
		"故障：lost（没办也不答）lost_after（办了不答）broken（502）bad_sign unsigned skewed other_order other_sum refusal。" +
		"商户资料写在 --state 的 merchant.json，用 ledgerctl keys import 导入演示账本；手机页面在 /phone。"
}

// Run serves until ctx ends.
func (c gatewayCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdout) }

func (c gatewayCommand) serve(ctx context.Context, out io.Writer) error {
	bank := gatewaytest.NewBank(nil)
	kept := filepath.Join(c.State, "bank.json")
	if err := os.MkdirAll(c.State, 0o700); err != nil {
		return err
	}
	if err := errors.Join(bank.Load(kept), c.readScenario(bank)); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	channel, err := gatewaytest.WeChatIn(c.State, "http://"+listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	channel.Bank = bank
	mux := http.NewServeMux()
	mux.Handle("/v3/", channel.Handler())
	mux.Handle("/phone", phone{bank})
	server := &http.Server{Handler: keeping(mux, func() error { return bank.Save(kept) }), ReadHeaderTimeout: 5 * time.Second}
	if _, err := fmt.Fprintf(out, "假微信支付在 http://%s，手机页面 http://%s/phone，商户资料 %s\n", listener.Addr(), listener.Addr(), filepath.Join(c.State, gatewaytest.MerchantFile)); err != nil {
		return errors.Join(err, listener.Close())
	}
	go func() {
		<-ctx.Done()
		_ = server.Close() // Serve returns, and that is all there is to end
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// keeping saves after each request what it changed. A bank that cannot be saved has told nobody: the caller gets no answer.
func keeping(next http.Handler, save func() error) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		defer func() {
			// Also after an answer that was broken off on purpose.
			if err := save(); err != nil {
				panic(http.ErrAbortHandler)
			}
		}()
		next.ServeHTTP(writer, request)
	})
}

// readScenario sets the faults of a scenario.
func (c gatewayCommand) readScenario(bank *gatewaytest.Bank) error {
	if c.Scenario == "" {
		return nil
	}
	file, err := os.Open(c.Scenario)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		for _, word := range words[1:] {
			fault, known := gatewaytest.FaultNamed(word)
			if !known || !gatewaytest.IsCall(words[0]) {
				return errors.Join(fmt.Errorf("剧本里的“%s”看不懂", lines.Text()), file.Close())
			}
			bank.Fails(gatewaytest.Call(words[0]), fault)
		}
	}
	return errors.Join(lines.Err(), file.Close())
}
