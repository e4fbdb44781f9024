package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"shouqi/ledger/money"
)

// PartyKind says whether a party is a person or an organisation.
type PartyKind string

// Role says what a party is to the room.
type Role string

// The kinds and roles of parties.
const (
	Person  PartyKind = "person"
	Company PartyKind = "company"
	Owner   Role      = "owner"
	Tenant  Role      = "tenant"
)

// wholeShare is the whole of a room's ownership in basis points.
const wholeShare = 10_000

// Party is an owner or tenant of a room. It is personal data: it goes to the
// vault and nowhere else.
type Party struct {
	Kind             PartyKind
	Role             Role
	Name             string
	Phones           []string
	IDNumber         string // a citizen's ID or an organisation's credit code; "" if unknown
	ShareBasisPoints int    // of an owner; all owners of a room add up to 10,000. 0 for a tenant
	Was              string // the name under which the register has this person, where Name mends it; only as typed, see Parties
}

const (
	maxParties   = 20
	maxNameRunes = 60
)

var (
	noOwner     = regexp.MustCompile(`^(?:无业主|未售|未出售|待售|空置|开发商)$`)
	shareAtEnd  = regexp.MustCompile(`[(\[]?\s*(\d{1,3})(?:\.(\d{1,2}))?\s*%\s*[)\]]?$`)
	shareOfTwo  = regexp.MustCompile(`[(\[]\s*(\d{1,3})\s*/\s*(\d{1,3})\s*[)\]]`)
	companyWord = regexp.MustCompile(`公司|有限|集团|银行|学校|中学|小学|大学|学院|医院|诊所|中心|委员会|居委会|街道办|政府|协会|合作社|事务所|幼儿园|工作室|经营部|门市|超市|酒店|宾馆|餐厅|饭店|支行|分行|派出所|研究院|研究所|基金会|俱乐部`)
	companyTail = regexp.MustCompile(`..[局厂店部院所馆社行]$`)
)

// parseParties reads the names in one cell: 赵　六 is one person, 吴九;郑十 two
// with equal shares, 张三60%;李四40% or 张三(3/5)、李四(2/5) two with their own.
// A blank cell, or one that says 未售, gives none.
func parseParties(cell Cell, role Role) ([]Party, *fault) {
	text := narrow(cell.Text)
	if isNothing(text) || noOwner.MatchString(squeeze(text)) {
		return nil, nil
	}
	// A fraction's slash must not part two names.
	text = shareOfTwo.ReplaceAllStringFunc(text, func(found string) string {
		match := shareOfTwo.FindStringSubmatch(found)
		return percentOf(match[1], match[2])
	})
	separators := ";、/\n，|"
	if !hasLatin(text) {
		separators += ","
	}
	var parties []Party
	var shares []int64
	for _, part := range splitAny(text, separators) {
		name, share := cutShare(part)
		if name = cleanName(name); name == "" {
			return nil, faultf(codeShares, "姓名里只有份额没有名字，请改成像“甲60%%;乙40%%”这样。")
		}
		if utf8.RuneCountInString(name) > maxNameRunes {
			return nil, faultf(codeTooLong, "姓名超过 %d 个字，请核对是不是填错了列。", maxNameRunes)
		}
		parties = append(parties, Party{Kind: kindOf(name), Role: role, Name: name})
		shares = append(shares, share)
	}
	if len(parties) > maxParties {
		return nil, faultf(codeTooLong, "一格里超过 %d 个人，请核对。", maxParties)
	}
	if role == Owner {
		if trouble := giveShares(parties, shares); trouble != nil {
			return nil, trouble
		}
	}
	return parties, nil
}

func percentOf(part, whole string) string {
	numerator, numeratorError := strconv.ParseInt(part, 10, 64)
	denominator, denominatorError := strconv.ParseInt(whole, 10, 64)
	if numeratorError != nil || denominatorError != nil || denominator == 0 {
		return "(0%)"
	}
	basisPoints, err := money.DivHalfUp(numerator*wholeShare, denominator)
	if err != nil {
		return "(0%)"
	}
	hundredths := strconv.FormatInt(basisPoints%100+100, 10)[1:]
	return strconv.FormatInt(basisPoints/100, 10) + "." + hundredths + "%"
}

