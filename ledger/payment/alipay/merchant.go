// Package alipay asks Alipay for money at the counter (当面付), as an ordinary merchant with Alipay's public key.
package alipay

import (
	"fmt"

	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/store"
)

// Merchant is who asks: what Alipay's developer page names, and the keys.
type Merchant struct {
	AppID      string      // 应用 APPID
	PrivateKey wire.Secret // the application's own key, in PEM or as the bare base64 of Alipay's tool
	PublicKey  string      // Alipay's public key: not the application's
	SellerID   string      // who receives the money; "" is whose application it is
	StoreID    string      // the company's own code of this counter's place
}

// String names the merchant without any key.
func (m Merchant) String() string { return fmt.Sprintf("支付宝应用 %s", m.AppID) }

// GoString names the merchant without any key.
func (m Merchant) GoString() string { return m.String() }

// check refuses a merchant that Alipay could not be asked as. Errors: payment.channel with the field that is missing.
func (m Merchant) check() error {
	if m.AppID == "" {
		return store.Refuse(payment.CodeChannel, "AppID")
	}
	return nil
}
