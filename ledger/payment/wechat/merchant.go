// Package wechat asks WeChat Pay for money, as an ordinary merchant over API v3 with WeChat Pay's public key.
package wechat

import (
	"fmt"
	"net/url"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Merchant is who asks: what WeChat's merchant page names, and the keys.
type Merchant struct {
	AppID string // 公众账号ID
	MchID string // 商户号
	// KeySerial is the serial number of the merchant's own certificate, and PrivateKey its key in PEM.
	KeySerial  string
	PrivateKey wire.Secret
	// PublicKeyID and PublicKey are WeChat Pay's public key, PUB_KEY_ID_… and PEM.
	PublicKeyID, PublicKey string
	// NotifyURL is an https address of the company, which WeChat wants to be named; nobody needs to answer there.
	NotifyURL string
	// StoreID is the company's own code of this counter's place, at most 256 characters.
	StoreID string
	// DeviceIP is the address of this counter; "" is 127.0.0.1.
	DeviceIP string
}

// String names the merchant without any key.
func (m Merchant) String() string { return fmt.Sprintf("微信商户 %s", m.MchID) }

// GoString names the merchant without any key.
func (m Merchant) GoString() string { return m.String() }

// check refuses a merchant that WeChat could not be asked as. Errors: payment.channel with the field that is missing or wrong.
func (m Merchant) check() error {
	for _, field := range []struct{ name, text string }{{"AppID", m.AppID}, {"MchID", m.MchID}, {"KeySerial", m.KeySerial}, {"PublicKeyID", m.PublicKeyID}, {"StoreID", m.StoreID}} {
		if field.text == "" {
			return store.Refuse(payment.CodeChannel, field.name)
		}
	}
	if address, err := url.Parse(m.NotifyURL); err != nil || address.Scheme != "https" || address.Host == "" || address.RawQuery != "" {
		return store.Refuse(payment.CodeChannel, "NotifyURL")
	}
	return nil
}
