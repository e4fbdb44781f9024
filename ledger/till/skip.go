package till

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"strings"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
)

// kindSkipped is an event that says which numbers of a series no receipt, or no shift, of this book will have, because papers with them may be in
// people's hands: the book that gave them is lost.
const kindSkipped = "receipts.skipped"

// skippedV1 is its body: the first and the last number, of a series as in 01-2026, or of ShiftSeries. A shift that is open and has one of these
// has the number after them from then on.
type skippedV1 struct {
	Series string `json:"series"`
	From   int64  `json:"from"`
	To     int64  `json:"to"`
}

// StandingKinds are the kinds of event from which it follows which numbers no receipt and no shift may have.
func StandingKinds() []string { return []string{kindSkipped} }

// skipMost bounds how many numbers are skipped at once: a counter gives some hundred a day, and a slip of the hand would use the series up.
const skipMost = 100_000

func applySkipped(tx *store.Tx, e journal.Event, body skippedV1) error {
	_, err := tx.Exec("INSERT INTO skipped_receipts (series, from_no, to_no, device, seq) VALUES (?, ?, ?, ?, ?)", body.Series, body.From, body.To, e.DeviceNo, e.Seq)
	counter, ok := shiftsOf(body.Series)
	if err != nil || !ok {
		return err
	}
	_, err = tx.Exec("UPDATE shifts SET no = ? WHERE counter = ? AND closed_seq = 0 AND no BETWEEN ? AND ?", body.To+1, counter, body.From, body.To)
	return err
}

// Skip lets the receipts of a series, as in 01-2026, go on after the number through, and records the numbers that none of them will have.
// It does nothing where the series is that far already. A number that is more than skipMost away is till.skip_far. No right is asked: it is
// for putting a backup in the place of a book and for going on with a book on another computer, which ask for theirs.
func Skip(tx *store.Tx, j *journal.Journal, series string, through int64) error {
	last, err := lastNumber(tx, series)
	if err != nil || through <= last {
		return err
	}
	if through-last > skipMost {
		return store.Refuse(CodeSkipFar, receiptNumber(series, through), receiptNumber(series, last))
	}
	_, err = j.Append(tx, kindSkipped, skippedV1{Series: series, From: last + 1, To: through})
	return err
}

// Skipped are numbers that no receipt, or no shift, of this book has, from the first to the last, each with its series as receiptNumber writes it. A
// person reads those of shifts as ShiftWords says them: their series is no word of anybody's.
type Skipped struct {
	From  string     `json:"from"`
	To    string     `json:"to"`
	Count int64      `json:"count"`
	Why   WhySkipped `json:"why"`
}

// WhySkipped says what happened to the book when numbers were skipped.
type WhySkipped string

// A backup took the place of the book, or somebody went on with it by the recovery key: papers with the numbers may be in people's hands. "" is anything
// else.
const (
	SkippedRestored WhySkipped = "restored"
	SkippedPlaced   WhySkipped = "placed"
)

// Words say it as a person reads it on the paper of a shift.
func (w WhySkipped) Words() string {
	switch w {
	case SkippedRestored:
		return "用备份恢复，可能已在纸上"
	case SkippedPlaced:
		return "凭恢复密钥接着用，可能已在纸上"
	}
	return "可能已在纸上"
}

// Shifts returns the first and the last number where those of shifts were skipped; ok is false where they are of receipts, or are no numbers.
func (s Skipped) Shifts() (from, to int64, ok bool) {
	series, from, _ := parseNumber(s.From)
	_, to, isNumber := parseNumber(s.To)
	_, ok = shiftsOf(series)
	return from, to, ok && isNumber
}

// ShiftWords say which shifts were skipped, as in 第 1 班 or 第 1 至 3 班; "" where they are receipts.
func (s Skipped) ShiftWords() string {
	switch from, to, ok := s.Shifts(); {
	case !ok:
		return ""
	case from == to:
		return fmt.Sprintf("第 %d 班", from)
	default:
		return fmt.Sprintf("第 %d 至 %d 班", from, to)
	}
}

// skippedIn returns the numbers that were skipped since the shift before ended, up to the end of this one, the oldest first: where no shift was open,
// the next one tells of them.
func skippedIn(tx *store.Tx, shift Shift) ([]Skipped, error) {
	before, err := ShiftBefore(tx, shift)
	if err != nil {
		return nil, err
	}
	after, until := int64(0), shift.ClosedSeq
	if before != nil {
		after = before.ClosedSeq
	}
	if until == 0 {
		until = math.MaxInt64
	}
	return skippedBetween(tx, after, until)
}

// SkippedNow returns the receipts' numbers that were skipped since the counter's last shift ended: their papers may be in people's hands, and what
// they say in no book. Those that were entered late are left out.
func SkippedNow(tx *store.Tx, counter string) (receipts []Skipped, err error) {
	var after int64
	if _, err = tx.Get("SELECT coalesce(max(closed_seq), 0) FROM shifts WHERE device = "+journal.Own+" AND counter = ?", []any{counter}, &after); err != nil {
		return nil, err
	}
	all, err := skippedBetween(tx, after, math.MaxInt64)
	for _, one := range all {
		if _, _, isOfShifts := one.Shifts(); isOfShifts {
			continue
		}
		left, unread := notEntered(tx, one)
		err = errors.Join(err, unread)
		receipts = append(receipts, left...)
	}
	return receipts, err
}

