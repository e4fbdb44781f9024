package ledger

import (
	"cmp"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"
	"unicode"

	"shouqi/ledger/estate"
	"shouqi/ledger/journal"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// papersMost bounds how many numbers are typed: one for each year.
const papersMost = 20

// skipPaper lets receipts and shifts go on after every number that may be on paper: what is known of each series, and what was typed. endSeq is the
// event with which the book ended, 0 where somebody knows what came after it. Where nobody knows and nothing was typed it is book.paper, and so is
// a number of another counter. A receipt that nobody knew of tells of shifts that nobody knows.
func (b *Book) skipPaper(tx *store.Tx, typed string, through map[string]int64, endSeq int64) error {
	through = maps.Clone(through)
	if typed = strings.TrimSpace(typed); typed != "" || endSeq != 0 {
		papers, latest, err := b.readPapers(tx, typed, through)
		if err != nil {
			return err
		}
		if endSeq != 0 {
			if err := b.haveEachYear(tx, papers, latest, endSeq); err != nil {
				return err
			}
		}
		if through == nil {
			through = make(map[string]int64)
		}
		for series, no := range papers {
			if err := b.newerPaper(tx, series, no, through); err != nil {
				return err
			}
		}
	}
	return till.SkipPast(tx, b.Journal, through)
}

// newerPaper adds what a typed number tells to what is known.
func (b *Book) newerPaper(tx *store.Tx, series string, no int64, through map[string]int64) error {
	last, err := till.LastNumbers(tx)
	if err != nil || no <= max(last[series], through[series]) {
		return err
	}
	through[series] = no
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return err
	}
	return till.UnknownShifts(tx, b.Journal, policies.Counter, through)
}

// readPapers takes apart the numbers of the newest receipts that somebody has on paper, one of each year, by their series, of which
// latest is the last, "" where there is no paper yet. It is book.paper where they cannot be that: one is another counter's or of a year to come, or
// the book itself, or through, what else is known of each series, has a newer one.
func (b *Book) readPapers(tx *store.Tx, typed string, through map[string]int64) (papers map[string]int64, latest string, err error) {
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return nil, "", err
	}
	last, err := till.LastNumbers(tx)
	if err != nil {
		return nil, "", err
	}
	newest := max(till.NewestNumber(last), till.NewestNumber(through))
	if typed == NoPaper && newest == "" {
		return nil, "", nil
	}
	refused := store.Refuse(CodePaper, policies.Counter, cmp.Or(newest, "—"))
	newestSeries, _, _ := till.ReadNumber(newest) // "" where there is none
	thisYear := seriesOf(policies.Counter, policies.Today(b.Journal.Now()).Year())
	papers = make(map[string]int64)
	for _, number := range strings.FieldsFunc(typed, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",、;", r) }) {
		series, no, err := till.ReadNumber(number)
		_, isTwice := papers[series]
		isOurs := strings.HasPrefix(series, policies.Counter+"-") && len(series) == len(thisYear) && series <= thisYear
		if err != nil || isTwice || !isOurs || no < max(last[series], through[series]) || len(papers) == papersMost {
			return nil, "", refused
		}
		papers[series], latest = no, max(latest, series)
	}
	if latest == "" || latest < newestSeries {
		return nil, "", refused
	}
	return papers, latest, nil
}

// haveEachYear returns book.paper_year where a year before the newest paper's may have receipts that nobody told of: a series goes on with each year,
// and the book that is lost may have gone on in that of the year in which this one ends.
func (b *Book) haveEachYear(tx *store.Tx, papers map[string]int64, latest string, endSeq int64) error {
	if latest == "" {
		return nil
	}
	policies, err := estate.ReadPolicies(tx)
	if err != nil {
		return err
	}
	since, err := b.endsIn(tx, policies, endSeq)
	if err != nil {
		return err
	}
	last, err := till.LastNumbers(tx)
	for year := since; err == nil && seriesOf(policies.Counter, year) < latest; year++ {
		series := seriesOf(policies.Counter, year)
		if _, told := papers[series]; !told {
			return store.Refuse(CodePaperYear, strconv.Itoa(year), till.NumberIn(series, last[series]), till.NumberIn(latest, papers[latest]))
		}
	}
	return err
}

// endsIn returns the business year in which a book ended with this event: what a lost part of it gave out is of this year or a later one.
func (b *Book) endsIn(tx *store.Tx, policies estate.Policies, endSeq int64) (year int, err error) {
	own, err := journal.OwnNo(tx)
	if err != nil {
		return 0, err
	}
	newest, err := journal.Read(tx, own, endSeq)
	if err != nil {
		return 0, err
	}
	year = policies.Today(time.UnixMilli(newest.AtMS)).Year()
	shift, err := till.OpenShift(tx, policies.Counter)
	if err == nil && shift != nil {
		year = min(year, shift.BusinessOn.Year())
	}
	return year, err
}

// seriesOf returns the series of a counter's receipts in a year.
func seriesOf(counter string, year int) string { return fmt.Sprintf("%s-%d", counter, year) }
