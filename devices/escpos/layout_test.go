package escpos_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"shouqi/devices/escpos"
)

func TestWidthIsThatOfGBKBytes(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "abc": 3, "物业费": 6, "￥1.00": 6, "° × — … ·": 14, "①℃№±㎡": 10, "3-2-1201": 8,
	} {
		require.Equal(t, want, escpos.Width(text), text)
	}
}

func TestPaddingNeverCuts(t *testing.T) {
	require.Equal(t, "物业  ", escpos.PadRight("物业", 6))
	require.Equal(t, "  1.00", escpos.PadLeft("1.00", 6))
	require.Equal(t, "1,234.00", escpos.PadLeft("1,234.00", 6))
	require.Equal(t, "物业费", escpos.PadRight("物业费", 5))
}

func TestWrap(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		columns int
		want    []string
	}{
		"nothing is one empty line":          {"", 10, []string{""}},
		"Chinese breaks anywhere":            {"物业服务费用", 5, []string{"物业", "服务", "费用"}},
		"an amount stays whole":              {"合计 1234.56", 8, []string{"合计", "1234.56"}},
		"a unit stays with its figure":       {"面积为98.30㎡", 12, []string{"面积为", "98.30㎡"}},
		"punctuation never begins a line":    {"谢谢您，再见", 6, []string{"谢谢", "您，再", "见"}},
		"a number longer than a line breaks": {"123456789", 4, []string{"1234", "5678", "9"}},
		"line ends are kept":                 {"甲\n\n乙", 8, []string{"甲", "", "乙"}},
		"leading spaces are kept":            {"  甲", 8, []string{"  甲"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, escpos.Wrap(c.text, c.columns))
		})
	}
}

func TestWrapLosesNothingAndFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		columns := rapid.IntRange(-1, 60).Draw(t, "columns")
		lines := escpos.Wrap(text, columns)
		for _, line := range lines {
			if escpos.Width(line) > max(2, columns) {
				t.Fatalf("%q is wider than %d", line, columns)
			}
		}
		bare := strings.NewReplacer(" ", "", "\n", "")
		if got, want := bare.Replace(strings.Join(lines, "")), bare.Replace(text); got != want && strings.ToValidUTF8(text, "") == text {
			t.Fatalf("%q became %q", want, got)
		}
	})
}