// cutShare parts a name from its share in basis points, -1 when it has none.
func cutShare(text string) (name string, basisPoints int64) {
	text = strings.TrimSpace(text)
	match := shareAtEnd.FindStringSubmatchIndex(text)
	if match == nil {
		return text, -1
	}
	decimals := ""
	if match[4] >= 0 {
		decimals = text[match[4]:match[5]]
	}
	basisPoints, err := strconv.ParseInt(text[match[2]:match[3]]+(decimals + "00")[:2], 10, 64)
	if err != nil {
		return text, -1
	}
	return text[:match[0]], basisPoints
}

// giveShares returns each owner a share: the written ones when all are written,
// equal ones when none is. Thirds written as 33.33% may miss the whole by one
// basis point an owner.
func giveShares(parties []Party, shares []int64) *fault {
	written, sum := 0, int64(0)
	for i, share := range shares {
		if share >= 0 {
			written, sum = written+1, sum+share
		}
		if share == 0 {
			return faultf(codeShares, "第 %d 位业主的份额是 0，请改正。", i+1)
		}
	}
	weights := shares
	switch count := int64(len(shares)); {
	case written == 0:
		weights = make([]int64, len(shares))
		for i := range weights {
			weights[i] = 1
		}
	case written < len(shares):
		return faultf(codeShares, "有的业主写了份额，有的没写：请都写上，或都不写（按等份）。")
	case sum < wholeShare-count || sum > wholeShare+count:
		return faultf(codeShares, "各位业主的份额加起来是 %d.%02d%%，不是 100%%，请改正。", sum/100, sum%100)
	}
	parts, err := money.Allocate(wholeShare, weights)
	if err != nil {
		return faultf(codeShares, "各位业主的份额算不出来，请改正。")
	}
	for i := range parties {
		parties[i].ShareBasisPoints = int(parts[i])
	}
	return nil
}

// cleanName takes out the spaces that people put into short names to line them
// up, and keeps those between Latin words.
func cleanName(text string) string {
	words := strings.Fields(text)
	name := ""
	for _, word := range words {
		if name != "" && endsLatin(name) && startsLatin(word) {
			name += " "
		}
		name += word
	}
	return strings.TrimFunc(name, func(r rune) bool { return strings.ContainsRune(":：-_*'", r) })
}

func kindOf(name string) PartyKind {
	if companyWord.MatchString(name) || utf8.RuneCountInString(name) >= 4 && companyTail.MatchString(name) {
		return Company
	}
	return Person
}

func hasLatin(text string) bool {
	return strings.ContainsFunc(text, isLatin)
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

func endsLatin(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return isLatin(r) || r == '.' || r == ','
}

func startsLatin(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return isLatin(r)
}

// givePhones hands a cell's phones to its people by position: group by group
// when ; makes as many groups as there are people, else one by one when the
// counts agree, else all to the first. even is false in the last case when
// there was more than one person to choose from.
func givePhones(parties []Party, phones phoneCell) (even bool) {
	all := phones.all()
	groups := phones.groups
	if len(groups) != len(parties) && len(all) == len(parties) {
		groups = groups[:0:0]
		for i := range all {
			groups = append(groups, all[i:i+1])
		}
	}
	if len(groups) == len(parties) && len(parties) > 1 {
		for i := range parties {
			parties[i].Phones = appendNew(parties[i].Phones, groups[i])
		}
		return true
	}
	parties[0].Phones = appendNew(parties[0].Phones, all)
	return len(parties) == 1 || len(all) <= 1
}

// giveIDs hands ID numbers to people by position, or a single one to the first.
func giveIDs(parties []Party, ids []string) (even bool) {
	if len(ids) != len(parties) && len(ids) > 1 {
		return false
	}
	for i, id := range ids {
		parties[i].IDNumber = id
		if creditCode.MatchString(id) && !citizenID.MatchString(id) {
			parties[i].Kind = Company
		}
	}
	return true
}

func appendNew(list, more []string) []string {
	for _, item := range more {
		known := false
		for _, have := range list {
			known = known || have == item
		}
		if !known {
			list = append(list, item)
		}
	}
	return list
}
