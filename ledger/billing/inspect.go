package billing

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shouqi/ledger/store"
)

// worksWords are what the name of a deposit for works has in it: 装修押金, 家装押金, 改造保证金, 施工保证金. 工装 and 工程 are not among them,
// because a deposit of the first name is for clothes and one of the second is asked of contractors: the item says what those want.
var worksWords = []string{"装修", "装潢", "装饰", "家装", "硬装", "软装", "改造", "改建", "扩建", "拆改", "施工", "翻修", "翻新", "翻建", "修缮", "整修"}

// oneWriting writes each of those words in one way: the letters of Hong Kong and Taiwan, and 璜 as people write 潢.
var oneWriting = strings.NewReplacer("裝", "装", "飾", "饰", "擴", "扩", "繕", "缮", "軟", "软", "璜", "潢")

// IsForWorks reports whether a deposit of this name is one for works. Such a deposit goes back only after an inspection (验收),
// unless the item of the name says otherwise. What parts the letters of a name does not matter.
func IsForWorks(name string) bool {
	plain := oneWriting.Replace(plainName(name))
	return slices.ContainsFunc(worksWords, func(word string) bool { return strings.Contains(plain, word) })
}

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
