package ledger

import (
	"context"
	"slices"

	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/proof"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// Verdict is what the book says of a receipt that somebody shows. Nothing but Why is said of one that is not the book's: what stands
// on it is worth nothing.
type Verdict struct {
	Worth Worth `json:"worth"`
	// Why says what is wrong with a receipt that is Unproven, "" for any other.
	Why    Doubt     `json:"why,omitempty"`
	Number string    `json:"number,omitempty"`
	Fen    money.Fen `json:"fen,omitempty"` // 本次实收, the largest figure on the paper
	AtMS   int64     `json:"atMS,omitempty"`
	// Counter is the code of the counter that gave it out, and State what the receipt is: till.StateLive and so on.
	Counter string `json:"counter,omitempty"`
	State   string `json:"state,omitempty"`
	// UndoneBy is the receipt that undid it, "" for a void, which has none of its own; UndoneMS is when.
	UndoneBy string `json:"undoneBy,omitempty"`
	UndoneMS int64  `json:"undoneMS,omitempty"`
	// RefundedFen is what of it was given back since, where it stands otherwise.
	RefundedFen money.Fen `json:"refundedFen,omitempty"`
	// Object is the id of the room: who may not see it is not told.
	Object string `json:"-"`
}

// Worth is what a receipt is worth.
type Worth string

// The worths. Proven is that the device signed it and the book has it so, Undone that it has been voided or reversed since, and
// Unproven that nobody can say.
const (
	Proven   Worth = "proven"
	Undone   Worth = "undone"
	Unproven Worth = "unproven"
)

// Doubt is why a receipt is Unproven.
type Doubt string

// The doubts.
const (
	NoCode     Doubt = "no_code"      // a number, or anything that is no code: anybody can write one
	NotOurs    Doubt = "not_ours"     // the signature is wrong: altered, made up, or of another book
	NotHere    Doubt = "not_here"     // signed by a device of the book, which has no such receipt: this may be an older copy of the book
	NotTheSame Doubt = "not_the_same" // signed, and yet not what the book has under the number
)

// ReceiptCode returns the code of a receipt, by the payment's part that it is for. It is made whenever paper is, and no payment waits
// for it; the same receipt has the same code each time.
func (b *Book) ReceiptCode(tx *store.Tx, part till.Payment) (string, error) {
	device, err := b.device(tx)
	if err != nil {
		return "", err
	}
	key, err := device.Private(tx, b.Vault)
	if err != nil {
		return "", err
	}
	return b.signer(device).Sign(b.shown(part), key).Text(), nil
}

// device returns this device with its key; book.no_device where no event made it.
func (b *Book) device(tx *store.Tx) (estate.Device, error) {
	devices, err := estate.Devices(tx)
	if err != nil {
		return estate.Device{}, err
	}
	for _, device := range devices {
		if device.ID == b.Journal.Device {
			return device, nil
		}
	}
	return estate.Device{}, store.Refuse(codeNoDevice)
}

func (b *Book) signer(device estate.Device) proof.Signer {
	return proof.Signer{Book: b.Journal.Book, Device: device.ID}
}

// shown is what the code of a receipt says. Its sum is what was received, which is the largest figure on the paper.
func (b *Book) shown(part till.Payment) proof.Receipt {
	return proof.Receipt{Number: part.Number, Fen: part.Sums().ReceivedFen, AtMS: part.AtMS, Counter: till.CounterOf(part.Number),
		Room: proof.Mark(b.Journal.Book, part.Number, part.Object)}
}

// Prove says what a receipt is worth whose code was scanned or typed. It needs no network and no key of the book. A number alone
// proves nothing.
func (b *Book) Prove(ctx context.Context, text string) (v Verdict, err error) {
	code, isCode := proof.Read(text)
	if !isCode {
		return Verdict{Worth: Unproven, Why: NoCode}, nil
	}
	err = b.Store.Read(ctx, func(tx *store.Tx) error {
		v, err = b.prove(tx, code)
		return err
	})
	return v, err
}

func (b *Book) prove(tx *store.Tx, code proof.Code) (Verdict, error) {
	devices, err := estate.Devices(tx)
	if err != nil {
		return Verdict{}, err
	}
	isOurs := slices.ContainsFunc(devices, func(d estate.Device) bool { return code.IsBy(b.signer(d), d.Public) })
	if !isOurs {
		return Verdict{Worth: Unproven, Why: NotOurs}, nil
	}
	whole, err := till.ByNumber(tx, code.Number)
	if store.Code(err) == till.CodeUnknownReceipt {
		return Verdict{Worth: Unproven, Why: NotHere}, nil
	}
	if err != nil {
		return Verdict{}, err
	}
	part := whole.Part(code.Number)
	if !code.Says(b.shown(part)) {
		return Verdict{Worth: Unproven, Why: NotTheSame}, nil
	}
	v := Verdict{Worth: Proven, Number: part.Number, Fen: code.Fen, AtMS: part.AtMS, Counter: code.Counter, State: part.State, Object: part.Object}
	if whole.UndoneBy == "" {
		v.RefundedFen, err = till.RefundedOn(tx, whole, code.Number)
		return v, err
	}
	v.Worth = Undone
	if v.UndoneMS, err = till.UndoneMS(tx, whole); err != nil {
		return v, err
	}
	v.UndoneBy, err = till.LinkedReceipt(tx, code.Number)
	return v, err
}
