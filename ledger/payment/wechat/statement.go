package wechat

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1" //nolint:gosec // WeChat's own hash of a day's file, which is named in a signed answer
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/wechatpay-apiv3/wechatpay-go/core"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Statement is payment.Gateway's. WeChat has no file of a day without payments, nor of one that it has not done yet: after ten o'clock of the
// next day it is taken for the former.
func (g *Gateway) Statement(ctx context.Context, day calendar.Date) ([]payment.StatementLine, error) {
	if !day.Valid() {
		return nil, store.Refuse(payment.CodeNoStatement)
	}
	ctx, call := wire.Begin(ctx)
	query := url.Values{"bill_date": {string(day)}, "bill_type": {"ALL"}, "tar_type": {"GZIP"}}
	result, err := g.client.Request(ctx, http.MethodGet, base+"/v3/bill/tradebill", nil, query, nil, "")
	if refusedBy(err) == codeNoFile {
		if call.Ready(g.now(), day) {
			return nil, nil
		}
		return nil, store.Refuse(payment.CodeNoStatement)
	}
	var named struct {
		HashType    string `json:"hash_type"`
		HashValue   string `json:"hash_value"`
		DownloadURL string `json:"download_url"`
	}
	if err == nil {
		err = core.UnMarshalResponse(result.Response, &named)
	}
	if err != nil {
		return nil, g.failure(call, result, err)
	}
	// The address works for half a minute, so the file is fetched at once.
	file, err := g.file(ctx, call, named.DownloadURL)
	if err != nil {
		return nil, err
	}
	sum := sha1.Sum(file) //nolint:gosec // as above
	if named.HashType != "SHA1" || !strings.EqualFold(hex.EncodeToString(sum[:]), named.HashValue) {
		return nil, store.Fail(payment.CodeUntrusted, errHash)
	}
	return g.read(file)
}

var (
	errHash     = errors.New("wechat: the file is not the one that was named")
	errLongFile = errors.New("wechat: the file is too long")
	errWhose    = errors.New("wechat: the file is another merchant's")
)

func (g *Gateway) file(ctx context.Context, call *wire.Call, address string) ([]byte, error) {
	result, err := g.files.Get(ctx, address)
	if err != nil {
		return nil, g.failure(call, result, err)
	}
	packed, err := io.ReadAll(result.Response.Body)
	if err != nil {
		return nil, call.Failure(g.now(), payment.CodeNoAnswer, err)
	}
	if !bytes.HasPrefix(packed, []byte{0x1f, 0x8b}) { // unpacked already by whoever passed it on
		return packed, nil
	}
	unpacker, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, store.Fail(payment.CodeUntrusted, err)
	}
	file, err := io.ReadAll(io.LimitReader(unpacker, wire.FileBytes+1))
	if err != nil {
		return nil, store.Fail(payment.CodeUntrusted, err)
	}
	if len(file) > wire.FileBytes {
		return nil, store.Fail(payment.CodeUntrusted, errLongFile)
	}
	return file, nil
}

// read reads the lines of a day's file, up to its sums.
func (g *Gateway) read(file []byte) (lines []payment.StatementLine, err error) {
	needed := []string{"交易时间", "商户号", "商户订单号", "微信订单号", "交易状态", "商户退款单号", "手续费"}
	err = wire.Table(bytes.NewReader(file), "` \t", needed, func(row func(string) string) (bool, error) {
		if row("交易时间") == "总交易单数" {
			return false, nil
		}
		if row("商户号") != g.merchant.MchID {
			return false, errWhose
		}
		line, wanted, err := readLine(row)
		if err != nil {
			return false, fmt.Errorf("wechat: line %d: %w", len(lines)+1, err)
		}
		if wanted {
			lines = append(lines, line)
		}
		return true, nil
	})
	if err != nil {
		return nil, store.Fail(payment.CodeUntrusted, err)
	}
	return lines, nil
}

// readLine reads one row. Older merchants' files lack some columns. A refund that failed moved nothing.
func readLine(row func(string) string) (line payment.StatementLine, wanted bool, err error) {
	line = payment.StatementLine{OrderNo: row("商户订单号"), ChannelNo: row("微信订单号")}
	sum, sign := first(row, "订单金额", "应结订单金额", "总金额"), 1
	if state := row("交易状态"); state != "SUCCESS" {
		if row("退款状态") == "FAIL" {
			return line, false, nil
		}
		sum, sign = first(row, "申请退款金额", "退款金额"), -1
		if line.RefundNo = row("商户退款单号"); line.RefundNo == "" || line.RefundNo == "0" {
			line.RefundNo = line.OrderNo
		}
	}
	if line.Fen, err = wire.Yuan(sum); err != nil {
		return line, false, err
	}
	if line.FeeFen, err = wire.Fee(row("手续费")); err != nil {
		return line, false, err
	}
	if line.FeeFen < 0 {
		line.FeeFen = -line.FeeFen
	}
	if sign < 0 {
		line.Fen, line.FeeFen = -line.Fen, -line.FeeFen
	}
	line.AtMS, err = wire.MS(row("交易时间"))
	return line, true, err
}

// first returns the first column that holds a text.
func first(row func(string) string, columns ...string) string {
	for _, column := range columns {
		if cell := row(column); cell != "" {
			return cell
		}
	}
	return ""
}
