package intake

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// encodings are the ways in which one text lies in a file.
func encodings(t *testing.T, text string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"UTF-8": []byte(text), "UTF-8 with a mark": []byte("\ufeff" + text), "UTF-8 with two marks": []byte("\ufeff\ufeff" + text)}
	for name, encoding := range map[string]encoding.Encoding{
		"GB18030":                  simplifiedchinese.GB18030,
		"UTF-16, little, marked":   unicode.UTF16(unicode.LittleEndian, unicode.UseBOM),
		"UTF-16, big, marked":      unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16, little, unmarked": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM),
		"UTF-16, big, unmarked":    unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	} {
		data, err := encoding.NewEncoder().Bytes([]byte(text))
		require.NoError(t, err)
		all[name] = data
	}
	return all
}

func TestCSVOfEverySystem(t *testing.T) {
	const content = "业主登记,,\n\n房号,业主,欠费\n1-1-101,\"吴九\n郑十\",5\n1-1-102,陈𠮷,12.345\n"
	for system, end := range map[string]string{"Unix": "\n", "Windows": "\r\n", "an old Mac": "\r", "Windows twice": "\r\r\n"} {
		for name, data := range encodings(t, strings.ReplaceAll(content, "\n", end)) {
			plan := planOf(t, data, Options{})
			require.Equal(t, []string{"1-1-101"}, roomCodes(plan), "%s of %s", name, system)
			require.Len(t, plan.Rows[0].Parties, 2)
			require.Equal(t, "C5", plan.Refused[0].Issues[0].Cell, "%s of %s", name, system)
		}
	}
	for _, end := range []string{"\u2028", "\u2029", "\u0085"} {
		plan := planOf(t, []byte(strings.ReplaceAll("房号,业主\n1-1-101,吴九\n1-1-102,郑十", "\n", end)), Options{})
		require.Equal(t, []string{"1-1-101", "1-1-102"}, roomCodes(plan), "%q", end)
	}
	plan := planOf(t, []byte("房号,备注\n1-1-101,上\u2028下\n"), Options{})
	require.Equal(t, "上 下", plan.Rows[0].Remark, "where lines end otherwise it ends none")
}

func TestTextIsDecoded(t *testing.T) {
	for name, data := range encodings(t, "口令 correct horse") {
		text, err := Decode(data)
		require.NoError(t, err, name)
		require.Equal(t, "口令 correct horse", text, name)
	}
	for _, data := range []string{"\xff\xff\xff\xff", "\x00\x00\x00\x01"} {
		text, err := Decode([]byte(data))
		require.True(t, err != nil || text == data, "%q", data)
	}
}

// ="0101" keeps a spreadsheet from taking a name for a number; programs write it
// with the quotation marks that CSV asks for and without.
func TestTextWrittenAsAFormula(t *testing.T) {
	for _, csv := range []string{
		"房号,业主,电话,备注\n=\"1-1-0101\",测试甲,=\"13800000001\",=\"0042\"\n",
		"房号,业主,电话,备注\n\"=\"\"1-1-0101\"\"\",测试甲,\"=\"\"13800000001\"\"\",\"=\"\"0042\"\"\"\n",
		"房号\t业主\t电话\t备注\r\n=\"1-1-0101\"\t测试甲\t=\"13800000001\"\t=\"0042\"\r\n",
	} {
		plan := planOf(t, []byte(csv), Options{})
		require.Equal(t, []string{"1-1-0101"}, roomCodes(plan), csv)
		require.Equal(t, []string{"13800000001"}, plan.Rows[0].Parties[0].Phones)
		require.Equal(t, "0042", plan.Rows[0].Remark)
	}
	plan := planOf(t, workbookOf(t, [][]any{{"房号", "业主", "电话"}, {`="1-1-0101"`, "测试甲", `="13800000001"`}, {"1-1-102", `=B2&"某某"`, ""}}, nil), Options{})
	require.Equal(t, []string{"1-1-0101"}, roomCodes(plan))
	require.Equal(t, []Code{codeCellError}, codes(plan.Refused[0].Issues))
	require.NotContains(t, plan.Refused[0].Issues[0].Text, "某某")
}

// The same table is judged alike as a workbook and as text.
func TestOneCheckOnEveryRoad(t *testing.T) {
	header := []string{"房号", "业主", "电话", "建筑面积", "交房日期", "欠费", "车位"}
	good := []string{"1-1-101", "测试甲", "13800000001", "88.5", "2020/3/1", "5", "B1"}
	for column, faults := range [][]string{
		{"2001/1/2", "1月2日", "2-Jan", "2.00E+03", "#N/A", "=A9", "101.00", "张三/李四"}, {"#REF!", "=B9"}, {"1.38E+10", "13800", "=C9"},
		{"#VALUE!", "八十", "=D9", "88.505", "-5"}, {"2020-13-01", "#NUM!", "昨天"}, {"1,2,3", "12.345", "1.2E+05", "####", "Err:502"}, {"1月2日", "1.00E+03", "#N/A"},
	} {
		for _, fault := range faults {
			row := append([]string{}, good...)
			row[column] = fault
			var cells []any
			var fields []string
			for _, text := range row {
				cells = append(cells, text)
				fields = append(fields, `"`+text+`"`)
			}
			titles := make([]any, len(header))
			for i, title := range header {
				titles[i] = title
			}
			asBook := planOf(t, workbookOf(t, [][]any{titles, cells}, nil), Options{})
			asText := planOf(t, []byte(strings.Join(header, ",")+"\n"+strings.Join(fields, ",")+"\n"), Options{})
			require.Empty(t, asBook.Rows, "%s %s", header[column], fault)
			require.Equal(t, asBook.Refused, asText.Refused, "%s %s", header[column], fault)
		}
	}
}

func TestAFileOfWhichNothingComesIsNoSuccess(t *testing.T) {
	for name, csv := range map[string]string{"no rows": "房号,业主,面积\n", "blank rows": "房号,业主,面积\n,,\n , ,\n", "a total alone": "房号,业主,面积\n合计,,0\n", "all refused": "房号,业主,面积\n,测试甲,1\n"} {
		plan, err := readSheet(t, []byte(csv)).Plan(context.Background(), Options{})
		require.NoError(t, err)
		requireSentence(t, plan.Nothing())
		require.Contains(t, plan.Nothing().Error(), "什么都没有导入", name)
	}
	require.NoError(t, planOf(t, []byte("房号,业主\n1-1-101,测试甲\n"), Options{}).Nothing())
}