// notEntered returns those of skipped receipts that were not entered late, or whose entry was undone, as runs of numbers.
func notEntered(tx *store.Tx, s Skipped) (left []Skipped, err error) {
	series, next, _ := parseNumber(s.From)
	_, to, _ := parseNumber(s.To)
	until := func(last int64) {
		if next <= last {
			left = append(left, Skipped{From: receiptNumber(series, next), To: receiptNumber(series, last), Count: last - next + 1, Why: s.Why})
		}
	}
	err = tx.Each(`SELECT DISTINCT upper(paper_number) FROM payments p WHERE paper_number <> '' AND upper(paper_number) BETWEEN ?1 AND ?2
		AND length(paper_number) = length(?1) AND NOT EXISTS (SELECT 1 FROM undoings WHERE of_device = p.device AND of_seq = p.seq) ORDER BY 1`, []any{s.From, s.To},
		func(scan func(dest ...any) error) error {
			var number string
			if err := scan(&number); err != nil {
				return err
			}
			if _, no, ok := parseNumber(number); ok {
				until(no - 1)
				next = no + 1
			}
			return nil
		})
	until(to)
	return left, err
}

// skippedBetween returns what was skipped between two events, the oldest first.
func skippedBetween(tx *store.Tx, after, until int64) ([]Skipped, error) {
	// The event that says why stands behind all that were skipped at once.
	return store.All(tx, `SELECT series, from_no, to_no, coalesce((SELECT kind FROM events e WHERE e.device = s.device AND e.seq > s.seq AND e.kind <> ?
		ORDER BY e.seq LIMIT 1), '') FROM skipped_receipts s WHERE device = `+journal.Own+` AND seq > ? AND seq < ? ORDER BY seq`, []any{kindSkipped, after, until},
		func(scan func(dest ...any) error) (one Skipped, err error) {
			var series, kind string
			var from, to int64
			if err := scan(&series, &from, &to, &kind); err != nil {
				return one, err
			}
			why := map[string]WhySkipped{estate.KindRestored: SkippedRestored, estate.KindPlaced: SkippedPlaced}[kind]
			return Skipped{From: receiptNumber(series, from), To: receiptNumber(series, to), Count: to - from + 1, Why: why}, nil
		})
}

// lastNumber returns the newest number of a series, whether a receipt has it or it was skipped; 0 where there is none.
func lastNumber(tx *store.Tx, series string) (last int64, err error) {
	_, err = tx.Get(`SELECT max((SELECT coalesce(max(no), 0) FROM receipts WHERE series = ?1), (SELECT coalesce(max(to_no), 0) FROM skipped_receipts WHERE series = ?1))`,
		[]any{series}, &last)
	return last, err
}

// LastNumbers returns the newest number of each series of this counter, as lastNumber does, and of its shifts, as SkipPast takes them. Numbers of another
// counter of the book are that one's to go on with.
func LastNumbers(tx *store.Tx) (map[string]int64, error) {
	last, err := allNumbers(tx)
	if err != nil {
		return last, err
	}
	var own string
	shared, err := tx.Get("SELECT code FROM counters WHERE device = "+journal.Own+" AND (SELECT count(*) FROM devices) > 1", nil, &own)
	if err == nil && shared {
		maps.DeleteFunc(last, func(series string, _ int64) bool {
			return series != ShiftSeries(own) && series != own+ofReports && !strings.HasPrefix(series, own+"-")
		})
	}
	return last, err
}

// allNumbers returns the newest numbers of all series and shifts in the book.
func allNumbers(tx *store.Tx) (map[string]int64, error) {
	last := make(map[string]int64)
	for after := ""; ; {
		// Each series is looked up by itself: to group all receipts by it takes longer than what this runs beside.
		found, err := tx.Get("SELECT min(series) FROM (SELECT min(series) AS series FROM receipts WHERE series > ?1 UNION ALL SELECT min(series) FROM skipped_receipts WHERE series > ?1) HAVING min(series) IS NOT NULL",
			[]any{after}, &after)
		if err != nil {
			return last, err
		}
		if !found {
			return last, addShifts(tx, last)
		}
		if last[after], err = lastNumber(tx, after); err != nil {
			return last, err
		}
	}
}

// NewestNumber returns the number of the newest receipt among those of several series, as it is printed; "" for none. Series of later years
// come later.
func NewestNumber(last map[string]int64) (number string) {
	for series, no := range last {
		if IsOfReceipts(series) {
			number = max(number, receiptNumber(series, no))
		}
	}
	return number
}

// NumberIn returns the number of a series, as it is printed.
func NumberIn(series string, no int64) string { return receiptNumber(series, no) }

// ReadNumber takes a receipt's number apart, as in 01-2026-000123, into its series and its place there. Anything else is
// till.unknown_receipt.
func ReadNumber(number string) (series string, no int64, err error) {
	series, no, ok := parseNumber(number)
	if !ok {
		return "", 0, store.Refuse(CodeUnknownReceipt, number)
	}
	return series, no, nil
}
