package till

import (
	"context"
	"regexp"
	"strings"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
)

// bankDays is how many days back a slip of the bank may be dated: older is a slip of the fingers, or a matter for finance.
const bankDays = 31

// slipForm is what the number of a bank's slip looks like: capitals, digits and dashes, so that no name is stored with it.
var slipForm = regexp.MustCompile(`^[0-9A-Z-]{3,40}$`)

// BankUndone is the part of a slip that an approval to take it back names: who agreed that cash goes to the bank has not agreed to that.
const BankUndone = "undone"

// BankReasons say why a deposit slip is taken back.
var BankReasons = []string{"wrong_amount", "wrong_slip", "not_banked", "other"}

// Banking is cash of the safe that was brought to the bank (交存银行): Slip is the number of the bank's slip, Fen what it says and On
// its day, "" for today. Counted has the notes and coins, nil where only the sum is known. RequestID is kept over retries.
type Banking struct {
	RequestID string
	Slip      string
	Fen       money.Fen
	On        calendar.Date
	Counted   *Count
}

// Bank books cash of the safe that was brought to the bank, by two people. The same request again answers the same slip. Errors:
// till.safe_short with what is there; till.bank_slip_used for a slip that is booked; till.bank_slip for no number of a slip, or a telephone number of the estate;
// till.bank_date for a day to come or over 31 days ago; till.amount, till.whole_jiao, till.bank_count for notes that come to another
// sum; those of Authorize for staff.BankCash.
func (t *Till) Bank(ctx context.Context, by staff.Actor, approval staff.Approval, banking Banking) (Banked, error) {
	banking.Slip = typedNumber(banking.Slip)
	request, err := journal.NewRequest(banking.RequestID, banking)
	if err != nil {
		return Banked{}, err
	}
	return once(ctx, t, request, bankedAt, func(tx *store.Tx, policies estate.Policies) (Banked, error) {
		if banking.On == "" {
			banking.On = t.today(policies)
		}
		booked, err := timesBooked(tx, banking.Slip)
		if err != nil {
			return Banked{}, err
		}
		approver, err := t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.BankCash, Fen: banking.Fen, About: banking.Slip,
			Terms: staff.NewTerms("on", string(banking.On)).And(booked)})
		if err != nil {
			return Banked{}, err
		}
		if err := banking.check(tx, t.today(policies)); err != nil {
			return Banked{}, err
		}
		isPhone, err := estate.IsPhone(tx, t.vault, banking.Slip)
		if err == nil && isPhone { // it would stand in the open for good
			err = store.Refuse(CodeBankSlip)
		}
		if err != nil {
			return Banked{}, err
		}
		e, err := t.journal.Append(tx, kindBanked, bankedV1{Request: request, Slip: banking.Slip, Fen: banking.Fen, On: banking.On, Count: banking.Counted,
			By: by.ID(), Approver: approver})
		if err != nil {
			return Banked{}, err
		}
		return bankedAt(tx, e.DeviceNo, e.Seq)
	})
}

// check holds a slip to its form, to its day, and to what is in the safe.
func (b Banking) check(tx *store.Tx, today calendar.Date) error {
	_, err := calendar.ParseDate(string(b.On))
	switch {
	case !slipForm.MatchString(b.Slip):
		return store.Refuse(CodeBankSlip)
	case err != nil || b.On > today || today.DaysSince(b.On) > bankDays:
		return store.Refuse(CodeBankDate, bankDays)
	case b.Fen <= 0 || b.Fen > money.MaxFen:
		return store.Refuse(CodeAmount)
	}
	if err := wholeJiao(b.Fen); err != nil {
		return err
	}
	if b.Counted != nil {
		counted, err := b.Counted.Fen()
		if err != nil {
			return err
		}
		if counted != b.Fen {
			return store.Refuse(codeBankCount, counted.Yuan(), b.Fen.Yuan())
		}
	}
	if err := freshBankSlip(tx, b.Slip); err != nil {
		return err
	}
	return safeHolds(tx, b.Fen)
}

// safeHolds refuses with till.safe_short, and with what is there, more than the safe holds.
func safeHolds(tx *store.Tx, fen money.Fen) error {
	safe, err := safeFen(tx)
	if err == nil && fen > safe {
		err = store.Refuse(CodeSafeShort, safe.Yuan())
	}
	return err
}

// Unbanking takes a mistyped slip of the bank back. Reason is one of BankReasons.
type Unbanking struct {
	RequestID string
	Slip      string
	Reason    Reason
}

// Unbank takes a mistyped slip back by its exact negation, with a second person; its number is free again. Errors:
// till.unknown_bank_slip for one that is not booked or is taken back, till.reason, till.reason_note and those of Authorize.
func (t *Till) Unbank(ctx context.Context, by staff.Actor, approval staff.Approval, undoing Unbanking) (Banked, error) {
	undoing.Slip = typedNumber(undoing.Slip)
	request, err := t.unbankRequest(undoing)
	if err != nil {
		return Banked{}, err
	}
	return once(ctx, t, request, undoneBankingAt, func(tx *store.Tx, _ estate.Policies) (Banked, error) {
		live, err := bankings(tx, "WHERE slip = ? AND undone_seq = 0 ORDER BY device, seq LIMIT 1", undoing.Slip)
		if err != nil {
			return Banked{}, err
		}
		if len(live) == 0 {
			return Banked{}, store.Refuse(CodeUnknownBankSlip)
		}
		of := live[0]
		terms, err := t.terms(undoing.Reason)
		if err != nil {
			return Banked{}, err
		}
		booked, err := timesBooked(tx, of.Slip)
		if err != nil {
			return Banked{}, err
		}
		approver, err := t.staff.Authorize(tx, by, approval, staff.Deed{Action: staff.BankCash, Fen: of.Fen, About: staff.PartOf(of.Slip, BankUndone),
			Terms: terms.And(booked), Note: undoing.Reason.Note})
		if err != nil {
			return Banked{}, err
		}
		if err := undoing.Reason.check(BankReasons); err != nil {
			return Banked{}, err
		}
		body := unbankedV1{Request: request, Slip: of.Slip, Fen: -of.Fen, Reason: undoing.Reason.Code, By: by.ID(), Approver: approver}
		if body.Of.Device, err = journal.Device(tx, of.deviceNo); err != nil {
			return Banked{}, err
		}
		body.Of.Seq = of.seq
		if body.Note, err = t.note(tx, undoing.Reason.Note, ""); err != nil {
			return Banked{}, err
		}
		e, err := t.journal.Append(tx, kindUnbanked, body)
		if err != nil {
			return Banked{}, err
		}
		return undoneBankingAt(tx, e.DeviceNo, e.Seq)
	})
}

// unbankRequest identifies an undoing, with its note blinded.
func (t *Till) unbankRequest(undoing Unbanking) (request journal.Request, err error) {
	if undoing.Reason.Note, err = t.vault.Blind(undoing.Reason.Note); err != nil {
		return request, err
	}
	return journal.NewRequest(undoing.RequestID, struct {
		Kind      string
		Unbanking Unbanking
	}{kindUnbanked, undoing})
}

// timesBooked are the terms of how often a slip was booked, those times included that were taken back: each is agreed to by itself.
func timesBooked(tx *store.Tx, slip string) (staff.Terms, error) {
	times := 0
	_, err := tx.Get("SELECT count(*) FROM bankings WHERE slip = ?", []any{slip}, &times)
	return staff.Standing(times), err
}

// typedNumber returns a number as it is printed and compared, see slipNumber, without what surrounds it.
func typedNumber(text string) string { return slipNumber(strings.TrimSpace(text)) }
