package estate_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
)

func TestAHouseholdIsFoundHoweverItIsTyped(t *testing.T) {
	w := newTown(t)
	first := row("3-2-1201", owner("张建国", "13800006621"))
	first.Plates, first.Spaces = []string{"京A3K51"}, []string{"B1-047"}
	tower := row("A-1-301", owner("曾志伟", "13900001234"))
	w.take(first, tower, row("商铺-01", estate.RowParty{Kind: estate.Company, Name: "阳光置业有限公司", Phones: []string{"010-88886666"}, ShareBasisPoints: 10000}),
		row("1-1-101", owner("单雄信")), row("1-1-102", owner("仇英")), row("1-1-103", owner("𠮷田")), row("1-1-104", owner("龑䶮")), row("1-1-105", owner("吕布")),
		withSpace(row("1-1-106", owner("Ａlice")), "东库-047"), row("1-1-107", owner("沈萍")))
	for typed, code := range map[string]string{
		"3-2-1201": "3-2-1201", "321201": "3-2-1201", "3021201": "3-2-1201", "03021201": "3-2-1201", "1201": "3-2-1201", "３－２－１２０１": "3-2-1201",
		"3栋2单元1201": "3-2-1201", "3号楼2单元1201室": "3-2-1201", "B1-047": "3-2-1201", "b1047": "3-2-1201",
		"3 2 1201": "3-2-1201", "3#2-1201": "3-2-1201", "a-1-301": "A-1-301", "A1301": "A-1-301", "a01301": "A-1-301", "0A01301": "A-1-301",
		"京A3K51": "3-2-1201", "京A·3K51": "3-2-1201", "a3k51": "3-2-1201", "3K51": "3-2-1201", "K51": "3-2-1201",
		"6621": "3-2-1201", "13800006621": "3-2-1201", "138 0000 6621": "3-2-1201", "06621": "", "0006621": "", "1380": "", "1380000662": "",
		"张建国": "3-2-1201", "建国": "3-2-1201", "zjg": "3-2-1201", "zhangjianguo": "3-2-1201", "ZhangJ": "3-2-1201", "zhang jian": "3-2-1201",
		"zzw": "A-1-301", "czw": "A-1-301", "zengzhi": "A-1-301", "cengzhi": "A-1-301",
		"sxx": "1-1-101", "dxx": "1-1-101", "shanx": "1-1-101", "qy": "1-1-102", "cy": "1-1-102", "qiuying": "1-1-102", "chouying": "1-1-102",
		"𠮷田": "1-1-103", "𠮷": "1-1-103", "龑䶮": "1-1-104", "䶮": "1-1-104", "lvbu": "1-1-105", "lb": "1-1-105", "alice": "1-1-106", "ａｌｉｃｅ": "1-1-106",
		"8888666": "", "88886666": "商铺-01", "6666": "商铺-01", "阳光置业": "商铺-01", "ygzy": "商铺-01", "商铺-01": "商铺-01", "商铺01": "商铺-01",
		"sp01": "商铺-01", "SP-01": "商铺-01", "ｓｐ01": "商铺-01", "shangpu01": "商铺-01", "dk047": "1-1-106", "东库047": "1-1-106",
	} {
		found := w.Book.Finder.Find(typed, 10)
		if code == "" {
			require.Zero(t, found.Total, typed)
			continue
		}
		require.NotEmpty(t, found.Hits, typed)
		require.Equal(t, code, found.Hits[0].Code, typed)
	}
	for _, nothing := range []string{"", "  ", "·", "张三丰", "99999999999999999999999999999999999"} {
		require.Zero(t, w.Book.Finder.Find(nothing, 10).Total, nothing)
	}
	require.Empty(t, w.Book.Finder.Find("zjg", -1).Hits)
	require.Zero(t, new(estate.Finder).Find("zjg", 10).Total, "before the index is loaded")
}

func withSpace(r estate.Row, space string) estate.Row {
	r.Spaces = []string{space}
	return r
}

