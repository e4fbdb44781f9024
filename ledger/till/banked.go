package till

import (
	"encoding/json"

	"shouqi/ledger/calendar"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
)

// Banked is a deposit slip in the book. Person brought the cash and Approver agreed, both staff ids. Undone says that a second event
// took it back.
type Banked struct {
	Slip     string        `json:"slip"`
	Fen      money.Fen     `json:"fen"`
	On       calendar.Date `json:"on"`
	Pieces   *Count        `json:"pieces,omitempty"`
	Person   string        `json:"person"`
	Approver string        `json:"approver"`
	Undone   bool          `json:"undone"`

	deviceNo, seq int64
}

// Bankings returns the slips of the days from..to, both included, the oldest first and those taken back too, at most limit and never over 1,000.
func Bankings(tx *store.Tx, from, to calendar.Date, limit int) ([]Banked, error) {
	return bankings(tx, "WHERE banked_on BETWEEN ? AND ? ORDER BY banked_on, device, seq LIMIT ?", string(from), string(to), listed(limit))
}

// bankedAt returns the slip that an event booked.
func bankedAt(tx *store.Tx, deviceNo, seq int64) (Banked, error) {
	return oneBanked(bankings(tx, "WHERE device = ? AND seq = ?", deviceNo, seq))
}

// undoneBankingAt returns the slip that an event took back.
func undoneBankingAt(tx *store.Tx, deviceNo, seq int64) (Banked, error) {
	return oneBanked(bankings(tx, "WHERE undone_device = ? AND undone_seq = ?", deviceNo, seq))
}

func oneBanked(all []Banked, err error) (Banked, error) {
	if err == nil && len(all) == 0 {
		err = store.Refuse(CodeUnknownBankSlip)
	}
	if err != nil {
		return Banked{}, err
	}
	return all[0], nil
}

// bankings returns the slips that where selects.
func bankings(tx *store.Tx, where string, args ...any) ([]Banked, error) {
	return store.All(tx, "SELECT slip, fen, banked_on, pieces, person, approver, undone_seq <> 0, device, seq FROM bankings "+where, args,
		func(scan func(dest ...any) error) (b Banked, err error) {
			var pieces string
			if err = scan(&b.Slip, &b.Fen, &b.On, &pieces, &b.Person, &b.Approver, &b.Undone, &b.deviceNo, &b.seq); err == nil && pieces != "" {
				err = json.Unmarshal([]byte(pieces), &b.Pieces)
			}
			return b, err
		})
}

// applyBanked writes a slip and moves its cash from the safe to its way to the bank statement.
func applyBanked(tx *store.Tx, e journal.Event, body bankedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if err := freshBankSlip(tx, body.Slip); err != nil { // another counter may have booked it meanwhile
		return err
	}
	pieces, err := piecesText(e, body.Count)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO bankings (device, seq, slip, fen, banked_on, pieces, person, approver) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		e.DeviceNo, e.Seq, body.Slip, int64(body.Fen), string(body.On), pieces, body.By, body.Approver.Person); err != nil {
		return err
	}
	return journal.Post(tx, e, signed(accountBank, accountHanded, body.Fen))
}

// freshBankSlip refuses (till.bank_slip_used) a slip that is booked and was not taken back.
func freshBankSlip(tx *store.Tx, slip string) error {
	used, err := bankings(tx, "WHERE slip = ? AND undone_seq = 0 LIMIT 1", slip)
	if err == nil && len(used) > 0 {
		err = store.Refuse(CodeBankSlipUsed, slip, string(used[0].On), used[0].Fen.Yuan())
	}
	return err
}

// applyUnbanked takes a slip back. What it posts is read from the event that it undoes, so that the two cannot differ.
func applyUnbanked(tx *store.Tx, e journal.Event, body unbankedV1) error {
	if err := body.Request.Record(tx, e); err != nil {
		return err
	}
	if err := body.Approver.Use(tx, e); err != nil {
		return err
	}
	if err := body.Note.Refer(tx, e.DeviceNo, e.Seq); err != nil {
		return err
	}
	device, err := journal.DeviceNo(tx, body.Of.Device)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE bankings SET undone_device = ?, undone_seq = ? WHERE device = ? AND seq = ?", e.DeviceNo, e.Seq, device, body.Of.Seq); err != nil {
		return err
	}
	transfers, err := journal.Transfers(tx, device, body.Of.Seq)
	if err != nil {
		return err
	}
	for i := range transfers {
		transfers[i] = transfers[i].Reversed()
	}
	return journal.Post(tx, e, transfers)
}
