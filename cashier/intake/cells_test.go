package intake

import (
	"testing"

	"github.com/stretchr/testify/require"

	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

func TestNumbersAreReadAtFifteenDigits(t *testing.T) {
	for written, want := range map[string]string{
		"99999999.98999999":     "99999999.99",
		"13338.35999999999":     "13338.36",
		"99.43000000000001":     "99.43",
		"13800000002":           "13800000002",
		"1.3800000002E10":       "13800000002",
		"1.38E+10":              "13800000000",
		"1e-3":                  "0.001",
		"-0.0":                  "0",
		"0":                     "0",
		"-12.50":                "-12.5",
		"99999999999999999":     "100000000000000000",
		"0.1000000000000000055": "0.1",
		"110101199001011234":    "110101199001011000",
	} {
		got, ok := plainNumber(written)
		require.True(t, ok, written)
		require.Equal(t, want, got, written)
	}
	for _, written := range []string{"", "-", ".", "1e", "1e999", "abc", "1,2", "NaN", "0x1p4"} {
		_, ok := plainNumber(written)
		require.False(t, ok, written)
	}
}

func TestRoomCodesAsPeopleWriteThem(t *testing.T) {
	for name, c := range map[string]struct {
		building, unit, room string
		holdsBuilding        bool
		want                 RoomCode
		code                 Code
	}{
		"plain":                          {room: "1-1-101", want: RoomCode{"1-1-101", "1", "1", "101"}},
		"with a hash":                    {room: "1#-1-101", want: RoomCode{"1-1-101", "1", "1", "101"}},
		"in words":                       {room: "1栋1单元103", want: RoomCode{"1-1-103", "1", "1", "103"}},
		"full width":                     {room: "１－１－１０４", want: RoomCode{"1-1-104", "1", "1", "104"}},
		"with every word":                {room: "1号楼2单元301室", want: RoomCode{"1-2-301", "1", "2", "301"}},
		"the other word for building":    {room: "3幢-2-1201", want: RoomCode{"3-2-1201", "3", "2", "1201"}},
		"Chinese numerals":               {room: "十二栋一单元301", want: RoomCode{"12-1-301", "12", "1", "301"}},
		"leading zeros of the building":  {room: "01-02-0301", want: RoomCode{"1-2-0301", "1", "2", "0301"}},
		"a tower and a room":             {room: "a座1201", want: RoomCode{"A-1201", "A", "", "1201"}},
		"a shop":                         {room: "商铺-01", want: RoomCode{"商铺-01", "商铺", "", "01"}},
		"a district in front":            {room: "南区-3-1-502", want: RoomCode{"南区-3-1-502", "南区-3", "1", "502"}},
		"long dashes and spaces":         {room: " 2 — 1 – 302 ", want: RoomCode{"2-1-302", "2", "1", "302"}},
		"three columns":                  {building: "1栋", unit: "1单元", room: "101", want: RoomCode{"1-1-101", "1", "1", "101"}},
		"three columns in numerals":      {building: "三", unit: "二单元", room: "101室", want: RoomCode{"3-2-101", "3", "2", "101"}},
		"building and room":              {building: "5号楼", room: "1203", want: RoomCode{"5-1203", "5", "", "1203"}},
		"building without its word":      {building: "5楼", unit: "2门", room: "1203", want: RoomCode{"5-2-1203", "5", "2", "1203"}},
		"unit and room":                  {unit: "2", room: "301", want: RoomCode{"2-301", "", "2", "301"}},
		"the room repeats the building":  {building: "1栋", unit: "2单元", room: "1-2-301", want: RoomCode{"1-2-301", "1", "2", "301"}},
		"the room repeats the unit":      {building: "1栋", unit: "2单元", room: "2-301", want: RoomCode{"1-2-301", "1", "2", "301"}},
		"the room holds its building":    {building: "1栋", room: "1-301", holdsBuilding: true, want: RoomCode{"1-301", "1", "", "301"}},
		"the room holds its unit":        {building: "1栋", room: "1-301", want: RoomCode{"1-1-301", "1", "1", "301"}},
		"a shop under its own building":  {building: "商业", room: "A-01", want: RoomCode{"商业-A-01", "商业", "A", "01"}},
		"a floor and a flat":             {building: "3栋", unit: "1单元", room: "12-01", want: RoomCode{"3-1-12-01", "3", "1", "12-01"}},
		"floor and flat in one cell":     {room: "3-1-12-01", want: RoomCode{"3-1-12-01", "3", "1", "12-01"}},
		"the room contradicts":           {building: "2栋", unit: "1单元", room: "1-1-101", code: codeRoomConflict},
		"no room":                        {building: "2栋", unit: "1单元", code: codeNoRoom},
		"nothing but words for building": {room: "栋", code: codeNoRoom},
		"two rooms in one cell":          {room: "1-1-101/102", code: codeRoomSyntax},
		"a phone in the wrong column":    {room: "13800000001", code: codeRoomSyntax},
		"far too long":                   {room: "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一", code: codeRoomSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, trouble := roomCode(c.building, c.unit, c.room, c.holdsBuilding)
			requireFault(t, c.code, trouble)
			require.Equal(t, c.want, got)
		})
	}
}