func TestARoomTypedWholeComesBeforeAPhoneThatEndsInIt(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-1201", owner("张建国", "13800001201")), row("2-1-0901", owner("李梅", "13900001201")), row("1-1-120", owner("王1201")))
	found := w.Book.Finder.Find("1201", 10)
	require.Equal(t, "1-1-1201", found.Hits[0].Code)
	require.Equal(t, estate.ByRoom, found.Hits[0].By)
	require.Equal(t, estate.ByPhone, found.Hits[1].By)
	require.Equal(t, "李梅", found.Hits[1].Name)
}

// 1-1-1101 and 11-1-101 are the same figures: the hyphens tell them apart where they are typed.
func TestARoomTypedWithItsHyphensIsFoundAlone(t *testing.T) {
	w := newTown(t)
	w.take(row("1-1-1101", owner("张建国", "13800001101")), row("11-1-101", owner("李梅", "13900111101")), row("1-1-11011"), row("A-1-301"), row("A-13-01"), row("1-1-110"))
	for typed, code := range map[string]string{
		"1-1-1101": "1-1-1101", "11-1-101": "11-1-101", " 1-1-1101 ": "1-1-1101", "１－１－１１０１": "1-1-1101", "1—1–1101": "1-1-1101",
		"a-1-301": "A-1-301", "A-13-01": "A-13-01", "1-1-110": "1-1-110",
	} {
		found := w.Book.Finder.Find(typed, 10)
		require.Equal(t, 1, found.Total, typed)
		require.Equal(t, code, found.Hits[0].Code, typed)
		require.Equal(t, estate.ByRoom, found.Hits[0].By)
	}
	require.Equal(t, "张建国", w.Book.Finder.Find("1-1-1101", 10).Hits[0].Name)
	require.Equal(t, 3, w.Book.Finder.Find("111101", 10).Total, "figures alone are both rooms, and the one that begins so")
	require.Equal(t, 3, w.Book.Finder.Find("1-11101", 10).Total, "hyphens elsewhere are no room's")
	w.take(row("b-2-501"), row("B-2-501"))
	require.Equal(t, 2, w.Book.Finder.Find("B-2-501", 10).Total, "nobody's bills are opened by guessing")
	require.Empty(t, w.Book.Finder.Find("1-1-1101", 0).Hits)
}

// A tenant whose last day was entered with the lease lives there until then, and pays at the desk.
func TestATenantIsFoundUntilTheLastDay(t *testing.T) {
	w := newTown(t)
	leaving := func(name, phone string, until calendar.Date) estate.Row {
		return estate.Row{Code: "1-1-" + phone[:3], Tenants: []estate.RowParty{{Kind: estate.Natural, Name: name, Phones: []string{"1380000" + phone}, UntilOn: until}}}
	}
	today := w.Today()
	w.take(leaving("周今走", "1020", today), leaving("周要走", "1030", today.AddDays(90)))
	found := func(typed string) (codes []string) {
		for _, hit := range w.Book.Finder.Find(typed, 10).Hits {
			codes = append(codes, hit.Code)
		}
		return codes
	}
	require.Equal(t, []string{"1-1-102", "1-1-103"}, found("周"))
	require.Equal(t, []string{"1-1-103"}, found("zyz"))
	require.Equal(t, []string{"1-1-102"}, found("1020"))
	w.At(today.AddDays(1))
	require.NoError(t, w.Book.LoadFinder(w.Ctx))
	require.Equal(t, []string{"1-1-103"}, found("周"), "the last day is over")
}

func TestTwoLettersWithThousandsOfHits(t *testing.T) {
	w := newTown(t)
	var rows []estate.Row
	for i := range 3000 {
		rows = append(rows, row(fmt.Sprintf("%d-1-%d", i/100+1, 100+i%100), owner(fmt.Sprintf("张三%d", i))))
	}
	w.take(rows...)
	found := w.Book.Finder.Find("zs", 20)
	require.Equal(t, 3000, found.Total)
	require.Len(t, found.Hits, 20)
	require.Equal(t, "1-1-100", found.Hits[0].Code, "in the order of the estate")
}
