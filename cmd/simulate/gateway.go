package main

import (
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

// gatewayCommand pretends to be WeChat Pay and Alipay, with the owner's phone at /phone.
type gatewayCommand struct {
	Listen   string `default:"127.0.0.1:8087" help:"监听的地址和端口。"`
	State    string `required:"" type:"path" help:"存放订单、密钥和商户资料的文件夹，没有就新建。"`
	Scenario string `type:"existingfile" help:"剧本：哪一次调用出什么故障。"`
}

// Help is what --help says beyond the flags: the scenario.
func (gatewayCommand) Help() string {
	var text strings.Builder
	text.WriteString("第一次启动时生成商户密钥：STATE/merchant.json 写着商户资料和密钥文件的名字。订单在 STATE/bank.json，重启后还在。\n\n" +
		"剧本（--scenario）一行一条规则，# 起的行不算：\n\n    渠道 方法 第几次 故障\n\n例如「wechat query 2 lost」：微信的第二次查询做了，但应答没有回来。第几次写 * 就是每一次。\n\n" +
		"渠道：wechat、alipay。\n\n方法：" + strings.Join(gatewaytest.Methods, "、") + "。\n\n故障：")
	for _, fault := range gatewaytest.Faults {
		fmt.Fprintf(&text, "%s（%s）；", fault.Fault, fault.Words)
	}
	return strings.TrimSuffix(text.String(), "；") + "。"
}

// readScenario adds the rules of a file to what goes wrong at a bank; none for "".
func readScenario(path string, bank *gatewaytest.Bank) error {
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("simulate: read the scenario: %w", err)
	}
	rules, err := gatewaytest.ParseRules(string(text))
	if err != nil {
		return fmt.Errorf("剧本 %s：%w", filepath.Base(path), err)
	}
	bank.Script.Add(rules...)
	return nil
}

// Run serves until ctx ends.
func (c gatewayCommand) Run(ctx context.Context) error { return c.serve(ctx, os.Stdout) }

func (c gatewayCommand) serve(ctx context.Context, out io.Writer) error {
	bank := gatewaytest.NewBank(time.Now)
	if err := readScenario(c.Scenario, bank); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("simulate: listen: %w", err)
	}
	keeper, err := openKeeper(c.State, bank, "http://"+listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	channels := gatewaytest.NewServer(bank, keeper.identity)
	channels.Keep = keeper.keep
	mux := http.NewServeMux()
	mux.Handle("/", channels)
	phone{bank: bank, keep: keeper.keep}.serve(mux)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	if _, err = fmt.Fprintf(out, "网关在 http://%s，业主的手机在 http://%[1]s/phone，商户资料在 %[2]s\n", listener.Addr(), filepath.Join(c.State, merchantFile)); err != nil {
		return errors.Join(fmt.Errorf("simulate: say: %w", err), listener.Close())
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err = <-served:
		return fmt.Errorf("simulate: serve: %w", err)
	case <-ctx.Done():
	}
	// A slow answer is not waited for.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err = server.Shutdown(ending); errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	return err
}