func TestRoomIssuesDescribeWhatMayBePersonal(t *testing.T) {
	for written, want := range map[string]string{"张三": "文字", "13800000001": "一长串数字", "商铺-01/02": "“商铺-01/02”"} {
		require.Equal(t, want, quotedRoom(written))
	}
}

func TestMoneyCells(t *testing.T) {
	for name, c := range map[string]struct {
		cell Cell
		want money.Fen
		code Code
	}{
		"blank":                          {cell: Cell{}, want: 0},
		"a dash for nothing":             {cell: text("—"), want: 0},
		"with a sign and thousands":      {cell: text("￥1,234.56"), want: 1234_56},
		"the other sign":                 {cell: text("¥300"), want: 300_00},
		"in words":                       {cell: text("１２.５ 元"), want: 12_50},
		"an accountant's minus":          {cell: text("(50.00)"), want: -50_00},
		"a number":                       {cell: Cell{kindNumber, "99999999.99"}, want: 99_999_999_99},
		"zeros that say nothing":         {cell: text("12.3400"), want: 12_34},
		"three decimals":                 {cell: Cell{kindNumber, "12.345"}, code: codeNumberPrecision},
		"beyond the largest":             {cell: text("1000000000.01"), code: codeNumberRange},
		"commas in the wrong places":     {cell: text("12,34"), code: codeNumberSyntax},
		"words":                          {cell: text("两百"), code: codeNumberSyntax},
		"scientific text":                {cell: text("1.2E+05"), code: codeNumberSyntax},
		"a date where money belongs":     {cell: Cell{kindDate, "43891"}, code: codeNumberSyntax},
		"a yes or no where money should": {cell: Cell{kindBool, "1"}, code: codeNumberSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, trouble := parseMoney(c.cell)
			requireFault(t, c.code, trouble)
			require.Equal(t, c.want, got)
		})
	}
}

func TestAreaCells(t *testing.T) {
	for name, c := range map[string]struct {
		cell Cell
		want int64
		code Code
	}{
		"blank":               {},
		"a number":            {cell: Cell{kindNumber, "88.5"}, want: 8850},
		"with its unit":       {cell: text("96.30㎡"), want: 9630},
		"with another unit":   {cell: text("1,096.3 平方米"), want: 109630},
		"with m2":             {cell: text("96m2"), want: 9600},
		"letters":             {cell: text("abc"), code: codeNumberSyntax},
		"two points":          {cell: text("88.5.1"), code: codeNumberSyntax},
		"below zero":          {cell: Cell{kindNumber, "-5"}, code: codeAreaNotPositive},
		"zero":                {cell: Cell{kindNumber, "0"}, code: codeAreaNotPositive},
		"three decimals":      {cell: Cell{kindNumber, "88.505"}, code: codeNumberPrecision},
		"larger than a city":  {cell: Cell{kindNumber, "10000001"}, code: codeNumberRange},
		"commas out of place": {cell: text("1,2.5"), code: codeNumberSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, trouble := parseArea(c.cell)
			requireFault(t, c.code, trouble)
			require.Equal(t, c.want, got)
		})
	}
}

