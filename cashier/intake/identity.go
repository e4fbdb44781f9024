package intake

import (
	"regexp"
	"strings"
)

var (
	citizenID    = regexp.MustCompile(`^\d{17}[\dX]$`)
	oldCitizenID = regexp.MustCompile(`^\d{15}$`)
	creditCode   = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{18}$`)
	otherID      = regexp.MustCompile(`^[A-Z0-9()-]{6,20}$`)
	plateForm    = regexp.MustCompile(`^\p{Han}[A-Z][A-Z0-9]{4,6}\p{Han}?$`)
)

// parseIDs reads ID numbers and unified social credit codes, one for each
// owner. suspect describes, without repeating anything, what looks wrong: an ID
// number never refuses a row, but a person should compare it with the paper.
func parseIDs(cell Cell) (groups []string, suspect string) {
	if isNothing(cell.Text) {
		return nil, ""
	}
	if text := squeeze(cell.Text); cell.Kind != kindText || scientific.MatchString(text) {
		if len(text) > significantDigits || scientific.MatchString(text) {
			return nil, "证件号码被 Excel 变成了数字，末几位已经丢失，没有导入：请把单元格设为文本后重填。"
		}
	}
	for _, part := range splitAny(narrow(cell.Text), phoneSeparators) {
		id := strings.ToUpper(squeeze(part))
		switch {
		case citizenID.MatchString(id):
			if !citizenChecksum(id) && !creditChecksum(id) {
				suspect = "证件号码的校验位不对，已按原样导入，请与证件核对。"
			}
		case creditCode.MatchString(id):
			if !creditChecksum(id) {
				suspect = "统一社会信用代码的校验位不对，已按原样导入，请与营业执照核对。"
			}
		case oldCitizenID.MatchString(id):
		case otherID.MatchString(id):
			if isDigits(id) {
				suspect = "证件号码的位数不对，已按原样导入，请与证件核对。"
			}
		default:
			suspect = "证件号码里有不该有的字符，没有导入，请与证件核对后重填。"
			continue
		}
		groups = append(groups, id)
	}
	return groups, suspect
}

// citizenChecksum is GB 11643: ISO 7064 MOD 11-2 over 17 digits.
func citizenChecksum(id string) bool {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(id[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == id[17]
}

// creditChecksum is GB 32100: MOD 31-3 over an alphabet without I, O, S, V, Z.
func creditChecksum(code string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	sum, weight := 0, 1
	for i := range 17 {
		sum += strings.IndexByte(alphabet, code[i]) * weight
		weight = weight * 3 % 31
	}
	return alphabet[(31-sum%31)%31] == code[17]
}

// Plates reads number plates as a person types them, in the form in which a register brings them; what looks like none is kept.
func Plates(text string) []string {
	plates, _ := parsePlates(text)
	return plates
}

// SpaceCode returns the code of a parking space as a register brings it: Ｂ１－００１ and b1-001 are B1-001.
func SpaceCode(text string) string { return strings.ToUpper(squeeze(narrow(text))) }

// RoomCodeOf returns the canonical code of a room that a person typed in any way ParseRoomCode reads, or else the text itself.
func RoomCodeOf(text string) string {
	if code, ok := ParseRoomCode("", "", text, false); ok {
		return code.Code
	}
	return strings.TrimSpace(text)
}

// parsePlates reads number plates such as 京A·12345, several parted by signs or
// by spaces between whole plates. ok is false when one does not look like a
// plate; it is kept all the same.
func parsePlates(text string) (plates []string, ok bool) {
	ok = true
	for _, part := range splitAny(narrow(text), phoneSeparators) {
		if isNothing(part) {
			continue
		}
		fields := strings.Fields(part)
		whole := plate(part)
		if !plateForm.MatchString(whole) && len(fields) > 1 && allPlates(fields) {
			for _, field := range fields {
				plates = append(plates, plate(field))
			}
			continue
		}
		ok = ok && plateForm.MatchString(whole)
		plates = append(plates, whole)
	}
	return plates, ok
}

func allPlates(fields []string) bool {
	for _, field := range fields {
		if !plateForm.MatchString(plate(field)) {
			return false
		}
	}
	return true
}

func plate(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if strings.ContainsRune("·•・.-_ ", r) {
			return -1
		}
		return r
	}, squeeze(text)))
}

// parseSpaces reads parking spaces such as B1-001, several parted by signs.
func parseSpaces(text string) []string {
	var spaces []string
	for _, part := range splitAny(narrow(text), phoneSeparators) {
		if !isNothing(part) {
			spaces = append(spaces, SpaceCode(part))
		}
	}
	return spaces
}
