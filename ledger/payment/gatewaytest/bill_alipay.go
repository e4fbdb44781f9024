package gatewaytest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shouqi/ledger/calendar"
	"shouqi/ledger/payment"
)

// alipayFile writes the file of a day as Alipay does: a zip with two sheets, names and all in GBK.
func (b *Bank) alipayFile(id *Identity, day calendar.Date) (packed []byte, found bool) {
	lines, ready := b.Bill(payment.Alipay, day)
	if !ready {
		return nil, false
	}
	var out strings.Builder
	fmt.Fprintf(&out, "#支付宝业务明细查询\r\n#账号：[%s0156]\r\n#起始日期：[%s 00:00:00]\r\n#-----业务明细列表-----\r\n", id.AlipaySeller, day)
	out.WriteString("支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）," +
		"支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\r\n")
	for _, line := range lines {
		kind := "交易"
		if line.Fen < 0 {
			kind = "退款"
		}
		// The fee is what the merchant's account moves by, so it is below 0 for a payment.
		cells := []string{line.ChannelNo, line.OrderNo, kind, "物业费", chinaTime(line.AtMS), chinaTime(line.AtMS), "", "", "", "", "*建国(138****6621)", line.Fen.String(),
			line.Fen.String(), "0.00", "0.00", "0.00", "0.00", "0.00", "", "0.00", "0.00", line.RefundNo, (-line.FeeFen).String(), "0.00", ""}
		out.WriteString(strings.Join(cells, "\t,") + "\t\r\n")
	}
	out.WriteString("#-----业务明细列表结束-----\r\n")
	var file bytes.Buffer
	packer := zip.NewWriter(&file)
	for name, text := range map[string]string{"业务明细.csv": out.String(), "业务明细(汇总).csv": "#支付宝业务汇总查询\r\n"} {
		inGBK, err := simplifiedchinese.GBK.NewEncoder().String(id.AlipaySeller + "0156_" + strings.ReplaceAll(string(day), "-", "") + "_" + name)
		if err != nil {
			return nil, false
		}
		entry, err := packer.CreateHeader(&zip.FileHeader{Name: inGBK, NonUTF8: true, Method: zip.Deflate})
		if err != nil {
			return nil, false
		}
		if _, err = simplifiedchinese.GBK.NewEncoder().Writer(entry).Write([]byte(text)); err != nil {
			return nil, false
		}
	}
	if packer.Close() != nil {
		return nil, false
	}
	return file.Bytes(), true
}
