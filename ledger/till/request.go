package till

import (
	"crypto/sha256"
	"encoding/hex"

	"shouqi/ledger/journal"
)

// What identifies a request is a digest of what was asked, and it stands in the event: names and notes that a person typed
// go into it blinded, because a plain digest of them could be found by trying names, even after an erasure.

// OrderRequest identifies an order, with the name of the payer and the typed note blinded. The order itself stays as
// it is: what is blinded is a copy.
func (t *Till) OrderRequest(order Order) (request journal.Request, err error) {
	content := order
	if content.PayerName, err = t.vault.Blind(order.PayerName); err != nil {
		return request, err
	}
	if order.Late != nil {
		late := *order.Late
		if late.Reason.Note, err = t.vault.Blind(late.Reason.Note); err != nil {
			return request, err
		}
		content.Late = &late
	}
	return journal.NewRequest(order.RequestID, content)
}

// undoingRequest identifies an undoing of a kind: a reversal is not the void of the same receipt.
func (t *Till) undoingRequest(kind string, undoing Undoing) (request journal.Request, err error) {
	if undoing.Reason.Note, err = t.vault.Blind(undoing.Reason.Note); err != nil {
		return request, err
	}
	return journal.NewRequest(undoing.RequestID, struct {
		Kind    string
		Undoing Undoing
	}{kind, undoing})
}

// issuingRequest identifies the bills that a command makes for itself: a request of their own, which follows from the command's.
func issuingRequest(what, id string, content any) (journal.Request, error) {
	of := sha256.Sum256([]byte(id))
	return journal.NewRequest(what+"-"+hex.EncodeToString(of[:16]), content)
}

// moveRequest identifies a cash move, with its note blinded.
func (t *Till) moveRequest(move Move) (request journal.Request, err error) {
	if move.Reason.Note, err = t.vault.Blind(move.Reason.Note); err != nil {
		return request, err
	}
	return journal.NewRequest(move.RequestID, move)
}
