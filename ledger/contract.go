package ledger

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/payment/alipay"
	"shouqi/ledger/payment/terminal"
	"shouqi/ledger/payment/wechat"
	"shouqi/ledger/payment/wire"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// Contract is a merchant's contract with a channel, with its keys in PEM. It stands sealed in a file beside the book, on this machine
// alone: in no table, no backup, no exchange and no log.
type Contract struct {
	Channel payment.Channel `json:"channel"`
	AppID   string          `json:"appID"`
	// Key is the merchant's private key; PublicKey is the channel's.
	Key       string `json:"key"`
	PublicKey string `json:"publicKey"`
	StoreID   string `json:"storeID"`
	// The rest of WeChat's: the merchant's number, the serial number of its certificate, the name of the channel's key, and an https address of
	// the company.
	MchID       string `json:"mchID,omitempty"`
	KeySerial   string `json:"keySerial,omitempty"`
	PublicKeyID string `json:"publicKeyID,omitempty"`
	NotifyURL   string `json:"notifyURL,omitempty"`
	// SellerID is who receives the money at Alipay, "" for whose application it is.
	SellerID string `json:"sellerID,omitempty"`
	// Address is where the card terminal is, as terminal.Line reads it, and AbsentCode what it says to a number that it does not know. It has no
	// keys, and AppID is what its vendor names this program by.
	Address    string `json:"address,omitempty"`
	AbsentCode string `json:"absentCode,omitempty"`
	// Base is the address of a pretend channel, "" for the real one: only a demo book may ask one.
	Base string `json:"base,omitempty"`
}

// Merchant returns the number by which the channel names the merchant.
func (c Contract) Merchant() string { return cmp.Or(c.MchID, c.AppID) }

// channelsSuffix is the end of its name.
const channelsSuffix = ".channels"

// contractsFile is the file of the sealed contracts beside a book.
func (b *Book) contractsFile() string { return b.Store.Path() + channelsSuffix }

// contractPlace is what the contracts are sealed as.
func (b *Book) contractPlace() string { return "channels|" + b.Journal.Book + "|" + b.Journal.Device }

// gateway returns by what the channel is asked; payment.key where the contract lacks something or its keys cannot be read. A card terminal is at a
// port that the book opens, and takes the book's clock, by which its orders were made.
func (c Contract) gateway(b *Book) (gateway payment.Gateway, err error) {
	options := wire.Options{Base: c.Base}
	switch c.Channel {
	case payment.WeChat:
		gateway, err = wechat.New(wechat.Merchant{AppID: c.AppID, MchID: c.MchID, KeySerial: c.KeySerial, PrivateKey: wire.Secret(c.Key), PublicKeyID: c.PublicKeyID,
			PublicKey: c.PublicKey, NotifyURL: c.NotifyURL, StoreID: c.StoreID}, options)
	case payment.Alipay:
		gateway, err = alipay.New(alipay.Merchant{AppID: c.AppID, PrivateKey: wire.Secret(c.Key), PublicKey: c.PublicKey, SellerID: c.SellerID, StoreID: c.StoreID}, options)
	case payment.Terminal:
		var dial terminal.Dial
		if dial, err = terminal.Line(cmp.Or(c.Base, c.Address), b.openPort); err == nil {
			gateway, err = terminal.New(terminal.Merchant{AppID: c.AppID, AbsentCode: c.AbsentCode, Pretend: c.Base != ""}, dial,
				terminal.Options{Now: func() time.Time { return b.Journal.Now() }})
		}
	default:
		return nil, store.Refuse(payment.CodeChannel, string(c.Channel))
	}
	if err != nil {
		return nil, store.Refuse(payment.CodeKey)
	}
	if c.Base != "" {
		gateway = payment.Pretended{Gateway: gateway}
	}
	return gateway, nil
}

// merchant says who the channel collects for, and names the channel's public key, without any key; a card terminal, which has none, is named by
// where it is.
func (c Contract) merchant() payment.Merchant {
	sum := sha256.Sum256([]byte(c.PublicKey + c.Address))
	return payment.Merchant{Channel: c.Channel, Number: c.Merchant(), Fingerprint: hex.EncodeToString(sum[:8]), Pretend: c.Base != ""}
}

// SetContracts keeps contracts on this machine, one of each channel, and asks their channels from now on. Whose money it is hangs on them, so
// that it takes two people, and an event says which merchants they are. Errors: payment.key, payment.channel, payment.orders_open, payment.pretend for a pretend
// channel in a book that is no demo, payment.training for any but a pretend one on this machine in a book to practise in, and those of Authorize for staff.ConnectChannel.
func (b *Book) SetContracts(ctx context.Context, by staff.Actor, approval staff.Approval, contracts []Contract) error {
	kept, err := b.contracts()
	if store.Code(err) == vault.CodeDamaged || store.Code(err) == payment.CodeKey {
		kept, err = make(map[payment.Channel]Contract), nil // nobody can read what was there: it is set anew
	}
	if err != nil {
		return err
	}
	gateways := make(map[payment.Channel]payment.Gateway)
	merchants := make([]payment.Merchant, 0, len(contracts))
	for _, contract := range contracts {
		if gateways[contract.Channel], err = contract.gateway(b); err != nil {
			return err
		}
		if err := b.mayPretend(ctx, contract); err != nil {
			return err
		}
		if err := b.mayReplace(ctx, kept[contract.Channel], contract); err != nil {
			return err
		}
		kept[contract.Channel] = contract
		merchants = append(merchants, contract.merchant())
	}
	// The event comes first: a power cut leaves a merchant that was agreed to and is not asked, never one that nobody agreed to.
	if err := b.Payments.RecordMerchants(ctx, by, approval, merchants); err != nil {
		return err
	}
	if err := b.writeContracts(kept); err != nil {
		return err
	}
	for channel, gateway := range gateways {
		b.Payments.Connect(channel, gateway)
	}
	return nil
}

