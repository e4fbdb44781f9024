package receipts

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/money"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
	"shouqi/ledger/vault"
)

// The ways in which what was typed can name a receipt.
const (
	ByNumber = "number"
	ByAmount = "amount"
	ByDate   = "date"
	ByRoom   = "room"
	ByPayer  = "payer"
	BySlip   = "slip"
)

// Found is the answer to a search: the receipts, newest first, and the ways in which the text was understood, which
// are those that found something.
type Found struct {
	List []Receipt
	By   []string
}

var (
	wholeNumber = regexp.MustCompile(`^[0-9A-Z]{1,4}-[0-9]{4}-[0-9]{6}$`)
	numberEnd   = regexp.MustCompile(`^(?:[0-9A-Z]{0,4}-)?(?:[0-9]{1,4}-)?([0-9]{1,6})$`)
	amountForm  = regexp.MustCompile(`^[¥￥]?([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,8}|0)(\.[0-9]{1,2})?元?$`)
	dateForm    = regexp.MustCompile(`^(?:([0-9]{4})[-./年])?([0-9]{1,2})[-./月]([0-9]{1,2})日?$`)
	allDigits   = regexp.MustCompile(`^[0-9]+$`)
)

// Shorter texts would find too much: a room's beginning, a slip's end.
const (
	roomTypedMin = 3
	slipTypedMin = 4
	// roomsSought is how many households a name or room may stand for.
	roomsSought = 20
)

// Find looks receipts up by what a person holds in the hand: number or its tail, sum, payer's name or pinyin, room,
// day, number of the slip. What can be read in more than one way is looked up in each. "" lists the newest.
func (c *Receipts) Find(ctx context.Context, text string) (found Found, err error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if text == "" {
		found.List, err = c.Newest(ctx, "")
		return found, err
	}
	err = c.session.Book.Store.Read(ctx, func(tx *store.Tx) error {
		search := receiptSearch{receipts: c, tx: tx, text: text, seen: map[string]bool{}}
		if err := search.run(); err != nil {
			return err
		}
		found.By = search.by
		for _, payment := range search.newest() {
			rows, err := c.rows(tx, payment)
			if err != nil {
				return err
			}
			found.List = append(found.List, rows...)
		}
		return nil
	})
	return found, err
}

// Prove says what a receipt is worth whose code was scanned or typed.
func (c *Receipts) Prove(ctx context.Context, code string) (ledger.Verdict, error) {
	return c.session.Book.Prove(ctx, code)
}

// receiptSearch is one search under way.
type receiptSearch struct {
	receipts *Receipts
	tx       *store.Tx
	text     string
	list     []till.Payment
	seen     map[string]bool
	by       []string
}

func (s *receiptSearch) run() error {
	if wholeNumber.MatchString(s.text) {
		payment, err := till.ByNumber(s.tx, s.text)
		if store.Code(err) == till.CodeUnknownReceipt {
			return nil
		}
		return s.take(ByNumber, []till.Payment{payment}, err)
	}
	for _, look := range []func() error{s.byNumber, s.byAmount, s.byDate, s.byHousehold, s.byTypedPayer, s.bySlip} {
		if err := look(); err != nil {
			return err
		}
	}
	return nil
}

// take adds what one way found.
func (s *receiptSearch) take(by string, list []till.Payment, err error) error {
	if err != nil {
		return err
	}
	for _, payment := range list {
		if !slices.Contains(s.by, by) {
			s.by = append(s.by, by)
		}
		if !s.seen[payment.Hash] {
			s.seen[payment.Hash] = true
			s.list = append(s.list, payment)
		}
	}
	return nil
}

// newest returns what was found in the order of the list.
func (s *receiptSearch) newest() []till.Payment {
	slices.SortStableFunc(s.list, func(one, other till.Payment) int {
		return cmp.Or(cmp.Compare(other.BusinessOn, one.BusinessOn), cmp.Compare(other.Seq, one.Seq))
	})
	return s.list[:min(len(s.list), recentMax)]
}

