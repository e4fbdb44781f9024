package payment

import (
	"context"
	"strings"

	"shouqi/ledger/journal"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

const kindContract = "channel.connected"

// Merchant is who a channel collects for. Fingerprint names the key by which the channel's answers are verified; no key is in it. Pretend says that
// the channel is a pretend one.
type Merchant struct {
	Channel     Channel `json:"channel"`
	Number      string  `json:"number"`
	Fingerprint string  `json:"fingerprint"`
	Pretend     bool    `json:"pretend,omitempty"`
}

// contractV1 is the body of channel.connected: from now on this counter asks the channels for the money of these merchants.
type contractV1 struct {
	Merchants []Merchant    `json:"merchants"`
	By        string        `json:"by"`
	Approver  staff.Consent `json:"approver"`
}

// RecordMerchants notes which merchants' money the channels are asked for from now on. Errors: payment.channel for none, those of Authorize for
// staff.ConnectChannel.
func (p *Payments) RecordMerchants(ctx context.Context, by staff.Actor, approval staff.Approval, merchants []Merchant) error {
	if len(merchants) == 0 {
		return store.Refuse(CodeChannel, "")
	}
	var about, fingerprints []string
	for _, merchant := range merchants {
		about = append(about, merchant.Number)
		fingerprints = append(fingerprints, merchant.Fingerprint)
	}
	return p.db.Write(ctx, func(tx *store.Tx) error {
		consent, err := p.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.ConnectChannel, About: strings.Join(about, "-"),
			Terms: staff.NewTerms("content", staff.Content(fingerprints...))})
		if err == nil {
			_, err = p.journal.Append(tx, kindContract, contractV1{Merchants: merchants, By: by.ID(), Approver: consent})
		}
		return err
	})
}

// AgreedMerchants returns whose money this counter's channels were agreed to collect, the last of each channel.
func AgreedMerchants(tx *store.Tx) (map[Channel]Merchant, error) {
	agreed := make(map[Channel]Merchant)
	own, err := journal.OwnNo(tx)
	if err != nil {
		return nil, err
	}
	seqs, err := store.All(tx, "SELECT seq FROM events WHERE kind = 'channel.connected' AND device = ? ORDER BY seq", []any{own},
		func(scan func(dest ...any) error) (seq int64, err error) { return seq, scan(&seq) })
	for _, seq := range seqs {
		e, failed := journal.Read(tx, own, seq)
		if failed != nil {
			return nil, failed
		}
		body, failed := journal.Decode[contractV1](e.Body)
		if failed != nil {
			return nil, failed
		}
		for _, merchant := range body.Merchants {
			agreed[merchant.Channel] = merchant
		}
	}
	return agreed, err
}

// unusedNo is an order number that is never used: to ask for it moves no money.
const unusedNo = "SQCHECK0000000000000000000"

// Check asks a channel about an order that there is not, so that the keys are tried and no money moves; SkewMS then says how the clocks
// stand. WeChat's answer that there is none is read without its signature, so that its public key is tried by the first payment alone. Errors: payment.channel, those of the gateway, and payment.mismatch where the
// channel knows the order.
func (p *Payments) Check(ctx context.Context, channel Channel) error {
	gateway, err := p.gateway(channel)
	if err != nil {
		return err
	}
	nowMS := p.journal.Now().UnixMilli()
	answer, err := gateway.Query(ctx, Order{No: unusedNo, Way: Shown, Fen: 1, Subject: "-", MadeMS: nowMS, ExpiresMS: nowMS})
	if err == nil && answer.State != Absent {
		err = store.Refuse(CodeMismatch)
	}
	p.noteClock(answer)
	return err
}

// applyContract uses the consent up: what it changes is on the machine of the counter.
func applyContract(tx *store.Tx, e journal.Event, body contractV1) error {
	return body.Approver.Use(tx, e)
}