// Merchants returns whose money the channels collect by the contracts on this machine, in the order of the screens' keys, none where there is
// no contract; no key is in it. An error says that the contracts, or the keys in one, cannot be read: the counter then goes on with cash.
// Errors: payment.key, payment.not_agreed, those of the vault.
func (b *Book) Merchants() (merchants []payment.Merchant, err error) {
	contracts, err := b.agreedContracts(context.Background())
	for _, channel := range payment.Channels {
		contract, found := contracts[channel]
		if err != nil || !found {
			continue
		}
		merchants = append(merchants, contract.merchant())
		_, err = contract.gateway(b)
	}
	return merchants, err
}

// mayReplace refuses another merchant while anything of the one before is not settled: the new one's channel knows nothing of its orders, and
// would say that nobody paid them. The same merchant's keys may always be brought again.
func (b *Book) mayReplace(ctx context.Context, before, contract Contract) error {
	if before.Channel == "" || before.Merchant() == contract.Merchant() && before.AppID == contract.AppID && before.Base == contract.Base && before.PublicKey == contract.PublicKey &&
		before.Address == contract.Address {
		return nil
	}
	return b.Store.Read(ctx, func(tx *store.Tx) error {
		unsettled, err := payment.IsUnsettled(tx, contract.Channel)
		if err == nil && unsettled {
			err = store.Refuse(payment.CodeOrdersOpen, contract.Channel.Name())
		}
		return err
	})
}

// mayPretend refuses a pretend channel in a book that is no demo: its money is no money. A book to practise in asks nothing but a pretend
// channel on this machine: whoever practises must not charge an owner, and a pretend address must not be the real channel's.
func (b *Book) mayPretend(ctx context.Context, contract Contract) error {
	return b.Store.Read(ctx, func(tx *store.Tx) error {
		demo, err := estate.IsDemo(tx)
		if err != nil {
			return err
		}
		training, err := estate.IsTraining(tx)
		switch {
		case err != nil:
			return err
		case contract.Base != "" && !demo:
			return store.Refuse(payment.CodePretend, filepath.Base(b.contractsFile()))
		case training && !payment.IsHere(contract.Base):
			return store.Refuse(payment.CodeTraining)
		}
		return nil
	})
}

// agreedContracts reads the contracts on this machine. The file is sealed, but an older one is sealed as well: a merchant who is not the one that
// was agreed to last is payment.not_agreed, and nothing is collected for anybody.
func (b *Book) agreedContracts(ctx context.Context) (map[payment.Channel]Contract, error) {
	contracts, err := b.contracts()
	if err != nil || len(contracts) == 0 {
		return contracts, err
	}
	var agreed map[payment.Channel]payment.Merchant
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		agreed, err = payment.AgreedMerchants(tx)
		return err
	})
	for channel, contract := range contracts {
		if err == nil && agreed[channel] != contract.merchant() {
			err = store.Refuse(payment.CodeNotAgreed, channel.Name(), contract.Merchant())
		}
	}
	if err != nil {
		return nil, err
	}
	return contracts, nil
}

// connect asks the channels of the contracts on this machine, when the book is opened. A file that cannot be read connects none, and the
// counter goes on with cash: see Merchants, which says why. Errors: payment.pretend, payment.training.
func (b *Book) connect(ctx context.Context) error {
	contracts, unread := b.agreedContracts(ctx)
	if unread != nil {
		return nil
	}
	for _, contract := range contracts {
		if err := b.mayPretend(ctx, contract); err != nil {
			return err
		}
		if gateway, unread := contract.gateway(b); unread == nil {
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
	if err := store.CheckBeside(b.Store.Path(), channelsSuffix); err != nil {
		return nil, err
	}
	sealed, err := store.ReadSmall(b.contractsFile(), contractsMax)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return contracts, nil
	case errors.Is(err, store.ErrNotSmall):
		return nil, store.Refuse(payment.CodeKey)
	case err != nil:
		return nil, store.Fail(store.CodeIO, err)
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
	// What a killed run left there keeps the rights that it has, and is not written into.
	if err := os.Remove(making); err != nil && !errors.Is(err, os.ErrNotExist) {
		return store.Fail(store.CodeIO, err)
	}
	file, err := os.OpenFile(making, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return store.Fail(store.CodeIO, err)
	}
	_, err = file.Write(sealed)
	if err = errors.Join(err, file.Close()); err != nil {
		return store.Fail(store.CodeIO, err)
	}
	return store.Place(making, b.contractsFile())
}
