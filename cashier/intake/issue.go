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
	codeNoRoom          Code = "no_room"
	codeRoomSyntax      Code = "room_syntax"
	codeRoomConflict    Code = "room_conflict"
	codeRoomDuplicate   Code = "room_duplicate"
	codeCellError       Code = "cell_error"
	codeTooLong         Code = "too_long"
	codeNumberSyntax    Code = "number_syntax"
	codeNumberPrecision Code = "number_precision"
	codeNumberRange     Code = "number_range"
	codeAreaNotPositive Code = "area_not_positive"
	CodeArrearsNegative Code = "arrears_negative"
	codePrepaidNegative Code = "prepaid_negative"
	codeDateSyntax      Code = "date_syntax"
	codeFloor           Code = "floor"
	codePhoneRuined     Code = "phone_ruined"
	codePhoneSyntax     Code = "phone_syntax"
	codeShares          Code = "shares"
	codeMeterKind       Code = "meter_kind"
	codeNotName         Code = "not_name"
	codeRowLong         Code = "row_long"

	codeNoOwner             Code = "no_owner"
	codeNoArea              Code = "no_area"
	codeAreaLarge           Code = "area_large"
	codeArrearsLarge        Code = "arrears_large"
	codeArrearsAsPrepayment Code = "arrears_as_prepayment"
	codeWithoutName         Code = "without_name"
	codePhoneWords          Code = "phone_words"
	codePhonesUneven        Code = "phones_uneven"
	codeIDSuspect           Code = "id_suspect"
	codePlateSuspect        Code = "plate_suspect"
	codeSpaceShared         Code = "space_shared"
	codeTotalMismatch       Code = "total_mismatch"
	codeLineSkipped         Code = "line_skipped"
	codeColumnUnknown       Code = "column_unknown"
	codeDateMonth           Code = "date_month"
	codeSheetUnread         Code = "sheet_unread"
	codeSheetBuilding       Code = "sheet_building"
	codeHidden              Code = "hidden_read"
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
