package intake

import (
	"fmt"
	"regexp"
	"strconv"

	"shouqi/ledger/calendar"
)

var (
	dateApart    = regexp.MustCompile(`^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?$`)
	monthAlone   = regexp.MustCompile(`^(\d{4})(?:年(\d{1,2})月|[-/](\d{1,2}))$`)
	weekday      = regexp.MustCompile(`[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?$`)
	timeOfDay    = regexp.MustCompile(`[T ](?:[上下]午 ?)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-]\d{2}:\d{2})?$`)
	serialNumber = regexp.MustCompile(`^\d{4,6}(?:\.\d+)?$`)
	notYet       = regexp.MustCompile(`^(?:未|尚未|待)(?:交房|交付|收房|入住|交|住|接房|售)?$`)
)

// earliest and latest bound the days on which a room can have been handed over.
const (
	earliest calendar.Date = "1949-10-01"
	latest   calendar.Date = "2100-12-31"
)

// parseDate reads 2020-03-01, 2020/4/1, 2020年5月2日, 2020.5.2, 20200502, a
// spreadsheet's serial number, each perhaps with a weekday or a time of day. A blank cell,
// or one that says 未交房, is no date.
func parseDate(cell Cell, date1904 bool) (calendar.Date, *fault) {
	// The time goes first: without the space, 1 00:00 would read as the tenth.
	text := weekday.ReplaceAllString(squeeze(timeOfDay.ReplaceAllString(tidy(cell.Text), "")), "")
	if isNothing(text) || notYet.MatchString(text) {
		return "", nil
	}
	syntax := faultf(codeDateSyntax, "写的是%s，没有这样的日期，请改成像 2020-03-01 这样的日期。", quotedDate(text))
	date, err := calendar.ReadDate(text)
	switch {
	case err == nil && cell.Kind != kindDate:
	case serialNumber.MatchString(text) && cell.Kind != kindBool && cell.Kind != kindError:
		date, err = dateOfSerial(text, date1904)
	default:
		return "", syntax
	}
	if err != nil {
		return "", syntax
	}
	if date < earliest || date > latest {
		return "", faultf(codeDateSyntax, "写的是%s，不像是交房的日子，请改正。", quotedDate(text))
	}
	return date, nil
}

// ParseMonth reads 2026-03, 2026/3 and 2026年3月 and returns the month's first
// day; ok is false for anything else. With a point it is no month: 2026.1 may be
// what a spreadsheet left of 2026.10.
func ParseMonth(text string) (first calendar.Date, ok bool) {
	match := monthAlone.FindStringSubmatch(squeeze(text))
	if match == nil {
		return "", false
	}
	first, err := dateOfParts(match[1], match[2]+match[3], "1")
	return first, err == nil
}

// handover reads the day on which a room was handed over. Registers often know
// no more than the month; its first day stands for it then, and a person is told.
func (reader *rowReader) handover(column Column, cell Cell) calendar.Date {
	if first, ok := ParseMonth(cell.Text); ok && cell.Kind == kindText && first >= earliest && first <= latest {
		reader.warn(column, codeDateMonth, "只写了年月，按 %s 导入，请核对。", first)
		return first
	}
	date, trouble := parseDate(cell, reader.work.sheet.Date1904)
	if trouble != nil {
		reader.fail(column, trouble)
	}
	return date
}

func dateOfParts(year, month, day string) (calendar.Date, error) {
	monthNumber, monthError := strconv.Atoi(month)
	dayNumber, dayError := strconv.Atoi(day)
	if monthError != nil || dayError != nil {
		return "", calendar.ErrDate
	}
	return calendar.ParseDate(fmt.Sprintf("%s-%02d-%02d", year, monthNumber, dayNumber))
}

// quotedDate shows 2020年13月45日 although quoted hides words.
func quotedDate(text string) string {
	if dateApart.MatchString(text) || monthAlone.MatchString(squeeze(text)) {
		return "“" + clip(text, 20) + "”"
	}
	return quoted(text)
}
