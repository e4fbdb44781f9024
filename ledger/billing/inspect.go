package billing

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shouqi/ledger/store"
)

// worksWords are what the name of a deposit for works has in it, the works as a whole or one of them: 装修押金, 工程押金, 敲墙保证金.
// Whatever is held against what people do to a building is looked at before it goes back; two people may say otherwise by the item.
// 工装 is not among them, because a deposit of that name is for clothes.
var worksWords = []string{"装修", "装潢", "装饰", "家装", "硬装", "软装", "改造", "改建", "改装", "扩建", "施工", "工程", "翻修", "翻新", "翻建", "修缮", "整修",
	"安装", "拆", "敲墙", "砸墙", "打墙", "凿墙", "隔断", "隔墙", "阳台", "封窗", "防水", "水电改", "开槽", "开洞", "打孔", "动火"}

// oneWriting writes each of those words in one way: the letters of Hong Kong and Taiwan, and 璜 as people write 潢.
var oneWriting = strings.NewReplacer("裝", "装", "飾", "饰", "擴", "扩", "繕", "缮", "軟", "软", "動", "动", "陽", "阳", "臺", "台", "鑿", "凿", "開", "开", "牆", "墙", "電", "电", "璜", "潢")

// IsForWorks reports whether a deposit of this name is one for works. Such a deposit goes back only after an inspection (验收),
// unless the item of the name says otherwise. What parts the letters of a name does not matter.
func IsForWorks(name string) bool {
	plain := foldName(name)
	return slices.ContainsFunc(worksWords, func(word string) bool { return strings.Contains(plain, word) })
}

// foldName is plainName in one writing.
func foldName(name string) string { return oneWriting.Replace(plainName(name)) }

// plainName returns the letters and digits of a name, in plain ones for full-width ones: 装修 押金 and 装修-押金 are 装修押金.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(name))
}

// depositLike returns the deposit item that a name of no item means, written apart or with other signs: its deposits go back as the
// item says. found is false where there is none.
func depositLike(tx *store.Tx, name string) (item Item, found bool, err error) {
	items, err := Items(tx)
	for _, one := range items {
		if one.Kind == Deposit && plainName(one.Name) == plainName(name) {
			return one, true, nil
		}
	}
	return Item{}, false, err
}
