package intake

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPhoneCells(t *testing.T) {
	for name, c := range map[string]struct {
		cell  Cell
		want  [][]string
		words bool
		code  Code
	}{
		"blank":                            {cell: text("无")},
		"a number":                         {cell: Cell{kindNumber, "13800000002"}, want: [][]string{{"13800000002"}}},
		"with dashes":                      {cell: text("138-0000-0004"), want: [][]string{{"13800000004"}}},
		"with spaces":                      {cell: text("138 0000 0004"), want: [][]string{{"13800000004"}}},
		"full width":                       {cell: text("１３８００００００４４"), want: [][]string{{"13800000044"}}},
		"with the country":                 {cell: text("+86 138-0000-0004"), want: [][]string{{"13800000004"}}},
		"with the country, no plus":        {cell: text("8613800000004"), want: [][]string{{"13800000004"}}},
		"a landline":                       {cell: text("010-88880000"), want: [][]string{{"010-88880000"}}},
		"a landline without its dash":      {cell: text("01088880000"), want: [][]string{{"010-88880000"}}},
		"a landline in brackets":           {cell: text("（0755）88880000"), want: [][]string{{"0755-88880000"}}},
		"an extension":                     {cell: text("010-88880000转123"), want: [][]string{{"010-88880000-123"}}},
		"a landline with the country":      {cell: text("+86-10-88880000"), want: [][]string{{"010-88880000"}}},
		"without an area code":             {cell: text("88880000"), want: [][]string{{"88880000"}}},
		"a service line":                   {cell: text("400-800-0000"), want: [][]string{{"4008000000"}}},
		"abroad":                           {cell: text("+85290000000"), want: [][]string{{"+85290000000"}}},
		"two by two signs":                 {cell: text("13800000001、13800000002；13800000003"), want: [][]string{{"13800000001", "13800000002"}, {"13800000003"}}},
		"two by a slash":                   {cell: text("13800000001/010-88880000"), want: [][]string{{"13800000001", "010-88880000"}}},
		"two by a space":                   {cell: text("13800000001 13800000002"), want: [][]string{{"13800000001", "13800000002"}}},
		"with a remark":                    {cell: text("13800000001（儿子）"), want: [][]string{{"13800000001"}}, words: true},
		"ruined into text":                 {cell: text("1.38E+10"), code: codePhoneRuined},
		"ruined and read back as a number": {cell: Cell{kindNumber, "13812000000"}, code: codePhoneRuined},
		"one digit short":                  {cell: text("1380000000"), code: codePhoneSyntax},
		"one digit long":                   {cell: text("138000000011"), code: codePhoneSyntax},
		"letters":                          {cell: text("abc"), code: codePhoneSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			got, trouble := parsePhones(c.cell)
			requireFault(t, c.code, trouble)
			require.Equal(t, c.want, got.groups)
			require.Equal(t, c.words, got.words)
		})
	}
}

