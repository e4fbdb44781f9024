package gatewaytest

import (
	"bytes"
	"compress/gzip"
	"crypto/sha1" //nolint:gosec // WeChat's own hash of a day's file
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
	"shouqi/ledger/payment"
)

// wechatBill writes the file of a day as WeChat does; found is false where there is none, as on a day without payments.
func (b *Bank) wechatBill(id *Identity, day calendar.Date) (text []byte, found bool) {
	lines, ready := b.Bill(payment.WeChat, day)
	if !ready || len(lines) == 0 {
		return nil, false
	}
	var out strings.Builder
	out.WriteString("\ufeff交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额," +
		"微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n")
	for _, line := range lines {
		var back money.Fen
		state, sum, channelBack, refundNo, status := "SUCCESS", line.Fen, "0", "0", ""
		if line.Fen < 0 {
			state, sum, back, channelBack, refundNo, status = "REFUND", 0, -line.Fen, "5030"+line.ChannelNo[4:], line.RefundNo, "SUCCESS"
			if refundNo == "" {
				state, refundNo = "REVOKED", "0"
			}
		}
		cells := []string{chinaTime(line.AtMS), id.WeChatApp, id.WeChatMerchant, "0", "", line.ChannelNo, line.OrderNo, "oZWa", "NATIVE", state, "OTHERS", "CNY",
			sum.String(), "0.00", channelBack, refundNo, back.String(), "0.00", "", status, "物业费", "", line.FeeFen.String() + "000", "0.60%", sum.String(), back.String(), ""}
		out.WriteString("`" + strings.Join(cells, ",`") + "\r\n")
	}
	out.WriteString("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n")
	fmt.Fprintf(&out, "`%d,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00\r\n", len(lines))
	return []byte(out.String()), true
}

func sha1Of(text []byte) string {
	sum := sha1.Sum(text) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}

func zipped(text []byte) []byte {
	var out bytes.Buffer
	packer := gzip.NewWriter(&out)
	if _, err := packer.Write(text); err != nil || packer.Close() != nil {
		return nil
	}
	return out.Bytes()
}

// chinaTime writes a moment as both channels' files do.
func chinaTime(ms int64) string {
	return time.UnixMilli(ms).In(calendar.Zone).Format("2006-01-02 15:04:05")
}