func TestPriceCells(t *testing.T) {
	for written, want := range map[string]string{"2.85": "2.85", "3.20": "3.2", "2.85元/㎡·月": "2.85", "￥2.5/平米/月": "2.5", "": "", "无": ""} {
		got, trouble := parsePrice(text(written))
		require.Nil(t, trouble, written)
		require.Equal(t, want, got, written)
	}
	for _, written := range []string{"面议", "-2", "1e3", "2.1234567", "99999999999999999"} {
		_, trouble := parsePrice(text(written))
		require.NotNil(t, trouble, written)
	}
}

func TestDateCells(t *testing.T) {
	for name, c := range map[string]struct {
		cell     Cell
		date1904 bool
		want     calendar.Date
		code     Code
	}{
		"blank":                        {},
		"not handed over yet":          {cell: text("未交房")},
		"standard":                     {cell: text("2020-03-01"), want: "2020-03-01"},
		"with slashes":                 {cell: text("2020/4/1"), want: "2020-04-01"},
		"in words":                     {cell: text("2020年5月2日"), want: "2020-05-02"},
		"in words with spaces":         {cell: text("2020 年 5 月 2 日"), want: "2020-05-02"},
		"with points":                  {cell: text("2020.5.2"), want: "2020-05-02"},
		"together":                     {cell: Cell{kindNumber, "20200502"}, want: "2020-05-02"},
		"full width":                   {cell: text("２０２０－０３－０１"), want: "2020-03-01"},
		"with a time":                  {cell: text("2020-3-1 00:00:00"), want: "2020-03-01"},
		"a serial shown as a date":     {cell: Cell{kindDate, "43905"}, want: "2020-03-15"},
		"a serial shown as a number":   {cell: Cell{kindNumber, "43831"}, want: "2020-01-01"},
		"a serial with a time":         {cell: Cell{kindDate, "43831.75"}, want: "2020-01-01"},
		"a serial of an old Mac":       {cell: Cell{kindDate, "42369"}, date1904: true, want: "2020-01-01"},
		"no such month":                {cell: text("2020-13-45"), code: codeDateSyntax},
		"no such day":                  {cell: text("2021年2月29日"), code: codeDateSyntax},
		"a month without its day":      {cell: text("2020年5月"), code: codeDateSyntax},
		"two digits of a year":         {cell: text("20-3-1"), code: codeDateSyntax},
		"only a year":                  {cell: Cell{kindNumber, "2020"}, code: codeDateSyntax},
		"before there were registers":  {cell: text("1900-01-01"), code: codeDateSyntax},
		"a century away":               {cell: text("2920-03-01"), code: codeDateSyntax},
		"the day that never was, 1900": {cell: Cell{kindDate, "60"}, code: codeDateSyntax},
		"yes or no":                    {cell: Cell{kindBool, "1"}, code: codeDateSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, trouble := parseDate(c.cell, c.date1904)
			requireFault(t, c.code, trouble)
			require.Equal(t, c.want, got)
		})
	}
}

func text(content string) Cell { return Cell{Kind: kindText, Text: content} }

func requireFault(t *testing.T, want Code, got *fault) {
	t.Helper()
	if want == "" {
		require.Nil(t, got)
		return
	}
	require.NotNil(t, got)
	require.Equal(t, want, got.code)
}
