package wechat

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1" //nolint:gosec // The digest is the one that WeChat tells; what it protects against is a broken download.
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core/consts"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// bill is where a day's file is to be fetched, within minutes.
type bill struct {
	HashValue   string `json:"hash_value"`
	DownloadURL string `json:"download_url"`
}

// Statement returns what WeChat settled on a day; see payment.Gateway. The file itself is not signed: the digest of it is.
func (g *Gateway) Statement(ctx context.Context, day calendar.Date) ([]payment.StatementLine, error) {
	noting, clock := wire.NotingClock(ctx)
	query := url.Values{"bill_date": {string(day)}, "bill_type": {"ALL"}, "tar_type": {"GZIP"}}
	result, err := g.client.Get(noting, consts.WechatPayAPIServer+"/v3/bill/tradebill?"+query.Encode())
	if code := refusedBy(err); code == "NO_STATEMENT_EXIST" || code == "STATEMENT_CREATING" {
		return nil, store.Refuse(payment.CodeNoStatement, string(day))
	}
	if err != nil {
		return nil, g.failed(err, clock)
	}
	defer func() { _ = result.Response.Body.Close() }() // read whole below, or given up
	var where bill
	if err := json.NewDecoder(result.Response.Body).Decode(&where); err != nil {
		return nil, store.Fail(payment.CodeNoAnswer, errStatus)
	}
	fetched, err := g.unsigned.Get(wire.ForStatement(noting), where.DownloadURL)
	if err != nil {
		return nil, g.failed(err, clock)
	}
	defer func() { _ = fetched.Response.Body.Close() }() // as above
	file, err := unzipped(fetched.Response.Body)
	if err != nil {
		return nil, store.Fail(payment.CodeNoAnswer, errStatus)
	}
	digest := sha1.Sum(file) //nolint:gosec // see the import
	if !strings.EqualFold(hex.EncodeToString(digest[:]), where.HashValue) {
		return nil, store.Refuse(payment.CodeUntrusted)
	}
	return parse(file)
}

func unzipped(body io.Reader) ([]byte, error) {
	reader, err := gzip.NewReader(body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(reader, unzippedMax))
}

// unzippedMax bounds a day's file.
const unzippedMax = 64 << 20

// errColumn is a file without a column that is needed.
var errColumn = errors.New("wechat: the statement has no such column")

// parse reads a day's file: comma separated, a backtick before each value, a row of sums at the end. Columns are found by their names,
// because older merchants have others between them.
func parse(file []byte) (lines []payment.StatementLine, err error) {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\uFEFF"))))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	rows, err := reader.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, store.Fail(payment.CodeNoAnswer, errColumn)
	}
	columns := make(map[string]int)
	for at, name := range rows[0] {
		columns[name] = at
	}
	for _, row := range rows[1:] {
		if len(row) == 0 || row[0] == "总交易单数" {
			break
		}
		line, err := lineOf(row, columns)
		if err != nil {
			return nil, store.Fail(payment.CodeNoAnswer, err)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// lineOf reads one row: a payment, or a refund, whose sums are below 0.
func lineOf(row []string, columns map[string]int) (line payment.StatementLine, err error) {
	value := func(name string) string {
		at, found := columns[name]
		if !found || at >= len(row) {
			err = errColumn
			return ""
		}
		return strings.TrimPrefix(row[at], "`")
	}
	fen := func(name string) money.Fen {
		sum, failed := money.Parse(value(name))
		err = errors.Join(err, failed)
		return sum
	}
	at, failed := time.ParseInLocation(time.DateTime, value("交易时间"), beijing)
	line = payment.StatementLine{OrderNo: value("商户订单号"), ChannelNo: value("微信订单号"), AtMS: at.UnixMilli(), FeeFen: fee(value("手续费"))}
	if value("交易状态") == "REFUND" {
		line.RefundNo, line.Fen = value("商户退款单号"), -fen("退款金额")
	} else {
		line.Fen = fen("应结订单金额")
	}
	return line, errors.Join(err, failed)
}

// fee reads a fee, which has five decimals; what is beyond fen is dropped. A refund gives the fee back, below 0.
func fee(value string) money.Fen {
	sign := money.Fen(1)
	if rest, negative := strings.CutPrefix(value, "-"); negative {
		sign, value = -1, rest
	}
	whole, part, _ := strings.Cut(value, ".")
	sum, err := money.Parse(whole + "." + (part + "00")[:2])
	if err != nil {
		return 0
	}
	return sign * sum
}
