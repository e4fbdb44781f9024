package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"

	"github.com/wechatpay-apiv3/wechatpay-go/utils"

	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/wechat"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Contract is a merchant's contract with a channel, with its keys in PEM. It stands sealed in a file beside the book, on this machine
// alone: in no table, no backup, no exchange and no log.
type Contract struct {
	Channel payment.Channel `json:"channel"`
	AppID   string          `json:"appID"`
	MchID   string          `json:"mchID"`
	// Key is the merchant's private key, KeySerial the serial number of its certificate.
	Key       string `json:"key"`
	KeySerial string `json:"keySerial"`
	// PublicKey is the channel's, PublicKeyID its name.
	PublicKey   string `json:"publicKey"`
	PublicKeyID string `json:"publicKeyID"`
	NotifyURL   string `json:"notifyURL"`
	Store       string `json:"store"`
	// Instead is the address of a pretend channel, "" for the real one: only a demo book may ask one.
	Instead string `json:"instead,omitempty"`
}

// contractsFile is the file of the sealed contracts beside a book.
func (b *Book) contractsFile() string { return b.Store.Path() + ".channels" }

// contractPlace is what the contracts are sealed as.
func (b *Book) contractPlace() string { return "channels|" + b.Journal.Book + "|" + b.Journal.Device }

// gateway returns by what the channel is asked; payment.key where the keys cannot be read, payment.channel for a channel that this program
// does not ask.
func (c Contract) gateway() (payment.Gateway, error) {
	if c.Channel != payment.WeChat {
		return nil, store.Refuse(payment.CodeChannel, c.Channel.Name())
	}
	key, noKey := utils.LoadPrivateKey(c.Key)
	public, noPublic := utils.LoadPublicKey(c.PublicKey)
	if noKey != nil || noPublic != nil || c.AppID == "" || c.MchID == "" || c.KeySerial == "" || c.PublicKeyID == "" || c.NotifyURL == "" || c.Store == "" {
		return nil, store.Refuse(payment.CodeKey) // the cause may quote the key
	}
	var instead *url.URL
	if c.Instead != "" {
		at, err := url.Parse(c.Instead)
		if err != nil || at.Host == "" {
			return nil, store.Refuse(payment.CodeKey)
		}
		instead = at
	}
	return wechat.New(wechat.Merchant{AppID: c.AppID, MchID: c.MchID, KeySerial: c.KeySerial, Key: key, PublicKeyID: c.PublicKeyID, PublicKey: public,
		NotifyURL: c.NotifyURL, Store: c.Store}, instead)
}

// fingerprint names the channel's public key in the trail.
func (c Contract) fingerprint() string {
	sum := sha256.Sum256([]byte(c.PublicKey))
	return hex.EncodeToString(sum[:8])
}

// SetContract keeps a contract on this machine and asks its channel from now on. Whose money it is hangs on it, so that it takes two people,
// and an event says which merchant it is. Errors: payment.key, payment.channel, payment.pretend for a pretend channel in a book that is no demo,
// and those of Authorize for staff.ConnectChannel.
func (b *Book) SetContract(ctx context.Context, by staff.Actor, approval staff.Approval, contract Contract) error {
	gateway, err := contract.gateway()
	if err != nil {
		return err
	}
	if err := b.mayPretend(ctx, contract); err != nil {
		return err
	}
	kept, err := b.contracts()
	if store.Code(err) == vault.CodeDamaged || store.Code(err) == payment.CodeKey {
		kept, err = make(map[payment.Channel]Contract), nil // nobody can read what was there: it is set anew
	}
	if err != nil {
		return err
	}
	kept[contract.Channel] = contract
	// The event comes first: a power cut leaves a merchant that was agreed to and is not asked, never one that nobody agreed to.
	if err := b.Payments.RecordContract(ctx, by, approval, contract.Channel, contract.MchID, contract.fingerprint(), contract.Instead != ""); err != nil {
		return err
	}
	if err := b.writeContracts(kept); err != nil {
		return err
	}
	b.Payments.Connect(contract.Channel, gateway)
	return nil
}

// mayPretend refuses a pretend channel in a book that is no demo: its money is no money.
func (b *Book) mayPretend(ctx context.Context, contract Contract) error {
	return b.Store.Read(ctx, func(tx *store.Tx) error {
		demo, err := estate.IsDemo(tx)
		if err == nil && contract.Instead != "" && !demo {
			err = store.Refuse(payment.CodePretend, filepath.Base(b.contractsFile()))
		}
		return err
	})
}

// connect asks the channels of the contracts on this machine, when the book is opened. A file that cannot be read connects none, and the
// counter goes on with cash: whoever asks for a channel then hears that it is not connected. Errors: payment.pretend.
func (b *Book) connect(ctx context.Context) error {
	contracts, unread := b.contracts()
	if unread != nil {
		return nil
	}
	for _, contract := range contracts {
		if err := b.mayPretend(ctx, contract); err != nil {
			return err
		}
		if gateway, err := contract.gateway(); err == nil {
			b.Payments.Connect(contract.Channel, gateway)
		}
	}
	return nil
}

// contractsMax bounds the file.
const contractsMax = 256 << 10

// contracts reads the contracts on this machine, none where there is no file.
func (b *Book) contracts() (map[payment.Channel]Contract, error) {
	contracts := make(map[payment.Channel]Contract)
	sealed, err := os.ReadFile(b.contractsFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		return contracts, nil
	case err != nil:
		return nil, store.Fail(store.CodeIO, err)
	case len(sealed) > contractsMax:
		return nil, store.Refuse(payment.CodeKey)
	}
	plain, err := b.Vault.OpenAside(b.contractPlace(), sealed)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(plain, &contracts); err != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	return contracts, nil
}

// writeContracts seals the contracts into their file, which is readable by its owner alone and there as a whole or as it was.
func (b *Book) writeContracts(contracts map[payment.Channel]Contract) error {
	plain, err := json.Marshal(contracts)
	if err != nil {
		return store.Fail(payment.CodeKey, errors.New("contracts: not written"))
	}
	sealed, err := b.Vault.SealAside(b.contractPlace(), plain)
	if err != nil {
		return err
	}
	making := b.contractsFile() + ".making"
	if err := os.WriteFile(making, sealed, 0o600); err != nil {
		return store.Fail(store.CodeIO, err)
	}
	return store.Place(making, b.contractsFile())
}