func (s *receiptSearch) byNumber() error {
	tail := numberEnd.FindStringSubmatch(s.text)
	if tail == nil {
		return nil
	}
	list, err := till.ByNumberTail(s.tx, tail[1], recentMax)
	list = slices.DeleteFunc(list, func(p till.Payment) bool {
		return !slices.ContainsFunc(p.Numbers(), func(number string) bool { return strings.HasSuffix(number, s.text) })
	})
	return s.take(ByNumber, list, err)
}

func (s *receiptSearch) byAmount() error {
	parts := amountForm.FindStringSubmatch(s.text)
	if parts == nil {
		return nil
	}
	fen, err := money.Parse(strings.ReplaceAll(parts[1], ",", "") + parts[2])
	if err != nil || fen == 0 {
		return nil // More than any receipt: no sum.
	}
	list, err := till.BySum(s.tx, fen, recentMax)
	return s.take(ByAmount, list, err)
}

func (s *receiptSearch) byDate() error {
	day := s.receipts.session.Today()
	switch parts := dateForm.FindStringSubmatch(s.text); {
	case s.text == "今天":
	case s.text == "昨天":
		day = day.AddDays(-1)
	case parts == nil:
		return nil
	default:
		month, _ := strconv.Atoi(parts[2])
		date, _ := strconv.Atoi(parts[3])
		year, _ := strconv.Atoi(cmp.Or(parts[1], string(day)[:4]))
		typed, err := calendar.ParseDate(dateWords(year, month, date))
		if err != nil {
			return nil
		}
		if parts[1] == "" && typed > day { // The last one of that name: nobody looks for a receipt of next winter.
			if typed, err = calendar.ParseDate(dateWords(year-1, month, date)); err != nil {
				return nil
			}
		}
		day = typed
	}
	list, err := till.NewestOnDay(s.tx, day, recentMax)
	return s.take(ByDate, list, err)
}

// dateWords writes a day as ParseDate reads it; what is no day it refuses.
func dateWords(year, month, day int) string {
	two := func(n int) string { return strconv.Itoa(100 + n)[1:] }
	return strconv.Itoa(year) + "-" + two(month) + "-" + two(day)
}

// byHousehold asks the finder, in whose memory the names are. Figures are a room and nothing else: a sum must not find
// whose phone ends in it.
func (s *receiptSearch) byHousehold() error {
	figures := allDigits.MatchString(s.text)
	if len([]rune(s.text)) < 2 || figures && len(s.text) < roomTypedMin {
		return nil
	}
	for _, hit := range s.receipts.session.Book.Finder.Find(s.text, roomsSought).Hits {
		by := ByRoom
		if hit.By == estate.ByName {
			by = ByPayer
		}
		if hit.By == estate.ByPhone || hit.By == estate.ByPlate && figures || dateForm.MatchString(s.text) && hit.Code != s.text {
			continue
		}
		list, err := till.HistoryOf(s.tx, hit.Object, recentMax)
		if err := s.take(by, list, err); err != nil {
			return err
		}
	}
	return nil
}

// byTypedPayer opens the names that were typed for one payment each, of the newest such payments; they stay in memory for
// the moment of the comparison.
func (s *receiptSearch) byTypedPayer() error {
	if len([]rune(s.text)) < 2 || strings.ContainsAny(s.text, "0123456789") {
		return nil
	}
	list, err := till.WithTypedPayer(s.tx, 1000)
	if err != nil {
		return err
	}
	for _, payment := range list {
		name, _, err := s.receipts.payer(s.tx, payment)
		if store.Code(err) == vault.CodeErased {
			continue
		}
		if err != nil {
			return err
		}
		if estate.NameMatches(name, s.text) {
			if err := s.take(ByPayer, []till.Payment{payment}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *receiptSearch) bySlip() error {
	if len(s.text) < slipTypedMin || !strings.ContainsAny(s.text, "0123456789") {
		return nil
	}
	list, err := till.ByReference(s.tx, s.text, recentMax)
	return s.take(BySlip, list, err)
}
