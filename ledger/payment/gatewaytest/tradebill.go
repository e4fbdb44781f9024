package gatewaytest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1" //nolint:gosec // The digest is the one that WeChat tells.
	"encoding/hex"
	"net/http"
	"net/url"
	"strings"
	"time"

	"shouqi/ledger/calendar"
)

// tradeColumns are those of a day's file of WeChat Pay.
const tradeColumns = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"

const tradeSums = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"

// tradebill makes a day's file and says where it is and what its digest is.
func (w *WeChat) tradebill(request *http.Request, _ []byte) reply {
	day := request.URL.Query().Get("bill_date")
	lines := w.Bank.Statement(calendar.Date(day))
	if len(lines) == 0 {
		return refusal(http.StatusBadRequest, "NO_STATEMENT_EXIST")
	}
	rows := []string{tradeColumns}
	for _, line := range lines {
		at := time.UnixMilli(line.AtMS).In(calendar.Zone).Format(time.DateTime)
		row := []string{at, w.AppID, w.MchID, "", "", line.ChannelNo, line.OrderNo, "oPENID", "NATIVE", "SUCCESS", "OTHERS", "CNY", yuan(max(0, line.Fen)), "0.00", "0", "0", "0.00", "0.00", "", "",
			"物业费", "", "0.00600", "0.60%", yuan(max(0, line.Fen)), "0.00", ""}
		if line.RefundNo != "" {
			row[9], row[14], row[15], row[16], row[22], row[25] = "REFUND", "5030"+line.RefundNo, line.RefundNo, yuan(-line.Fen), "-0.00600", yuan(-line.Fen)
		}
		rows = append(rows, "`"+strings.Join(row, ",`"))
	}
	file := []byte("\uFEFF" + strings.Join(append(rows, tradeSums, "`"+strings.Repeat("0,`", 6)+"0"), "\r\n") + "\r\n")
	w.Bank.mu.Lock()
	w.statements[day] = file
	w.Bank.mu.Unlock()
	digest := sha1.Sum(file) //nolint:gosec // see the import
	if w.Bank.fault(StatementCall) == BadSign {
		digest[0] ^= 1
	}
	return reply{http.StatusOK, map[string]string{"hash_type": "SHA1", "hash_value": hex.EncodeToString(digest[:]),
		"download_url": w.URL + "/v3/billdownload/file?token=" + url.QueryEscape(day) + "&tartype=gzip"}}
}

// download sends a day's file, which WeChat does not sign.
func (w *WeChat) download(writer http.ResponseWriter, request *http.Request) {
	w.Bank.mu.Lock()
	file, found := w.statements[request.URL.Query().Get("token")]
	w.Bank.mu.Unlock()
	if !found {
		writer.WriteHeader(http.StatusNotFound)
		return
	}
	var zipped bytes.Buffer
	packer := gzip.NewWriter(&zipped)
	_, err := packer.Write(file)
	if closing := packer.Close(); err != nil || closing != nil {
		writer.WriteHeader(http.StatusInternalServerError)
		return
	}
	_, _ = zipped.WriteTo(writer) // who does not wait fetches it again
}
