package law

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// oneWriting writes the words that names are searched for in one way: the letters of Hong Kong and Taiwan, and 璜 as people write 潢.
var oneWriting = strings.NewReplacer("裝", "装", "飾", "饰", "擴", "扩", "繕", "缮", "軟", "软", "動", "动", "陽", "阳", "臺", "台", "鑿", "凿", "開", "开", "牆", "墙", "電", "电", "璜", "潢",
	"綠", "绿", "辦", "办", "崗", "岗", "門", "门", "營", "营", "經", "经", "業", "业", "維", "维", "護", "护", "衛", "卫", "攤", "摊", "費", "费", "氣", "气", "熱", "热", "車", "车", "庫", "库",
	"務", "务", "煙", "烟", "廣", "广", "樹", "树", "園", "园", "藝", "艺", "場", "场", "間", "间", "補", "补", "燈", "灯", "樓", "楼", "檢", "检", "網", "网")

// PlainName returns the letters and digits of a name in one writing and in plain ones for full-width ones, so that nothing between them and
// no other writing hides a word: 裝修 押金 and 装修-押金 are 装修押金.
func PlainName(name string) string {
	return oneWriting.Replace(strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(name)))
}

// otherWords are what people call the same things as words of rules: greenery, and the guards at the gate with their box.
var otherWords = map[string][]string{
	"绿化": {"花木", "苗木", "草木", "草坪", "绿地", "园林"},
	"岗亭": {"保安亭", "警卫亭", "门卫", "保安", "秩序维护", "安保"},
	"门岗": {"保安岗", "门卫", "保安", "秩序维护", "安保"},
}

// wordIn returns which of a rule's words, or of the other words for the same thing, a name has in it, with the rule's word beside its own;
// "" is none.
func wordIn(words []string, name string) string {
	plain := PlainName(name)
	for _, word := range words {
		if strings.Contains(plain, PlainName(word)) {
			return word
		}
	}
	for _, word := range words {
		if at := slices.IndexFunc(otherWords[word], func(other string) bool { return strings.Contains(plain, other) }); at >= 0 {
			return otherWords[word][at] + "（" + word + "）"
		}
	}
	return ""
}