func TestOwnersInOneCell(t *testing.T) {
	type share struct {
		name        string
		kind        PartyKind
		basisPoints int
	}
	for name, c := range map[string]struct {
		cell string
		want []share
		code Code
	}{
		"nobody":                       {cell: ""},
		"not sold":                     {cell: "未售"},
		"one":                          {cell: "张三", want: []share{{"张三", Person, 10000}}},
		"a name stretched with spaces": {cell: "赵　六", want: []share{{"赵六", Person, 10000}}},
		"a name with a middle dot":     {cell: "买买提·吐尔逊", want: []share{{"买买提·吐尔逊", Person, 10000}}},
		"a Latin name":                 {cell: "John  Smith", want: []share{{"John Smith", Person, 10000}}},
		"two":                          {cell: "吴九;郑十", want: []share{{"吴九", Person, 5000}, {"郑十", Person, 5000}}},
		"three":                        {cell: "甲一、乙二、丙三", want: []share{{"甲一", Person, 3334}, {"乙二", Person, 3333}, {"丙三", Person, 3333}}},
		"with shares":                  {cell: "张三60%;李四40%", want: []share{{"张三", Person, 6000}, {"李四", Person, 4000}}},
		"shares in brackets":           {cell: "张三（60％）；李四（40％）", want: []share{{"张三", Person, 6000}, {"李四", Person, 4000}}},
		"thirds written out":           {cell: "甲一33.33%、乙二33.33%、丙三33.33%", want: []share{{"甲一", Person, 3334}, {"乙二", Person, 3333}, {"丙三", Person, 3333}}},
		"fractions":                    {cell: "张三(3/5)、李四(2/5)", want: []share{{"张三", Person, 6000}, {"李四", Person, 4000}}},
		"a company":                    {cell: "北京某某科技有限公司", want: []share{{"北京某某科技有限公司", Company, 10000}}},
		"a school":                     {cell: "某某区实验小学", want: []share{{"某某区实验小学", Company, 10000}}},
		"a shop's name":                {cell: "红星理发店", want: []share{{"红星理发店", Company, 10000}}},
		"a person called Shop":         {cell: "王小店", want: []share{{"王小店", Person, 10000}}},
		"shares that miss the whole":   {cell: "张三60%;李四30%", code: codeShares},
		"one share left out":           {cell: "张三60%;李四", code: codeShares},
		"a share of nothing":           {cell: "张三100%;李四0%", code: codeShares},
		"a share without a name":       {cell: "张三60%;40%", code: codeShares},
	} {
		t.Run(name, func(t *testing.T) {
			parties, trouble := parseParties(text(c.cell), Owner)
			requireFault(t, c.code, trouble)
			var got []share
			for _, party := range parties {
				got = append(got, share{party.Name, party.Kind, party.ShareBasisPoints})
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestPhonesFindTheirOwners(t *testing.T) {
	for name, c := range map[string]struct {
		phones string
		want   [][]string
		even   bool
	}{
		"one each":             {"13800000001;13800000002", [][]string{{"13800000001"}, {"13800000002"}}, true},
		"one each by a slash":  {"13800000001/13800000002", [][]string{{"13800000001"}, {"13800000002"}}, true},
		"two for the first":    {"13800000001/13800000003;13800000002", [][]string{{"13800000001", "13800000003"}, {"13800000002"}}, true},
		"one for both":         {"13800000001", [][]string{{"13800000001"}, nil}, true},
		"three, nobody's sure": {"13800000001/13800000002/13800000003", [][]string{{"13800000001", "13800000002", "13800000003"}, nil}, false},
	} {
		t.Run(name, func(t *testing.T) {
			parties := []Party{{Name: "吴九"}, {Name: "郑十"}}
			phones, trouble := parsePhones(text(c.phones))
			require.Nil(t, trouble)
			require.Equal(t, c.even, givePhones(parties, phones))
			require.Equal(t, c.want, [][]string{parties[0].Phones, parties[1].Phones})
		})
	}
}

// The numbers are the specimens of GB 11643 and GB 32100 with invented regions.
func TestIDNumbersOnlyWarn(t *testing.T) {
	for name, c := range map[string]struct {
		cell    Cell
		want    []string
		suspect bool
	}{
		"a citizen":                 {cell: text("11010519491231002x"), want: []string{"11010519491231002X"}},
		"a wrong check digit":       {cell: text("110105194912310021"), want: []string{"110105194912310021"}, suspect: true},
		"an old one":                {cell: text("110105491231002"), want: []string{"110105491231002"}},
		"a credit code":             {cell: text("91350100M000100Y43"), want: []string{"91350100M000100Y43"}},
		"a credit code gone wrong":  {cell: text("91350100M000100Y44"), want: []string{"91350100M000100Y44"}, suspect: true},
		"a passport":                {cell: text("E00000000"), want: []string{"E00000000"}},
		"too few digits":            {cell: text("1101051949"), want: []string{"1101051949"}, suspect: true},
		"ruined by the spreadsheet": {cell: Cell{kindNumber, "110105194912310000"}, suspect: true},
		"ruined into text":          {cell: text("1.10105E+17"), suspect: true},
		"words":                     {cell: text("见档案袋里"), suspect: true},
		"blank":                     {cell: text("—")},
	} {
		t.Run(name, func(t *testing.T) {
			got, suspect := parseIDs(c.cell)
			require.Equal(t, c.want, got)
			require.Equal(t, c.suspect, suspect != "")
			require.NotRegexp(t, `\d{6}`, suspect)
		})
	}
}

func TestPlatesAndSpaces(t *testing.T) {
	plates, ok := parsePlates("京a·12345；沪 B D12345 / 粤B·1234学")
	require.True(t, ok)
	require.Equal(t, []string{"京A12345", "沪BD12345", "粤B1234学"}, plates)
	plates, ok = parsePlates("京A12345 京B12345")
	require.True(t, ok)
	require.Equal(t, []string{"京A12345", "京B12345"}, plates)
	plates, ok = parsePlates("临牌")
	require.False(t, ok)
	require.Equal(t, []string{"临牌"}, plates)
	require.Equal(t, []string{"B1-001", "B1-002"}, parseSpaces("Ｂ１－００１、b1-002、无"))
}
