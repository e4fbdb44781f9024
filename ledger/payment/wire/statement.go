package wire

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// readyHour is when a channel has the file of the day before, in China: what it does not have by then is a day without payments.
const readyHour = 10

// Ready reports whether a day's file must be there by now.
func (c *Call) Ready(now time.Time, day calendar.Date) bool {
	return c.Past(now, day.AddDays(1).Time().Add(readyHour*time.Hour).UnixMilli())
}

// errColumn is a day's file without a column that it cannot be read without.
var errColumn = errors.New("the file lacks a column")

// Table calls each with the rows of a day's file, under the names of their columns, trimmed of the marks that a channel puts at the edges
// (cut). The columns stand in the first row that has all of needed. It ends at the end of the text, or at the first row for which each
// returns false.
func Table(text io.Reader, cut string, needed []string, each func(row func(column string) string) (more bool, err error)) error {
	reader := csv.NewReader(text)
	reader.FieldsPerRecord, reader.LazyQuotes, reader.Comment, reader.ReuseRecord = -1, true, '#', true
	var columns map[string]int
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the file: %w", err)
		}
		cell := func(at int) string { return strings.Trim(strings.TrimPrefix(cells[at], "\ufeff"), cut) }
		if columns == nil {
			named := make(map[string]int, len(cells))
			for at := range cells {
				named[cell(at)] = at
			}
			if hasAll(named, needed) {
				columns = named
			}
			continue
		}
		more, err := each(func(column string) string {
			if at, found := columns[column]; found && at < len(cells) {
				return cell(at)
			}
			return ""
		})
		if err != nil || !more {
			return err
		}
	}
	if columns == nil {
		return errColumn
	}
	return nil
}

func hasAll(named map[string]int, needed []string) bool {
	for _, column := range needed {
		if _, found := named[column]; !found {
			return false
		}
	}
	return true
}

// Yuan reads a sum of a channel's file, which may have more decimals than fen; what is left over has to be 0. "" is 0.
func Yuan(text string) (money.Fen, error) {
	if text == "" {
		return 0, nil
	}
	if whole, decimals, found := strings.Cut(text, "."); found {
		for len(decimals) > 2 && decimals[len(decimals)-1] == '0' {
			decimals = decimals[:len(decimals)-1]
		}
		text = whole + "." + decimals
	}
	fen, err := money.Parse(text)
	if err != nil {
		return 0, fmt.Errorf("read a sum: %w", err)
	}
	return fen, nil
}

// Fee reads what a channel keeps for its service, which may have parts of a fen: those round half up, away from 0.
func Fee(text string) (money.Fen, error) {
	whole, decimals, _ := strings.Cut(text, ".")
	if len(decimals) <= 2 {
		return Yuan(text)
	}
	fen, err := money.Parse(whole + "." + decimals[:2])
	if err != nil || decimals[2] < '5' {
		return fen, err
	}
	if strings.HasPrefix(whole, "-") {
		return fen - 1, nil
	}
	return fen + 1, nil
}

// chinaTime is how both channels write a moment in their files, in the time of China.
const chinaTime = "2006-01-02 15:04:05"

// MS reads a moment of a channel's file or answer, in milliseconds since 1970 in UTC; "" is 0.
func MS(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	at, err := time.ParseInLocation(chinaTime, text, calendar.Zone)
	if err != nil {
		return 0, fmt.Errorf("read a time: %w", err)
	}
	return at.UnixMilli(), nil
}

// ChinaTime writes a moment as the channels read it, in the time of China whatever the zone of the computer.
func ChinaTime(ms int64) string { return time.UnixMilli(ms).In(calendar.Zone).Format(chinaTime) }
