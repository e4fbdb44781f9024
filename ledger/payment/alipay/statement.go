package alipay

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

var (
	errNoSheet  = errors.New("alipay: the file lacks the sheet of the day's payments")
	errLongFile = errors.New("alipay: the file is too long")
	errKind     = errors.New("alipay: a line is neither a payment nor a refund")
)

// Statement is payment.Gateway's. Where Alipay has no file by ten o'clock of the next day, the day was one without payments.
func (g *Gateway) Statement(ctx context.Context, day calendar.Date) ([]payment.StatementLine, error) {
	if !day.Valid() {
		return nil, store.Refuse(payment.CodeNoStatement)
	}
	ctx, call := wire.Begin(ctx)
	got, err := g.ask(ctx, call, "alipay.data.dataservice.bill.downloadurl.query", fields{"bill_type": "trade", "bill_date": string(day)})
	if err != nil {
		return nil, err
	}
	if noFile(got.SubCode) {
		if call.Ready(g.now(), day) {
			return nil, nil
		}
		return nil, store.Refuse(payment.CodeNoStatement)
	}
	if err = g.refusal(call, got); err != nil {
		return nil, err
	}
	// The address works for half a minute, so the file is fetched at once.
	packed, err := g.file(ctx, call, got.BillURL)
	if err != nil {
		return nil, err
	}
	lines, err := read(packed)
	if err != nil {
		return nil, store.Fail(payment.CodeUntrusted, err)
	}
	return lines, nil
}

// noFile reports whether a code says that there is no file of the day; Alipay writes it in more than one way.
func noFile(sub string) bool {
	return strings.HasSuffix(strings.ReplaceAll(strings.ToLower(sub), "-", "_"), "bill_not_exist")
}

func (g *Gateway) file(ctx context.Context, call *wire.Call, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, store.Fail(payment.CodeNoAnswer, errEmpty)
	}
	response, err := g.files.Do(request)
	if err != nil {
		return nil, call.Failure(g.now(), payment.CodeNoAnswer, err)
	}
	defer response.Body.Close()
	packed, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, call.Failure(g.now(), payment.CodeNoAnswer, err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, call.Failure(g.now(), payment.CodeNoAnswer, fmt.Errorf("alipay: status %d", response.StatusCode))
	}
	return packed, nil
}

// read reads the sheet of the day's payments and refunds out of the zip. Names and text are in GBK.
func read(packed []byte) (lines []payment.StatementLine, err error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("alipay: open the file: %w", err)
	}
	for _, entry := range archive.File {
		name, err := simplifiedchinese.GBK.NewDecoder().String(entry.Name)
		if err != nil || !strings.HasSuffix(name, "业务明细.csv") && !strings.HasSuffix(entry.Name, "业务明细.csv") {
			continue
		}
		sheet, err := entry.Open()
		if err != nil {
			return nil, fmt.Errorf("alipay: open the sheet: %w", err)
		}
		defer sheet.Close()
		text, err := io.ReadAll(io.LimitReader(sheet, wire.FileBytes+1))
		if err != nil {
			return nil, fmt.Errorf("alipay: read the sheet: %w", err)
		}
		if len(text) > wire.FileBytes {
			return nil, errLongFile
		}
		return readSheet(text)
	}
	return nil, errNoSheet
}

func readSheet(text []byte) (lines []payment.StatementLine, err error) {
	needed := []string{"支付宝交易号", "商户订单号", "业务类型", "完成时间", "订单金额（元）", "退款批次号/请求号", "服务费（元）"}
	err = wire.Table(simplifiedchinese.GBK.NewDecoder().Reader(bytes.NewReader(text)), " \t", needed, func(row func(string) string) (bool, error) {
		line, err := readLine(row)
		if err != nil {
			return false, fmt.Errorf("alipay: line %d: %w", len(lines)+1, err)
		}
		lines = append(lines, line)
		return true, nil
	})
	return lines, err
}

func readLine(row func(string) string) (line payment.StatementLine, err error) {
	line = payment.StatementLine{OrderNo: row("商户订单号"), ChannelNo: row("支付宝交易号")}
	if line.Fen, err = wire.Yuan(row("订单金额（元）")); err != nil {
		return line, err
	}
	if line.FeeFen, err = wire.Fee(row("服务费（元）")); err != nil {
		return line, err
	}
	line.Fen, line.FeeFen = max(line.Fen, -line.Fen), max(line.FeeFen, -line.FeeFen)
	switch row("业务类型") {
	case "交易":
	case "退款":
		line.Fen, line.FeeFen = -line.Fen, -line.FeeFen
		if line.RefundNo = row("退款批次号/请求号"); line.RefundNo == "" {
			line.RefundNo = line.OrderNo
		}
	default:
		return line, errKind
	}
	line.AtMS, err = wire.MS(row("完成时间"))
	return line, err
}
