package intake

import "fmt"

// Issue is one thing that a person should know about one cell or row. Text is
// plain Chinese: where, what was found and what to do. It never holds a name, a
// phone or an ID number.
type Issue struct {
	Cell   string // "C6"; "" when it is about the whole row or file
	Column string // the column's header, "" with no cell
	Code   Code
	Text   string
}

// Code names a kind of issue for programs; people read the text.
type Code string

// The codes. Those of refusals come first, then those of warnings.
const (
	CodeNoRoom          Code = "no_room"
	CodeRoomSyntax      Code = "room_syntax"
	CodeRoomConflict    Code = "room_conflict"
	CodeRoomDuplicate   Code = "room_duplicate"
	CodeCellError       Code = "cell_error"
	CodeTooLong         Code = "too_long"
	CodeNumberSyntax    Code = "number_syntax"
	CodeNumberPrecision Code = "number_precision"
	CodeNumberRange     Code = "number_range"
	CodeAreaNotPositive Code = "area_not_positive"
	CodeArrearsNegative Code = "arrears_negative"
	CodePrepaidNegative Code = "prepaid_negative"
	CodeDateSyntax      Code = "date_syntax"
	CodePhoneRuined     Code = "phone_ruined"
	CodePhoneSyntax     Code = "phone_syntax"
	CodeShares          Code = "shares"
	CodeMeterKind       Code = "meter_kind"
	CodeNotName         Code = "not_name"
	CodeRowLong         Code = "row_long"

	CodeNoOwner             Code = "no_owner"
	CodeNoArea              Code = "no_area"
	CodeAreaLarge           Code = "area_large"
	CodeArrearsLarge        Code = "arrears_large"
	CodeArrearsAsPrepayment Code = "arrears_as_prepayment"
	CodeWithoutName         Code = "without_name"
	CodePhoneWords          Code = "phone_words"
	CodePhonesUneven        Code = "phones_uneven"
	CodeIDSuspect           Code = "id_suspect"
	CodePlateSuspect        Code = "plate_suspect"
	CodeSpaceShared         Code = "space_shared"
	CodeTotalMismatch       Code = "total_mismatch"
	CodeLineSkipped         Code = "line_skipped"
	CodeColumnUnknown       Code = "column_unknown"
	CodeDateMonth           Code = "date_month"
	CodeSheetUnread         Code = "sheet_unread"
	CodeSheetBuilding       Code = "sheet_building"
	CodeHidden              Code = "hidden_read"
)

// fault is why one cell cannot be taken: the half of an issue that does not
// depend on where the cell stands.
type fault struct {
	code Code
	text string
}

func faultf(code Code, format string, arguments ...any) *fault {
	return &fault{code: code, text: fmt.Sprintf(format, arguments...)}
}
