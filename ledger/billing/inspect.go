package billing

import (
	"slices"
	"strings"

	"shouqi/ledger/law"
	"shouqi/ledger/store"
)

// worksWords are what the name of a deposit for works has in it, the works as a whole or one of them: 装修押金, 工程押金, 敲墙保证金.
// Whatever is held against what people do to a building is looked at before it goes back; two people may say otherwise by the item.
// 工装 is not among them, because a deposit of that name is for clothes.
var worksWords = []string{"装修", "装潢", "装饰", "家装", "硬装", "软装", "二装", "2装", "精装", "整装", "重装", "改造", "改建", "改装", "扩建", "施工", "工程", "翻修", "翻新", "翻建", "修缮", "整修",
	"安装", "拆", "敲墙", "砸墙", "打墙", "凿墙", "隔断", "隔墙", "阳台", "封窗", "防水", "水电改", "开槽", "开洞", "打孔", "动火"}

// IsForWorks reports whether a deposit of this name is one for works. Such a deposit goes back only after an inspection (验收),
// unless the item of the name says otherwise. What parts the letters of a name does not matter.
func IsForWorks(name string) bool {
	plain := law.PlainName(name)
	return slices.ContainsFunc(worksWords, func(word string) bool { return strings.Contains(plain, word) })
}

// depositLike returns the deposit item that a name of no item means, written apart or with other signs: its deposits go back as the
// item says. found is false where there is none.
func depositLike(tx *store.Tx, name string) (item Item, found bool, err error) {
	items, err := Items(tx)
	for _, one := range items {
		if one.Kind == Deposit && law.PlainName(one.Name) == law.PlainName(name) {
			return one, true, nil
		}
	}
	return Item{}, false, err
}
