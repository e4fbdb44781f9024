package main

import (
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger"
	"shouqi/ledger/money"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/till"
)

// slipCount is a flag of counted slips: KIND:COUNT:SUM, as card:3:1200.50.
type slipCount struct{ till.SlipCount }

// UnmarshalText reads it; what has not these three parts is till.slip_count.
func (s *slipCount) UnmarshalText(text []byte) (err error) {
	parts := strings.Split(typedMarks.Replace(string(text)), ":")
	s.Kind = till.TenderKind(strings.ReplaceAll(parts[0], "-", "_"))
	if len(parts) != 3 {
		return store.Refuse(till.CodeSlipCount, s.Kind.Name())
	}
	if s.Count, err = strconv.Atoi(strings.Map(money.HalfWidth, parts[1])); err != nil {
		return store.Fail(till.CodeSlipCount, err, s.Kind.Name())
	}
	s.Fen, err = money.Read(parts[2])
	return err
}

// countedShift is a shift that was counted, with its slips.
type countedShift struct {
	till.Shift
	Slips till.Slips `json:"slips"`
}

// countSlips counts the slips that the flags name, and none where they name none.
func countSlips(d *desk, book *ledger.Book, by staff.Actor, flags []slipCount) (till.Slips, error) {
	if len(flags) == 0 {
		return till.Slips{}, nil
	}
	var counted []till.SlipCount
	for _, one := range flags {
		counted = append(counted, one.SlipCount)
	}
	return book.Till.CountSlips(d.ctx, by, counted)
}

// slipLines says what came of a count of slips, a line for each kind.
func slipLines(slips till.Slips) (lines []string) {
	for _, s := range slips.Sums {
		line := fmt.Sprintf("%s凭条清点 %d 张 %s，", s.Kind.Name(), s.Counted, s.CountedFen.Yuan())
		if s.Ties() {
			line += "和账上一样"
		} else {
			line += fmt.Sprintf("账上 %d 张 %s，相差 %s", s.Expected, s.ExpectedFen.Yuan(), s.DifferenceFen().Yuan())
		}
		lines = append(lines, line)
	}
	return lines
}

// slipsAsked refuses a close whose slips nobody counted before its cash is counted: a count that cannot close would only tell what
// should be in the drawer.
func slipsAsked(d *desk, book *ledger.Book) error {
	policies, err := book.Policies(d.ctx)
	if err != nil {
		return err
	}
	return book.Store.Read(d.ctx, func(tx *store.Tx) error {
		shift, err := till.OpenShift(tx, policies.Counter)
		if err != nil || shift == nil {
			return err
		}
		slips, err := till.SlipsOf(tx, *shift)
		if err == nil && !slips.Stands {
			err = store.Refuse(till.CodeSlipsNotCounted)
		}
		return err
	})
}
